"""Read the figures of a text: amounts of money, percentages, bare numbers, and clause numbers.

Written apart from the product's own reader (assistant/benefits) on purpose: a scorer that shared it
would share its mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

__all__ = ["clauses_named", "fold", "money", "numbers", "percentages"]

_WIDE = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９．％／－～ＲＭＢＣＮＹ"}
_SAME = str.maketrans({"萬": "万", "億": "亿", "塊": "块", "圓": "元", "圆": "元", "兩": "两", "〇": "零", "％": "%"})
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = r"[零一二两三四五六七八九十百千万亿]*[一二两三四五六七八九十][零一二两三四五六七八九十百千万亿]*"
_ITEM = rf"(?:{_ARABIC}\s*(?:百万|千万|[百千万亿])?(?![百千万亿])|{_CHINESE})"
_UNIT = r"(?:元|块钱?|人民币|yuan\b|rmb\b|cny\b)"
_BETWEEN = r"\s*(?:-|–|—|~|～|至|到|、|和|与|及|或|and|to|or)\s*"
_COUNTED = r"\s*(?:人|名|个|家|处|项|场|次|户|条|所|支|people|workers)"
_MONEY = re.compile(
    rf"(?:[¥￥]|rmb|cny)\s*(?P<prefixed>{_ITEM}(?:\s*[-–—~至到]\s*{_ITEM})*)"
    rf"|(?P<listed>{_ITEM}(?:(?:\s*元)?{_BETWEEN}{_ITEM})*)\s*{_UNIT}"
    rf"|(?P<bare>{_ITEM}(?:{_BETWEEN}{_ITEM})*)(?<=[千万亿])(?!{_COUNTED}|\s*[元块多余几])",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"(?P<sign>{_ARABIC})\s*(?:%|个百分点|percent|per cent)|百分之(?P<spoken>{_ARABIC}|{_CHINESE})")
_SPLIT_ITEMS = re.compile(_ITEM)
_CLAUSE = re.compile(
    r"第\s*[（(]?\s*(?P<article>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]?\s*[条款]"
    r"|[（(](?P<bracketed>[一二三四五六七八九十]{1,3})[）)]|\b(?:clause|article)\s*[(（]?(?P<english>\d{1,2})",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """The text without blanks, full-width forms or case, for comparing words."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def money(text: str) -> set[Decimal]:
    """Every amount of money in the text, in yuan; both ends of a range, each item of a list."""
    found: set[Decimal] = set()
    for match in _MONEY.finditer(_plain(text)):
        found.update(_listed(match["prefixed"] or match["listed"] or match["bare"]))
    return found


def percentages(text: str) -> set[Decimal]:
    """Every percentage in the text, in percent."""
    return {_value(match["sign"] or match["spoken"]) for match in _PERCENT.finditer(_plain(text))}


def numbers(text: str) -> set[Decimal]:
    """Every number in the text, with a unit or without, at its full value ("一万二" is 12000)."""
    plain = _plain(text)
    return {_value(item) for item in _SPLIT_ITEMS.findall(plain)} | money(text) | percentages(text)


def clauses_named(text: str) -> set[str]:
    """The numbers of the clauses that the text names ("第十八条", "（十一）"), as digits."""
    named = (match["article"] or match["bracketed"] or match["english"] for match in _CLAUSE.finditer(text))
    return {str(int(_value(name))) for name in named}


def _plain(text: str) -> str:
    return text.translate(_WIDE).translate(_SAME)


def _listed(items: str) -> list[Decimal]:
    """The values of a list or range; a small item without a scale shares the last one's ("5-7万")."""
    texts = [item.strip() for item in _SPLIT_ITEMS.findall(items)]
    last = re.search(r"(百万|千万|[百千万亿])$", texts[-1])
    scale = _SCALES[last[1]] if last and texts[-1][0].isdigit() else 1
    values = [_value(text) for text in texts]
    return [
        value * scale if value < 1000 and text[-1].isdigit() and scale > 1 else value
        for value, text in zip(values, texts, strict=True)
    ]


def _value(item: str) -> Decimal:
    item = item.replace(",", "").strip()
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(百万|千万|[百千万亿])?", item)
    if match:
        return Decimal(match[1]) * _SCALES[match[2] or ""]
    return Decimal(_chinese(item))


def _chinese(item: str) -> int:
    """The value of a Chinese numeral; a last digit after 百, 千 or 万 counts tenths of it ("一万二")."""
    total = section = digit = 0
    unit_before = 1
    for character in item:
        if character in _DIGITS:
            digit = _DIGITS[character]
            unit_before = 1 if character == "零" else unit_before
        elif character in "万亿":
            total = (total + section + digit or 1) * _SCALES[character]
            section, digit, unit_before = 0, 0, _SCALES[character]
        else:
            unit_before = 10 if character == "十" else _SCALES[character]
            section, digit = section + (digit or 1) * unit_before, 0
    short = digit and unit_before >= 100 and item[-1] in _DIGITS and item[-2:-1] in tuple("百千万亿")
    return total + section + (digit * unit_before // 10 if short else digit)
