"""What a question is about: kernel ridge regression on the corpus's example questions.

The kernel is the mean of two cosines, of sentence embeddings (meaning) and of character n-grams (wording);
one closed-form solve trains it, always to the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.language.trained import kept_weights, training_key

__all__ = ["ExampleClassifier", "Grams", "Kernel"]

_LENGTHS = (1, 2, 3)
_RIDGE = 0.3
_MEANING = 0.7
_TINY = 1e-6

Matrix = NDArray[np.float32]


class Grams:
    """The character n-grams of texts, counted. questions: normalised texts whose n-grams are known.

    They are those of scikit-learn's ``CountVectorizer``, as a test shows; importing that takes a tenth of a start.
    """

    def __init__(self, questions: Sequence[str]) -> None:
        found = [Counter(_grams(question)) for question in questions]
        self._columns = {gram: column for column, gram in enumerate(sorted(set().union(*found)))}
        self._known = self._matrix(found)
        self._rows = {question: row for row, question in enumerate(questions)}

    def counts(self, texts: Sequence[str]) -> Any:
        """How often each known n-gram stands in each text, a sparse matrix of shape (texts, n-grams)."""
        rows = [self._rows.get(text, -1) for text in texts]
        if min(rows, default=-1) >= 0:
            return self._known[rows]
        return self._matrix([Counter(gram for gram in _grams(text) if gram in self._columns) for text in texts])

    def _matrix(self, found: Sequence[Counter[str]]) -> Any:
        from scipy.sparse import csr_array

        ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
        columns = np.fromiter(map(self._columns.__getitem__, chain(*found)), dtype=np.int32, count=ends[-1])
        numbers = np.fromiter(chain(*(counts.values() for counts in found)), dtype=np.float32, count=ends[-1])
        counted = csr_array((numbers, columns, ends), shape=(len(found), len(self._columns)))
        counted.sort_indices()
        return counted


def _grams(text: str) -> list[str]:
    return [text[start : start + length] for length in _LENGTHS for start in range(len(text) - length + 1)]


class Kernel:
    """How like each other questions are, about 0 to 1, by meaning and wording.

    counts: the n-grams of questions from which the weight of each is learnt (tf-idf).
    vectors: their embeddings, shape (n, d), unit length.
    """

    def __init__(self, counts: Any, vectors: Matrix) -> None:
        found = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log((1 + counts.shape[0]) / (1 + found)) + 1
        self._rarity = np.where(found > 0, rarity, 0).astype(np.float32)
        self._mean = vectors.mean(axis=0)

    def features(self, counts: Any, vectors: Matrix) -> tuple[Matrix, Any]:
        """What the kernel compares: centred embeddings and weighted n-grams, both of unit length."""
        moved = vectors - self._mean
        norms = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), _TINY)
        grams = counts.copy()
        grams.data = (np.log(grams.data) + 1) * self._rarity[grams.indices]
        lengths = np.sqrt(np.asarray(grams.multiply(grams).sum(axis=1)).ravel())
        grams.data /= np.repeat(np.maximum(lengths, _TINY), np.diff(grams.indptr)).astype(np.float32)
        return (moved / norms).astype(np.float32), grams

    @staticmethod
    def between(one: tuple[Matrix, Any], other: tuple[Matrix, Any]) -> Matrix:
        """The likeness of each question of one with each of the other, shape (one, other)."""
        wording = np.asarray((one[1] @ other[1].T).todense(), dtype=np.float32)
        likeness: Matrix = _MEANING * (one[0] @ other[0].T) + (1 - _MEANING) * wording
        return likeness


class ExampleClassifier:
    """Scores of labels for questions, about 0 for unlike and 1 for a certain match.

    labels: those of each training question. questions: their normalised texts. grams: knows their n-grams.
    vectors: their embeddings, shape (n, d), unit length. folder: where trained weights are kept, if anywhere.
    """

    def __init__(
        self,
        labels: Sequence[Sequence[str]],
        questions: Sequence[str],
        vectors: Matrix,
        grams: Grams,
        folder: Path | None = None,
    ) -> None:
        self.labels = tuple(dict.fromkeys(label for several in labels for label in several))
        self._grams = grams
        counts = grams.counts(questions)
        self._kernel = Kernel(counts, vectors)
        features = self._kernel.features(counts, vectors)
        known = [" ".join(several) for several in labels]
        key = training_key(f"{_RIDGE} {_MEANING}", questions, known, vectors) if folder else ""
        weights = kept_weights(folder, key, lambda: self._trained(features, labels))
        # Both kernels are inner products, so a score needs no likeness to each example: their sum is taken first.
        self._columns = np.unique(features[1].indices)
        self._meaning = _MEANING * (features[0].T @ weights)
        self._wording = np.asarray((1 - _MEANING) * (features[1][:, self._columns].T @ weights), dtype=np.float32)

    def _trained(self, features: tuple[Matrix, Any], labels: Sequence[Sequence[str]]) -> Matrix:
        from scipy.linalg import cho_factor, cho_solve

        likeness = self._kernel.between(features, features)
        column = {label: position for position, label in enumerate(self.labels)}
        targets = np.zeros((len(labels), len(self.labels)), dtype=np.float32)
        for row, several in enumerate(labels):
            targets[row, [column[label] for label in several]] = 1.0
        likeness[np.diag_indices_from(likeness)] += _RIDGE
        factor = cho_factor(likeness, lower=True, overwrite_a=True, check_finite=False)
        return np.ascontiguousarray(cho_solve(factor, targets, check_finite=False), dtype=np.float32)

    def scores(self, questions: Sequence[str], vectors: Matrix) -> Matrix:
        """Scores, shape (questions, labels), columns in the order of ``labels``."""
        meaning, grams = self._kernel.features(self._grams.counts(questions), vectors)
        return meaning @ self._meaning + grams[:, self._columns] @ self._wording

    def likeness(self, one: Sequence[str], of_one: Matrix, others: Sequence[str], of_others: Matrix) -> Matrix:
        """The likeness of normalised texts with others, from their embeddings too, shape (one, others)."""
        asked = self._kernel.features(self._grams.counts(one), of_one)
        return self._kernel.between(asked, self._kernel.features(self._grams.counts(others), of_others))
