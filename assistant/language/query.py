"""What a question asks, as data: everything downstream works from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.language.quantities import Quantity

__all__ = ["Asked", "Count", "PolicyDate", "Query", "Scored"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A label (the id of a topic, gap, overview or other subject) with its score, about 0 to 1."""

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what: ``value`` people, projects or places of a topic's row.

    start: where it stands in the question. value is None where the speaker named no number or a vague
    one (then ``vague``). row is "" where the topic has no rows or none was named. enterprise and year
    tell the groups of a question apart.
    """

    topic: str
    row: str
    value: Decimal | None
    enterprise: str = ""
    year: str = ""
    vague: bool = False
    start: int = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the single questions in a query: its text, its topic, the topic's points that it is after.

    points: ids with their scores, surest first; aspects: what its own words ask for.
    """

    text: str
    topic: str
    points: tuple[Scored, ...] = ()
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDate:
    """A date in a question: year, month or 0, day or 0."""

    year: int
    month: int = 0
    day: int = 0

    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True)
class Query:
    """One question, understood.

    text: normalised and mended; topics: chosen, best first; gap, overview, subject: ids where one of them is asked
    about instead; likelier: a gap or other subject that the text is liker to than to its topic, but for the topic's
    name; aspects: what to know, in order; values and excluded: names of the policy's dimensions;
    rows and absent: by topic, the rows that those names choose and the names that no row bears;
    mentioned: those of the topics that the text itself names; counts: for sums;
    flags: how it is put (the keys of corpus/language/phrases.yaml).
    unknown_clauses: clause numbers that the policy does not have. confidence: score of the first topic.
    asked: its single questions, each with the points of a topic that it is after.
    previous: the question before it in the talk.
    """

    text: str
    english: bool = False
    topics: tuple[str, ...] = ()
    ranking: tuple[Scored, ...] = ()
    gap: str = ""
    overview: str = ""
    subject: str = ""
    likelier: str = ""
    aspects: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    absent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counts: tuple[Count, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    departments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    unknown_clauses: tuple[int, ...] = ()
    dates: tuple[PolicyDate, ...] = ()
    as_of: date = date.min
    flags: frozenset[str] = frozenset()
    named: bool = False
    mentioned: tuple[str, ...] = ()
    steering: bool = False
    fabricated: bool = False
    confidence: float = 0.0
    asked: tuple[Asked, ...] = ()
    previous: Query | None = None

    def has(self, *flags: str) -> bool:
        """Whether any of these flags is set."""
        return any(flag in self.flags for flag in flags)
