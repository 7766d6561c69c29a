"""Which topics, gap or other subject a question is about: its names and its meaning weighed together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.language.clues import Clues
from assistant.language.knowledge import Gap, Knowledge, Overview
from assistant.language.lexicon import Mention
from assistant.language.meaning import Meaning
from assistant.language.names import Names, is_unlike, outside, weights_of
from assistant.language.normalise import normalise
from assistant.language.quantities import find_quantities
from assistant.language.query import Query, Scored
from assistant.language.thresholds import Thresholds
from assistant.language.topics import Topic
from assistant.language.units import items_of, joined_of, segments_of, sides_of, units_of
from assistant.policy.strict import compiled

__all__ = ["Chooser"]

_TELLING = 10_000
"""A number as large as this tells of the clause that holds it."""
_RANKED = 8
_SURE = 0.5
"""The score from which a further topic bears a name that the first lacks, or may be what it is set beside."""
_LEVEL = 0.8
"""The share of the first topic's score from which another is set beside it, where a question asks of each."""
_APART = 0.12
"""By how much a topic must be likelier than any other for one of several questions, where it is said that there are."""
_NEARLY = 0.95
"""The share of the first topic's score from which a gap is what is asked."""


class Chooser:
    """Chooses what a question is about."""

    def __init__(
        self, knowledge: Knowledge, names: Names, clues: Clues, meaning: Meaning, thresholds: Thresholds
    ) -> None:
        self._knowledge = knowledge
        self._names = names
        self._clues = clues
        self._meaning = meaning
        self._thresholds = thresholds
        self._topics = {topic.id: topic for topic in knowledge.topics}
        self._figures = {
            topic.id: {
                (q.unit == "yuan", q.value) for fact in topic.facts for q in find_quantities(normalise(fact.quote))
            }
            for topic in knowledge.topics
        }
        self._gaps = {gap.id for gap in knowledge.gaps}
        self._cued = [gap for gap in knowledge.gaps if gap.cues]
        self._overviews = {overview.id: overview for overview in knowledge.overviews}
        self._subjects = {subject.id for subject in knowledge.subjects}

    def choose(self, query: Query, mentions: Sequence[Mention]) -> Query:
        """The query with its topics, its gap or other subject, and the ranking behind them."""
        units = units_of(query.text, self._clues.asks)
        apart = query.has("several_asked")
        told = [segment for segment in segments_of(query.text) if apart or not self._clues.asks(segment)]
        told += [item for item in items_of(query.text) if query.has("total") and find_quantities(item)]
        told += sides_of(query.text) if query.has("compare") else []
        told += [part for part in joined_of(query.text) if query.has("total") and self._names.find(part)]
        segments = [segment for segment in dict.fromkeys((*units, *told)) if segment != query.text]
        spans = self._clues.exclusions(query.text)
        kept = outside(mentions, spans)
        names = weights_of(kept)
        denied = weights_of([mention for mention in mentions if mention not in kept]).keys() - names.keys()
        whole = self._combined(query, self._meaning.scores((query.text,))[0], names, mentions)
        for label in denied & whole.keys():
            whole[label] -= self._thresholds.named
        ranking = tuple(Scored(label, round(score, 4)) for label, score in _best(whole, _RANKED))
        query = replace(query, ranking=ranking, named=any(label in self._topics for label in names))
        limits = self._thresholds
        topics = [item for item in ranking if item.label in self._topics]
        other = next((item for item in ranking if item.label not in self._topics), Scored("", 0.0))
        best = topics[0] if topics else Scored("", 0.0)
        chosen: list[str] = []
        if best.score >= limits.chosen:
            chosen = [best.label, *self._further(query, best, topics[1:], names, mentions)]
            chosen += self._of_segments(query, segments, {*chosen, *denied}, whole)
        least = limits.other if chosen else limits.alone
        chosen = list(dict.fromkeys(self._relative(label, query, mentions) for label in chosen))
        gap = other.label if other.label in self._gaps and other.score >= least else ""
        subject = other.label if other.label in self._subjects and other.score >= least else ""
        bare = best.score - limits.named * names.get(best.label, 0.0)
        likelier = other.label if len(chosen) == 1 and other.score >= max(limits.other, bare) else ""
        likelier = "" if likelier in self._overviews else likelier
        if other.score < best.score:
            gap, subject = (gap if other.score > _NEARLY * best.score else ""), ""
        gap = next((item.id for item in self._cued if _is_cued(item, query.text)), gap)
        overview = other.label if other.score >= max(least, _NEARLY * best.score) else ""
        overview = self._overview(overview, query)
        return replace(
            query,
            topics=tuple(chosen),
            gap=gap,
            overview=overview,
            subject=subject,
            likelier=likelier,
            confidence=best.score,
        )

    def _overview(self, likeliest: str, query: Query) -> str:
        """The overview that a question without numbers asks for: by its cues, else the one that its text is like."""
        if query.quantities or query.clauses:
            return ""
        cued = [item.id for item in self._overviews.values() if _is_cued(item, query.text)]
        found = self._overviews.get(next(iter(cued), likeliest))
        known = found is not None and (not found.dimension or query.values.get(found.dimension))
        return found.id if found and known else ""

    def with_counted_siblings(self, query: Query, mentions: Sequence[Mention]) -> Query:
        """The query with those topics of a family whose rows it counts beside another's ("3个甲、2个乙").

        Or whose rows it names by the same word ("甲及以上").
        """
        topics = [self._topics[label] for label in query.topics]
        families = {topic.family for topic in topics if topic.family and self._has_rows(topic, query, mentions)}
        numbers = [q for q in query.quantities if q.unit == "person" and q.value is not None]
        if not families:
            return query
        several = {(m.start, m.end) for m in mentions if len({r.key for r in m.of("value")}) > 1}
        held = {place for topic in topics for place in self._row_places(topic, query, mentions)} & several
        further = [
            other.id
            for other in self._knowledge.topics
            if other.family in families
            and other not in topics
            and self._has_rows(other, query, mentions)
            and (len(numbers) > 1 or held & self._row_places(other, query, mentions))
        ]
        return replace(query, topics=(*query.topics, *further))

    def _row_places(self, topic: Topic, query: Query, mentions: Sequence[Mention]) -> set[tuple[int, int]]:
        """Where the names stand that choose rows of a topic."""
        return {(found.start, found.end) for found in self._names.rows(topic, query, mentions).mentions}

    def _pays(self, label: str) -> bool:
        topic = self._topics.get(label)
        return topic is not None and bool(topic.benefit)

    def _has_rows(self, topic: Topic, query: Query, mentions: Sequence[Mention]) -> bool:
        return bool(self._names.rows(topic, query, mentions).mentions)

    def _sets_rows_apart(self, known: Collection[str], query: Query) -> bool:
        """Whether two rows of a topic known before are what the question compares."""
        mentions = self._names.find(query.text)
        topics = [self._topics[label] for label in known if label in self._topics]
        return any(len(self._names.rows(topic, query, mentions).rows) > 1 for topic in topics if not topic.together)

    def _names_row_of(self, known: Collection[str], label: str, query: Query, mentions: Sequence[Mention]) -> bool:
        """Whether a sentence without a question names a row of a topic known before, and none of this label's."""
        further = self._topics.get(label)
        if further is None or self._clues.asks(query.text) or self._has_rows(further, query, mentions):
            return False
        topics = (self._topics[other] for other in known if other in self._topics)
        return any(topic.rows and self._has_rows(topic, query, mentions) for topic in topics)

    def _relative(self, label: str, query: Query, mentions: Sequence[Mention]) -> str:
        """The topic, or the one of its family that alone bears the names in the question."""
        topic = self._topics[label]
        if not topic.family or self._has_rows(topic, query, mentions):
            return label
        for other in self._knowledge.topics:
            if other.family == topic.family and self._has_rows(other, query, mentions):
                return other.id
        return label

    def _combined(
        self, query: Query, scores: NDArray[np.float32], names: Mapping[str, float], mentions: Sequence[Mention]
    ) -> dict[str, float]:
        """The score of each label: its meaning, and what the query's names, rows, figures and clauses add."""
        limits = self._thresholds
        combined = dict(zip(self._meaning.labels, map(float, scores), strict=True))
        people = any(q.unit == "person" and (q.value or 0) >= _TELLING for q in query.quantities)
        for label in self._figures_of(query):
            combined[label] = combined.get(label, 0.0) + limits.figure * (3 if people else 1)
        for label, weight in names.items():
            combined[label] = combined.get(label, 0.0) + limits.named * weight
        for topic in self._knowledge.topics:
            if combined.get(topic.id, 0.0) <= limits.chosen / 2:
                continue
            if topic.rows and query.values:
                choice = self._names.rows(topic, query, mentions)
                combined[topic.id] += limits.row if choice.mentions else -limits.row if choice.absent else 0.0
            if topic.benefit and "amount" in query.aspects:
                combined[topic.id] += limits.money
            if topic.clause in query.clauses:
                combined[topic.id] += limits.clause
            counted_from = query.has("since", "period_over", "entitled_when") or "payment_time" in query.aspects
            if topic.role == "validity" and topic.id not in names and query.dates and counted_from:
                combined[topic.id] -= limits.named
            if is_unlike(topic, query.values):
                combined[topic.id] -= limits.named
        return combined

    def _figures_of(self, query: Query) -> set[str]:
        """The topics whose own words hold a large figure of the question."""
        large = [q for q in query.quantities if q.value is not None and q.value >= _TELLING]
        said = {
            (money, q.value)
            for q in large
            for money in (True, False)
            if money == (q.unit == "yuan") or q.unit == "bare"
        }
        return {topic_id for topic_id, figures in self._figures.items() if said & figures}

    def _further(
        self,
        query: Query,
        best: Scored,
        others: Sequence[Scored],
        names: Mapping[str, float],
        mentions: Sequence[Mention],
    ) -> list[str]:
        """Topics beside the first: named on their own, or siblings whose rows the question names."""
        first = self._topics[best.label]
        missing = bool(first.rows and self._names.rows(first, query, mentions).absent)
        chosen = []
        for item in others:
            topic = self._topics[item.label]
            named = names.get(item.label, 0.0) >= 1.0 and names.get(best.label, 0.0) >= 1.0
            akin = missing and bool(first.family) and topic.family == first.family
            sibling = (akin or (missing and item.score >= _SURE)) and self._has_rows(topic, query, mentions)
            both = query.has("compare", "each") and item.score >= max(_SURE, _LEVEL * best.score) and not first.rows
            if (named and item.score >= self._thresholds.chosen) or sibling or both:
                chosen.append(item.label)
                missing = missing and not sibling
        return chosen

    def _of_segments(
        self, query: Query, segments: Sequence[str], known: Collection[str], whole: Mapping[str, float]
    ) -> list[str]:
        """Topics of single sentences of a compound question, where each is clear by itself.

        Only a topic that a sentence names or that the whole question backs can be one: sentences without are not read.
        """
        backed = {label for label, score in whole.items() if score >= self._thresholds.backed}
        named = {segment: self._names.find(segment) for segment in segments}
        weights = {segment: weights_of(mentions) for segment, mentions in named.items()}
        possible = {s: ((backed | names.keys()) & self._topics.keys()) - set(known) for s, names in weights.items()}
        read = [segment for segment in segments if possible[segment]]
        if not read:
            return []
        found: list[str] = []
        for segment, row in zip(read, self._meaning.scores(read), strict=True):
            mentions = named[segment]
            alone = replace(query, text=segment, quantities=())
            (label, score), (_, others) = _best(self._combined(alone, row, weights[segment], mentions), 2)
            if label in self._topics and query.has("compare"):
                label = self._relative(label, query, self._names.find(query.text))
            counted = query.has("total") and (mentions or find_quantities(segment))
            asks = self._clues.asks(segment) or query.has("compare")
            if not (asks or self._pays(label)):
                continue
            clear = self._thresholds.segment * (1 if asks or counted else 2)
            if asks and query.has("several_asked") and score - others > _APART:
                clear = self._thresholds.chosen
            if label not in weights[segment] and query.has("compare") and self._sets_rows_apart(known, query):
                continue
            if label not in weights[segment] and self._names_row_of(known, label, alone, mentions):
                continue
            if label not in weights[segment] and query.named and query.has("total") and self._clues.sums(segment):
                continue
            if score >= clear and label in possible[segment] and label not in found:
                found.append(label)
        return found


def _is_cued(gap: Gap | Overview, text: str) -> bool:
    """Whether a question's own words show that it asks what this tells, and nothing beside it."""
    return any(compiled(cue).search(text) for cue in gap.cues) and not any(
        compiled(cue).search(text) for cue in gap.unless
    )


def _best(scores: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:count]
