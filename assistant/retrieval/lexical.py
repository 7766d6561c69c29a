"""BM25 over jieba words and over character pairs."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from assistant.retrieval.arrays import Vector

__all__ = ["LexicalIndex", "character_pairs", "jieba_words"]

_RUN = re.compile(r"\w+")


class LexicalIndex:
    """BM25 scores of texts.

    texts: what is searched; tokens: cuts a text, and a query, into tokens.
    """

    def __init__(self, texts: Sequence[str], tokens: Callable[[str], list[str]]) -> None:
        import bm25s

        self._tokens = tokens
        self._count = len(texts)
        self._bm25 = bm25s.BM25()
        self._bm25.index([tokens(text) for text in texts], show_progress=False)

    def scores(self, query: str) -> Vector:
        """The score of every text, in their order; zeros where no token of the query is known."""
        tokens = self._tokens(query)
        if not tokens:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(tokens), dtype=np.float32)


def character_pairs(text: str) -> list[str]:
    """Each two neighbouring characters of each run of letters and digits; a lone character stands for itself."""
    runs = _RUN.findall(_plain(text))
    return [pair for run in runs for pair in ([run[i : i + 2] for i in range(len(run) - 1)] or [run])]


def jieba_words(text: str) -> list[str]:
    """Jieba's words, without punctuation.

    The policies' own names are not added to its dictionary: it then cuts them as one, and a question that says
    half of a name no longer meets it (found first: .62 instead of .82).
    """
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return [word for word in jieba.lcut(_plain(text)) if _RUN.search(word)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
