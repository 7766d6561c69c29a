"""The names in a question: where they stand, what they mean, which are ruled out, which rows they choose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from assistant.language.clues import Clues
from assistant.language.knowledge import Knowledge
from assistant.language.lexicon import Lexicon, Mention, Reading
from assistant.language.query import Query
from assistant.language.rows import RowChoice, RowMention, choose_rows, is_piece
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Names", "is_unlike", "named_places", "outside", "values_of", "weights_of", "without_pieces"]

_STRETCH = re.compile(r"[?。!;,:、]+")
_NEGATIONS = frozenset("不没未")
_REACH = re.compile(
    r"级?(?:\(含\))?(?:及其?|或|和|以及)?(?:(以上|往上|之上| (?:and|or) (?:above|higher))|(以下|往下|之下))"
)
"""Behind a value of an ordered dimension: those above it, or below it, are meant as well."""
_Span = tuple[int, int]


class Names:
    """Finds the names of the lexicon in questions, passing over the wording that the corpus masks."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, clues: Clues) -> None:
        self._lexicon = lexicon
        self._clues = clues
        self._paired = {pair for topic in knowledge.topics for pair in permutations(topic.dimensions, 2)}
        self._masks = [compiled(pattern) for pattern in knowledge.masks]
        self._orders = {name: list(one.values) for name, one in knowledge.dimensions.items() if one.ordered}

    def find(self, text: str) -> list[Mention]:
        """The names in a plain question, in order."""
        masked = text
        for mask in self._masks:
            masked = mask.sub(lambda match: " " * len(match[0]), masked)
        return [self._with_those_beyond(mention, masked) for mention in self._lexicon.find(text, masked)]

    def _with_those_beyond(self, mention: Mention, text: str) -> Mention:
        """A name of a value with those above it, or below it, where the text goes on so ("甲及以上")."""
        reach = _REACH.match(text, mention.end)
        if not reach:
            return mention
        beyond: list[Reading] = []
        for reading in mention.of("value"):
            order = self._orders.get(reading.dimension, [])
            place = order.index(reading.key) if reading.key in order else len(order)
            further = order[place + 1 :] if reach[1] else order[:place]
            beyond += [replace(reading, key=key) for key in further]
        return replace(mention, readings=(*mention.readings, *beyond) if reach[1] else (*beyond, *mention.readings))

    def excluded(self, text: str, mentions: Sequence[Mention]) -> dict[str, tuple[str, ...]]:
        """The values that the text names only to rule them out, by dimension."""
        spans = self._clues.exclusions(text)
        excluded: dict[str, list[str]] = defaultdict(list)
        for mention in mentions:
            if _inside(mention, spans) or text[max(0, mention.start - 1) : mention.start] in _NEGATIONS:
                for reading in mention.of("value"):
                    excluded[reading.dimension].append(reading.key)
        return {dimension: tuple(values) for dimension, values in excluded.items()}

    def rows(self, topic: Topic, query: Query, mentions: Sequence[Mention]) -> RowChoice:
        """The rows of a topic that the query names."""
        own = [m for m in mentions if not self._is_of_another(m, topic, query.text, mentions)]
        alike = _alike_mentions(topic, query.text, own)
        return choose_rows(topic, query.text, alike, query.excluded, rest=query.has("rest"))

    def _is_of_another(self, mention: Mention, topic: Topic, text: str, mentions: Sequence[Mention]) -> bool:
        """Whether a name makes a row of another topic with the name right after it ("甲乙", and not 甲丙)."""
        if len(topic.dimensions) < 2:
            return False
        following = [m for m in mentions if m.start >= mention.end and text[mention.end : m.start] in ("", "的")]
        after = {reading.dimension for m in following for reading in m.of("value")}
        pairs = {(reading.dimension, other) for reading in mention.of("value") for other in after}
        return not after & set(topic.dimensions) and bool(pairs & self._paired)


def values_of(
    mentions: Sequence[Mention], excluded: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[str, ...]]:
    """The values named, by dimension, without those ruled out."""
    without = excluded or {}
    values: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for reading in mention.of("value"):
            if reading.key not in without.get(reading.dimension, ()) and reading.key not in values[reading.dimension]:
                values[reading.dimension].append(reading.key)
    return {dimension: tuple(found) for dimension, found in values.items() if found}


def weights_of(mentions: Sequence[Mention]) -> dict[str, float]:
    """How surely the names mean each topic, gap or subject, 0 to 1: one of several readings counts for its part."""
    weights: dict[str, float] = defaultdict(float)
    for mention in mentions:
        for kind in ("topic", "gap", "subject"):
            readings = mention.of(kind)
            for reading in readings:
                weights[reading.key] = max(weights[reading.key], 1 / len(readings))
    return weights


def outside(mentions: Sequence[Mention], spans: Sequence[_Span]) -> list[Mention]:
    """The mentions that lie in none of these stretches of the text."""
    return [mention for mention in mentions if not _inside(mention, spans)]


def named_places(topic: Topic, mentions: Sequence[Mention]) -> tuple[RowMention, ...]:
    """Where a question names a topic itself."""
    return tuple(RowMention("", m.start, m.end) for m in mentions if any(r.key == topic.id for r in m.of("topic")))


def without_pieces(
    topics: Sequence[Topic], choices: Sequence[RowChoice], mentions: Sequence[Mention], text: str
) -> tuple[list[Topic], list[RowChoice]]:
    """The topics and their choices, without a topic that is named only by pieces of another topic's names."""
    kept = []
    for topic, choice in zip(topics, choices, strict=True):
        places = named_places(topic, mentions)
        longer = [name for other in choices if other is not choice for name in other.mentions]
        only_pieces = bool(places) and all(any(is_piece(place, name, text) for name in longer) for place in places)
        if choice.mentions or not only_pieces:
            kept.append((topic, choice))
    return [topic for topic, _ in kept], [choice for _, choice in kept]


def is_unlike(topic: Topic, named: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the values named are such as this topic is not about, and none beside them."""
    return any(
        bool(named.get(dimension)) and set(named[dimension]) <= set(values)
        for dimension, values in topic.unlike.items()
    )


def _alike_mentions(topic: Topic, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions outside those parts of the text that name what this topic is not about."""
    if not topic.unlike:
        return list(mentions)
    breaks = [0, *(match.end() for match in _STRETCH.finditer(text)), len(text) + 1]
    kept: list[Mention] = []
    unlike = False
    for start, end in pairwise(breaks):
        part = [mention for mention in mentions if start <= mention.start < end]
        values = values_of(part)
        listed = text[:start].endswith("、") and not values.keys() & topic.unlike.keys()
        unlike = unlike if listed else is_unlike(topic, values)
        if not unlike or len(breaks) <= 2:
            kept += part
    return kept


def _inside(mention: Mention, spans: Sequence[_Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)
