"""Vectors of questions for comparing them: an index's own texts are at hand, what was just asked is remembered."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.retrieval.arrays import Matrix, Vector
from assistant.retrieval.embeddings import encode
from assistant.retrieval.index import Index
from assistant.retrieval.passages import QUESTION_KINDS

__all__ = ["QuestionVectors"]

_KEPT = 1024


class QuestionVectors:
    """The vectors of normalised texts, embedded as questions. Safe to share between threads."""

    def __init__(self, embeddings: Embeddings, index: Index) -> None:
        self._embeddings = embeddings
        self._known: dict[str, Vector] = {}
        for kind in sorted(QUESTION_KINDS):
            texts = (passage.text for passage in index.passages(kind))
            self._known.update(zip(texts, index.vectors(kind), strict=True))
        self._recent: dict[str, Vector] = {}
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Their vectors, f32 (texts, dimensions)."""
        with self._lock:
            held = {text: self._recent[text] for text in texts if text in self._recent}
        held |= {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in held]
        if missing:
            made = dict(zip(missing, encode(self._embeddings, missing, questions=True), strict=True))
            held |= made
            with self._lock:
                self._recent |= made
                for text in list(self._recent)[: max(0, len(self._recent) - _KEPT)]:
                    del self._recent[text]
        return np.array([held[text] for text in texts], dtype=np.float32)
