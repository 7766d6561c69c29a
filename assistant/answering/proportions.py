"""What a percentage comes to: a proportion of the policy as a number, or the least that an amount must rise to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.derived import told
from assistant.answering.parts import Part, Weight
from assistant.benefits import AmountKind, chinese_amounts
from assistant.language.quantities import Quantity
from assistant.language.topics import Proportion
from assistant.models import Bound, Calculation, Derived
from assistant.policy.strict import compiled

__all__ = ["least_after_rise", "proportions_of"]

_LEAST = 100
"""From here on a number is one of people, not a percentage, an age or a year's number."""
_WAN = 10_000
_BOUND = re.compile("(?:超过|不超过|达到|不低于|不少于|不高于|至少|最高|约|约占)$")
_NEAR = 16


def proportions_of(case: TopicCase) -> list[Part]:
    """Each proportion of the topic as a number, from the whole that the question gives on; else nothing.

    A proportion whose whole is the part of the one before goes on from that one's result.
    """
    first = _first(case)
    if first is None:
        return []
    begin, value = first
    words = case.words
    figures: list[Derived] = []
    lines: list[str] = []
    chosen = case.topic.proportions[begin:]
    for proportion in chosen:
        percent = next(a for a in chinese_amounts(proportion.quote) if a.kind is AmountKind.PERCENT)
        figure = Derived(f"{words.people(value)} × {percent.text}", value * percent.value / 100, "count")
        value = figure.value
        figures.append(figure)
        name = words.pick(proportion.part, proportion.part_en)
        above = words.pick("超过", "more than ")
        lines.append(
            words.sentence(f"{name}{words.pick('', ': ')}{above}{words.people(value)}{words.pick('人', ' people')}")
        )
    if denied := _denied(case, figures):
        lines.insert(0, denied)
    shown = words.pick("；", "; ").join(f"{figure.expression} = {words.people(figure.value)}" for figure in figures)
    lines.append(words.sentence(words.pick("算法：", "How: ") + shown))
    proofs = case.cite(*(proportion.quote for proportion in chosen))
    nothing = Decimal(0)
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=proofs, derived=tuple(figures))
    return [Part("\n".join(lines), proofs, Weight.ANSWER, calculation)]


def _denied(case: TopicCase, figures: Sequence[Derived]) -> str:
    """A no with the proportions themselves, where the question believes in a number that is none of the results."""
    said = [q.value for q in case.query.quantities if q.unit in ("person", "bare") and q.value]
    results = {figure.value for figure in figures}
    claims = case.query.has("polar", "confirm", "asserted") and len(said) > 1 and not results & set(said)
    fact = next((fact for fact in case.topic.facts if "what" in fact.aspects), None)
    if not claims or fact is None:
        return ""
    return case.words.pick("不是这样。", "No. ") + case.words.sentence(case.words.pick(fact.say, fact.say_en))


def least_after_rise(case: TopicCase) -> list[Part]:
    """What an amount must at least become, where one rise must not be lower than another that the question gives."""
    orders = [(condition, condition.no_less) for condition in case.topic.conditions if condition.no_less]
    percents = [q for q in case.query.quantities if q.unit == "percent" and q.value]
    money = [q for q in case.query.quantities if q.unit in ("yuan", "bare") and (q.value or 0) >= _LEAST]
    if not orders or len(percents) != 1:
        return []
    condition, order = orders[0]
    of_other = _stands_near(case.query.text, percents[0], order.than if order else ())
    if of_other and not case.query.quantities[1:] and case.query.has("asking") and not case.query.has("polar"):
        share = case.words.percent(percents[0].value or Decimal(0), Bound.AT_LEAST)
        required = case.words.sentence(case.words.pick(condition.need, condition.need_en))
        return [Part(f"{case.words.sentence(share)}{required}", case.cite(condition.quote), Weight.ANSWER)]
    if len(money) != 1:
        return []
    of_this = _stands_near(case.query.text, money[0], order.this if order else ())
    if not (of_other and of_this):
        return []
    words, base = case.words, money[0].value or Decimal(0)
    percent = (percents[0].value or Decimal(0)).normalize()
    rise = Derived(f"{words.yuan(base)} × {percent:f}%", base * percent / 100)
    least = Derived(f"{words.yuan(base)} + {words.yuan(rise.value)}", base + rise.value)
    head = words.pick("至少要到", "At least ") + words.yuan_both(least.value)
    lines = [head, told(words.pick("涨幅", "Rise"), rise, words), told(words.pick("算法", "How"), least, words)]
    proofs = case.cite(condition.quote)
    nothing = Decimal(0)
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=proofs, derived=(rise, least))
    need = words.sentence(words.pick(condition.need, condition.need_en))
    text = "\n".join([*map(words.sentence, lines), need])
    return [Part(text, proofs, Weight.ANSWER, calculation)]


def _first(case: TopicCase) -> tuple[int, Decimal] | None:
    """The first proportion whose whole the question gives, and that number."""
    numbers = [q for q in case.query.quantities if q.unit in ("person", "bare", "yuan") and (q.value or 0) >= _LEAST]
    if len(numbers) != 1 or numbers[0].value is None:
        return None
    around = case.query.text[max(0, numbers[0].start - _NEAR) : numbers[0].end + _NEAR]
    for place, proportion in enumerate(case.topic.proportions):
        if _names_whole(proportion, around):
            return place, numbers[0].value
    return None


def _names_whole(proportion: Proportion, around: str) -> bool:
    return any(compiled(word).search(around) for word in proportion.words)


def _bound(quote: str, place: int) -> str:
    """How the policy binds its percentage ("超过", "不低于"): its own words right before it."""
    found = _BOUND.search(quote, 0, place)
    return found[0] if found else ""


def _stands_near(text: str, quantity: Quantity, words: tuple[str, ...]) -> bool:
    around = text[max(0, quantity.start - _NEAR) : quantity.start]
    return any(compiled(word).search(around) for word in words)
