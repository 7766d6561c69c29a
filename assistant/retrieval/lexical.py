"""BM25 over jieba words and over character pairs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assistant.retrieval.arrays import Vector

__all__ = ["LexicalIndex", "character_pairs", "word_cutter"]

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


def word_cutter(words: Iterable[str] = ()) -> Callable[[str], list[str]]:
    """A function that cuts text into jieba's words, without punctuation.

    words: names that are not to be cut; with them, a dictionary of one's own is loaded (0.5 s).
    """
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    names = list(words)
    tokenizer = jieba.Tokenizer() if names else jieba.dt
    for name in names:
        tokenizer.add_word(name)
    return lambda text: [word for word in tokenizer.lcut(_plain(text)) if _RUN.search(word)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
