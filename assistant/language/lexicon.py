"""Names in a question: the longest match over everything that the corpus names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.knowledge import Knowledge

__all__ = ["Lexicon", "Mention", "Reading", "build_lexicon"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name can stand for: kind is topic, value, department, gap, subject or place.

    key: the topic's, gap's or subject's id, the department's or place's name, or the value;
    dimension: of a value.
    """

    kind: str
    key: str
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a question: ``text[start:end] == surface``, with all its readings."""

    surface: str
    start: int
    end: int
    readings: tuple[Reading, ...]

    def of(self, kind: str) -> list[Reading]:
        """The readings of one kind."""
        return [reading for reading in self.readings if reading.kind == kind]


class Lexicon:
    """Finds names in text; where names overlap, the one that starts first wins, then the longest.

    Names of values are also found inside longer names of other kinds: a topic's name may hold a level.
    """

    def __init__(self, entries: Iterable[tuple[str, Reading]]) -> None:
        readings: dict[str, list[Reading]] = defaultdict(list)
        for surface, reading in entries:
            surface = surface.lower().translate(_BRACKETS)
            if surface and reading not in readings[surface]:
                readings[surface].append(reading)
        self._readings = {surface: tuple(found) for surface, found in readings.items()}
        self._all = _pattern(self._readings)
        self._values = _pattern(s for s, found in readings.items() if any(r.kind == "value" for r in found))

    @property
    def surfaces(self) -> Iterable[str]:
        """Every name, as matched."""
        return self._readings.keys()

    def surfaces_of(self, *kinds: str) -> list[str]:
        """The names that can stand for one of these kinds."""
        return [surface for surface, found in self._readings.items() if any(r.kind in kinds for r in found)]

    def find(self, text: str, masked: str = "") -> list[Mention]:
        """The names in a normalised text, in order; values are looked for in ``masked`` where it is given."""
        others = [
            Mention(m[0], m.start(), m.end(), kept)
            for m in self._all.finditer(text)
            if (kept := tuple(r for r in self._readings[m[0]] if r.kind != "value"))
        ]
        values = [
            Mention(m[0], m.start(), m.end(), tuple(r for r in self._readings[m[0]] if r.kind == "value"))
            for m in self._values.finditer(masked or text)
        ]
        return sorted(others + values, key=lambda mention: (mention.start, mention.end))


def _pattern(surfaces: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    return re.compile("|".join(map(_surface_pattern, ordered)) or r"(?!)")


_NO_YEAR = "(?<![今去前明后当本每近])"
"""Before a name that begins with 年: that word may be the end of another ("今年")."""
_BRACKETS = str.maketrans("（）", "()")


def _surface_pattern(surface: str) -> str:
    escaped = re.escape(surface)
    if surface[0].isascii() and surface[0].isalnum():
        return rf"(?<![a-z0-9]){escaped}(?![a-z])"
    return _NO_YEAR + escaped if surface[0] == "年" else escaped


def build_lexicon(knowledge: Knowledge) -> Lexicon:
    """All names of topics, dimension values, departments, gaps, other subjects and places."""
    entries: list[tuple[str, Reading]] = []
    for kind, items in (("topic", knowledge.topics), ("gap", knowledge.gaps), ("subject", knowledge.subjects)):
        entries += [(name, Reading(kind, item.id)) for item in items for name in item.names]
    for dimension, described in knowledge.dimensions.items():
        for value, words in described.values.items():
            entries += [(word, Reading("value", value, dimension)) for word in (value, *words)]
    for department, words in knowledge.departments.items():
        entries += [(word, Reading("department", department)) for word in (department, *words)]
    entries += [(place, Reading("place", place)) for place in knowledge.places]
    return Lexicon(entries)
