"""What a report is made of, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Block", "Details", "Heading", "Paragraph", "Plot", "Table"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header, already worded. ``fold``: the title under which the page folds it away."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """An SVG picture with the caption that says what to see; Markdown leaves it out."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Details:
    """One failure or finding that folds away: a title and labelled lines."""

    title: str
    lines: Sequence[tuple[str, str]]


Block = Heading | Paragraph | Table | Plot | Details
