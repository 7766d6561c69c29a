"""Find every figure in a text: money, percentages, ratios, counts, durations, dates and bare numbers.

One scan serves the loader (a figure must be what its quote says), the proof of coverage (every figure
of the policy is claimed) and the verifier of answers (no figure without a source).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.models import Bound

__all__ = ["Amount", "AmountKind", "chinese_amounts", "chinese_numeral"]


class AmountKind(StrEnum):
    """What a figure measures."""

    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    COUNT = "count"
    DURATION = "duration"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in a text, ``text == source[start:end]``.

    value, upper: the lower and upper figure, equal unless a range. Money is in yuan, a percentage in
    percent, a ratio a:b is a/b; a date is its digits as one number (2024, 202403, 20240301, 301).
    unit: "元", "元/人/年", "%", "年", "个月", "名"…, empty for a bare number.
    bound: how the words around it bind it ("最高…", "…以上").
    """

    value: Decimal
    upper: Decimal
    kind: AmountKind
    unit: str
    bound: Bound
    text: str
    start: int
    end: int


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?:百万|千万|[百千万亿])?"
_CHINESE = r"(?<![第两一二三四五六七八九十百千万])[〇零一二两三四五六七八九十百千万亿]+(?:\.\d+)?"
_GAP = r"[^\S\n]*"
"""Blanks within a figure; a new line begins another."""
_TO = rf"{_GAP}(?:-|–|—|~|～|至|到|to){_GAP}"
_PER = r"(?:/\w{1,3}?(?=[^\w]|/|标|$))*"
_MONEY_UNIT = r"(?:元|块钱|块|人民币|yuan\b|RMB\b|CNY\b)"
_COUNT_UNIT = r"名|人|处|个|家|所|项|场|届|次(?!性)|条|位|支|期|倍|级|号|校|档|岁|学时|people\b|persons?\b"
_CHINESE_COUNT_UNIT = r"名|人|处|家|届|倍|级(?=工)|岁"
_SPAN_UNIT = r"个月|个?年(?!度)|天|周|小时|years?\b|months?\b|days?\b"
_PERCENT_UNIT = r"%|％|个百分点|percent\b|per cent\b"

_PATTERN = re.compile(
    rf"""
    (?P<iso>(?<!\d)(?P<iso_y>(?:19|20)\d\d)[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})(?!\d))
  | (?P<date>(?P<y>(?:19|20)\d\d){_GAP}年(?:{_GAP}(?P<m>\d{{1,2}}){_GAP}月(?:{_GAP}(?P<d>\d{{1,2}}){_GAP}[日号])?)?)
  | (?P<day>(?P<month>\d{{1,2}}){_GAP}月(?:{_GAP}(?P<dom>\d{{1,2}}){_GAP}[日号])?)
  | (?P<ratio>(?P<left>\d+){_GAP}[:：比]{_GAP}(?P<right>\d+))
  | (?P<prefixed>(?:[¥￥]|(?:RMB|CNY)\s?){_GAP}(?P<p_low>{_ARABIC}){_GAP}(?P<p_scale>{_SCALE}))
  | 百分之(?P<hundredth>{_ARABIC}|[零一二两三四五六七八九十百点]+)
  | (?P<low>{_ARABIC}){_GAP}(?P<low_scale>{_SCALE})
    (?:(?:{_GAP}元)?{_TO}(?P<high>{_ARABIC}){_GAP}(?P<high_scale>{_SCALE}))?
    {_GAP}(?P<unit>{_MONEY_UNIT}{_PER}|{_PERCENT_UNIT}|{_SPAN_UNIT}|{_COUNT_UNIT})
  | (?P<c_low>{_CHINESE})(?:{_TO}(?P<c_high>{_CHINESE}))?
    (?P<c_unit>{_MONEY_UNIT}{_PER}|{_SPAN_UNIT}|{_CHINESE_COUNT_UNIT})
  | (?P<bare>{_ARABIC}){_GAP}(?P<bare_scale>{_SCALE})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PHRASE_BREAK = re.compile(r"[，。；：！？\n]")
_BEFORE = re.compile(
    r"(?P<most>最高|(?<!不)不超过|至多|最多|上限|封顶|up to|at most)|(?P<least>不低于|不少于|至少|(?<!不)超过|at least)"
)
_AFTER = re.compile(rf"{_GAP}(?:(?P<most>以内|以下|封顶)|(?P<least>以上|起步))")


def chinese_amounts(text: str) -> list[Amount]:
    """Every figure in the text, in order and without overlaps."""
    return [_amount(text, match) for match in _PATTERN.finditer(text)]


def chinese_numeral(text: str) -> Decimal:
    """The value of a numeral in Chinese characters up to 亿 ("三千五百", "两万"); ValueError otherwise."""
    if not text or not set(text) <= _DIGITS.keys() | _TENS.keys() | _MYRIADS.keys():
        raise ValueError(text)
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section, digit = section + (digit or 1) * _TENS[character], 0
        elif character == "万":
            total, section, digit = total + (section + digit or 1) * _MYRIADS[character], 0, 0
        else:
            total, section, digit = (total + section + digit or 1) * _MYRIADS[character], 0, 0
    return Decimal(total + section + digit)


def _amount(text: str, match: re.Match[str]) -> Amount:
    low, high, kind, unit = _reading(match)
    start, end = match.span()
    end = start + len(match[0].rstrip())
    bound = Bound.RANGE if low < high else _bound(text, start, end)
    return Amount(low, high, kind, unit, bound, text[start:end], start, end)


def _reading(match: re.Match[str]) -> tuple[Decimal, Decimal, AmountKind, str]:
    if match["iso"]:
        return _date(match, "iso_y", "iso_m", "iso_d")
    if match["date"]:
        return _date(match, "y", "m", "d")
    if match["day"]:
        return _date(match, "month", "dom")
    if match["ratio"]:
        value = Decimal(match["left"]) / Decimal(match["right"]) if int(match["right"]) else Decimal(0)
        return value, value, AmountKind.RATIO, ""
    if match["prefixed"]:
        value = _decimal(match["p_low"]) * _SCALES[match["p_scale"]]
        return value, value, AmountKind.MONEY, "元"
    if match["hundredth"]:
        value = _spoken(match["hundredth"])
        return value, value, AmountKind.PERCENT, "%"
    if match["bare"]:
        value = _decimal(match["bare"]) * _SCALES[match["bare_scale"]]
        return value, value, AmountKind.NUMBER, ""
    low, high = _limits(match)
    kind, unit = _unit(match["unit"] or match["c_unit"])
    return low, high, kind, unit


def _limits(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    if match["c_low"]:
        value = chinese_numeral(match["c_low"])
        return value, chinese_numeral(match["c_high"]) if match["c_high"] else value
    low, low_scale = _decimal(match["low"]), match["low_scale"]
    if not match["high"]:
        return (low * _SCALES[low_scale],) * 2
    high, high_scale = _decimal(match["high"]), match["high_scale"]
    if not low_scale and low < high:
        low_scale = high_scale
    return low * _SCALES[low_scale], high * _SCALES[high_scale]


def _unit(word: str) -> tuple[AmountKind, str]:
    head, slash, rest = word.partition("/")
    if re.fullmatch(_MONEY_UNIT, head, re.IGNORECASE):
        return AmountKind.MONEY, "元" + slash + rest
    if re.fullmatch(_PERCENT_UNIT, head, re.IGNORECASE):
        return AmountKind.PERCENT, "%"
    if re.fullmatch(_SPAN_UNIT, head, re.IGNORECASE):
        return AmountKind.DURATION, head
    return AmountKind.COUNT, head


def _date(match: re.Match[str], *groups: str) -> tuple[Decimal, Decimal, AmountKind, str]:
    parts = [match[group] for group in groups if match[group]]
    value = Decimal(parts[0] + "".join(part.zfill(2) for part in parts[1:]))
    return value, value, AmountKind.DATE, ""


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _spoken(numeral: str) -> Decimal:
    if re.fullmatch(_ARABIC, numeral):
        return _decimal(numeral)
    whole, _, fraction = numeral.partition("点")
    digits = "".join(str(_DIGITS.get(character, 0)) for character in fraction)
    return chinese_numeral(whole or "零") + (Decimal(f"0.{digits}") if digits else 0)


def _bound(text: str, start: int, end: int) -> Bound:
    after = _AFTER.match(text, end)
    if after:
        return Bound.AT_MOST if after["most"] else Bound.AT_LEAST
    breaks = [match.end() for match in _PHRASE_BREAK.finditer(text, max(0, start - 60), start)]
    words = list(_BEFORE.finditer(text, breaks[-1] if breaks else max(0, start - 60), start))
    if not words:
        return Bound.EXACT
    return Bound.AT_MOST if words[-1]["most"] else Bound.AT_LEAST
