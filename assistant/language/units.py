"""The single questions within what somebody typed, each with what leads up to it."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["items_of", "joined_of", "segments_of", "sides_of", "units_of"]

_BREAK = re.compile(r"[?。!;,:]+")
_UNIT_BREAK = re.compile(r"[?。!;,:、]+|\s(?=and\s+(?:what|how|who|which|when|where|is|are|do|does|can|will)\b)")
_SIDE = re.compile(r"[?。!;,:、]+|和|跟|与|还是|\bvs\b|\bversus\b|\bor\b")
_JOINED = re.compile(r"[?。!;,:、]+|又|还|并且|同时|加上|外加|再加|以及|\bplus\b|\band also\b")
_SHORTEST_UNIT = 3
_MARKS = " ,;:、?。!"
_SHORTEST_SEGMENT = 5


def segments_of(text: str) -> list[str]:
    """The stretches between marks that are long enough to mean something, each with the short ones behind it.

    Empty where there is but one.
    """
    parts: list[str] = []
    for part in (stretch.strip() for stretch in _BREAK.split(text)):
        if len(part) >= _SHORTEST_SEGMENT:
            parts.append(part)
        elif part and parts:
            parts[-1] += f",{part}"
    return parts if len(parts) > 1 else []


def items_of(text: str) -> list[str]:
    """The items of the lists in a text that are long enough to mean something; empty where there are none."""
    parts = [part.strip() for part in _UNIT_BREAK.split(text) if len(part.strip()) >= _SHORTEST_SEGMENT]
    return parts if "、" in text else []


def sides_of(text: str) -> list[str]:
    """The things that a comparison sets side by side, as far as words tell them apart; empty where none do."""
    parts = [part.strip() for part in _SIDE.split(text) if len(part.strip()) >= _SHORTEST_SEGMENT]
    return parts if len(parts) > 1 else []


def joined_of(text: str) -> list[str]:
    """The things that a text joins to be added up, long enough to mean something; empty where it joins none."""
    parts = [part.strip() for part in _JOINED.split(text) if len(part.strip()) >= _SHORTEST_SEGMENT]
    return parts if len(parts) > 1 else []


def units_of(text: str, asks: Callable[[str], bool]) -> tuple[str, ...]:
    """Every question in the text with the statements before it; the whole text where it asks but once.

    asks: whether a stretch, its closing mark included, asks something.
    """
    units: list[str] = []
    begin = place = 0
    for mark in (*_UNIT_BREAK.finditer(text), None):
        end = mark.end() if mark else len(text)
        stretch = text[place:end]
        if stretch.strip() and asks(stretch):
            if units and len(text[begin:end].strip(_MARKS)) < _SHORTEST_UNIT:
                units[-1] += text[begin:end]
            else:
                units.append(text[begin:end])
            begin = end
        place = end
    units = [unit.strip(_MARKS) for unit in units]
    return tuple(units) if len(units) > 1 else (text,)
