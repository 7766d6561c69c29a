"""From an amount back to a number: how many people or things until a cap is used up or a sum is reached."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from assistant.answering.case import TopicCase
from assistant.answering.derived import told
from assistant.answering.figures import cap_sentence
from assistant.answering.parts import Part, Weight
from assistant.answering.room import wanted_count
from assistant.benefits import Benefit, Formula, Request, Row, calculate
from assistant.language.query import Count
from assistant.models import Bound, Calculation, Derived

__all__ = ["how_many"]


def how_many(case: TopicCase) -> list[Part]:
    """How many it takes, or what a share was taken of, where the question asks back from an amount; else nothing."""
    benefit, row = case.benefit, _row(case)
    if benefit is None or row is None:
        return []
    if benefit.formula is Formula.SHARE and (case.query.has("base_asked") or _lacks_base(case)):
        return _base_of(case, benefit, row)
    if not case.query.has("inverse") or _counts_already(case):
        return []
    if benefit.formula not in (Formula.PER_UNIT, Formula.PER_UNIT_YEAR):
        return []
    target = _target(case, benefit)
    if target is not None:
        return [_until_sum(case, benefit, row, target)]
    limit = benefit.cap.amount if benefit.cap is not None else None
    if limit is not None and row.min == row.max and (case.query.has("used_up") or _names(case, limit)):
        return [_until_cap(case, benefit, row, limit)]
    return []


def _lacks_base(case: TopicCase) -> bool:
    return case.given.base is None and case.query.has("inverse")


def _names(case: TopicCase, amount: Decimal) -> bool:
    return any(q.unit == "yuan" and q.value == amount for q in case.query.quantities)


def _row(case: TopicCase) -> Row | None:
    """The only row that is named, or the one of which another enterprise or year asks the number."""
    if case.benefit is None:
        return None
    if len(case.rows) != 1 and len(case.benefit.rows) != 1:
        wanted = wanted_count(_counts(case), case.query.text)
        return case.benefit.row(wanted.row) if wanted else None
    return case.benefit.row(case.rows[0]) if case.rows else case.benefit.rows[0]


def _counts(case: TopicCase) -> list[Count]:
    return [count for count in case.query.counts if count.topic == case.topic.id]


def _counts_already(case: TopicCase) -> bool:
    """Whether people or things are counted in the group of which the number is asked."""
    counts = _counts(case)
    wanted = wanted_count(counts, case.query.text)
    group = (wanted.enterprise, wanted.year) if wanted else None
    return any((c.value or 0) > 1 for c in counts if group is None or (c.enterprise, c.year) == group)


def _target(case: TopicCase, benefit: Benefit) -> Decimal | None:
    """The sum to be reached: an amount in the question that is neither a rate nor the cap."""
    known = {row.min for row in benefit.rows} | {row.max for row in benefit.rows}
    if benefit.cap is not None:
        known.add(benefit.cap.amount)
    money = [q.value for q in case.query.quantities if q.unit == "yuan" and q.value and q.value not in known]
    return money[0] if len(money) == 1 else None


def _calculated(case: TopicCase, benefit: Benefit, row: Row, count: Decimal) -> Calculation:
    key = row.key if len(benefit.rows) > 1 else ""
    return calculate(case.catalogue, [Request(benefit.id, key, count=int(count))])


def _base_of(case: TopicCase, benefit: Benefit, row: Row) -> list[Part]:
    """What a share was taken of, where the question gives the share's own amount."""
    money = [q.value for q in case.query.quantities if q.unit == "yuan" and q.value]
    if len(money) != 1 or row.max is None or row.bound not in (Bound.EXACT, Bound.AT_LEAST):
        return []
    words = case.words
    base = Derived(f"{words.yuan(money[0])} ÷ {words.percent(row.max, Bound.EXACT)}", money[0] * 100 / row.max)
    if base.value != round(base.value, 2):
        return []
    nothing = Decimal(0)
    calculation = Calculation((), nothing, nothing, Bound.EXACT, citations=case.proofs(), derived=(base,))
    rate = words.percent(row.max, row.bound) if row.bound is Bound.AT_LEAST else ""
    lines = [told(words.pick("倒推", "Worked back"), base, words), cap_sentence(benefit, words)]
    lines += [words.pick(f"标准：{rate}", f"Rate: {rate}")] if rate else []
    return [Part("\n".join(words.sentence(line) for line in lines if line), case.proofs(), Weight.ANSWER, calculation)]


def _until_cap(case: TopicCase, benefit: Benefit, row: Row, limit: Decimal) -> Part:
    """Up to how many fit under the cap, and which is the first that does not."""
    words, rate = case.words, row.max or Decimal(1)
    fitting = limit // rate
    exact = fitting * rate == limit
    ratio = Derived(f"{words.yuan(limit)} ÷ {words.yuan(rate)}", limit / rate, "count")
    other = fitting + 1 if exact else fitting
    beside = Derived(f"{other} × {words.yuan(rate)}", other * rate)
    calculation = _calculated(case, benefit, row, fitting if exact else fitting + 1)
    line = calculation.lines[0]
    if exact:
        head = words.pick(
            f"{fitting}个正好用完上限，第{fitting + 1}个起超过。",
            f"Exactly {fitting} use up the limit; number {fitting + 1} goes beyond it.",
        )
    else:
        head = words.pick(
            f"到第{fitting + 1}个就超过上限，不超上限最多{fitting}个。",
            f"Number {fitting + 1} goes beyond the limit; up to {fitting} stay within it.",
        )
    left = Derived(f"{words.yuan(limit)} − {words.yuan(beside.value)}", limit - beside.value)
    if not exact and case.query.has("remaining", "to_cap"):
        head += words.pick("还剩", " Left: ") + words.sentence(words.yuan_both(left.value))
    sums = [f"{line.expression} = {words.yuan(line.max)}", f"{beside.expression} = {words.yuan(beside.value)}"]
    sums = (
        sums if exact else [*sums[::-1], words.pick("余 ", "left: ") + f"{left.expression} = {words.yuan(left.value)}"]
    )
    shown = words.pick("算法：", "How: ") + f"{row.key} " + words.pick("；", "; ").join(sums)
    cap = cap_sentence(benefit, words)
    text = "\n".join([head, words.sentence(shown), words.sentence(cap)])
    return Part(
        text,
        case.proofs(),
        Weight.ANSWER,
        replace(calculation, derived=(ratio, beside) if exact else (ratio, beside, left)),
    )


def _until_sum(case: TopicCase, benefit: Benefit, row: Row, target: Decimal) -> Part:
    """How many it takes to reach a sum, at the lowest rate, the highest, or both."""
    words = case.words
    low, high = row.min or Decimal(1), row.max or Decimal(1)
    rates = [low, high] if low != high else [low]
    if case.query.has("low_end") != case.query.has("high_end"):
        rates = rates[:1] if case.query.has("low_end") else rates[-1:]
    figures: list[Derived] = []
    lines: list[str] = []
    for rate in rates:
        ratio = target / rate
        needed = ratio.to_integral_value(ROUND_CEILING)
        whole = Derived(f"{needed} × {words.yuan(rate)}", needed * rate)
        figures += [Derived(f"{words.yuan(target)} ÷ {words.yuan(rate)}", ratio, "count"), whole]
        by = words.pick(f"按{words.yuan(rate)}算要{needed}个", f"At {words.yuan(rate)} it takes {needed}")
        lines.append(words.sentence(told(by, whole, words)))
    calculation = _calculated(case, benefit, row, Decimal(1))
    shown = words.pick("标准：", "Rate: ") + f"{row.key} {calculation.lines[0].expression}"
    text = "\n".join([*lines, words.sentence(shown)])
    if benefit.cap is not None:
        text += words.sentence(cap_sentence(benefit, words))
    return Part(text, case.proofs(), Weight.ANSWER, replace(calculation, derived=tuple(figures)))
