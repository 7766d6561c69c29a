"""Amounts that the question supposes: a rate where the policy gives none, a sum of several rows believed in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.derived import told
from assistant.answering.figures import sum_part
from assistant.answering.parts import Part, Weight
from assistant.benefits import Formula, Request, calculate
from assistant.models import Bound, Calculation, Derived
from assistant.policy.strict import compiled

__all__ = ["at_supposed_rate", "believed_sum"]

_MONTHS = 12
_NEAR = 6
"""How far before or behind an amount it may be said what time it is for, in characters."""


def at_supposed_rate(case: TopicCase) -> list[Part]:
    """The supposed amount over the benefit's whole period; nothing where the policy gives the amount itself."""
    benefit, words = case.benefit, case.words
    if benefit is None or benefit.has_amount or benefit.duration is None or not case.query.has("total", "whole_period"):
        return []
    money = [q for q in case.query.quantities if q.unit in ("yuan", "bare") and (q.value or 0) >= _MONTHS]
    if len(money) != 1:
        return []
    text, amount = case.query.text, money[0]
    around = text[max(0, amount.start - _NEAR) : amount.start] + "|" + text[amount.end : amount.end + _NEAR]
    monthly = any(compiled(cue).search(around) for cue in case.knowledge.phrases.each_month)
    if not monthly and not any(compiled(cue).search(around) for cue in case.knowledge.phrases.each_year):
        return []
    years, value = benefit.duration.months // _MONTHS, amount.value or Decimal(0)
    times = f"{_MONTHS} × {years}" if monthly else str(years)
    whole = Derived(f"{words.yuan(value)} × {times}", value * years * (_MONTHS if monthly else 1))
    head = words.pick("按你给的数算共", "At the amount that you give: ") + words.yuan_both(whole.value)
    proof = case.cite(benefit.duration.quote)
    nothing = Decimal(0)
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=proof, derived=(whole,))
    lines = [head, told(words.pick("算法", "How"), whole, words)]
    lines += [words.pick("政策没有写这个金额，只写了期限", "The policy gives the period only, not the amount")]
    return [Part("\n".join(map(words.sentence, lines)), proof, Weight.ANSWER, calculation)]


def believed_sum(case: TopicCase) -> list[Part]:
    """A yes with the sum of one of each row named, where that is what the question believes them to come to."""
    benefit = case.benefit
    wonders = case.query.has("polar", "confirm", "asserted")
    if benefit is None or not wonders or len(case.rows) < 2 or case.topic.together or case.query.has("another_too"):
        return []
    whole = sum((benefit.row(key).max or Decimal(0) for key in case.rows), Decimal(0))
    told = {q.value for q in case.query.quantities if q.unit in ("yuan", "bare")}
    if whole not in told or benefit.formula is Formula.SHARE:
        return []
    calculation = calculate(case.catalogue, [Request(benefit.id, key, count=1) for key in case.rows])
    part = sum_part(case.catalogue, calculation, case.words)
    yes = case.words.pick("对，各一份的话。", "Yes, with one of each. ")
    return [replace(part, text=yes + part.text, weight=Weight.CORRECTION)]
