"""What a cap still leaves after what was paid or counted: an amount, or how many more of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.case import TopicCase
from assistant.answering.derived import told
from assistant.answering.figures import cap_sentence
from assistant.answering.parts import Part, Weight
from assistant.benefits import Benefit, Formula, Request, calculate, room_left
from assistant.language.groups import find_groups
from assistant.language.query import Count
from assistant.models import Calculation, Derived

__all__ = ["room_under_cap", "wanted_count"]

_BY_NUMBER = (Formula.FIXED, Formula.PER_UNIT)
_HOW_MANY = ("几", "多少")


def room_under_cap(case: TopicCase) -> list[Part]:
    """What is left under the cap of the topic's benefit, where the question asks for that; else nothing."""
    benefit = case.benefit
    if benefit is None or benefit.cap is None or benefit.cap.amount is None or benefit.formula not in _BY_NUMBER:
        return []
    if case.given.paid and _are_told_apart(case):
        return []
    return _number_left(case, benefit, benefit.cap.amount) or _amount_left(case, benefit, benefit.cap.amount)


def _are_told_apart(case: TopicCase) -> bool:
    """Whether the question tells years or enterprises apart, so that what one was paid does not bear on the other."""
    groups = find_groups(case.query.text, case.query.quantities, case.knowledge.phrases)
    return bool(groups.years or groups.enterprises)


def _amount_left(case: TopicCase, benefit: Benefit, limit: Decimal) -> list[Part]:
    """How much may still be paid after what was paid, where nothing new is counted."""
    query, words = case.query, case.words
    counted = any(count.value or count.vague for count in query.counts if count.topic == case.topic.id)
    if counted or not case.given.paid or not case.asks_money or not query.has("remaining", "to_cap"):
        return []
    paid = sum((amount for amount, _ in case.given.paid), Decimal(0))
    calculation = room_left(case.catalogue, benefit.id, paid)
    left = Derived(f"{words.yuan(limit)} − {words.yuan(paid)}", limit - paid)
    head = words.pick("最多还能领", "Still payable: up to ") + words.yuan_both(calculation.max)
    if paid >= limit:
        head = words.pick("不能再领，上限已经用完", "Nothing more: the limit is used up")
        return [_part(case, benefit, calculation, head)]
    return [_part(case, benefit, replace(calculation, derived=(left,)), head, told(_how(case), left, words))]


def _number_left(case: TopicCase, benefit: Benefit, limit: Decimal) -> list[Part]:
    """How many of one row may still be paid in full beside what was paid or is counted of others."""
    query, words = case.query, case.words
    counts = [count for count in query.counts if count.topic == case.topic.id]
    asked = query.has("inverse") and query.has("used_up") and query.has("remaining")
    wanted = wanted_count(counts, query.text) if asked else None
    if wanted is None:
        return []
    row = benefit.row(wanted.row)
    mine = [c for c in counts if (c.enterprise, c.year) == (wanted.enterprise, wanted.year)]
    known = [c for c in mine if c.value and c.value == int(c.value)]
    paid = sum((amount for amount, _ in case.given.paid), Decimal(0))
    if row.min != row.max or not row.max or benefit.formula is Formula.FIXED or not (known or paid) or (known and paid):
        return []
    if known:
        before = calculate(case.catalogue, [Request(benefit.id, c.row, count=int(c.value or 0)) for c in known])
        taken = sum((line.max for line in before.lines), Decimal(0))
        used = [" + ".join(f"{line.label} {line.expression}" for line in before.lines) + f" = {words.yuan(taken)}"]
    else:
        before, taken, used = room_left(case.catalogue, benefit.id, paid), paid, []
    room = max(limit - taken, Decimal(0))
    fitting = room // row.max
    left = Derived(f"{words.yuan(limit)} − {words.yuan(taken)}", room)
    ratio = Derived(f"{words.yuan(room)} ÷ {words.yuan(row.max)}", room / row.max, "count")
    share = Derived(f"{fitting} × {words.yuan(row.max)}", fitting * row.max)
    head = words.pick("额度还剩", "Left under the limit: ") + words.yuan_both(room) if case.asks_money else ""
    head += words.pick("，", "; ") if head else ""
    head += words.pick(f"还能再加{fitting}个{row.key}拿足额", f"{fitting} more {row.key} can be paid in full")
    sums = [
        *used,
        f"{left.expression} = {words.yuan(room)}",
        f"{row.key} {share.expression} = {words.yuan(share.value)}",
    ]
    shown = f"{_how(case)}{words.pick('：', ': ')}" + words.pick("；", "; ").join(sums)
    return [_part(case, benefit, replace(before, derived=(left, ratio, share)), head, shown)]


def wanted_count(counts: Sequence[Count], text: str) -> Count | None:
    """The one row of which a number is asked: that beside "几个", else the only one without a number."""
    asked = [c for c in counts if c.value is None and c.vague and text.startswith(_HOW_MANY, c.start)]
    bare = [c for c in counts if c.value is None and not c.vague]
    found = asked or bare
    return found[0] if len(found) == 1 and found[0].row else None


def _how(case: TopicCase) -> str:
    return case.words.pick("算法", "How")


def _part(case: TopicCase, benefit: Benefit, calculation: Calculation, *lines: str) -> Part:
    shown = [case.words.sentence(line) for line in (*lines, cap_sentence(benefit, case.words))]
    return Part("\n".join(shown), case.proofs(), Weight.ANSWER, calculation)
