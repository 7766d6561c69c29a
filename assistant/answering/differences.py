"""By how much two figures differ: of two rows of a topic, or of two topics."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part, Weight
from assistant.answering.totals import requests_of
from assistant.answering.wording import Wording
from assistant.benefits import Benefit, Formula, Request, calculate
from assistant.errors import InputError
from assistant.models import Bound, Calculation, Derived

__all__ = ["difference", "difference_of_topics"]


def difference(case: TopicCase) -> list[Part]:
    """By how much two rows differ, where the question asks for that."""
    rows = _compared(case)
    asked = case.query.has("difference", "ratio")
    if not (case.benefit and case.benefit.has_amount and asked and len(rows) == 2):
        return []
    if case.query.has("to_cap", "stages"):
        return []
    own = {count.row: count.value for count in case.query.counts if count.topic == case.topic.id and count.value}
    last = max((count.start for count in case.query.counts if count.topic == case.topic.id), default=-1)
    of_each = [q for q in case.query.quantities if not (q.value == len(rows) and q.start > last >= 0)]
    shared = {q.value for q in of_each if q.unit in ("person", "place", "project") and q.value}
    common = max(shared) if shared and not own.keys() >= set(rows) else 1
    counted = [Request(case.benefit.id, row, count=int(own.get(row) or common)) for row in rows]
    first, second = (calculate(case.catalogue, [request]) for request in counted)
    high, low = max(first.max, second.max), min(first.max, second.max)
    if case.query.has("ratio") and low:
        return [_times(case, high, low, first.bound)]
    terms = sorted((first.lines[0], second.lines[0]), key=lambda line: -line.max)
    sides = sorted((first, second), key=lambda side: -side.lines[0].max)
    shown = " − ".join(_side_text(side, case.words) for side in sides)
    more = max((first, second), key=lambda side: side.max).lines[0].label if high > low else ""
    head = case.words.pick(f"{more}多，相差", f"{more} is higher. The difference is ") if more else ""
    head = (head or case.words.pick("相差", "The difference is ")) + case.words.span(
        high - low, high - low, first.bound
    )
    result = replace(first, lines=tuple(terms), min=high - low, max=high - low)
    text = case.words.sentence(head) + "\n" + case.words.pick("算法：", "How: ") + case.words.sentence(shown)
    return [Part(text, case.proofs(), Weight.ANSWER, result)]


def _times(case: TopicCase, high: Decimal, low: Decimal, bound: Bound) -> Part:
    """How many times the higher of two figures is the lower."""
    words, nothing = case.words, Decimal(0)
    ratio = Derived(f"{words.yuan(high)} ÷ {words.yuan(low)}", high / low, "count")
    times = _number(ratio.value)
    limit = words.pick("最高", "up to ") if bound is Bound.AT_MOST else ""
    head = words.pick(
        f"{times}倍：{limit}{words.yuan(high)} ÷ {words.yuan(low)} = {times}",
        f"{times} times: {limit}{words.yuan(high)} ÷ {words.yuan(low)}",
    )
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=case.proofs(), derived=(ratio,))
    return Part(words.sentence(head) + case.rate().text, case.proofs(), Weight.ANSWER, calculation)


def _number(value: Decimal) -> str:
    """A number with at most two decimals."""
    return f"{round(value, 2).normalize():f}"


def _compared(case: TopicCase) -> tuple[str, ...]:
    """The rows that are compared: those named, or the one named and the one that the question before named."""
    before = _row_before(case)
    return tuple(dict.fromkeys((*before, *case.rows))) if len(case.rows) == len(before) == 1 else case.rows


def _row_before(case: TopicCase) -> tuple[str, ...]:
    """The rows of the last question before that named others than those now talked of."""
    earlier = case.query.previous
    while earlier is not None and earlier.rows.get(case.topic.id, ()) in ((), case.rows):
        earlier = earlier.previous
    return earlier.rows.get(case.topic.id, ()) if earlier else ()


def _side_text(side: Calculation, words: Wording) -> str:
    """One side of a difference, with what a cap leaves of it."""
    line = side.lines[0]
    cut = words.pick(f"（按{words.yuan(side.max)}计）", f" (so {words.yuan(side.max)})")
    return f"{line.label} {line.expression}" + (cut if side.max < line.max else "")


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
    if one.query.has("ratio") and least.max and Bound.RANGE not in (most.bound, least.bound):
        ratio = Derived(f"{words.yuan(most.max)} ÷ {words.yuan(least.max)}", most.max / least.max, "count")
        head = f"{_number(ratio.value)}{words.pick('倍。', ' times. ')}{head}"
        shown.append(f"{ratio.expression} = {_number(ratio.value)}")
        result = replace(result, derived=(ratio,))
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
