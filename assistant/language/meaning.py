"""What a question is about and what it is after, by the corpus's example questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.language.classify import ExampleClassifier, Grams
from assistant.language.knowledge import Knowledge
from assistant.language.normalise import normalise
from assistant.language.topics import Topic

__all__ = ["Encoder", "Meaning"]

Encoder = Callable[[Sequence[str]], NDArray[np.float32]]
"""Embeds questions: n texts to unit vectors of shape (n, d)."""

_REMEMBERED = 2048
_FEWEST = 2
"""Points from which there is a choice between them."""
_SHARED = 0.8
"""The share of what all topics' examples teach of a point's aspects, beside the point's own examples."""
_ASPECT = "aspect "


class Meaning:
    """Scores of labels and of points for plain texts. Safe to share between threads.

    vectors: embeddings of the corpus's normalised examples where they are at hand, else they are made.
    folder: where trained weights are kept, if anywhere.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        encode: Encoder,
        vectors: NDArray[np.float32] | None = None,
        folder: Path | None = None,
    ) -> None:
        asked = [(label, aspects, knowledge.normal[question]) for label, aspects, question in knowledge.asked()]
        self.questions = tuple(question for _, _, question in asked)
        made = encode(self.questions) if vectors is None else vectors
        labels = [(label, *(_ASPECT + aspect for aspect in aspects)) for label, aspects, _ in asked]
        self._grams = Grams(self.questions)
        self._examples = ExampleClassifier(labels, self.questions, made, self._grams, folder)
        self.labels = tuple(label for label in self._examples.labels if not label.startswith(_ASPECT))
        self._columns = {label: column for column, label in enumerate(self._examples.labels)}
        self._vectors = dict(zip(self.questions, made, strict=True))
        self._knowledge = knowledge
        self._points: dict[str, ExampleClassifier | None] = {}
        self._encode = encode
        self._scored = _Remembered(lambda texts: self._examples.scores(texts, self._encode(texts)))

    def train(self) -> None:
        """Train at once what else is trained when a question first needs it: what tells each topic's points apart."""
        for topic in self._knowledge.topics:
            self._points_of(topic)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How sure each text is about each label, shape (texts, labels), about 0 to 1."""
        return self._scored(texts)[:, [self._columns[label] for label in self.labels]]

    def points(self, topic: Topic, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """How sure each text is after each point of the topic, by the point's id; empty where it has no choice.

        A point is known by its own examples, and by what the examples of all topics teach of its aspects.
        """
        classifier = self._points_of(topic)
        if classifier is None:
            return {}
        own = classifier.scores(texts, self._encode(texts))
        shared = self._scored(texts)
        aspects = {point.id: [self._columns[_ASPECT + aspect] for aspect in point.aspects] for point in topic.points}
        return {
            point: own[:, column] + _SHARED * shared[:, aspects[point]].max(axis=1, initial=0.0)
            for column, point in enumerate(classifier.labels)
        }

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How like a plain question each of these texts is, about 0 to 1."""
        plain = [normalise(text) for text in texts]
        if not plain:
            return []
        likeness = self._examples.likeness([question], self._encode([question]), plain, self._encode(plain))
        return [float(score) for score in likeness[0]]

    def _points_of(self, topic: Topic) -> ExampleClassifier | None:
        if topic.id not in self._points:
            normal = self._knowledge.normal
            pairs = [((point.id,), normal[ask]) for point in topic.points for ask in point.asks]
            asks = [ask for _, ask in pairs]
            several = len({point for point, _ in pairs}) >= _FEWEST
            vectors = [self._vectors[ask] for ask in asks]
            labels = [point for point, _ in pairs]
            made = ExampleClassifier(labels, asks, np.stack(vectors), self._grams) if several else None
            self._points[topic.id] = made
        return self._points[topic.id]


class _Remembered:
    """What a function gives for texts, the last of them remembered: one question is read several times."""

    def __init__(self, function: Encoder) -> None:
        self._function = function
        self._known: dict[str, NDArray[np.float32]] = {}
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row for each text."""
        rows = {text: row for text in texts if (row := self._known.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in rows]
        if missing:
            rows |= dict(zip(missing, self._function(missing), strict=True))
            with self._lock:
                self._known |= {text: rows[text] for text in missing}
                for text in list(self._known)[:-_REMEMBERED]:
                    del self._known[text]
        return np.stack([rows[text] for text in texts])
