"""Clauses that a question names by their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

__all__ = ["Titles"]

_PIECE = 7
"""How many characters of a clause's title name it."""


class Titles:
    """The titles of clauses, by those of their stretches that stand in one title only.

    clauses: keys and titles; a part without a number has its title for a key.
    """

    def __init__(self, clauses: Mapping[str, str]) -> None:
        found: dict[str, set[str]] = defaultdict(set)
        for key, title in clauses.items():
            for piece in _pieces(title):
                found[piece].add(key)
        self._keys = {piece: next(iter(keys)) for piece, keys in found.items() if len(keys) == 1}
        self._short = {title: key for key, title in clauses.items() if key == title}

    def named_in(self, text: str) -> list[str]:
        """The keys of the clauses whose titles the text names, in whole or by a telling piece."""
        short = [key for title, key in self._short.items() if title in text]
        return list(dict.fromkeys([*short, *(self._keys[piece] for piece in sorted(_pieces(text) & self._keys.keys()))]))


def _pieces(text: str) -> set[str]:
    return {text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1)}
