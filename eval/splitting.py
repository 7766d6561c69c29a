"""Make dev.jsonl and test.jsonl out of the writers' files: halves of every kind, by hash, the same each time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from eval.dataset import FOLDER, parse_question

__all__ = ["halve", "write_halves"]


def halve(rows: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows in two halves, each kind split evenly in the order of a hash of its turns."""
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    dev: list[dict[str, Any]] = []
    test: list[dict[str, Any]] = []
    for kind in sorted(by_kind):
        for row in sorted(by_kind[kind], key=_hash):
            (dev if len(dev) <= len(test) else test).append(row)
    return _by_id(dev), _by_id(test)


def write_halves(sources: Sequence[Path], folder: Path = FOLDER) -> tuple[int, int]:
    """Write dev.jsonl and test.jsonl; returns their lengths. InputError on a bad row or an id used twice."""
    rows: dict[str, dict[str, Any]] = {}
    for source in sources:
        for line in source.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            try:
                question = parse_question(row)
            except ValueError as error:
                raise InputError(f"{source.name}: {row.get('id')}: {error}") from error
            if question.id in rows:
                raise InputError(f"{source.name}: id {question.id} is used twice")
            rows[question.id] = row
    dev, test = halve(rows.values())
    for name, half in (("dev", dev), ("test", test)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in half)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return len(dev), len(test)


def _hash(row: dict[str, Any]) -> str:
    return sha256("\n".join(row["turns"]).encode()).hexdigest()


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["id"]))
