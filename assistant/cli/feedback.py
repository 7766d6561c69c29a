"""``feedback``: what users said of replies, out of the database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.settings import Settings

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command ``feedback``."""
    command = commands.add_parser("feedback", help="导出用户反馈，或转成评测题草稿")
    wanted = command.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--export", metavar="文件", nargs="?", const="-", help="导出为 JSON Lines；不写文件名则打印")
    wanted.add_argument("--to-questions", metavar="文件", nargs="?", const="-", help="转成 eval/questions 格式的草稿")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.web.feedback_export import export_rows, question_rows
    from assistant.web.feedback_store import FeedbackStore

    feedback = FeedbackStore(settings.database_url).all()
    if arguments.export:
        _write(arguments.export, export_rows(feedback))
    else:
        _write(arguments.to_questions, question_rows(feedback))
    return 0


def _write(target: str, rows: Iterable[dict[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if target == "-":
        print("\n".join(lines))
    else:
        Path(target).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        print(f"已写出{len(lines)}条：{target}")
