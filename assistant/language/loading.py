"""Load what the corpus says about how people ask, and refuse what does not hold together.

Unknown keys, names that nothing bears, quotes that are not in the policy and the like are refused with the
file, the place and what is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from assistant.errors import CorpusError
from assistant.language.knowledge import Dimension, Gap, Knowledge, Overview, Subject
from assistant.language.phrases import Aspect, Phrases, Steering
from assistant.language.topics import Condition, Fact, Proportion, Silence, Topic, TopicRow, TopicSpec
from assistant.models import Policy
from assistant.policy import Library
from assistant.policy.strict import Expression, Strict, Text, Texts, read_file

__all__ = ["load_knowledge"]

_Kind = TypeVar("_Kind", bound=Strict)


class _TopicFile(Strict):
    clause: Text
    topics: tuple[TopicSpec, ...]


class _GapFile(Strict):
    gaps: tuple[Gap, ...] = ()


class _Vocabulary(Strict):
    dimensions: dict[Text, Dimension] = Field(default={})
    departments: dict[Text, Texts] = Field(default={})
    masks: tuple[Expression, ...] = ()
    expansions: dict[Expression, Text] = Field(default={})
    ambiguous: dict[Expression, Texts] = Field(default={})


class _Term(Strict):
    en: Texts
    zh: Text


class _Glossary(Strict):
    terms: tuple[_Term, ...] = ()


class _Elsewhere(Strict):
    subjects: tuple[Subject, ...] = ()
    places: Texts = ()
    own_places: Texts = ()
    origin_cues: Texts = ()
    asked_cues: Texts = ()


class _OverviewFile(Strict):
    overviews: tuple[Overview, ...] = ()


class _AspectFile(Strict):
    aspects: dict[Text, Aspect]


def load_knowledge(corpus: Path, library: Library, benefits: Mapping[str, Collection[str]] | None = None) -> Knowledge:
    """Everything under ``corpus/language`` and the policies' own files. CorpusError names file and place.

    benefits: id -> keys of its rows; where they are given, topics may name no others.
    """
    common = corpus / "language"
    elsewhere = read_file(common / "out_of_scope.yaml", _Elsewhere)
    topics: list[tuple[Path, Topic]] = []
    gaps: list[tuple[Path, Gap, Policy]] = []
    overviews: list[tuple[Path, Overview]] = []
    vocabularies: list[_Vocabulary] = []
    glossary: list[tuple[str, str]] = []
    for policy in library.policies:
        folder = corpus / "policies" / policy.id
        for path in sorted((folder / "topics").glob("*.yaml")):
            topics += ((path, topic) for topic in _topics(path, policy))
        path = folder / "gaps.yaml"
        gaps += ((path, gap, policy) for gap in _optional(path, _GapFile).gaps)
        path = folder / "overviews.yaml"
        overviews += ((path, overview) for overview in _optional(path, _OverviewFile).overviews)
        vocabularies.append(_optional(folder / "vocabulary.yaml", _Vocabulary))
        terms = _optional(folder / "glossary.yaml", _Glossary).terms
        glossary += ((english.lower(), term.zh) for term in terms for english in term.en)
    knowledge = Knowledge(
        topics=tuple(topic for _, topic in topics),
        gaps=tuple(gap for _, gap, _ in gaps),
        overviews=tuple(overview for _, overview in overviews),
        subjects=elsewhere.subjects,
        places=elsewhere.places,
        own_places=elsewhere.own_places,
        steering=read_file(common / "steering.yaml", Steering),
        aspects=read_file(common / "aspects.yaml", _AspectFile).aspects,
        phrases=read_file(common / "phrases.yaml", Phrases),
        dimensions={name: value for part in vocabularies for name, value in part.dimensions.items()},
        departments={name: words for part in vocabularies for name, words in part.departments.items()},
        glossary=tuple(sorted(glossary, key=lambda pair: -len(pair[0]))),
        masks=tuple(mask for part in vocabularies for mask in part.masks),
        origin_cues=elsewhere.origin_cues,
        asked_cues=elsewhere.asked_cues,
        expansions=tuple(pair for part in vocabularies for pair in part.expansions.items()),
        ambiguous=tuple(pair for part in vocabularies for pair in part.ambiguous.items()),
    )
    _check_ids(
        [*topics, *((path, gap) for path, gap, _ in gaps), *overviews], common / "out_of_scope.yaml", elsewhere.subjects
    )
    for path, topic in topics:
        _check_topic(path, topic, knowledge, library.policy(topic.policy), benefits)
    for path, gap, policy in gaps:
        _check_gap(path, gap, knowledge, policy)
    for path, overview in overviews:
        place = f"overviews.{overview.id}"
        _check_known(path, f"{place}.topics", overview.topics, {topic.id for topic in knowledge.topics})
        _check_known(path, f"{place}.dimension", filter(None, (overview.dimension,)), knowledge.dimensions)
    for pattern, meant in knowledge.ambiguous:
        _check_known(common, f"ambiguous.{pattern}", meant, {topic.id for topic in knowledge.topics})
    for name, aspect in knowledge.aspects.items():
        _check_known(common / "aspects.yaml", f"aspects.{name}.over", aspect.over, knowledge.aspects)
    return knowledge


def _optional(path: Path, kind: type[_Kind]) -> _Kind:
    return read_file(path, kind) if path.is_file() else kind()


def _topics(path: Path, policy: Policy) -> Iterator[Topic]:
    content = read_file(path, _TopicFile)
    _check_known(path, "clause", (content.clause,), [clause.key for clause in policy.clauses])
    for spec in content.topics:
        yield Topic.model_construct(**dict(spec), policy=policy.id, clause=content.clause)


def _check_ids(
    items: Iterable[tuple[Path, Topic | Gap | Overview]], elsewhere: Path, subjects: Iterable[Subject]
) -> None:
    """Every id of a topic, gap, overview or other subject is given once: questions are sorted by them."""
    seen: dict[str, Path] = {}
    for path, item in [*items, *((elsewhere, subject) for subject in subjects)]:
        if item.id in seen:
            raise CorpusError(f"{path}: 重复的 id“{item.id}”，已在 {seen[item.id]}")
        seen[item.id] = path


def _check_topic(
    path: Path,
    topic: Topic,
    knowledge: Knowledge,
    policy: Policy,
    benefits: Mapping[str, Collection[str]] | None,
) -> None:
    place = f"topics.{topic.id}"
    parts: list[Fact | Condition | Silence | TopicRow | Proportion] = [*topic.facts, *topic.conditions, *topic.silent]
    parts += topic.proportions
    for part in (*parts, *topic.rows.values()):
        if part.quote:
            _check_quote(path, place, part.quote, topic.clause, policy)
    aspects = [*(fact.aspects for fact in topic.facts), *(silence.aspects for silence in topic.silent)]
    for listed in aspects:
        _check_known(path, f"{place}.aspects", listed, knowledge.aspects)
    named: list[tuple[str, str, tuple[str, ...]]] = [
        (f"rows.{key}.facets", name, (value,)) for key, row in topic.rows.items() for name, value in row.facets.items()
    ]
    named += [("unlike", name, values) for name, values in topic.unlike.items()]
    for where, name, values in named:
        _check_known(path, f"{place}.{where}", (name,), knowledge.dimensions)
        _check_known(path, f"{place}.{where}.{name}", values, knowledge.dimensions[name].values)
    if (topic.role == "payment") != (topic.payment is not None):
        raise CorpusError(f"{path}: {place}: role: payment 和 payment 要一起写")
    if benefits is not None and topic.benefit:
        _check_known(path, f"{place}.benefit", (topic.benefit,), benefits)
        _check_known(path, f"{place}.rows", topic.rows, benefits[topic.benefit])


def _check_gap(path: Path, gap: Gap, knowledge: Knowledge, policy: Policy) -> None:
    place = f"gaps.{gap.id}"
    _check_known(path, f"{place}.near", gap.near, [topic.id for topic in knowledge.topics])
    _check_known(path, f"{place}.aspect", filter(None, (gap.aspect,)), knowledge.aspects)
    if gap.clause or gap.quote:
        _check_known(path, f"{place}.clause", (gap.clause,), [clause.key for clause in policy.clauses])
    if gap.quote:
        _check_quote(path, place, gap.quote, gap.clause, policy)


def _check_known(path: Path, place: str, names: Iterable[str], allowed: Collection[str]) -> None:
    for name in names:
        if name not in allowed:
            raise CorpusError(f"{path}: {place}: 没有“{name}”；可用的：{'、'.join(allowed)}")


def _check_quote(path: Path, place: str, quote: str, clause: str, policy: Policy) -> None:
    try:
        policy.cite(quote, clause)
    except (KeyError, ValueError):
        raise CorpusError(f"{path}: {place}: 引文不在第{clause}条原文中：{quote}") from None
