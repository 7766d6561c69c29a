"""What a caller asks to be calculated, and the checks that stand before any arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant.benefits.catalogue import Benefit, Row
from assistant.benefits.money import format_yuan
from assistant.errors import InputError, QuantityError
from assistant.models import Bound

__all__ = [
    "MAX_COUNT",
    "MAX_YEARS",
    "MAX_YUAN",
    "Request",
    "as_granted",
    "check_count",
    "check_span",
    "check_yuan",
    "chosen_row",
    "refuse_unused",
]

MAX_COUNT = 10_000_000
MAX_YEARS = 50
MAX_YUAN = Decimal(10) ** 12
_CENT = Decimal("0.01")
_FIELDS = {"count": "数量", "years": "年数", "months": "月数", "base": "金额基数", "due": "应缴额"}


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to calculate.

    row: may stay empty where the benefit has one row. count: people, projects or places; years and
    months: how long; base: the yuan that a percentage or a match is taken of; due: the yuan that
    limit it; granted: the yuan that one unit was in fact granted where the text sets a limit or a range;
    enterprise and year: the group whose cap it shares.
    """

    benefit: str
    row: str = ""
    count: int | None = None
    years: int | None = None
    months: int | None = None
    base: Decimal | None = None
    due: Decimal | None = None
    granted: Decimal | None = None
    enterprise: str = ""
    year: str = ""


def chosen_row(benefit: Benefit, key: str) -> Row:
    """The row asked for, or the only one. InputError where a choice is missing, UnknownName where it does not exist."""
    if key:
        return benefit.row(key)
    if len(benefit.rows) > 1:
        raise InputError(f"「{benefit.title}」分档，请说明是哪一档：{'、'.join(row.key for row in benefit.rows)}")
    return benefit.rows[0]


def check_count(value: Any, label: str) -> int:
    """A whole number from 1 to ten million. QuantityError otherwise."""
    return _whole(value, f"“{label}”的数量", MAX_COUNT)


def check_span(value: Any, label: str, unit: str, longest: int | None) -> int:
    """A whole number of years or months, at most ``longest``. QuantityError otherwise."""
    return _whole(value, f"“{label}”的{unit}数", longest or MAX_YEARS)


def check_yuan(value: Any, label: str, *, zero: bool = False) -> Decimal:
    """An amount of yuan with at most two decimals, above zero (or from zero). QuantityError otherwise."""
    expected = f"应为{'不小于' if zero else '大于'}0、不超过1万亿的金额（元，最多两位小数）"
    if value is None:
        raise QuantityError(f"缺少{label}：{expected}")
    amount = Decimal("NaN") if isinstance(value, bool) or not isinstance(value, int | Decimal) else Decimal(value)
    lowest = Decimal(0) if zero else _CENT
    if not amount.is_finite() or not lowest <= amount <= MAX_YUAN or amount != amount.quantize(_CENT):
        raise QuantityError(f"{label}“{_shown(value)}”不能用：{expected}")
    return amount


def as_granted(row: Row, amount: Decimal) -> Row:
    """The row with what was in fact granted of it. QuantityError where the text does not leave room for that."""
    value = check_yuan(amount, f"“{row.key}”实际核定的金额")
    lowest = row.min if row.bound is Bound.RANGE else Decimal(0)
    if row.bound not in (Bound.RANGE, Bound.AT_MOST) or row.unit == "%":
        raise QuantityError(f"“{row.key}”的标准是固定的，不用填实际核定的金额")
    if lowest is None or row.max is None or not lowest <= value <= row.max:
        raise QuantityError(f"“{row.key}”实际核定的金额{format_yuan(value)}超出了原文的标准：{row.quote}")
    return replace(row, min=value, max=value, bound=Bound.EXACT)


def refuse_unused(benefit: Benefit, request: Request) -> None:
    """QuantityError where a quantity is given that the benefit's formula has no place for."""
    for field, name in _FIELDS.items():
        if getattr(request, field) is not None and field not in benefit.takes:
            wanted = "、".join(_FIELDS[taken] for taken in benefit.takes)
            raise QuantityError(f"「{benefit.title}」不按{name}计算；可填：{wanted or '无'}")


def _whole(value: Any, label: str, largest: int) -> int:
    expected = f"应为1到{largest}之间的整数"
    if value is None:
        raise QuantityError(f"缺少{label}：{expected}")
    number = value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        number = int(value) if abs(value) <= largest else largest + 1
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= largest:
        raise QuantityError(f"{label}“{_shown(value)}”不能用：{expected}")
    return number


def _shown(value: Any) -> str:
    """A wrong value for a message, cut short; Python refuses to write out a very large whole number."""
    return "过大的数" if isinstance(value, int) and abs(value) > MAX_YUAN else str(value)[:40]
