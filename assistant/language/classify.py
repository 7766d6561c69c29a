"""What a question is about: kernel ridge regression on the corpus's example questions.

The kernel is the mean of two cosines, of sentence embeddings (meaning) and of character n-grams (wording);
one closed-form solve trains it, always to the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.language.trained import kept_weights, training_key

__all__ = ["ExampleClassifier", "Kernel"]

_RIDGE = 0.3
_MEANING = 0.7

Matrix = NDArray[np.float32]


class Kernel:
    """How like each other questions are, about 0 to 1, by meaning and wording.

    questions: normalised texts from which the weights of words are learnt.
    vectors: their embeddings, shape (n, d), unit length.
    """

    def __init__(self, questions: Sequence[str], vectors: Matrix) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._mean = vectors.mean(axis=0)
        self._words: Any = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
        self._words.fit(questions)

    def features(self, questions: Sequence[str], vectors: Matrix) -> tuple[Matrix, Any]:
        """What the kernel compares: centred embeddings of unit length, and weighted character n-grams."""
        moved = vectors - self._mean
        norms = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
        return (moved / norms).astype(np.float32), self._words.transform(questions)

    @staticmethod
    def between(one: tuple[Matrix, Any], other: tuple[Matrix, Any]) -> Matrix:
        """The likeness of each question of one with each of the other, shape (one, other)."""
        wording = np.asarray((one[1] @ other[1].T).todense(), dtype=np.float32)
        likeness: Matrix = _MEANING * (one[0] @ other[0].T) + (1 - _MEANING) * wording
        return likeness


class ExampleClassifier:
    """Scores of labels for questions, about 0 for unlike and 1 for a certain match.

    labels: those of each training question. questions: their normalised texts.
    vectors: their embeddings, shape (n, d), unit length. folder: where trained weights are kept, if anywhere.
    """

    def __init__(
        self,
        labels: Sequence[Sequence[str]],
        questions: Sequence[str],
        vectors: Matrix,
        folder: Path | None = None,
    ) -> None:
        self.labels = tuple(dict.fromkeys(label for several in labels for label in several))
        self.kernel = Kernel(questions, vectors)
        self._features = self.kernel.features(questions, vectors)
        known = [" ".join(several) for several in labels]
        key = training_key(f"{_RIDGE} {_MEANING}", questions, known, vectors) if folder else ""
        self._weights = kept_weights(folder, key, lambda: self._trained(labels))

    def _trained(self, labels: Sequence[Sequence[str]]) -> Matrix:
        from scipy.linalg import cho_factor, cho_solve

        likeness = self.kernel.between(self._features, self._features)
        column = {label: position for position, label in enumerate(self.labels)}
        targets = np.zeros((len(labels), len(self.labels)), dtype=np.float32)
        for row, several in enumerate(labels):
            targets[row, [column[label] for label in several]] = 1.0
        likeness[np.diag_indices_from(likeness)] += _RIDGE
        factor = cho_factor(likeness, lower=True, overwrite_a=True, check_finite=False)
        return np.ascontiguousarray(cho_solve(factor, targets, check_finite=False), dtype=np.float32)

    def scores(self, questions: Sequence[str], vectors: Matrix) -> Matrix:
        """Scores, shape (questions, labels), columns in the order of ``labels``."""
        likeness = self.kernel.between(self.kernel.features(questions, vectors), self._features)
        return likeness @ self._weights
