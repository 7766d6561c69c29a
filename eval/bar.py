"""The bar that answers must not fall below: shares of the visible questions, committed, raised and never lowered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.grading import Graded, rate
from eval.scorers import CORE

__all__ = ["BAR", "Bar", "below", "measured", "raise_bar", "read_bar"]

BAR = Path(__file__).resolve().parent / "bar.json"

Bar = dict[str, dict[str, float]]
"""By split: the share fully right ("right") and the share that passes each score."""


def measured(graded: Mapping[str, Sequence[Graded]]) -> Bar:
    """What these answers reach, by split, cut to four places."""
    return {
        split: {"right": _cut(rate(items).value), **{name: _cut(rate(items, name).value) for name in CORE}}
        for split, items in graded.items()
    }


def below(bar: Bar, reached: Bar) -> list[str]:
    """Where the bar is missed, each with both figures; empty where it holds."""
    return [
        f"{split}.{name}: {reached[split][name]:.4f} is below the bar of {least:.4f}"
        for split, scores in bar.items()
        for name, least in scores.items()
        if reached[split][name] < least
    ]


def read_bar(path: Path = BAR) -> Bar:
    """The committed bar; empty before the first one is set."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def raise_bar(reached: Bar, path: Path = BAR) -> Bar:
    """Write the higher of the bar and what was reached, score by score; returns the new bar."""
    bar = read_bar(path)
    raised = {
        split: {name: max(value, bar.get(split, {}).get(name, 0.0)) for name, value in scores.items()}
        for split, scores in reached.items()
    }
    path.write_text(json.dumps(raised, indent=1) + "\n", encoding="utf-8")
    return raised


def _cut(value: float) -> float:
    return int(value * 10_000) / 10_000
