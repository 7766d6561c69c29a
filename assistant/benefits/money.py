"""Money in words: yuan as a Chinese reader writes them."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["format_number", "format_yuan", "format_yuan_range"]

_WAN = Decimal(10_000)


def format_number(value: Decimal) -> str:
    """The shortest plain notation, without an exponent or trailing zeros: 1.50 -> "1.5"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_yuan(value: Decimal) -> str:
    """An amount of yuan as text: in 万元 from 10,000 up where two decimals hold it, else in 元."""
    number, unit = _split(value)
    return number + unit


def format_yuan_range(low: Decimal, high: Decimal) -> str:
    """Two amounts as a range that names the unit once where both share it; one amount where they are equal."""
    if low == high:
        return format_yuan(low)
    (low_number, low_unit), (high_number, high_unit) = _split(low), _split(high)
    return f"{low_number}{low_unit if low_unit != high_unit else ''}–{high_number}{high_unit}"


def _split(value: Decimal) -> tuple[str, str]:
    if abs(value) >= _WAN and value % 100 == 0:
        return format_number(value / _WAN), "万元"
    return format_number(value), "元"
