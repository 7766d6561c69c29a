"""From a question to a Query: names, meaning, aspects, numbers, put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.language.clues import Clues, clause_references, find_dates
from assistant.language.counting import Named, count_lost, count_question, count_things
from assistant.language.knowledge import Knowledge, Topic
from assistant.language.lexicon import Lexicon, Mention, build_lexicon
from assistant.language.meaning import Encoder, Meaning
from assistant.language.normalise import is_english, normalise
from assistant.language.quantities import find_quantities
from assistant.language.query import Asked, Count, Query, Scored
from assistant.language.repair import Repairer
from assistant.language.rows import RowChoice, RowMention, choose_rows, whole_names
from assistant.language.units import segments_of, units_of

__all__ = ["Encoder", "Thresholds", "Understanding"]

_SENTENCE = re.compile(r"[?。!;,:]+")
_NEGATIONS = frozenset("不没未")
_COMMON_ASPECTS = frozenset({"what", "eligibility"})
_TELLING = 10_000
_ELLIPTIC = 10
"""A question this short, in characters, that names no aspect only puts another name to what was asked before."""
_TITLE_PIECE = 7
"""How many characters of a clause's title name it."""
_ENGLISH_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        2,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_ENGLISH_CLAUSE = re.compile(r"\b(?:clause|article|section)\s*\(?(\d{1,3})\)?")
_ENGLISH_NUMBER = re.compile(rf"\b({'|'.join(_ENGLISH_NUMBERS)})\b")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits on scores, calibrated on the development questions of eval/ (see docs/ARCHITECTURE.md).

    What adds to a topic's score: named, a name that means it alone; row, a matching row; clause, its
    clause's number; figure, a figure of its own; money, a question on money where it pays.
    What a score must reach: chosen, for a topic; segment, for a part of a compound question, which then
    must reach backed in the whole; other, for a gap or another subject, or alone where no topic is chosen.
    What a point's score is made of: unit, the share of the single question beside the whole text; aspect,
    for an aspect that its words ask for, common, for one that many words ask for; cue, for one of the point's own cues.
    """

    named: float = 0.55
    row: float = 0.12
    clause: float = 0.25
    figure: float = 0.15
    money: float = 0.08
    chosen: float = 0.22
    segment: float = 0.42
    backed: float = 0.14
    other: float = 0.3
    alone: float = 0.2
    unit: float = 0.75
    aspect: float = 0.3
    common: float = 0.1
    cue: float = 0.2


class Understanding:
    """Reads questions by the corpus's knowledge.

    encode: embeds questions; clauses: keys and titles of the policy's clauses.
    vectors: embeddings of the corpus's normalised examples where they are at hand, else they are made.
    folder: where trained weights are kept from one process to the next, if anywhere.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        encode: Encoder,
        clauses: Mapping[str, str],
        vectors: NDArray[np.float32] | None = None,
        thresholds: Thresholds | None = None,
        folder: Path | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.lexicon: Lexicon = build_lexicon(knowledge)
        self._clauses = frozenset(clauses)
        self._titles = _title_pieces(clauses)
        self._clues = Clues(knowledge)
        self._thresholds = thresholds or Thresholds()
        self._meaning = Meaning(knowledge, encode, vectors, folder)
        self._topics = {topic.id: topic for topic in knowledge.topics}
        self._topic_figures = {
            topic.id: {q.value for fact in topic.facts for q in find_quantities(normalise(fact.quote))}
            for topic in knowledge.topics
        }
        self._gaps = {gap.id: gap for gap in knowledge.gaps}
        self._subjects = {subject.id: subject for subject in knowledge.subjects}
        phrases = knowledge.phrases
        self._repairer = Repairer(
            self.lexicon.surfaces_of("topic", "value", "department"),
            phrases.sound_words,
            self._meaning.questions,
            phrases.shape_confusables,
            phrases.function_characters,
            (*self.lexicon.surfaces_of("gap", "subject", "place"), *knowledge.own_places),
        )
        self._glossary = [
            (re.compile(rf"\b{re.escape(english)}s?\b"), chinese) for english, chinese in knowledge.glossary
        ]
        self._expansions = [(re.compile(pattern), words) for pattern, words in knowledge.expansions]
        self._masks = [re.compile(pattern) for pattern in knowledge.masks]

    def plain(self, question: str) -> str:
        """The question normalised, mended, and its English terms put into the policy's words."""
        text = self._repairer.repair(normalise(question))
        for pattern, words in self._expansions:
            text = pattern.sub(words, text)
        return self._translated(text) if is_english(text) else text

    def read(self, question: str, as_of: date) -> Query:
        """What the question asks, by itself, without what was said before."""
        text = self.plain(question)
        english = is_english(normalise(question))
        steering = self._clues.is_steering(text) or self._clues.is_steering(question.lower())
        fabricated = self._clues.is_fabricated(text)
        whole = text
        if steering or fabricated:
            text = self._clues.without_steering(text) or ("" if steering else whole)
        mentions = self._mentions(text)
        quantities = find_quantities(text, [(m.start, m.end) for m in mentions if not m.surface.isascii()])
        numbers = clause_references(whole)
        excluded = self._excluded(text, mentions)
        query = Query(
            text=text,
            english=english,
            aspects=self._clues.aspects(text),
            values=_values(mentions, excluded),
            excluded=excluded,
            quantities=tuple(quantities),
            departments=tuple(dict.fromkeys(r.key for m in mentions for r in m.of("department"))),
            places=tuple(dict.fromkeys(r.key for m in mentions for r in m.of("place"))),
            clauses=tuple(dict.fromkeys([str(n) for n in numbers if str(n) in self._clauses] + self._titled(text))),
            unknown_clauses=tuple(n for n in numbers if str(n) not in self._clauses),
            dates=tuple(find_dates(text, as_of)),
            as_of=as_of,
            flags=self._clues.flags(text),
            steering=steering,
            fabricated=fabricated,
        )
        return self._with_topics(query, mentions) if text else query

    def resolved(self, query: Query) -> Query:
        """The query with rows chosen and numbers bound for its topics."""
        mentions = self._mentions(query.text)
        query = self._with_counted_siblings(query, mentions)
        rows: dict[str, tuple[str, ...]] = {}
        absent: dict[str, tuple[str, ...]] = {}
        named: list[Named] = []
        topics = self.topics_of(query)
        choices = whole_names([self._choice(topic, query, mentions) for topic in topics], query.text)
        for topic, choice in zip(topics, choices, strict=True):
            if not topic.rows:
                named.append(Named(topic, _named_places(topic, mentions)))
                continue
            rows[topic.id], absent[topic.id] = choice.rows, choice.absent
            places = choice.mentions or (_named_places(topic, mentions) if topic.together else ())
            named.append(Named(topic, places, closed=bool(choice.absent)))
        counts = count_question(named, query.text, query.quantities, self.knowledge.phrases)
        mentioned = tuple(topic.id for topic in topics if _named_places(topic, mentions))
        return replace(
            query, counts=tuple(counts), rows=rows, absent=absent, asked=self._asked(query, topics), mentioned=mentioned
        )

    def _with_counted_siblings(self, query: Query, mentions: Sequence[Mention]) -> Query:
        """The query with those topics of a family whose rows it counts beside another's ("3个甲、2个乙")."""
        topics = self.topics_of(query)
        families = {topic.family for topic in topics if topic.family and self._choice(topic, query, mentions).mentions}
        numbers = [q for q in query.quantities if q.unit == "person" and q.value is not None]
        if not families or len(numbers) < 2 or not query.has("total"):
            return query
        further = [
            other.id
            for other in self.knowledge.topics
            if other.family in families and other not in topics and self._choice(other, query, mentions).mentions
        ]
        return replace(query, topics=(*query.topics, *further))

    def _asked(self, query: Query, topics: Sequence[Topic]) -> tuple[Asked, ...]:
        """The single questions of the query, each with the points of its topic that it is after."""
        if not topics:
            return ()
        units = units_of(query.text, self._clues.asks)
        columns = [self._meaning.labels.index(topic.id) for topic in topics]
        scores = self._meaning.scores(units)[:, columns]
        names = [self._name_weights(self._mentions(unit)) for unit in units]
        inherited = () if self._clues.aspects(query.text) else query.aspects
        found = []
        for unit, row, named in zip(units, scores, names, strict=True):
            sure = [score + self._thresholds.named * named.get(t.id, 0.0) for t, score in zip(topics, row, strict=True)]
            own = [topic for topic in topics if topic.id in named]
            shared = len(own) > 1 or (query.has("compare", "each") and not own)
            about = (own or topics) if shared else [topics[int(np.argmax(sure))]]
            aspects = self._clues.aspects(unit) or inherited
            told = bool(inherited) and (len(unit) <= _ELLIPTIC or not self._clues.asks(unit))
            for topic in about:
                points = () if told else self._points_of(topic, unit, query.text, aspects)
                found.append(Asked(unit, topic.id, points, aspects))
        return tuple(found)

    def _points_of(self, topic: Topic, unit: str, text: str, aspects: Sequence[str]) -> tuple[Scored, ...]:
        limits = self._thresholds
        scores = self._meaning.points(topic, (unit, text))
        sure = []
        for point in topic.points:
            if point.id not in scores:
                continue
            own, whole = map(float, scores[point.id])
            score = own if unit == text else limits.unit * own + (1 - limits.unit) * whole
            asked = set(aspects) & set(point.aspects)
            score += limits.aspect if asked - _COMMON_ASPECTS else limits.common if asked else 0.0
            score += limits.cue * any(re.search(cue, unit) for cue in point.cues)
            sure.append(Scored(point.id, round(score, 4)))
        return tuple(sorted(sure, key=lambda item: -item.score))

    def things(self, topic: Topic, query: Query) -> list[Count]:
        """The counts of a question without regard to rows, by its enterprises and years."""
        return count_things(topic, query.text, query.quantities, self.knowledge.phrases)

    def lost(self, topic: Topic, query: Query) -> Decimal:
        """How many of a topic's count the question says not to count, where it counts none besides."""
        return count_lost(topic, query.text, query.quantities, self.knowledge.phrases)

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How like a plain question each of these texts is, about 0 to 1."""
        return self._meaning.likeness(question, texts)

    def topics_of(self, query: Query) -> list[Topic]:
        """The topics of a query."""
        return [self._topics[topic_id] for topic_id in query.topics]

    def _titled(self, text: str) -> list[str]:
        """The clauses whose titles the question names, in whole or by a telling piece."""
        pieces = {text[i : i + _TITLE_PIECE] for i in range(len(text) - _TITLE_PIECE + 1)}
        return list(dict.fromkeys(self._titles[piece] for piece in sorted(pieces & self._titles.keys())))

    def _translated(self, text: str) -> str:
        text = _ENGLISH_CLAUSE.sub(r" 第\1条 ", text)
        for pattern, chinese in self._glossary:
            text = pattern.sub(f" {chinese} ", text)
        return re.sub(r"\s+", " ", _ENGLISH_NUMBER.sub(lambda match: str(_ENGLISH_NUMBERS[match[0]]), text)).strip()

    def _mentions(self, text: str) -> list[Mention]:
        masked = text
        for mask in self._masks:
            masked = mask.sub(lambda match: " " * len(match[0]), masked)
        return self.lexicon.find(text, masked)

    def _excluded(self, text: str, mentions: Sequence[Mention]) -> dict[str, tuple[str, ...]]:
        spans = self._clues.exclusions(text)
        excluded: dict[str, list[str]] = defaultdict(list)
        for mention in mentions:
            if _inside(mention, spans) or text[max(0, mention.start - 1) : mention.start] in _NEGATIONS:
                for reading in mention.of("value"):
                    excluded[reading.dimension].append(reading.key)
        return {dimension: tuple(values) for dimension, values in excluded.items()}

    def _choice(self, topic: Topic, query: Query, mentions: Sequence[Mention]) -> RowChoice:
        return choose_rows(
            topic, query.text, _alike_mentions(topic, query.text, mentions), query.excluded, rest=query.has("rest")
        )

    def _with_topics(self, query: Query, mentions: Sequence[Mention]) -> Query:
        units = units_of(query.text, self._clues.asks)
        told = [segment for segment in segments_of(query.text) if not self._clues.asks(segment)]
        segments = list(dict.fromkeys((query.text, *units, *told)))
        scores = self._meaning.scores(segments)
        spans = self._clues.exclusions(query.text)
        names = self._name_weights([m for m in mentions if not _inside(m, spans)])
        denied = self._name_weights([m for m in mentions if _inside(m, spans)]).keys() - names.keys()
        whole = self._combined(query, scores[0], names, mentions)
        for label in denied & whole.keys():
            whole[label] -= self._thresholds.named
        ranking = tuple(Scored(label, round(score, 4)) for label, score in _best(whole, 8))
        query = replace(query, ranking=ranking, named=any(label in self._topics for label in names))
        limits = self._thresholds
        topics = [item for item in ranking if item.label in self._topics]
        other = next((item for item in ranking if item.label not in self._topics), Scored("", 0.0))
        best = topics[0] if topics else Scored("", 0.0)
        chosen: list[str] = []
        if best.score >= limits.chosen:
            chosen = [best.label, *self._further(query, best, topics[1:], names, mentions)]
            chosen += self._of_segments(query, scores[1:], segments[1:], {*chosen, *denied}, whole)
        least = limits.other if chosen else limits.alone
        chosen = list(dict.fromkeys(self._relative(label, query, mentions) for label in chosen))
        gap = other.label if other.label in self._gaps and other.score >= least else ""
        subject = other.label if other.label in self._subjects and other.score >= least else ""
        if other.score < best.score:
            gap, subject = (gap if self._gaps.get(gap) and other.score > 0.9 * best.score else ""), ""
        return replace(query, topics=tuple(chosen), gap=gap, subject=subject, confidence=best.score)

    def _relative(self, label: str, query: Query, mentions: Sequence[Mention]) -> str:
        """The topic, or the one of its family that alone bears the names in the question."""
        topic = self._topics[label]
        if not topic.family or self._choice(topic, query, mentions).mentions:
            return label
        for other in self.knowledge.topics:
            if other.family == topic.family and self._choice(other, query, mentions).mentions:
                return other.id
        return label

    def _name_weights(self, mentions: Sequence[Mention]) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        for mention in mentions:
            for kind in ("topic", "gap", "subject"):
                readings = mention.of(kind)
                for reading in readings:
                    weights[reading.key] = max(weights[reading.key], 1 / len(readings))
        return weights

    def _combined(
        self, query: Query, scores: NDArray[np.float32], names: dict[str, float], mentions: Sequence[Mention]
    ) -> dict[str, float]:
        limits = self._thresholds
        combined = dict(zip(self._meaning.labels, map(float, scores), strict=True))
        people = any(q.unit == "person" and (q.value or 0) >= _TELLING for q in query.quantities)
        for label in self._figures_of(query):
            combined[label] = combined.get(label, 0.0) + limits.figure * (3 if people else 1)
        for label, weight in names.items():
            combined[label] = combined.get(label, 0.0) + limits.named * weight
        for topic in self.knowledge.topics:
            if combined.get(topic.id, 0.0) <= limits.chosen / 2:
                continue
            if topic.rows and query.values:
                choice = self._choice(topic, query, mentions)
                combined[topic.id] += limits.row if choice.mentions else -limits.row if choice.absent else 0.0
            if topic.benefit and "amount" in query.aspects:
                combined[topic.id] += limits.money
            if topic.clause in query.clauses:
                combined[topic.id] += limits.clause
            if _is_unlike(topic, query.values):
                combined[topic.id] -= limits.named
        return combined

    def _figures_of(self, query: Query) -> set[str]:
        """The topics whose own words hold a large figure of the question."""
        said = {q.value for q in query.quantities if q.value is not None and q.value >= _TELLING}
        return {topic_id for topic_id, figures in self._topic_figures.items() if said & figures}

    def _further(
        self,
        query: Query,
        best: Scored,
        others: Sequence[Scored],
        names: dict[str, float],
        mentions: Sequence[Mention],
    ) -> list[str]:
        """Topics beside the first: named on their own, or siblings whose rows the question names."""
        first = self._topics[best.label]
        missing = bool(first.rows and self._choice(first, query, mentions).absent)
        chosen = []
        for item in others:
            topic = self._topics[item.label]
            named = names.get(item.label, 0.0) >= 1.0 and names.get(best.label, 0.0) >= 1.0
            sibling = (
                missing
                and bool(first.family)
                and topic.family == first.family
                and bool(self._choice(topic, query, mentions).mentions)
            )
            if (named and item.score >= self._thresholds.chosen) or sibling:
                chosen.append(item.label)
                missing = missing and not sibling
        return chosen

    def _of_segments(
        self,
        query: Query,
        scores: NDArray[np.float32],
        segments: Sequence[str],
        known: set[str],
        whole: dict[str, float],
    ) -> list[str]:
        """Topics of single sentences of a compound question, where each is clear by itself."""
        found: list[str] = []
        for segment, row in zip(segments, scores, strict=True):
            names = self._name_weights(self._mentions(segment))
            combined = self._combined(replace(query, text=segment, quantities=()), row, names, self._mentions(segment))
            label, score = _best(combined, 1)[0]
            counted = query.has("total") and find_quantities(segment)
            asks = self._clues.asks(segment) or query.has("compare") or counted
            clear = self._thresholds.segment * (1 if asks else 2)
            backed = label in names or whole.get(label, 0.0) >= self._thresholds.backed
            if label in self._topics and score >= clear and backed and label not in known | set(found):
                found.append(label)
        return found


def _title_pieces(clauses: Mapping[str, str]) -> dict[str, str]:
    """Each stretch of a title that stands in one title only, with its clause."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, title in clauses.items():
        for start in range(len(title) - _TITLE_PIECE + 1):
            found[title[start : start + _TITLE_PIECE]].add(key)
    return {piece: next(iter(keys)) for piece, keys in found.items() if len(keys) == 1}


def _named_places(topic: Topic, mentions: Sequence[Mention]) -> tuple[RowMention, ...]:
    """Where a question names a topic itself."""
    return tuple(RowMention("", m.start, m.end) for m in mentions if any(r.key == topic.id for r in m.of("topic")))


def _alike_mentions(topic: Topic, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions outside those parts of the text that name what this topic is not about."""
    if not topic.unlike:
        return list(mentions)
    breaks = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text) + 1]
    kept: list[Mention] = []
    for start, end in pairwise(breaks):
        part = [mention for mention in mentions if start <= mention.start < end]
        if not _is_unlike(topic, _values(part, {})) or len(breaks) <= 2:
            kept += part
    return kept


def _inside(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _is_unlike(topic: Topic, named: dict[str, tuple[str, ...]]) -> bool:
    """Whether the values named are such as this topic is not about, and none beside them."""
    return any(
        bool(named.get(dimension)) and set(named[dimension]) <= set(values)
        for dimension, values in topic.unlike.items()
    )


def _values(mentions: Sequence[Mention], excluded: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for reading in mention.of("value"):
            if reading.key not in excluded.get(reading.dimension, ()) and reading.key not in values[reading.dimension]:
                values[reading.dimension].append(reading.key)
    return {dimension: tuple(found) for dimension, found in values.items() if found}


def _best(scores: dict[str, float], count: int) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:count]
