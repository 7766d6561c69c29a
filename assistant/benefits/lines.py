"""One line of a sum: a row of a benefit times the quantities asked about, before any cap."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from assistant.benefits.catalogue import Benefit, Formula, Row
from assistant.benefits.money import format_number, format_yuan, format_yuan_range
from assistant.benefits.quantities import (
    MAX_YEARS,
    Request,
    as_granted,
    check_count,
    check_span,
    check_yuan,
    chosen_row,
    refuse_unused,
)
from assistant.errors import InputError
from assistant.models import CalculationLine

__all__ = ["make_line"]

_Factors = tuple[Decimal, str, tuple[str, ...]]
"""What the row's figure is multiplied by, the whole expression, and what was assumed."""


def make_line(benefit: Benefit, request: Request) -> tuple[CalculationLine, tuple[str, ...]]:
    """The line of one request with what was assumed. Raises as ``calculate`` does."""
    row = chosen_row(benefit, request.row)
    if row.min is None or row.max is None:
        raise InputError(f"原文没有写明「{benefit.title}」的金额，只写明{row.key}对应{row.equivalent}，无法计算")
    refuse_unused(benefit, request)
    if request.granted is not None:
        row = as_granted(row, request.granted)
    factor, expression, assumed = _FORMULAS[benefit.formula](benefit, row, request)
    line = CalculationLine(
        benefit.id,
        row.key,
        expression,
        (row.min or Decimal(0)) * factor,
        (row.max or Decimal(0)) * factor,
        row.bound,
        request.enterprise,
        request.year,
    )
    return line, assumed


def _fixed(benefit: Benefit, row: Row, request: Request) -> _Factors:
    if request.count is None:
        return Decimal(1), _rate(row), ()
    return _per_unit(benefit, row, request)


def _per_unit(benefit: Benefit, row: Row, request: Request) -> _Factors:
    count = check_count(request.count, row.key)
    return Decimal(count), f"{count} × {_rate(row)}", ()


def _per_unit_year(benefit: Benefit, row: Row, request: Request) -> _Factors:
    factor, expression, _ = _per_unit(benefit, row, request)
    if request.years is None:
        return factor, expression, ("按1年计算",)
    years = check_span(request.years, row.key, "年", benefit.duration_years or MAX_YEARS)
    return factor * years, f"{expression} × {years}年", ()


def _per_unit_month(benefit: Benefit, row: Row, request: Request) -> _Factors:
    factor, expression, _ = _per_unit(benefit, row, request)
    assumed: tuple[str, ...] = ()
    months = request.months
    if months is None and benefit.duration is not None:
        months = benefit.duration.months
        assumed = (f"按{benefit.duration.quote}共{months}个月计算",)
    months = check_span(months, row.key, "月", benefit.duration_months or 12 * MAX_YEARS)
    return factor * months, f"{expression} × {months}个月", assumed


def _share(benefit: Benefit, row: Row, request: Request) -> _Factors:
    base = check_yuan(request.base, f"「{benefit.title}」的金额基数")
    return base / 100, f"{_rate(row)} × {format_yuan(base)}", ()


def _match(benefit: Benefit, row: Row, request: Request) -> _Factors:
    base = check_yuan(request.base, f"「{benefit.title}」的金额基数")
    return base, f"{row.quote} × {format_yuan(base)}", ()


def _rate(row: Row) -> str:
    if row.min is None or row.max is None:
        return ""
    return f"{format_number(row.max)}%" if row.unit == "%" else format_yuan_range(row.min, row.max)


_FORMULAS: dict[Formula, Callable[[Benefit, Row, Request], _Factors]] = {
    Formula.FIXED: _fixed,
    Formula.PER_UNIT: _per_unit,
    Formula.PER_UNIT_YEAR: _per_unit_year,
    Formula.PER_UNIT_MONTH: _per_unit_month,
    Formula.SHARE: _share,
    Formula.MATCH: _match,
}
