"""Sums set side by side: all at once or apart over years or enterprises, or for each of several numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part
from assistant.answering.side_by_side import told_beside
from assistant.benefits import Formula, Request, calculate
from assistant.models import Bound, Derived

__all__ = ["at_once_or_apart", "each_number"]


def at_once_or_apart(case: TopicCase, requests: Sequence[Request]) -> list[Part]:
    """Both sums and their difference, where the question sets one year or enterprise beside several; else nothing."""
    cap = case.benefit.cap if case.benefit else None
    groups = {(request.enterprise, request.year) for request in requests}
    if cap is None or cap.amount is None or len(groups) < 2 or not case.query.has("at_once"):
        return []
    if not case.query.has("compare", "difference", "which_more"):
        return []
    words = case.words
    sums = [calculate(case.catalogue, _at_once(requests)), calculate(case.catalogue, requests)]
    if any(one.bound is not Bound.EXACT for one in sums):
        return []
    return told_beside(case, [words.pick("放在一起", "All at once"), words.pick("分开", "Apart")], sums)


def each_number(case: TopicCase) -> list[Part]:
    """What each of several numbers comes to, where the question asks for each and not for all together."""
    benefit, query, words = case.benefit, case.query, case.words
    counts = [c for c in query.counts if c.topic == case.topic.id and c.value and not (c.enterprise or c.year)]
    units = {q.unit for q in query.quantities if q.start in {count.start for count in counts}}
    numbers = [q.value for q in query.quantities if q.unit in units and q.value]
    alike = len({count.row for count in counts}) == 1 and len(set(numbers)) == len(numbers) > 1
    if benefit is None or benefit.cap is not None or benefit.formula is not Formula.PER_UNIT or not alike:
        return []
    if not (case.asks_money and query.has("respective")) or query.has("total", "difference"):
        return []
    row = counts[0].row if len(benefit.rows) > 1 else ""
    sums = [calculate(case.catalogue, [Request(benefit.id, row, count=int(n))]) for n in numbers]
    figures = tuple(Derived(one.lines[0].expression, one.max) for one in sums[:-1])
    shown = [f"{one.lines[0].expression} = {words.span(one.min, one.max, one.bound, both=True)}" for one in sums]
    text = "\n".join(words.sentence(line) for line in shown)
    return [Part(text, case.proofs(), calculation=replace(sums[-1], derived=figures))]


def _at_once(requests: Sequence[Request]) -> list[Request]:
    """The same people and things in one year and enterprise, by row."""
    rows = dict.fromkeys(request.row for request in requests)
    counts = {row: sum(request.count or 0 for request in requests if request.row == row) for row in rows}
    return [replace(requests[0], row=row, count=counts[row], enterprise="", year="") for row in rows]
