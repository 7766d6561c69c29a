"""Clauses that a question names by their titles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from assistant.policy.strict import compiled

__all__ = ["Titles"]

_PIECE = 7
"""How many characters of a clause's title name it."""
_SHORT_PIECE = 4
"""How many characters of a title name its clause where the policy has them nowhere else."""
_PHRASE = re.compile(r"[^,;:?。!\"“”()]*$")
_LEAST = 2
"""How many pairs of characters that stand in one title only must be met where a clause is pointed at."""
_COVERED = 0.5
"""The share of what is said before the pointing word that its title must hold."""


class Titles:
    """The titles of clauses, by those of their stretches that stand in one title only.

    clauses: keys and titles, where a part without a number has its title for a key; pointing: how one points at a
    clause without its number; policy: the whole text of the policy.
    """

    def __init__(self, clauses: Mapping[str, str], pointing: Sequence[str] = (), policy: str = "") -> None:
        found: dict[str, set[str]] = defaultdict(set)
        for key, title in clauses.items():
            for piece in _pieces(title, _PIECE):
                found[piece].add(key)
        self._keys = {piece: next(iter(keys)) for piece, keys in found.items() if len(keys) == 1}
        self._telling = {
            piece: key
            for key, title in clauses.items()
            for piece in _pieces(title, _SHORT_PIECE)
            if policy.count(piece) == 1
        }
        self._short = {title: key for key, title in clauses.items() if key == title}
        self._pairs = {key: _pieces(title, 2) for key, title in clauses.items()}
        self._shared = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._pointing = [compiled(pattern) for pattern in pointing]

    def named_in(self, text: str, *, briefly: bool = False) -> list[str]:
        """The keys of the clauses whose titles the text names, in whole or by a telling piece.

        ``briefly``: by a short one too, if the policy has it nowhere else.
        """
        keys = [key for title, key in self._short.items() if title in text]
        if briefly:
            keys += [self._telling[piece] for piece in sorted(_pieces(text, _SHORT_PIECE) & self._telling.keys())]
        keys += [self._keys[piece] for piece in sorted(_pieces(text, _PIECE) & self._keys.keys())]
        said = [_PHRASE.search(text, 0, match.start()) for cue in self._pointing for match in cue.finditer(text)]
        keys += [key for phrase in said if phrase and (key := self._nearest(phrase[0]))]
        return list(dict.fromkeys(keys))

    def _nearest(self, phrase: str) -> str:
        """The clause whose title holds most of what is said of it in other words; empty where none stands out."""
        scores = {key: self._likeness(phrase, pairs) for key, pairs in self._pairs.items()}
        first, second, *_ = (*sorted(scores, key=lambda key: -scores[key]), "", "")
        return first if first and scores[first] > scores.get(second, 0.0) else ""

    def _likeness(self, phrase: str, pairs: set[str]) -> float:
        """How much of a title the end of a phrase tells; 0 where that is too little."""
        ends = (_pieces(phrase[start:], 2) for start in range(len(phrase)))
        held = [said & pairs for said in ends if len(said & pairs) >= _COVERED * len(said)]
        telling = (shared for shared in held if sum(self._shared[pair] == 1 for pair in shared) >= _LEAST)
        return max((sum(1 / self._shared[pair] for pair in shared) for shared in telling), default=0.0)


def _pieces(text: str, size: int) -> set[str]:
    return {text[start : start + size] for start in range(len(text) - size + 1)}
