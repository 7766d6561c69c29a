"""The command line: ``python -m assistant COMMAND``.

Exit codes: 0 done, 2 the caller's input is wrong (one line says what and what is allowed),
1 the system failed. Each module here adds its commands; heavy imports happen inside them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from assistant.errors import AssistantError, InputError
from assistant.settings import Settings

__all__ = ["main"]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法有误：{message}（查看用法：python -m assistant --help）\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    from assistant.cli import calculator, feedback, indexing, lookup, questions

    parser = _Parser(prog="python -m assistant", description="政策问答助手")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)
    for module in (questions, lookup, calculator, indexing, feedback):
        module.add_commands(commands)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed, Settings.from_environment()))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except InputError as error:
        print(str(error), file=sys.stderr)
        return 2
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return 1
