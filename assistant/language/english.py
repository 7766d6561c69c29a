"""English questions put into the words of the policy."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Glossary"]

_UP_TO_NINE = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_NUMBERS = {word: number for number, word in enumerate((*_UP_TO_NINE, *_TEENS), 2)} | _TENS
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)})\b")
_ONE = re.compile(r"\bone(?= [\u4e00-\u9fff])")
"""Before a term it counts; elsewhere it may stand for anybody."""
_CLAUSE = re.compile(r"\b(?:clause|article|section)\s*\(?(\d{1,3})\)?")


class Glossary:
    """English terms of the corpus beside the policy's own."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._terms = [(re.compile(rf"\b{re.escape(english)}s?\b"), chinese) for english, chinese in terms]

    def translated(self, text: str) -> str:
        """A normalised English text with its terms, its clause numbers and its number words in Chinese."""
        text = _CLAUSE.sub(r" 第\1条 ", text)
        for pattern, chinese in self._terms:
            text = pattern.sub(f" {chinese} ", text)
        text = re.sub(r"\s+", " ", _NUMBER.sub(lambda match: str(_NUMBERS[match[0]]), text))
        return _ONE.sub("1", text).strip()
