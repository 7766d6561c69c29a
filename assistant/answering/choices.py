"""Which of several amounts that a question gives is paid, where only the highest is; how far a rise must go."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.case import MONEY, TopicCase
from assistant.answering.derived import told
from assistant.answering.facts import of_aspect
from assistant.answering.parts import Part, Weight
from assistant.language.quantities import Quantity
from assistant.models import Bound, Calculation, Derived
from assistant.policy.strict import compiled

__all__ = ["highest_of", "least_after_rise"]

_NEAR = 16


def highest_of(case: TopicCase) -> list[Part]:
    """The highest of the amounts in a question, where its topic is that only that one is paid; else nothing."""
    amounts = [q.value for q in case.query.quantities if q.unit == "yuan" and q.value]
    asks = bool(MONEY & set(case.query.aspects)) or case.query.has("total")
    if case.topic.role != "stacking" or len(set(amounts)) < 2 or not asks:
        return []
    words = case.words
    head = words.pick("只给最高的一项：", "Only the highest is paid: ") + words.yuan_both(max(amounts))
    rule = of_aspect(case, "what") or []
    return [Part(words.sentence(head) + part.text, part.citations, Weight.ANSWER) for part in rule[:1]]


def least_after_rise(case: TopicCase) -> list[Part]:
    """What an amount must at least become, where one rise must not be lower than another that the question gives."""
    orders = [(condition, condition.no_less) for condition in case.topic.conditions if condition.no_less]
    percents = [q for q in case.query.quantities if q.unit == "percent" and q.value]
    money = [q for q in case.query.quantities if q.unit in ("yuan", "bare") and (q.value or 0) >= _LEAST]
    if not orders or len(percents) != 1 or len(money) != 1:
        return []
    condition, order = orders[0]
    of_other = _stands_near(case.query.text, percents[0], order.than if order else ())
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


_LEAST = 100
"""From here on a number is an amount of pay, not a percentage or a count."""


def _stands_near(text: str, quantity: Quantity, words: tuple[str, ...]) -> bool:
    around = text[max(0, quantity.start - _NEAR) : quantity.start]
    return any(compiled(word).search(around) for word in words)
