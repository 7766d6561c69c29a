"""Write a run as latest.json, latest.md and latest.html."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from eval.report.comparison import compare
from eval.report.content import TITLE, report
from eval.report.render import to_html, to_markdown

__all__ = ["REPORTS", "read_run", "write_run"]

REPORTS = Path(__file__).resolve().parent.parent / "reports"


def write_run(run: dict[str, Any], folder: Path = REPORTS, old: dict[str, Any] | None = None) -> list[Path]:
    """The three files of a report, with the comparison where an earlier run is given; returns their paths."""
    blocks = [*report(run), *(compare(old, run) if old else ())]
    contents = {
        "latest.json": json.dumps(run, ensure_ascii=False, indent=1) + "\n",
        "latest.md": to_markdown(TITLE, blocks),
        "latest.html": to_html(TITLE, blocks),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in contents]


def read_run(path: Path) -> dict[str, Any]:
    """An earlier run. InputError where there is none."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"no run in {path}: {error}") from error
