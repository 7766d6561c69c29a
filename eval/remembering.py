"""Embeddings that embed each question once in a run, in batches, however many suites ask it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.retrieval import SentenceEmbeddings
from assistant.retrieval.arrays import Matrix, Vector

__all__ = ["RememberedEmbeddings"]


class RememberedEmbeddings(SentenceEmbeddings):
    """Another model's vectors, with those of questions kept."""

    def __init__(self, model: SentenceEmbeddings) -> None:
        self._model = model
        self._questions: dict[str, Vector] = {}

    def prepare(self, questions: Sequence[str]) -> None:
        """Embed these questions, as far as they are new."""
        new = [question for question in dict.fromkeys(questions) if question not in self._questions]
        if new:
            self._questions.update(zip(new, self._model.encode(new, questions=True), strict=True))

    def encode(self, texts: Sequence[str], *, questions: bool) -> Matrix:
        """The vectors of questions, or of texts to be found by them."""
        if not questions:
            return self._model.encode(texts, questions=False)
        self.prepare(texts)
        return np.stack([self._questions[text] for text in texts])
