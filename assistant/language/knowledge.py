"""What the corpus says about how people ask: topics, names, aspects, gaps, other subjects, steering.

The format of each file is documented in corpus/README.md; unknown keys and quotes that are not in the
policy are refused with the file's name and the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import CorpusError
from assistant.models import Policy
from assistant.policy import Library

__all__ = [
    "Aspect",
    "Condition",
    "Dimension",
    "Fact",
    "Gap",
    "Knowledge",
    "Phrases",
    "Silence",
    "Subject",
    "Topic",
    "TopicRow",
    "load_knowledge",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Strict):
    """One or two plain sentences that answer some aspects of a topic, with the words that prove them."""

    aspects: tuple[str, ...]
    say: str
    say_en: str = ""
    quote: str


class TopicRow(_Strict):
    """One of several answers that a named value chooses; ``facets`` maps dimension to value."""

    facets: dict[str, str]
    say: str = ""
    say_en: str = ""
    quote: str = ""


class Threshold(_Strict):
    """A duration that must be reached, named near certain words."""

    value: int
    unit: Literal["年", "月", "日"]
    near: tuple[str, ...] = ()


class Condition(_Strict):
    """What must hold; ``unmet`` are regular expressions on a question that show that it does not."""

    need: str
    need_en: str = ""
    quote: str
    unmet: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    at_least: Threshold | None = None
    no: str = ""
    no_en: str = ""


class Silence(_Strict):
    """A question on a topic that the policy leaves open; ``told``: its words are the answer all the same."""

    told: bool = False
    aspects: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    say: str
    say_en: str = ""
    quote: str = ""


class Topic(_Strict):
    """One thing that a clause provides."""

    id: str
    policy: str
    clause: str
    name: str
    name_en: str = ""
    benefit: str = ""
    role: Literal["", "validity", "payment", "stacking"] = ""
    names: tuple[str, ...] = ()
    rows: dict[str, TopicRow] = {}
    absent: Literal["outside", "silent"] = "silent"
    absent_say: str = ""
    absent_say_en: str = ""
    facts: tuple[Fact, ...] = ()
    conditions: tuple[Condition, ...] = ()
    silent: tuple[Silence, ...] = ()
    family: str = ""
    unlike: dict[str, tuple[str, ...]] = {}
    together: bool = False
    base: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that choose between this topic's rows, in order of first use."""
        return tuple(dict.fromkeys(name for row in self.rows.values() for name in row.facets))


class Gap(_Strict):
    """A question within the policy's subject that the policy does not answer."""

    id: str
    aspect: str = ""
    name: str
    name_en: str = ""
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    say: str
    say_en: str = ""
    quote: str = ""
    clause: str = ""
    examples: tuple[str, ...] = ()


class Subject(_Strict):
    """Another subject, on which the policy has nothing."""

    id: str
    name: str
    name_en: str = ""
    names: tuple[str, ...] = ()
    say: str = ""
    say_en: str = ""
    examples: tuple[str, ...] = ()


class Steering(_Strict):
    """Marks of an attempt to steer the assistant, and of pasted authority that the policy does not have."""

    patterns: tuple[str, ...]
    fabrications: tuple[str, ...]
    examples: tuple[str, ...]


class Aspect(_Strict):
    """What a question wants to know about a topic."""

    name: str
    name_en: str
    cues: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    over: tuple[str, ...] = ()


class Dimension(_Strict):
    """A closed set of names: value -> ways to say it."""

    label: str
    label_en: str
    values: dict[str, tuple[str, ...]]


class Phrases(_Strict):
    """Cues of how a question is put; each a list of regular expressions."""

    polar: tuple[str, ...]
    confirm: tuple[str, ...]
    follow_up: tuple[str, ...]
    accumulate: tuple[str, ...]
    correct: tuple[str, ...]
    push_back: tuple[str, ...]
    exclude: tuple[str, ...]
    compare: tuple[str, ...]
    total: tuple[str, ...]
    per_person: tuple[str, ...]
    whole_period: tuple[str, ...]
    already_paid: tuple[str, ...]
    remaining: tuple[str, ...]
    rest: tuple[str, ...]
    unchanged: tuple[str, ...]
    enterprises: tuple[str, ...]
    each: tuple[str, ...]
    years: tuple[str, ...]
    source: tuple[str, ...]
    personal: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    listing: tuple[str, ...]
    difference: tuple[str, ...]
    period_end: tuple[str, ...]
    since: tuple[str, ...]
    involved: tuple[str, ...]
    passed: tuple[str, ...]
    respective: tuple[str, ...]
    asserted: tuple[str, ...]
    able: tuple[str, ...]
    failed: tuple[str, ...]
    jointly: tuple[str, ...]
    strict: tuple[str, ...]
    every_row: tuple[str, ...]
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
        items: list[Topic | Gap | Subject] = [*self.topics, *self.gaps, *self.subjects]
        for item in items:
            for example in item.examples:
                yield item.id, example


def load_knowledge(corpus: Path, library: Library) -> Knowledge:
    """Everything under ``corpus/language`` and the policies' own files. CorpusError names file and place."""
    common = corpus / "language"
    elsewhere = _read(common / "out_of_scope.yaml")
    topics: list[Topic] = []
    gaps: list[Gap] = []
    dimensions: dict[str, Dimension] = {}
    departments: dict[str, tuple[str, ...]] = {}
    glossary: list[tuple[str, str]] = []
    masks: list[str] = []
    expansions: list[tuple[str, str]] = []
    for policy in library.policies:
        folder = corpus / "policies" / policy.id
        for path in sorted((folder / "topics").glob("*.yaml")):
            topics.extend(_topics(path, policy))
        gaps.extend(_gaps(folder / "gaps.yaml", policy))
        vocabulary = _read(folder / "vocabulary.yaml")
        for name, dimension in (vocabulary.get("dimensions") or {}).items():
            dimensions[name] = _build(Dimension, dimension, folder / "vocabulary.yaml", name)
        masks.extend(vocabulary.get("masks") or ())
        expansions.extend((pattern, words) for pattern, words in (vocabulary.get("expansions") or {}).items())
        departments |= {name: tuple(words) for name, words in (vocabulary.get("departments") or {}).items()}
        for term in _read(folder / "glossary.yaml").get("terms") or ():
            glossary.extend((english.lower(), term["zh"]) for english in term["en"])
    return Knowledge(
        topics=tuple(topics),
        gaps=tuple(gaps),
        subjects=tuple(
            _build(Subject, item, common / "out_of_scope.yaml", "subjects") for item in elsewhere.get("subjects") or ()
        ),
        places=tuple(elsewhere.get("places") or ()),
        own_places=tuple(elsewhere.get("own_places") or ()),
        steering=_build(Steering, _read(common / "steering.yaml"), common / "steering.yaml", ""),
        aspects={
            key: _build(Aspect, item, common / "aspects.yaml", key)
            for key, item in (_read(common / "aspects.yaml").get("aspects") or {}).items()
        },
        phrases=_build(Phrases, _read(common / "phrases.yaml"), common / "phrases.yaml", ""),
        dimensions=dimensions,
        departments=departments,
        glossary=tuple(sorted(glossary, key=lambda pair: -len(pair[0]))),
        masks=tuple(masks),
        origin_cues=tuple(elsewhere.get("origin_cues") or ()),
        asked_cues=tuple(elsewhere.get("asked_cues") or ()),
        expansions=tuple(expansions),
    )


_Model = TypeVar("_Model", bound=BaseModel)


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    except yaml.YAMLError as error:
        raise CorpusError(f"{path}: {error}") from error


def _build(model: type[_Model], data: Any, path: Path, place: str) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        allowed = "、".join(model.model_fields)
        raise CorpusError(f"{path}: {place} {where}: {first['msg']}（可用的键：{allowed}）") from error


def _topics(path: Path, policy: Policy) -> Iterator[Topic]:
    data = _read(path)
    for item in data.get("topics") or ():
        topic = _build(Topic, {**item, "policy": policy.id, "clause": str(data["clause"])}, path, str(item.get("id")))
        parts: list[Fact | Condition | Silence | TopicRow] = [*topic.facts, *topic.conditions, *topic.silent]
        quotes = [part.quote for part in (*parts, *topic.rows.values())]
        for quote in filter(None, quotes):
            _check_quote(policy, topic.clause, quote, path, topic.id)
        yield topic


def _gaps(path: Path, policy: Policy) -> Iterator[Gap]:
    for item in _read(path).get("gaps") or ():
        gap = _build(Gap, item, path, str(item.get("id")))
        if gap.quote:
            _check_quote(policy, gap.clause, gap.quote, path, gap.id)
        yield gap


def _check_quote(policy: Policy, clause: str, quote: str, path: Path, place: str) -> None:
    try:
        policy.cite(quote, clause)
    except (KeyError, ValueError):
        raise CorpusError(f"{path}: {place}: 引文不在第{clause}条原文中：{quote}") from None
