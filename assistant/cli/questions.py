"""``ask`` and ``batch``: questions in, answers with their proof out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.models import Answer, Status
from assistant.settings import Settings

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Add ``ask`` and ``batch``."""
    ask = commands.add_parser("ask", help="回答一个问题")
    ask.add_argument("question", help="问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="按哪一天回答，默认今天")
    ask.set_defaults(run=_ask)
    batch = commands.add_parser("batch", help="批量回答：每行一个 JSON")
    batch.add_argument("source", type=Path, metavar="IN.jsonl")
    batch.add_argument("target", type=Path, metavar="OUT.jsonl")
    batch.set_defaults(run=_batch)


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    day = _day(arguments.as_of, "--as-of")
    if not arguments.question.strip():
        raise InputError("问题是空的，请写出要问的内容")
    from assistant.answering import Assistant

    answer = Assistant.open(settings).ask(arguments.question, as_of=day)
    print(json.dumps(answer.to_json(), ensure_ascii=False, indent=1) if arguments.json else _told(answer))
    return 1 if answer.status is Status.ERROR else 0


def _told(answer: Answer) -> str:
    quotes = [f"  {citation.label}「{citation.quote}」" for citation in answer.citations]
    options = [f"  · {option}" for option in answer.options]
    return "\n".join([answer.text, *options, *(["原文："] if quotes else []), *quotes])


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    turns: tuple[str, ...]
    as_of: date | None


def _batch(arguments: argparse.Namespace, settings: Settings) -> int:
    asked = list(_read(arguments.source))
    try:
        target = arguments.target.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"写不进文件 {arguments.target}：{error.strerror}") from error
    from tqdm import tqdm

    from assistant.answering import Assistant

    assistant = Assistant.open(settings)
    with target:
        for item in tqdm(asked, desc="回答", unit="题", file=sys.stderr, disable=not sys.stderr.isatty()):
            answer = assistant.ask(item.turns[-1], item.turns[:-1], item.as_of)
            target.write(json.dumps(answer.to_json() | {"id": item.id}, ensure_ascii=False) + "\n")
    return 0


def _read(path: Path) -> Iterator[_Asked]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"读不了文件 {path}：应为 UTF-8 的 JSONL 文件（{error}）") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parsed(line, f"{path} 第{number}行")


def _parsed(line: str, place: str) -> _Asked:
    expected = '应为 {"id": "…", "turns": ["…"], "as_of"?: "YYYY-MM-DD"}'
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: 不是 JSON；{expected}") from error
    turns = data.get("turns") if isinstance(data, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError(f"{place}: turns 应为非空的字符串列表；{expected}")
    if not isinstance(data.get("id"), str | int):
        raise InputError(f"{place}: 缺少 id；{expected}")
    return _Asked(str(data["id"]), tuple(turns), _day(data.get("as_of") or "", place))


def _day(text: str, place: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise InputError(f"{place}: 日期“{text}”应写成 YYYY-MM-DD，如 2026-11-22") from None
