"""What of an award is still to come after a part of it was paid, and what a project costs beyond its award."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.derived import told
from assistant.answering.parts import Part, Weight
from assistant.benefits import Benefit, Formula, Request, calculate
from assistant.errors import InputError
from assistant.models import Bound, Calculation, Derived
from assistant.policy.strict import compiled

__all__ = ["award_and_cost"]


def award_and_cost(case: TopicCase) -> list[Part]:
    """What is left of an award without a cap, or what the recipient pays besides, where the question asks for that."""
    benefit = case.benefit
    if benefit is None or not benefit.has_amount or benefit.formula not in (Formula.FIXED, Formula.PER_UNIT):
        return []
    if told_first := _short_of_limit(case, benefit) or _with_besides(case, benefit):
        return told_first
    if not case.query.has("remaining", "own_cost"):
        return []
    award = _award(case, benefit)
    if award is None or award.bound is Bound.RANGE:
        return []
    return _left(case, benefit, award) or _own_cost(case, benefit, award)


def _award(case: TopicCase, benefit: Benefit) -> Calculation | None:
    """The award in question: of one row, or of all the parts that one recipient gets."""
    rows = case.rows if len(benefit.rows) > 1 else ("",)
    counts = [count.value for count in case.query.counts if count.topic == case.topic.id and count.value]
    paid_each = case.topic.together and len(case.given.paid) == len(rows)
    if not rows or (len(rows) > 1 and not paid_each) or len(counts) > 1:
        return None
    number = int(counts[0] if counts else 1)
    try:
        return calculate(case.catalogue, [Request(benefit.id, row, count=number) for row in rows])
    except InputError:
        return None


def _left(case: TopicCase, benefit: Benefit, award: Calculation) -> list[Part]:
    """The award less what was paid of it, in yuan or as a share."""
    words, given = case.words, case.given
    if benefit.cap is not None or not case.query.has("remaining"):
        return []
    known = {row.max for row in benefit.rows}
    amounts = [amount for amount, _ in given.paid if amount not in known]
    whole = " + ".join(words.yuan(line.max) for line in award.lines)
    figures: list[Derived] = []
    if len(given.shares) == 1 and not amounts and len(award.lines) == 1:
        share = given.shares[0].value or Decimal(0)
        figures = [Derived(f"{whole} × {share.normalize():f}%", award.max * share / 100)]
        amounts = [figures[0].value]
    paid = sum(amounts, Decimal(0))
    if not paid or award.max < paid:
        return []
    left = Derived(" − ".join([whole, *map(words.yuan, amounts)]), award.max - paid)
    most = award.bound is Bound.AT_MOST
    head = words.pick("最多还有" if most else "还有", "Still to come: " + ("up to " if most else ""))
    lines = [head + words.yuan_both(left.value)]
    lines += [told(words.pick("已给", "Paid"), figure, words) for figure in figures]
    return [_part(case, benefit, award, (*figures, left), lines)]


def _short_of_limit(case: TopicCase, benefit: Benefit) -> list[Part]:
    """By how much what was in fact granted stays below the limit, where the question asks for that."""
    words, granted = case.words, case.given.granted
    if not granted or not case.query.has("difference", "cut_off", "to_cap", "remaining"):
        return []
    several = len(benefit.rows) > 1
    award = calculate(
        case.catalogue,
        [Request(benefit.id, key if several else "", count=1, granted=quantity.value) for quantity, key in granted],
    )
    gaps = []
    for quantity, key in granted:
        limit, value = benefit.row(key).max or Decimal(0), quantity.value or Decimal(0)
        gaps.append(Derived(f"{words.yuan(limit)} − {words.yuan(value)}", limit - value))
    figures = list(gaps)
    if len(gaps) > 1:
        whole = sum((gap.value for gap in gaps), Decimal(0))
        figures.append(Derived(" + ".join(words.yuan(gap.value) for gap in gaps), whole))
    head = words.pick("比最高额少", "Below the limit by ") + words.yuan_both(figures[-1].value)
    total = [words.pick("合计", "Total: ") + words.span(award.min, award.max, award.bound, both=True)]
    return [_part(case, benefit, award, tuple(figures), [head, *(total if len(award.lines) > 1 else [])])]


def _with_besides(case: TopicCase, benefit: Benefit) -> list[Part]:
    """What was got from others and this award on top of it, where the question asks for both together."""
    words, text = case.words, case.query.text
    money = [q for q in case.query.quantities if q.unit == "yuan" and q.value and q.value != benefit.rows[0].max]
    beside = [
        q
        for q in money
        if any(compiled(f"(?:{cue})[^,;。?]{{0,4}}$").search(text, 0, q.start) for cue in case.topic.besides)
    ]
    claimed = [q for q in money if q not in beside]
    believed = len(claimed) == 1 and bool(beside) and claimed[0].start > beside[-1].start and case.query.has("polar")
    if not beside or (claimed and not believed) or not case.query.has("total", "remaining"):
        return []
    award = calculate(case.catalogue, [Request(benefit.id, "", count=1)])
    amounts = [*(quantity.value or Decimal(0) for quantity in beside), award.max]
    both = Derived(" + ".join(map(words.yuan, amounts)), sum(amounts, Decimal(0)))
    most = words.pick("最高", "up to ") if award.bound is Bound.AT_MOST else ""
    head = words.pick("合起来", "All together: ") + most
    if claimed:
        right = claimed[0].value == both.value
        head = words.pick("对。" if right else "不是这样。", "Yes. " if right else "No. ") + head
    return [_part(case, benefit, award, (both,), [head + words.yuan_both(both.value)])]


def _own_cost(case: TopicCase, benefit: Benefit, award: Calculation) -> list[Part]:
    """What was spent less the award."""
    words, query = case.words, case.query
    money = [q.value for q in query.quantities if q.unit == "yuan" and q.value is not None]
    cost = [amount for amount in money if amount > award.max]
    if not query.has("own_cost") or len(cost) != 1:
        return []
    own = Derived(f"{words.yuan(cost[0])} − {words.yuan(award.max)}", cost[0] - award.max)
    most = award.bound is Bound.AT_MOST
    head = words.pick("自己至少还要出" if most else "自己还要出", "Your own share is " + ("at least " if most else ""))
    return [_part(case, benefit, award, (own,), [head + words.yuan_both(own.value)])]


def _part(
    case: TopicCase, benefit: Benefit, award: Calculation, figures: tuple[Derived, ...], lines: list[str]
) -> Part:
    """The reply: the figure, how it was worked out, and what the award is."""
    words = case.words
    how = told(words.pick("算法", "How"), figures[-1], words)
    sums = [
        (f"{line.label} " if len(benefit.rows) > 1 else "")
        + f"{line.expression} = {words.span(line.max, line.max, line.bound)}"
        for line in award.lines
    ]
    text = "\n".join(words.sentence(line) for line in (*lines, how, *sums))
    return Part(text, case.proofs(), Weight.ANSWER, replace(award, derived=figures))
