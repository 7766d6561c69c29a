"""The command line: ``python -m eval [SUITE]``; without a suite, everything and the report.

Exit codes: 0 done, 2 the caller's input is wrong, 1 the system failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError, InputError
from assistant.settings import Settings
from eval.dataset import SPLITS
from eval.workbench import Workbench

__all__ = ["REPORTS", "main"]

REPORTS = Path(__file__).resolve().parent / "reports"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="SUITE")
    _add_answers(commands)
    _add_split(commands)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1


def _add_answers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("answers", help="the whole product on one split; writes <split>-failures.md")
    command.add_argument("--split", choices=SPLITS, default="dev")
    command.add_argument("--details", action="store_true", help="list the failures of a hidden split too")
    command.set_defaults(run=_answers)


def _answers(parsed: argparse.Namespace) -> int:
    from eval.suites import answers

    graded = answers.run(Workbench(Settings.from_environment()), parsed.split)
    print(answers.totals(parsed.split, graded))
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / f"{parsed.split}-failures.md"
    path.write_text(answers.failure_list(parsed.split, graded, parsed.details), encoding="utf-8")
    print(f"failures: {path}")
    return 0


def _add_split(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("split", help="make dev.jsonl and test.jsonl out of the writers' files")
    command.add_argument("sources", nargs="+", type=Path)
    command.set_defaults(run=_split)


def _split(parsed: argparse.Namespace) -> int:
    from eval.splitting import write_halves

    dev, test = write_halves(parsed.sources)
    print(f"dev {dev}, test {test}")
    return 0
