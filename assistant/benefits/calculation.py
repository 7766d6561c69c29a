"""From quantities to an exact sum: lines, then caps by group, then totals, with all that was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from assistant.benefits.catalogue import Benefit, Cap, Catalogue
from assistant.benefits.lines import make_line
from assistant.benefits.money import format_yuan
from assistant.benefits.quantities import Request, check_yuan
from assistant.errors import InputError, QuantityError
from assistant.models import Bound, Calculation, CalculationLine, CapEffect

__all__ = ["Group", "calculate", "cap_group", "choose_highest", "group_of"]

Group = tuple[str, str, str]
"""What shares a cap: benefit id, enterprise, year; empty where the cap does not tell them apart."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of a group of lines of one benefit, after its cap."""

    min: Decimal
    max: Decimal
    bound: Bound
    cap: CapEffect | None = None


def calculate(
    catalogue: Catalogue, requests: Iterable[Request], already_paid: Mapping[Group, Decimal] | None = None
) -> Calculation:
    """The exact sum of these requests in yuan.

    already_paid: yuan paid before in a capped group, by (benefit id, enterprise, year).
    Raises UnknownName for a benefit or row that does not exist, QuantityError for a quantity that
    is missing, not wanted or out of range, InputError where the text gives no amount or the things
    asked for cannot be added.
    """
    asked = [(catalogue.benefit(request.benefit), request) for request in requests]
    if not asked:
        raise InputError("没有要计算的项目；可用的补贴项目：" + "、".join(b.id for b in catalogue))
    made = [make_line(benefit, request) for benefit, request in asked]
    lines = tuple(line for line, _ in made)
    benefits = list({benefit.id: benefit for benefit, _ in asked}.values())
    _refuse_mixture(benefits)
    groups: dict[Group, list[int]] = {}
    for index, (benefit, request) in enumerate(asked):
        groups.setdefault(group_of(benefit, request.enterprise, request.year), []).append(index)
    paid = _checked_paid(catalogue, already_paid or {}, groups)
    sums = [
        _sum_group(catalogue.benefit(group[0]), group, [made[i][0] for i in at], [asked[i][1] for i in at], paid)
        for group, at in groups.items()
    ]
    total_min, total_max = sum((s.min for s in sums), Decimal(0)), sum((s.max for s in sums), Decimal(0))
    bound = _merge(s.bound for s in sums)
    if bound is Bound.AT_MOST:
        total_min = total_max
    return Calculation(
        lines=lines,
        min=total_min,
        max=total_max,
        bound=bound,
        caps=tuple(s.cap for s in sums if s.cap),
        assumptions=_unique(chain((a for _, assumed in made for a in assumed), _cap_assumptions(asked, groups, paid))),
        conditions=_unique(condition for benefit in benefits for condition in benefit.conditions),
        citations=tuple(dict.fromkeys(c for benefit in benefits for c in catalogue.citations(benefit.id))),
    )


def choose_highest(catalogue: Catalogue, calculations: Sequence[Calculation]) -> Calculation:
    """Of awards for one and the same thing the highest, where a policy pays only that.

    The caller decides that they are for the same thing; ``calculate`` never does. InputError where
    there is nothing to choose from, or the policy of these awards has no such rule.
    """
    if not calculations:
        raise InputError("没有可比较的计算结果")
    policies = {citation.policy for calculation in calculations for citation in calculation.citations}
    rules = [rule for rule in catalogue.highest_only if rule.policy in policies]
    if len(policies) != 1 or not rules:
        raise InputError("只能在同一份政策内按其规则择高")
    best = max(calculations, key=lambda calculation: (calculation.max, calculation.min))
    citation = catalogue.library.policy(rules[0].policy).cite(rules[0].quote, rules[0].clause)
    compared = "、".join(format_yuan(calculation.max) for calculation in calculations)
    return replace(
        best,
        assumptions=_unique((*best.assumptions, f"{rules[0].assumption}（比较：{compared}）")),
        citations=tuple(dict.fromkeys((*best.citations, citation))),
    )


def group_of(benefit: Benefit, enterprise: str, year: str) -> Group:
    """The group whose cap a line shares."""
    per = benefit.cap.per if benefit.cap else ()
    return benefit.id, enterprise if "enterprise" in per else "", year if "year" in per else ""


def cap_group(cap: Cap, group: Group, before: Decimal, limit: Decimal, paid: Decimal) -> CapEffect:
    """What a cap leaves room for in a group, all in yuan."""
    room = max(limit - paid, Decimal(0))
    return CapEffect(group[0], cap.label, limit, before, paid, room, before > room, cap.quote, group[1], group[2])


def _sum_group(
    benefit: Benefit,
    group: Group,
    lines: Sequence[CalculationLine],
    requests: Sequence[Request],
    paid: Mapping[Group, Decimal],
) -> _Sum:
    low, high = sum((line.min for line in lines), Decimal(0)), sum((line.max for line in lines), Decimal(0))
    bound = _merge(line.bound for line in lines)
    limit = _limit(benefit, requests)
    if benefit.cap is None:
        return _Sum(low, high, bound)
    if limit is None:
        return _Sum(high, high, Bound.AT_MOST)
    effect = cap_group(benefit.cap, group, high, limit, paid.get(group, Decimal(0)))
    low, high = min(low, effect.allowed), min(high, effect.allowed)
    return _Sum(low, high, Bound.EXACT if bound is Bound.RANGE and low == high else bound, effect)


def _limit(benefit: Benefit, requests: Sequence[Request]) -> Decimal | None:
    if benefit.cap is None or benefit.cap.amount is not None:
        return benefit.cap.amount if benefit.cap else None
    dues = {check_yuan(r.due, benefit.cap.label, zero=True) for r in requests if r.due is not None}
    if len(dues) > 1:
        raise QuantityError(f"“{benefit.title}”在同一组内给了不同的{benefit.cap.label}：{'、'.join(map(str, dues))}")
    return dues.pop() if dues else None


def _merge(bounds: Iterable[Bound]) -> Bound:
    """How a sum binds: an upper limit makes all of it one, else a range does, else a lower limit."""
    kinds = set(bounds)
    for bound in (Bound.AT_MOST, Bound.RANGE, Bound.AT_LEAST):
        if bound in kinds:
            return bound
    return Bound.EXACT


def _refuse_mixture(benefits: Sequence[Benefit]) -> None:
    shares = [benefit for benefit in benefits if not benefit.payable]
    if shares and len(benefits) > 1:
        raise InputError(f"“{shares[0].title}”是使用比例，不是补贴，不能与其他项目相加；请单独计算")


def _checked_paid(
    catalogue: Catalogue, already_paid: Mapping[Group, Decimal], groups: Mapping[Group, object]
) -> dict[Group, Decimal]:
    paid: dict[Group, Decimal] = {}
    for (benefit_id, enterprise, year), amount in already_paid.items():
        benefit = catalogue.benefit(benefit_id)
        if benefit.cap is None:
            raise QuantityError(f"“{benefit.title}”没有总额上限，不用填已领金额")
        group = group_of(benefit, enterprise, year)
        if group not in groups:
            raise InputError(f"已领金额所属的“{benefit.title}”{enterprise}{year}不在这次计算里")
        paid[group] = paid.get(group, Decimal(0)) + check_yuan(amount, "已领金额", zero=True)
    return paid


def _cap_assumptions(
    asked: Sequence[tuple[Benefit, Request]], groups: Mapping[Group, Sequence[int]], paid: Mapping[Group, Decimal]
) -> Iterable[str]:
    for group, indices in groups.items():
        benefit, request = asked[indices[0]]
        cap = benefit.cap
        if cap is None:
            continue
        open_parts = [("enterprise", "同一家企业", request.enterprise), ("year", "同一年", request.year)]
        shared = [word for part, word, value in open_parts if part in cap.per and not value]
        if shared:
            yield f"按{'、'.join(shared)}计算"
        if cap.amount is not None and not paid.get(group):
            yield "按此前没有领过这项补贴计算"
        if cap.amount is None and all(asked[i][1].due is None for i in indices):
            yield f"没有给出{cap.label}，结果以{cap.label}为限"
        if cap.assumption:
            yield cap.assumption


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
