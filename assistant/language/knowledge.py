"""What the corpus says about how people ask: topics, names, aspects, gaps, other subjects, steering.

Plain data; ``loading`` reads it. The format of each file is documented in corpus/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from assistant.policy.strict import Expression, Strict, Text

__all__ = [
    "AMOUNT",
    "Aspect",
    "Condition",
    "Dimension",
    "Fact",
    "Gap",
    "Knowledge",
    "Order",
    "Phrases",
    "Point",
    "Silence",
    "Steering",
    "Subject",
    "Threshold",
    "Topic",
    "TopicRow",
    "TopicSpec",
]


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
    """A duration that must be reached, named near certain words."""

    value: int
    unit: Literal["年", "月", "日"]
    near: tuple[str, ...] = ()


class Order(Strict):
    """Two percentages told by the words beside them: that of ``this`` must be no less than that of ``than``."""

    this: tuple[Expression, ...]
    than: tuple[Expression, ...]


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
    """A question on a topic that the policy leaves open; ``told``: its words are the answer all the same."""

    told: bool = False
    aspects: tuple[str, ...] = ()
    cues: tuple[Expression, ...] = ()
    say: Text
    say_en: str = ""
    quote: str = ""
    asks: tuple[str, ...] = ()


AMOUNT = "amount"
"""The id of the point of a topic that asks for its money."""


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
    role: Literal["", "validity", "payment", "stacking"] = ""
    names: tuple[str, ...] = ()
    rows: dict[str, TopicRow] = Field(default={})
    absent: Literal["outside", "silent"] = "silent"
    absent_say: str = ""
    absent_say_en: str = ""
    facts: tuple[Fact, ...] = ()
    conditions: tuple[Condition, ...] = ()
    silent: tuple[Silence, ...] = ()
    family: str = ""
    unlike: dict[str, tuple[str, ...]] = Field(default={})
    together: bool = False
    base: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
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


class Gap(Strict):
    """A question within the policy's subject that the policy does not answer."""

    id: Text
    aspect: str = ""
    name: Text
    name_en: str = ""
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    say: Text
    say_en: str = ""
    quote: str = ""
    clause: str = ""
    examples: tuple[str, ...] = ()


class Subject(Strict):
    """Another subject, on which the policy has nothing."""

    id: Text
    name: Text
    name_en: str = ""
    names: tuple[str, ...] = ()
    say: str = ""
    say_en: str = ""
    examples: tuple[str, ...] = ()


class Steering(Strict):
    """Marks of an attempt to steer the assistant, and of pasted authority that the policy does not have."""

    patterns: tuple[Expression, ...]
    fabrications: tuple[Expression, ...]
    examples: tuple[str, ...]


class Aspect(Strict):
    """What a question wants to know about a topic."""

    name: str
    name_en: str
    cues: tuple[Expression, ...] = ()
    open: bool = False
    unit: str = ""
    over: tuple[str, ...] = ()


class Dimension(Strict):
    """A closed set of names: value -> ways to say it."""

    label: str
    label_en: str
    values: dict[str, tuple[str, ...]]


class Phrases(Strict):
    """Cues of how a question is put; each a list of regular expressions, but for the last three."""

    polar: tuple[Expression, ...]
    confirm: tuple[Expression, ...]
    follow_up: tuple[Expression, ...]
    accumulate: tuple[Expression, ...]
    asking: tuple[Expression, ...]
    correct: tuple[Expression, ...]
    push_back: tuple[Expression, ...]
    exclude: tuple[Expression, ...]
    compare: tuple[Expression, ...]
    total: tuple[Expression, ...]
    per_person: tuple[Expression, ...]
    whole_period: tuple[Expression, ...]
    period_besides: tuple[Expression, ...]
    already_paid: tuple[Expression, ...]
    remaining: tuple[Expression, ...]
    rest: tuple[Expression, ...]
    unchanged: tuple[Expression, ...]
    enterprises: tuple[Expression, ...]
    enterprises_unsure: tuple[Expression, ...]
    one_by_one: tuple[Expression, ...]
    each: tuple[Expression, ...]
    years: tuple[Expression, ...]
    source: tuple[Expression, ...]
    personal: tuple[Expression, ...]
    lead: tuple[Expression, ...]
    support: tuple[Expression, ...]
    listing: tuple[Expression, ...]
    difference: tuple[Expression, ...]
    period_end: tuple[Expression, ...]
    since: tuple[Expression, ...]
    involved: tuple[Expression, ...]
    passed: tuple[Expression, ...]
    respective: tuple[Expression, ...]
    asserted: tuple[Expression, ...]
    able: tuple[Expression, ...]
    failed: tuple[Expression, ...]
    jointly: tuple[Expression, ...]
    strict: tuple[Expression, ...]
    every_row: tuple[Expression, ...]
    take_away: tuple[Expression, ...]
    joins: tuple[Expression, ...]
    rising: tuple[Expression, ...]
    inverse: tuple[Expression, ...]
    used_up: tuple[Expression, ...]
    low_end: tuple[Expression, ...]
    high_end: tuple[Expression, ...]
    to_cap: tuple[Expression, ...]
    to_pay: tuple[Expression, ...]
    cut_off: tuple[Expression, ...]
    whole_quota: tuple[Expression, ...]
    average: tuple[Expression, ...]
    spent: tuple[Expression, ...]
    each_year: tuple[Expression, ...]
    stages: tuple[Expression, ...]
    recap: tuple[Expression, ...]
    recap_always: tuple[Expression, ...]
    pointing: tuple[Expression, ...]
    all_of_them: tuple[Expression, ...]
    shape_confusables: tuple[str, ...]
    sound_words: tuple[str, ...]
    function_characters: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """All that the corpus says about questions, for every policy in the library."""

    topics: tuple[Topic, ...]
    gaps: tuple[Gap, ...]
    subjects: tuple[Subject, ...]
    places: tuple[str, ...]
    own_places: tuple[str, ...]
    steering: Steering
    aspects: dict[str, Aspect]
    phrases: Phrases
    dimensions: dict[str, Dimension]
    departments: dict[str, tuple[str, ...]]
    glossary: tuple[tuple[str, str], ...]
    masks: tuple[str, ...] = ()
    origin_cues: tuple[str, ...] = ()
    asked_cues: tuple[str, ...] = ()
    expansions: tuple[tuple[str, str], ...] = ()

    def topic(self, topic_id: str) -> Topic | None:
        """The topic with this id, or None."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    @cached_property
    def english_terms(self) -> dict[str, str]:
        """The names of the dimensions' values in English, where one is given."""
        return {
            value: english
            for dimension in self.dimensions.values()
            for value, words in dimension.values.items()
            if (english := next((word for word in words if word.isascii()), ""))
        }

    def examples(self) -> Iterator[tuple[str, str]]:
        """(label, example question) of topics, gaps and other subjects; labels are their ids."""
        return ((label, question) for label, _, question in self.asked())

    def asked(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """(label, aspects, example question); the aspects of a topic's point, none for other examples."""
        items: list[Topic | Gap | Subject] = [*self.topics, *self.gaps, *self.subjects]
        for item in items:
            for example in item.examples:
                yield item.id, (), example
            for point in item.points if isinstance(item, Topic) else ():
                for ask in point.asks:
                    yield item.id, point.aspects, ask
