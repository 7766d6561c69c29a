"""How far a number of people is from one that the policy sets as a goal, and what that is for each year."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part, Weight
from assistant.benefits import AmountKind, chinese_amounts
from assistant.language.topics import Fact
from assistant.models import Bound, Calculation, Derived

__all__ = ["to_goal"]

_WAN = 10_000
"""From here on a number is one of all the people that a goal counts; it is told in so many ten thousands."""


def to_goal(case: TopicCase) -> list[Part]:
    """What a number in the question still lacks to the topic's goal, in all or by year; else nothing."""
    if case.benefit is not None or not case.query.has("difference", "remaining", "average", "to_goal"):
        return []
    found = next((told for fact in case.topic.facts if (told := _goal(fact))), None)
    large = [q for q in case.query.quantities if (q.value or 0) >= _WAN]
    numbers = [q.value for q in large if q.unit in ("person", "bare") or (q.unit == "yuan" and q.text.endswith("万"))]
    if found is None or len(numbers) != 1:
        return []
    fact, goal, year = found
    have, words = numbers[0] or Decimal(0), case.words
    if have >= goal:
        return []
    lack = Derived(f"{words.people(goal)} − {words.people(have)}", goal - have, "count")
    figures, head = [lack], words.pick(f"还差{words.people(lack.value)}人", f"{words.people(lack.value)} more")
    years = {date.year for date in case.query.dates if date.year < year}
    if case.query.has("average", "each_year") and len(years) == 1:
        begin = years.pop()
        span = Derived(f"{year} − {begin}", Decimal(year - begin), "year")
        mean = Derived(f"{words.people(lack.value)} ÷ {span.value}", lack.value / span.value, "count")
        if mean.value != mean.value.to_integral_value():
            return []
        figures += [span, mean]
        each = words.people(mean.value)
        head += words.pick(f"，平均每年{each}人", f", {each} a year on average")
    shown = words.pick("；", "; ").join(f"{f.expression} = {words.people(f.value)}" for f in figures)
    lines = [head, words.pick("算法：", "How: ") + shown, words.pick(fact.say, fact.say_en)]
    proof, nothing = case.cite(fact.quote), Decimal(0)
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=proof, derived=tuple(figures))
    return [Part("\n".join(map(words.sentence, lines)), proof, Weight.ANSWER, calculation)]


def _goal(fact: Fact) -> tuple[Fact, Decimal, int] | None:
    """A fact that sets a number of people for a year, with both."""
    amounts = chinese_amounts(fact.quote)
    counts = [a.value for a in amounts if a.kind is AmountKind.COUNT and a.value >= _WAN]
    years = [int(a.value) for a in amounts if a.kind is AmountKind.DATE]
    return (fact, counts[0], years[0]) if len(counts) == len(years) == 1 else None
