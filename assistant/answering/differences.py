"""By how much what one topic pays differs from what another pays."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part, Weight
from assistant.answering.totals import requests_of
from assistant.benefits import Benefit, Formula, Request, calculate
from assistant.errors import InputError
from assistant.models import Bound, Calculation

__all__ = ["difference_of_topics"]


def difference_of_topics(one: TopicCase, other: TopicCase) -> Part | None:
    """The difference of two topics' sums or rates; None where one of them has no single figure."""
    counted = [request.count or 1 for case in (one, other) for request in requests_of(case, among_others=True)]
    pair = _side(one, max(counted, default=1)), _side(other, max(counted, default=1))
    if pair[0] is None or pair[1] is None:
        return None
    (high, most), (low, least) = sorted(((one, pair[0]), (other, pair[1])), key=lambda side: side[1].max, reverse=True)
    words, gap = one.words, most.max - least.max
    if Bound.RANGE in (most.bound, least.bound) and most.min - least.min != gap:
        return None
    bound = most.bound if most.bound is least.bound is not Bound.RANGE else Bound.EXACT
    names = [_name(case, side) for case, side in ((high, most), (low, least))]
    if gap:
        both = "上下限都" if most.bound is Bound.RANGE else ""
        head = words.pick(f"{names[0]}高，{both}相差", f"{names[0]} is higher. The difference is ")
        head += words.span(gap, gap, bound)
    else:
        head = words.pick("两者一样，都是", "Both are the same: ") + words.span(most.max, most.max, most.bound)
    terms = [
        f"{' + '.join(line.expression for line in side.lines)} = {words.span(side.min, side.max, side.bound)}"
        for side in (most, least)
    ]
    lines = (*most.lines, *least.lines)
    shown = [f"· {name}{words.pick('：', ': ')}{term}" for name, term in zip(names, terms, strict=True)]
    result = replace(most, lines=lines, min=gap, max=gap, bound=bound, caps=(*most.caps, *least.caps))
    proofs = tuple(dict.fromkeys((*high.proofs(), *low.proofs())))
    return Part("\n".join([words.sentence(head), *shown]), proofs, Weight.ANSWER, result)


def _name(case: TopicCase, side: Calculation) -> str:
    """What a side is called: its row where the topic has several, else the topic."""
    several = case.benefit is not None and len(case.benefit.rows) > 1 and len(side.lines) == 1
    return side.lines[0].label if several else case.words.pick(case.topic.name, case.topic.name_en)


def _side(case: TopicCase, count: int) -> Calculation | None:
    """What one topic pays: the sum that the question gives, else that of so many of the one row named."""
    benefit = case.benefit
    if benefit is None or not benefit.has_amount or benefit.formula.takes_base:
        return None
    numbered = any(one.value for one in case.query.counts if one.topic == case.topic.id)
    requests = [
        request if numbered or request.count is None else replace(request, count=count)
        for request in requests_of(case, among_others=True)
    ]
    if not requests:
        whole = case.topic.together and len(case.rows) in (0, len(benefit.rows))
        if len(benefit.rows) > 1 and len(case.rows) != 1 and not whole:
            return None
        rows = ([row.key for row in benefit.rows] if whole else list(case.rows)) if len(benefit.rows) > 1 else [""]
        over = case.query.has("total", "whole_period") or benefit.formula is not Formula.PER_UNIT_MONTH
        requests = [Request(benefit.id, row, count=count, months=None if over else 1) for row in rows]
    try:
        found = calculate(case.catalogue, [_at_one_end(case, benefit, request) for request in requests])
    except InputError:
        return None
    return found


def _at_one_end(case: TopicCase, benefit: Benefit, request: Request) -> Request:
    """The request, of a range at that end of it which alone the question asks for."""
    row = benefit.row(request.row) if request.row else benefit.rows[0]
    low, high = case.query.has("low_end"), case.query.has("high_end")
    if row.bound is not Bound.RANGE or low == high or request.granted is not None:
        return request
    return replace(request, granted=row.min if low else row.max)
