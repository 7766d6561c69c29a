"""Personal data out of a text, before anything is stored.

Masked are identity numbers, bank cards, mobile and land-line numbers, e-mail addresses and the name
after 我叫 and its like. Where a run of digits could be several of these, it is masked as the longest.
"""

from __future__ import annotations

import re

__all__ = ["MASKS", "mask"]

_GAP = r"[\s\-－—–·]?"
_NOT_IN_DIGITS = r"(?<!\d)"
_LONG_SURNAMES = r"欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|独孤|南宫"

MASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("〔邮箱〕", re.compile(r"[A-Za-z0-9._%+\-]+\s?[@＠]\s?[A-Za-z0-9\-]+(?:[.．][A-Za-z0-9\-]+)+")),
    ("〔身份证号〕", re.compile(rf"{_NOT_IN_DIGITS}\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXxＸｘ](?!\d)")),
    (
        "〔银行卡号〕",
        re.compile(rf"{_NOT_IN_DIGITS}\d{{4}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{1,4}}(?:{_GAP}\d{{1,3}})?(?!\d)"),
    ),
    ("〔身份证号〕", re.compile(rf"{_NOT_IN_DIGITS}\d{{15}}(?!\d)")),
    (
        "〔电话〕",
        re.compile(rf"{_NOT_IN_DIGITS}(?:[+＋]?[8８][6６]{_GAP})?[1１][3-9３-９]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"),
    ),
    ("〔电话〕", re.compile(rf"{_NOT_IN_DIGITS}[0０]\d{{2,3}}{_GAP}\d{{7,8}}(?!\d)")),
)
_INTRODUCTION = (
    r"我(?:名|姓名)?叫做?|本人(?:名叫|姓名|叫)|我的(?:名字|姓名)(?:叫|是|为)|姓名[:：是为]"
    r"|(?i:my name is|i am called)\s"
)
_HAN_NAME = rf"(?:{_LONG_SURNAMES})?[㐀-鿿](?:·?[㐀-鿿]){{1,2}}"
_LATIN_NAME = r"[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}"
_NAME = re.compile(rf"(?P<says>{_INTRODUCTION})\s*(?:{_HAN_NAME}|{_LATIN_NAME})")


def mask(text: str) -> str:
    """The text with personal data replaced by what it was, e.g. 〔电话〕."""
    for replacement, pattern in MASKS:
        text = pattern.sub(replacement, text)
    return _NAME.sub(lambda found: found["says"] + "〔姓名〕", text)
