"""What a benefit costs when all its places are filled: the number stands in the policy, not in the question."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.figures import sum_part
from assistant.answering.parts import Part
from assistant.benefits import AmountKind, Formula, OtherFigure, Request, calculate, chinese_amounts
from assistant.models import Derived

__all__ = ["quota_requests", "whole_quota"]

_SPAN = re.compile(r"\d+(?:[-~至到])\d+")


def whole_quota(case: TopicCase) -> list[Part]:
    """The sum for all places of the benefit's quota, where the question asks for that and counts nothing itself."""
    quota, requests = _quota(case), quota_requests(case)
    if quota is None or not requests:
        return []
    low, high = _places(quota)
    part = sum_part(case.catalogue, calculate(case.catalogue, requests), case.words)
    part = replace(part, citations=tuple(dict.fromkeys((*part.citations, *case.cite(quota.quote)))))
    return [part] if low == high or len(requests) > 1 else [_with_lowest(case, part, low, high)]


def quota_requests(case: TopicCase) -> list[Request]:
    """What the benefit's quota gives to be summed, where the question asks for that and counts nothing itself."""
    benefit, quota = case.benefit, _quota(case)
    counted = any(count.value and count.value > 1 for count in case.query.counts if count.topic == case.topic.id)
    if benefit is None or quota is None or counted or (len(benefit.rows) > 1 and not case.rows):
        return []
    rows = case.rows if len(benefit.rows) > 1 else ("",)
    months = case.given.months if "months" in benefit.takes else None
    places = int(_places(quota)[1] * _years(case))
    return [Request(benefit.id, row, count=places, months=months) for row in rows]


def _quota(case: TopicCase) -> OtherFigure | None:
    """How many places the policy gives, where the question asks what they cost together."""
    benefit = case.benefit
    if (
        benefit is None
        or not benefit.formula.counts
        or not (case.query.has("whole_quota") or _asks_of_a_year(case) or _names_range(case))
    ):
        return None
    return next((f for f in case.catalogue.figures if f.kind == "quota" and f.benefit == benefit.id), None)


def _names_range(case: TopicCase) -> bool:
    """Whether a number that the question leaves vague is the quota's own range ("建3到5处,最多花多少")."""
    vague = any(count.vague for count in case.query.counts if count.topic == case.topic.id)
    spans = [re.findall(r"\d+", text) for text in _SPAN.findall(case.query.text)]
    figures = (f for f in case.catalogue.figures if f.kind == "quota" and f.benefit == case.topic.benefit)
    ends = [[str(end) for end in _places(figure)] for figure in figures]
    return vague and any(span in ends for span in spans)


def _asks_of_a_year(case: TopicCase) -> bool:
    """Whether a question asks what an award that is paid once comes to in every year, which is no one person's."""
    once = case.benefit is not None and case.benefit.formula is Formula.PER_UNIT and case.benefit.cap is None
    return once and case.query.has("total") and case.query.has("each_year") and not case.query.has("personal")


def _places(quota: OtherFigure) -> tuple[Decimal, Decimal]:
    amount = next(a for a in chinese_amounts(quota.quote) if a.kind is AmountKind.COUNT)
    return amount.value, amount.upper


def _years(case: TopicCase) -> int:
    """For how many years the quota is filled; the benefit's own duration counts months, not quotas."""
    if case.benefit is None or "months" in case.benefit.takes:
        return 1
    spans = [q.value for q in case.query.quantities if q.unit == "year" and q.value and q.value == int(q.value)]
    years = {day.year for day in case.query.dates}
    return int(spans[0]) if len(spans) == 1 else len(years) if len(years) > 1 and case.query.has("total") else 1


def _with_lowest(case: TopicCase, part: Part, low: Decimal, high: Decimal) -> Part:
    """The sum for a quota that is a range: what the fewest places come to is told as well."""
    words, calculation = case.words, part.calculation
    if calculation is None:
        return part
    line = calculation.lines[0]
    least = Derived(f"{low} × {words.yuan(line.max / high)}", low * line.max / high)
    said = words.pick(f"只有{low}个时最高", f"With only {low}, up to ")
    text = f"{part.text}\n" + words.sentence(f"{said}{words.yuan_both(least.value)}（{least.expression}）")
    return replace(part, text=text, calculation=replace(calculation, derived=(least,)))
