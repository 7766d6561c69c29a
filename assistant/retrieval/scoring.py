"""Score every clause for a question by several measures at once, in one pass of numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.models import Clause
from assistant.retrieval.arrays import Matrix, Vector
from assistant.retrieval.index import Index
from assistant.retrieval.lexical import LexicalIndex, character_pairs, jieba_words

__all__ = ["ClauseScorer"]

_BEST = 20
"""Scores are standardised by the mean and spread of the best 20, so that weights hold for libraries of any size."""

_NEAR = 0.25
"""An example question speaks for its clause from this cosine on, of vectors with the examples' mean taken off."""

Rows = npt.NDArray[np.intp]


class ClauseScorer:
    """Measures of how well each clause fits a question.

    clauses: the library's, in its order. lexical, dense: which measures to prepare for.
    """

    def __init__(self, index: Index, clauses: Sequence[Clause], *, lexical: bool, dense: bool) -> None:
        self._index = index
        self._count = len(clauses)
        rows = {(clause.policy, clause.key): row for row, clause in enumerate(clauses)}
        self._dense = dense
        self._sentence_rows = np.array([rows[p.policy, p.clause] for p in index.passages("sentence")], dtype=np.intp)
        asks = [rows.get((passage.policy, passage.clause), -1) for passage in index.passages("ask")]
        self._ask_rows = np.array([row for row in asks if row >= 0], dtype=np.intp)
        self._lexical = lexical
        if lexical:
            texts = [passage.text for passage in index.passages("clause")]
            self._words = LexicalIndex(texts, jieba_words)
            self._pairs = LexicalIndex(texts, character_pairs)
            self._sentence_pairs = LexicalIndex([p.text for p in index.passages("sentence")], character_pairs)
        if dense:
            self._clause_vectors = index.vectors("clause")
            self._sentence_vectors = index.vectors("sentence")
            ask_vectors: Matrix = index.vectors("ask")[np.array(asks, dtype=np.intp) >= 0]
            self._ask_mean = ask_vectors.mean(axis=0) if len(ask_vectors) else np.zeros(0, dtype=np.float32)
            self._ask_vectors = _unit(ask_vectors - self._ask_mean) if len(ask_vectors) else ask_vectors

    def measures(self, question: str, vector: Vector | None) -> tuple[dict[str, Vector], Vector]:
        """Each measure's scores, one a clause, and the scores of all sentences to choose the best by.

        question: in normal form; vector: its embedding, needed for the dense measures.
        """
        scores: dict[str, Vector] = {}
        sentences = np.zeros(len(self._sentence_rows), dtype=np.float32)
        if self._lexical:
            scores["words"] = _standardised(self._words.scores(question))
            scores["pairs"] = _standardised(self._pairs.scores(question))
            sentences += _standardised(self._sentence_pairs.scores(question))
        if self._dense and vector is not None:
            cosines = self._sentence_vectors @ vector
            scores["clauses"] = _standardised(self._clause_vectors @ vector)
            scores["sentences"] = _standardised(self._best(cosines, self._sentence_rows))
            scores["asks"] = self._nearness(vector)
            sentences += _standardised(cosines)
        return scores, sentences

    def best_sentence(self, row: int, sentences: Vector) -> int:
        """The number of a clause's best sentence, -1 where it has none."""
        own = np.flatnonzero(self._sentence_rows == row)
        return int(own[np.argmax(sentences[own])]) if len(own) else -1

    def _best(self, scores: Vector, rows: Rows) -> Vector:
        best = np.full(self._count, scores.min(initial=0.0), dtype=np.float32)
        np.maximum.at(best, rows, scores)
        return best

    def _nearness(self, vector: Vector) -> Vector:
        if not len(self._ask_vectors):
            return np.zeros(self._count, dtype=np.float32)
        cosines = self._ask_vectors @ _unit(vector - self._ask_mean)
        return self._best(np.maximum(0.0, cosines - _NEAR), self._ask_rows)


def _unit(vectors: Vector) -> Vector:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def _standardised(scores: Vector) -> Vector:
    best = np.partition(scores, -_BEST)[-_BEST:] if len(scores) > _BEST else scores
    spread = float(best.std())
    if spread < 1e-6:
        return np.zeros_like(scores)
    return (scores - best.mean()) / spread
