"""Figures worked out from a sum: what is left to a cap, owed or cut off, what comes to it, the mean of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part, Weight
from assistant.answering.wording import Wording
from assistant.benefits import Formula, Request, calculate
from assistant.models import Bound, Calculation, Derived

__all__ = ["average", "told", "with_derived", "with_lowest"]

_Told = tuple[str, Derived]
"""What a figure is, in words, and the figure."""


def told(head: str, figure: Derived, words: Wording) -> str:
    """A line of the reply: "离上限还差：甲 − 乙 = 丙"."""
    rounded = round(figure.value, 2)
    equals = "=" if rounded == figure.value else "≈"
    value = words.yuan_both(rounded) if figure.unit == "yuan" else f"{figure.value.normalize():f}"
    return f"{head}{words.pick('：', ': ')}{figure.expression} {equals} {value}"


def with_derived(case: TopicCase, parts: Sequence[Part]) -> list[Part]:
    """The parts, with the figures that the question asks for besides the sum."""
    if not parts or parts[0].calculation is None:
        return list(parts)
    first, calculation = parts[0], parts[0].calculation
    asked = [*_of_cap(case, calculation), *_of_base(case, calculation), *_of_range(case, calculation)]
    asked += _mean(case, calculation)
    beside = _of_enterprises(case, calculation) + _of_bases(case)
    whole = _with_what_was_before(case, calculation)
    figures = [*asked, *whole, *beside]
    if not figures:
        return list(parts)
    words = case.words
    head, _, rest = first.text.partition("\n")
    if whole:
        now = words.span(calculation.min, calculation.max, calculation.bound, both=True)
        head = words.sentence(words.pick("这次", "This time: ") + now)
    if asked:
        head = head.replace(words.pick("合计", "Total: "), words.pick("一共", "In all: "), 1)
    text = [rest] if case.given.spent is not None else [head, rest]
    lines = [*(words.sentence(told(said, figure, words)) for said, figure in (*asked, *whole)), *text]
    lines += [words.sentence(told(said, figure, words)) for said, figure in beside]
    grown = replace(calculation, derived=tuple(figure for _, figure in figures))
    return [replace(first, text="\n".join(filter(None, lines)), calculation=grown), *parts[1:]]


def with_lowest(part: Part, words: Wording) -> Part:
    """A sum up to its highest with what it comes to where its ranges are taken at their lowest."""
    calculation = part.calculation
    ranges = [line for line in calculation.lines if line.min != line.max] if calculation else []
    if (
        calculation is None
        or not ranges
        or calculation.min != calculation.max
        or any(c.bites for c in calculation.caps)
    ):
        return part
    terms = "".join(f" − {words.yuan(line.max)} + {words.yuan(line.min)}" for line in ranges)
    spread = sum((line.max - line.min for line in ranges), Decimal(0))
    lowest = Derived(f"{words.yuan(calculation.max)}{terms}", calculation.max - spread)
    said = told(words.pick("有区间的都按最低算", "With ranges at their lowest"), lowest, words)
    return replace(
        part, text=f"{part.text}\n{words.sentence(said)}", calculation=replace(calculation, derived=(lowest,))
    )


def _less(high: Decimal, low: Decimal, words: Wording) -> Derived:
    return Derived(f"{words.yuan(high)} − {words.yuan(low)}", high - low)


def _of_cap(case: TopicCase, calculation: Calculation) -> Iterator[_Told]:
    """What is left to the cap, or what the cap cuts off."""
    words, query = case.words, case.query
    if not calculation.caps or case.benefit is None or case.benefit.formula.takes_base:
        return
    if query.has("cut_off") and any(cap.bites for cap in calculation.caps) and not case.given.paid:
        before = " + ".join(words.yuan(cap.before) for cap in calculation.caps)
        lost = sum((cap.before for cap in calculation.caps), Decimal(0)) - calculation.max
        figure = Derived(f"{before} − {words.yuan(calculation.max)}", lost)
        yield words.pick("超出上限、拿不到的", "Cut off by the limit"), figure
    cap = calculation.caps[0]
    left = query.has("to_cap") or (query.has("remaining") and query.has("used_up") and not case.given.paid)
    if left and len(calculation.caps) == 1 and not cap.bites:
        yield words.pick("离上限还差", "Left to the limit"), _less(cap.allowed, calculation.max, words)


def _of_range(case: TopicCase, calculation: Calculation) -> Iterator[_Told]:
    """By how much the highest sum of a range exceeds the lowest."""
    if case.query.has("difference") and calculation.bound is Bound.RANGE and len(calculation.lines) == 1:
        gap = _less(calculation.max, calculation.min, case.words)
        yield case.words.pick("最高与最低相差", "Between the highest and the lowest"), gap


def _mean(case: TopicCase, calculation: Calculation) -> list[_Told]:
    """What a sum comes to for each of several people, or of several enterprises."""
    counts = [line.expression.split(" × ")[0] for line in calculation.lines]
    people = sum(int(count) for count in counts if count.isdigit())
    by_head = case.benefit is not None and case.benefit.by_head
    if case.topic.together:
        return _by_year(case, calculation)
    if not (by_head and case.query.has("average") and people > 1 and calculation.min == calculation.max):
        return []
    words = case.words
    firms = {line.enterprise for line in calculation.lines if line.enterprise}
    if len(firms) > 1 and case.query.has("per_enterprise"):
        mean = Derived(f"{words.yuan(calculation.max)} ÷ {len(firms)}", calculation.max / len(firms))
        return [(words.pick("平均每家", "For each enterprise on average"), mean)]
    mean = Derived(f"{words.yuan(calculation.max)} ÷ {people}", calculation.max / people)
    told = (words.pick("平均每人", "For each on average"), mean)
    heads = Derived(" + ".join(counts), Decimal(people), "count")
    return [(words.pick("人数", "People"), heads), told] if len(counts) > 1 else [told]


def _by_year(case: TopicCase, calculation: Calculation) -> list[_Told]:
    """What the parts that one recipient gets over a period come to for each year of it."""
    months = case.benefit.duration_months if case.benefit else None
    if not months or not case.query.has("average") or calculation.min != calculation.max:
        return []
    words, years = case.words, months // 12
    mean = Derived(f"{words.yuan(calculation.max)} ÷ {years}", calculation.max / years)
    return [(words.pick("平均每年", "For each year on average"), mean)] if mean.value == round(mean.value, 2) else []


def _of_base(case: TopicCase, calculation: Calculation) -> Iterator[_Told]:
    """What is owed after a credit, what a required share still lacks, what base and match come to."""
    words, given, benefit = case.words, case.given, case.benefit
    if benefit is None or not benefit.formula.takes_base or given.base is None:
        return
    if given.due is not None and case.query.has("to_pay") and given.due >= calculation.max:
        yield words.pick("还要缴", "Still to pay"), _less(given.due, calculation.max, words)
    if given.spent is not None and not benefit.payable and calculation.min > given.spent:
        yield words.pick("至少还要再用", "Still to be spent at least"), _less(calculation.min, given.spent, words)
    received = sum((amount for amount, _ in given.paid), Decimal(0))
    if benefit.formula is Formula.MATCH and received and case.query.has("remaining") and calculation.max >= received:
        yield words.pick("还该配", "Still to be matched"), _less(calculation.max, received, words)
    if given.spent is None and calculation.bound is Bound.AT_LEAST and case.query.has("rest"):
        yield words.pick("其余最多", "At most for the rest"), _less(given.base, calculation.min, words)


def _of_bases(case: TopicCase) -> list[_Told]:
    """What the several amounts come to that a share is taken of."""
    amounts, words = case.given.summed, case.words
    figure = Derived(" + ".join(map(words.yuan, amounts)), sum(amounts, Decimal(0)))
    return [(words.pick("合在一起", "Taken together"), figure)] if amounts else []


def _with_what_was_before(case: TopicCase, calculation: Calculation) -> list[_Told]:
    """What a match comes to with what it matches, what a sum comes to with what was paid before."""
    words, given, benefit = case.words, case.given, case.benefit
    if benefit is None or not case.query.has("total") or case.query.has("remaining"):
        return []
    if benefit.formula is Formula.MATCH and given.base is not None and not given.summed:
        both = Derived(f"{words.yuan(given.base)} + {words.yuan(calculation.max)}", given.base + calculation.max)
        return [(words.pick("连同原有的补贴", "With what was granted before"), both)]
    paid = sum((amount for amount, _ in given.paid), Decimal(0))
    if not paid or not any(cap.already_paid for cap in calculation.caps):
        return []
    both = Derived(f"{words.yuan(paid)} + {words.yuan(calculation.max)}", paid + calculation.max)
    return [(words.pick("连同已领的", "With what was paid before"), both)]


def _of_enterprises(case: TopicCase, calculation: Calculation) -> list[_Told]:
    """What each enterprise comes to by itself, where several have more than one year or award."""
    words = case.words
    groups: dict[str, list[Decimal]] = {}
    for cap in calculation.caps:
        if cap.enterprise and cap.enterprise in case.query.text and not cap.already_paid:
            groups.setdefault(cap.enterprise, []).append(min(cap.before, cap.allowed))
    if len(groups) < 2 or len(calculation.caps) != sum(map(len, groups.values())):
        return []
    return [
        (f"{name}{words.pick('共', ' in all')}", Derived(" + ".join(map(words.yuan, parts)), sum(parts, Decimal(0))))
        for name, parts in groups.items()
        if len(parts) > 1
    ]


def average(case: TopicCase) -> list[Part]:
    """What an amount for a whole period comes to in a year or a month, where the question asks for the mean."""
    benefit = case.benefit
    if benefit is None or benefit.duration is None or benefit.formula is not Formula.PER_UNIT:
        return []
    if not case.query.has("average") or len(case.rows) != 1:
        return []
    calculation = calculate(case.catalogue, [Request(benefit.id, case.rows[0], count=1)])
    years = Decimal(benefit.duration.months // 12)
    monthly = any(cue in case.query.text for cue in ("个月", "每月", "月均", "month"))
    amount = case.words.yuan(calculation.max)
    expression, value = f"{amount} ÷ {years}", calculation.max / years
    if monthly:
        expression, value = f"{expression} ÷ 12", value / 12
    figure = Derived(expression, value)
    per = (
        case.words.pick("平均每月", "A month on average")
        if monthly
        else case.words.pick("平均每年", "A year on average")
    )
    bound = case.words.pick("最高", "up to ") if calculation.bound is Bound.AT_MOST else ""
    text = f"{per}{bound}{case.words.yuan(value)}" + case.words.pick("。算法：", ". How: ") + f"{expression}"
    line = calculation.lines[0]
    text = case.words.sentence(text) + "\n" + case.words.sentence(f"{line.label} {line.expression}")
    return [Part(text, case.proofs(), Weight.ANSWER, replace(calculation, derived=(figure,)))]
