"""Bring a question as typed into one plain form: width, script, invisible characters, markup.

What comes out is simplified Chinese in NFKC form with single blanks; its length may differ from the input's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

__all__ = ["MAX_CHARACTERS", "is_english", "normalise"]

MAX_CHARACTERS = 2000
"""A longer question is cut here: nobody types more, and a paste must not stall the others."""

_INLINE = re.compile(r"</?(?:a|b|em|font|i|mark|small|span|strong|sub|sup|u)(?:\s[^<>]{0,80})?>", re.IGNORECASE)
_BREAKS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|<!--.{0,80}?-->|[\n\r]+")
_MARKUP = re.compile(r"&[a-z]{2,6};|[*_`#~|]{2,}|[`*]")
_DROPPED_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "So", "Sk", "Cn"}
_FORMAL_NUMERAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟万]{2,}(?=[元人名个位家年月处项])")
_FORMAL_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_QUOTES = str.maketrans({"「": "“", "」": "”", "『": "“", "』": "”", "（": "(", "）": ")", "【": "(", "】": ")"})
_PUNCTUATION = str.maketrans({"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "～": "~", "﹖": "?"})


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def normalise(text: str) -> str:
    """The plain form of a question: NFKC, simplified, lower case, no markup, emoji or invisible characters."""
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARACTERS])[:MAX_CHARACTERS]
    text = "".join(" " if c == "\t" else c for c in text if c in "\n\r\t" or _is_kept(c))
    text = _MARKUP.sub(" ", _BREAKS.sub("; ", _INLINE.sub("", text)))
    if any("㐀" <= c <= "鿿" for c in text):
        text = _converter().convert(text)
    text = _FORMAL_NUMERAL.sub(lambda numeral: numeral[0].translate(_FORMAL_DIGITS), text)
    text = text.translate(_QUOTES).translate(_PUNCTUATION).lower()
    text = re.sub(r"(?<=[^\x00-\x7f])\s+(?=\d)|(?<=\d)\s+(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text).strip(" ;")


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in _DROPPED_CATEGORIES


def is_english(text: str) -> bool:
    """Whether a question is in English: several Latin words that are not pinyin, and no Chinese sentence."""
    chinese = sum("㐀" <= c <= "鿿" for c in text)
    words = re.findall(r"[a-z]+", text.lower())
    return len(words) >= 3 and chinese <= len(words) and any(word in _COMMON for word in words)


_COMMON = frozenset(
    [
        "the",
        "of",
        "to",
        "in",
        "is",
        "are",
        "for",
        "how",
        "what",
        "which",
        "who",
        "when",
        "does",
        "do",
        "we",
        "our",
        "my",
        "if",
        "many",
        "much",
        "per",
        "and",
        "it",
        "this",
        "about",
        "on",
        "from",
        "by",
        "with",
        "any",
        "get",
        "there",
        "not",
        "will",
        "have",
        "has",
        "under",
    ]
)
