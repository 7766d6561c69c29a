"""Write a report as JSON, Markdown and HTML, and read the JSON of an earlier one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from eval.report.blocks import Block
from eval.report.render import to_html, to_markdown

__all__ = ["REPORTS", "read_run", "write_report"]

REPORTS = Path(__file__).resolve().parent.parent / "reports"


def write_report(
    name: str, title: str, blocks: Sequence[Block], data: dict[str, Any], folder: Path = REPORTS
) -> list[Path]:
    """The files ``name``.json, .md and .html of a report; returns their paths."""
    contents = {
        ".json": json.dumps(data, ensure_ascii=False, indent=1) + "\n",
        ".md": to_markdown(title, blocks),
        ".html": to_html(title, blocks),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, text in contents.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    return [folder / f"{name}{suffix}" for suffix in contents]


def read_run(path: Path) -> dict[str, Any]:
    """An earlier run. InputError where there is none."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"no run in {path}: {error}") from error
