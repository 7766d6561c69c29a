"""The single questions of a text, each with the points of its topic that it is after."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.language.clues import Clues
from assistant.language.meaning import Meaning
from assistant.language.names import Names, weights_of
from assistant.language.query import Asked, Query, Scored
from assistant.language.thresholds import Thresholds
from assistant.language.topics import Topic
from assistant.language.units import units_of
from assistant.policy.strict import compiled

__all__ = ["COMMON_ASPECTS", "SingleQuestions"]

COMMON_ASPECTS = frozenset({"what", "eligibility"})
"""Aspects so common in wording that beside another they say nothing."""
_TOPIC_MARK = re.compile(r"呢\W*$")
"""What makes a mere name a question."""
_ELLIPTIC = 7
"""A question this short, in characters, that names no aspect only puts another name to what was asked before."""


class SingleQuestions:
    """Takes a question that asks several things apart."""

    def __init__(self, names: Names, clues: Clues, meaning: Meaning, thresholds: Thresholds) -> None:
        self._names = names
        self._clues = clues
        self._meaning = meaning
        self._thresholds = thresholds

    def of(self, query: Query, topics: Sequence[Topic]) -> tuple[Asked, ...]:
        """The single questions of the query with the topics, of these, that each is about and the points it is after.

        The points are by falling score; a question that only continues the one before has none of its own.
        """
        if not topics:
            return ()
        units = units_of(query.text, self._clues.asks)
        columns = [self._meaning.labels.index(topic.id) for topic in topics]
        scores = self._meaning.scores(units)[:, columns]
        names = [weights_of(self._names.find(unit)) for unit in units]
        inherited = () if self._clues.aspects(query.text) else query.aspects
        found = []
        for unit, row, named in zip(units, scores, names, strict=True):
            sure = [score + self._thresholds.named * named.get(t.id, 0.0) for t, score in zip(topics, row, strict=True)]
            own = [topic for topic in topics if topic.id in named]
            shared = len(own) > 1 or (query.has("compare", "each") and not own)
            about = (own or topics) if shared else [topics[int(np.argmax(sure))]]
            aspects = self._clues.aspects(unit) or inherited
            told = bool(inherited) and (len(unit) <= _ELLIPTIC or not self._clues.asks(_TOPIC_MARK.sub("", unit)))
            for topic in about:
                points = () if told else self._points(topic, unit, query.text, aspects)
                found.append(Asked(unit, topic.id, points, aspects))
        return tuple(found)

    def _points(self, topic: Topic, unit: str, text: str, aspects: Sequence[str]) -> tuple[Scored, ...]:
        limits = self._thresholds
        scores = self._meaning.points(topic, (unit, text))
        sure = []
        for point in topic.points:
            if point.id not in scores:
                continue
            own, whole = map(float, scores[point.id])
            score = own if unit == text else limits.unit * own + (1 - limits.unit) * whole
            asked = set(aspects) & set(point.aspects)
            score += limits.aspect if asked - COMMON_ASPECTS else limits.common if asked else 0.0
            score += limits.cue * any(compiled(cue).search(unit) for cue in point.cues)
            sure.append(Scored(point.id, round(score, 4)))
        return tuple(sorted(sure, key=lambda item: -item.score))
