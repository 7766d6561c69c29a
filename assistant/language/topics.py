"""What the corpus says about each thing that a clause provides: names, rows, facts, conditions, what is left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from assistant.policy.strict import Expression, Strict, Text

__all__ = [
    "AMOUNT",
    "Condition",
    "Fact",
    "Order",
    "Payment",
    "Point",
    "Proportion",
    "Silence",
    "Threshold",
    "Topic",
    "TopicRow",
    "TopicSpec",
]

AMOUNT = "amount"
"""The id of the point of a topic that asks for its money."""


class Fact(Strict):
    """One or two plain sentences that answer some aspects of a topic, with the words that prove them."""

    aspects: tuple[str, ...]
    say: Text
    say_en: str = ""
    quote: Text
    asks: tuple[str, ...] = ()


class TopicRow(Strict):
    """One of several answers that a named value chooses; ``facets`` maps dimension to value."""

    facets: dict[str, str]
    say: str = ""
    say_en: str = ""
    quote: str = ""


class Threshold(Strict):
    """A duration that must be reached, named near certain words; ``broken``: words before one that interrupts it."""

    value: int
    unit: Literal["年", "月", "日"]
    near: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """The whole months of the duration."""
        return self.value * {"年": 12, "月": 1, "日": 0}[self.unit]


class Order(Strict):
    """Two percentages told by the words beside them: that of ``this`` must be no less than that of ``than``."""

    this: tuple[Expression, ...]
    than: tuple[Expression, ...]


class Proportion(Strict):
    """What part of a whole the policy aims at; ``words`` are ways to say the whole, ``quote`` holds the percentage."""

    part: Text
    part_en: str = ""
    words: tuple[Expression, ...]
    quote: Text


class Payment(Strict):
    """How many years after approval is paid, and how that is told: {year} is the year asked of, {other} the other."""

    years: int = Field(ge=0)
    paid_in: Text
    paid_in_en: Text
    approved_in: Text
    approved_in_en: Text


class Condition(Strict):
    """What must hold; ``unmet`` are regular expressions on a question that show that it does not."""

    need: Text
    need_en: str = ""
    quote: Text
    unmet: tuple[Expression, ...] = ()
    met: tuple[Expression, ...] = ()
    at_least: Threshold | None = None
    no_less: Order | None = None
    no: str = ""
    no_en: str = ""


class Silence(Strict):
    """A question on a topic that the policy leaves open; ``told``: its words are the answer all the same.

    no: the answer to whether it is so, where the policy gives it to others or for another time.
    """

    told: bool = False
    no: str = ""
    no_en: str = ""
    aspects: tuple[str, ...] = ()
    cues: tuple[Expression, ...] = ()
    say: Text
    say_en: str = ""
    quote: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a question on a topic can be after, with questions that ask just that."""

    id: str
    asks: tuple[str, ...]
    aspects: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


class TopicSpec(Strict):
    """One thing that a clause provides, as its file states it."""

    id: Text
    name: Text
    name_en: str = ""
    benefit: str = ""
    role: Literal["", "validity", "payment", "stacking", "document"] = ""
    payment: Payment | None = None
    names: tuple[str, ...] = ()
    rows: dict[str, TopicRow] = Field(default={})
    absent: Literal["outside", "silent"] = "silent"
    absent_say: str = ""
    absent_say_en: str = ""
    facts: tuple[Fact, ...] = ()
    proportions: tuple[Proportion, ...] = ()
    conditions: tuple[Condition, ...] = ()
    silent: tuple[Silence, ...] = ()
    family: str = ""
    unlike: dict[str, tuple[str, ...]] = Field(default={})
    together: bool = False
    base: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    besides: tuple[Expression, ...] = ()
    counted: tuple[Expression, ...] = ()
    not_counted: tuple[Expression, ...] = ()
    examples: tuple[str, ...] = ()
    amount_asks: tuple[str, ...] = ()


class Topic(TopicSpec):
    """One thing that a clause of a policy provides."""

    policy: str
    clause: str

    @property
    def points(self) -> tuple[Point, ...]:
        """What a question on this topic can be after: its money, its facts, what it leaves open."""
        money = [Point(AMOUNT, self.amount_asks, ("amount", "cap"))] if self.amount_asks else []
        facts = [Point(f"fact {n}", fact.asks, fact.aspects) for n, fact in enumerate(self.facts)]
        silent = [Point(f"open {n}", item.asks, item.aspects, item.cues) for n, item in enumerate(self.silent)]
        return (*money, *facts, *silent)

    def fact_at(self, point: str) -> Fact | None:
        """The fact that a point's id names, or None."""
        kind, _, number = point.partition(" ")
        return self.facts[int(number)] if kind == "fact" else None

    def silence_at(self, point: str) -> Silence | None:
        """The open detail that a point's id names, or None."""
        kind, _, number = point.partition(" ")
        return self.silent[int(number)] if kind == "open" else None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that choose between this topic's rows, in order of first use."""
        return tuple(dict.fromkeys(name for row in self.rows.values() for name in row.facets))
