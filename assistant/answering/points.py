"""What a topic says to each single question: its money, its facts, or that the policy leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.case import MONEY, WHOLE_ANSWERS, TopicCase
from assistant.answering.facts import fact_part, of_aspect, row_parts
from assistant.answering.parts import Part, Weight
from assistant.answering.silences import is_unlike_all, not_said, nothing_said, open_parts, untold_aspects
from assistant.answering.totals import missing
from assistant.benefits import AmountKind, chinese_amounts
from assistant.language.asked import COMMON_ASPECTS
from assistant.language.query import Asked, Scored
from assistant.language.topics import AMOUNT

__all__ = ["after_the_first", "beside_the_sum", "by_points"]

_ROW_ASPECTS = frozenset({"what", "eligibility", "standing"})
_CLEARLY = 0.06
"""By how much a single question must be rather after an open detail for nothing else to be told."""
_SURELY = 0.3
"""By how much a fact must be rather asked than the figure, for it to be told beside a sum."""
_TAG = 7
"""A single question this short, in characters, that names nothing only asks whether it is so ("有这回事没")."""
_OWN = 0.75
"""The score of its first point below which a single question without a word of its own goes on with the one before."""


def by_points(case: TopicCase) -> list[Part]:
    """The parts that the single questions are after, in their order; empty where none is clear."""
    parts: list[Part] = []
    if case.query.has("push_back"):
        return parts
    for asked in case.asked:
        open_so_far = all(part.weight is Weight.OPEN for part in parts)
        if parts and (open_so_far or len(asked.text) <= _TAG) and _only_elaborates(asked):
            continue
        parts += [part for part in _told(case, asked) if part.text not in {other.text for other in parts}]
    left = [part for part in parts if part.weight is Weight.OPEN]
    return left if left and _asks_only_open(case) else _with_rate(case, parts)


def _asks_only_open(case: TopicCase) -> bool:
    """Whether every single question is rather after an open detail than after what the policy says."""
    clear = _CLEARLY if len(case.asked) == 1 else 0.0
    for asked in case.asked:
        first, *others = asked.points or (Scored("", 0.0),)
        if case.topic.silence_at(first.label or AMOUNT) is None or WHOLE_ANSWERS & set(asked.aspects):
            return False
        figure = next((point.score for point in others if point.label == AMOUNT), 0.0)
        lone = len(case.asked) == 1 and "amount" in asked.aspects and first.score - figure < _SURELY
        if lone or (others and first.score - others[0].score < clear):
            return False
    return bool(case.asked)


def _only_elaborates(asked: Asked) -> bool:
    """Whether a single question names nothing by itself: it goes on about the open detail asked before it."""
    return not asked.aspects and bool(asked.points) and asked.points[0].score < _OWN


def beside_the_sum(case: TopicCase) -> list[Part]:
    """What is asked beside the figure that a sum gives."""
    others = [
        asked
        for asked in case.asked
        if AMOUNT not in case.points(asked) and (not case.sums(asked) or _is_after_a_fact(case, asked))
    ]
    return [part for asked in others for part in _told(case, asked)] if len(case.asked) > 1 else []


def after_the_first(case: TopicCase) -> list[Part]:
    """What is asked after the first of several single questions."""
    return [part for asked in case.asked[1:] if asked.aspects for part in _told(case, asked)]


def _is_after_a_fact(case: TopicCase, asked: Asked) -> bool:
    """Whether a single question that speaks of money is clearly after a fact, not after the figure."""
    if not asked.points or case.topic.fact_at(asked.points[0].label) is None:
        return False
    figure = next((point.score for point in asked.points if point.label == AMOUNT), 0.0)
    return asked.points[0].score >= figure + _SURELY


def _with_rate(case: TopicCase, parts: list[Part]) -> list[Part]:
    """The parts with the figure, where facts alone were told and the question speaks of money."""
    pays = case.benefit is not None and case.benefit.has_amount
    speaks = case.asks_money or any(quantity.unit == "yuan" for quantity in case.claims)
    facts_only = bool(parts) and all(part.weight is Weight.ANSWER for part in parts)
    if not (pays and speaks and facts_only):
        return parts
    rate = case.rate()
    figures = [amount.text for amount in chinese_amounts(rate.text) if amount.kind is AmountKind.MONEY]
    told = any(figure in part.text for figure in figures for part in parts)
    return parts if told else [*parts, rate]


def _told(case: TopicCase, asked: Asked) -> list[Part]:
    if untold := untold_aspects(case, asked):
        return list(dict.fromkeys(not_said(case, aspect) for aspect in untold))
    if is_unlike_all(case, asked):
        return [nothing_said(case)]
    parts: list[Part] = []
    for aspect in () if _is_left_open(case, asked) else asked.aspects:
        if aspect in WHOLE_ANSWERS:
            parts += of_aspect(case, aspect) or []
    if parts and not set(asked.aspects) - WHOLE_ANSWERS - COMMON_ASPECTS:
        return parts
    points = case.points(asked) or ([AMOUNT] if len(case.asked) > 1 and AMOUNT in asked.aspects else [])
    told = [point for point in points if not _is_in_the_figure(case, point, points)]
    return [part for point in told for part in _of_point(case, point)] + parts


def _is_left_open(case: TopicCase, asked: Asked) -> bool:
    """Whether the point asked about is a detail left open that one rule would answer for any other topic."""
    silence = case.topic.silence_at(next(iter(case.points(asked)), AMOUNT))
    return silence is not None and bool(WHOLE_ANSWERS & set(silence.aspects) & set(asked.aspects))


def _is_in_the_figure(case: TopicCase, point: str, points: Sequence[str]) -> bool:
    """Whether a point is the main fact, which says no more than the figure that is told beside it."""
    fact = case.topic.fact_at(point)
    return fact is not None and "what" in fact.aspects and AMOUNT in points


def _of_point(case: TopicCase, point: str) -> list[Part]:
    fact = case.topic.fact_at(point)
    pays = case.benefit is not None and case.benefit.has_amount
    if point == AMOUNT and not pays:
        told = [] if case.query.has("total", "strict") else row_parts(case) or of_aspect(case, "what") or []
        return told + open_parts(case, [item for item in case.topic.silent if MONEY & set(item.aspects)][:1])
    if point == AMOUNT or (fact is not None and "what" in fact.aspects and pays and case.rows):
        return missing(case) or [case.rate()]
    if fact is not None:
        if "standing" in case.aspects and (unclear := missing(case)):
            return unclear
        rows = row_parts(case) if set(fact.aspects) & _ROW_ASPECTS else []
        return rows or [fact_part(case, fact)]
    silence = case.topic.silence_at(point)
    return open_parts(case, [silence]) if silence else []
