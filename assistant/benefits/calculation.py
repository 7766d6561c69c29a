"""From quantities to an exact sum: lines, then caps by group, then totals, with all that was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.benefits.catalogue import Benefit, Catalogue
from assistant.benefits.lines import make_line
from assistant.benefits.money import format_yuan
from assistant.benefits.quantities import Request, check_yuan
from assistant.errors import InputError, QuantityError
from assistant.models import Bound, Calculation, CalculationLine, CapEffect

__all__ = ["Entry", "Group", "add_up", "calculate", "choose_highest", "group_of", "make_entry", "room_left"]

Group = tuple[str, str, str]
"""What shares a cap: benefit id, enterprise, year; empty where the cap does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A request with the line that it makes."""

    benefit: Benefit
    request: Request
    line: CalculationLine
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sum:
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
    return add_up(catalogue, [make_entry(catalogue, request) for request in requests], already_paid or {})


def make_entry(catalogue: Catalogue, request: Request) -> Entry:
    """The line of one request, by itself. Raises as ``calculate`` does."""
    benefit = catalogue.benefit(request.benefit)
    line, assumed = make_line(benefit, request)
    return Entry(benefit, request, line, assumed)


def add_up(catalogue: Catalogue, entries: Sequence[Entry], already_paid: Mapping[Group, Decimal]) -> Calculation:
    """The sum of lines made before. Raises as ``calculate`` does."""
    if not entries:
        raise InputError("没有要计算的项目；可用的补贴项目：" + "、".join(benefit.id for benefit in catalogue))
    benefits = list({entry.benefit.id: entry.benefit for entry in entries}.values())
    _refuse_mixture(benefits)
    groups: dict[Group, list[Entry]] = {}
    for entry in entries:
        group = group_of(entry.benefit, entry.request.enterprise, entry.request.year)
        groups.setdefault(group, []).append(entry)
    paid = _checked_paid(catalogue, already_paid, groups)
    sums = [_sum_group(group, members, paid.get(group, Decimal(0))) for group, members in groups.items()]
    total = _add((part.min, part.max, part.bound) for part in sums)
    assumed = [text for entry in entries for text in entry.assumed]
    for group, members in groups.items():
        assumed.extend(_cap_assumptions(members, paid.get(group, Decimal(0))))
    return Calculation(
        lines=tuple(entry.line for entry in entries),
        min=total.min,
        max=total.max,
        bound=total.bound,
        caps=tuple(part.cap for part in sums if part.cap),
        assumptions=tuple(dict.fromkeys(assumed)),
        conditions=tuple(dict.fromkeys(condition for benefit in benefits for condition in benefit.conditions)),
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
        raise InputError("只能在同一份政策内、按政策写明的规则择高")
    best = max(calculations, key=lambda calculation: (calculation.max, calculation.min))
    citation = catalogue.library.policy(rules[0].policy).cite(rules[0].quote, rules[0].clause)
    compared = "、".join(format_yuan(calculation.max) for calculation in calculations)
    return replace(
        best,
        assumptions=(*best.assumptions, f"{rules[0].assumption}（比较：{compared}）"),
        citations=tuple(dict.fromkeys((*best.citations, citation))),
    )


def room_left(catalogue: Catalogue, benefit: str, paid: Decimal, enterprise: str = "", year: str = "") -> Calculation:
    """What a cap still leaves in yuan after what was paid, though nothing is counted yet: no lines, at most ``max``.

    Raises UnknownName for a benefit that does not exist, InputError for one without a cap in yuan or an amount
    that is out of range.
    """
    rule = catalogue.benefit(benefit)
    if rule.cap is None or rule.cap.amount is None:
        raise InputError(f"“{rule.title}”没有写明上限金额")
    room = max(rule.cap.amount - check_yuan(paid, "已领金额", zero=True), Decimal(0))
    effect = CapEffect(
        benefit=benefit,
        label=rule.cap.label,
        limit=rule.cap.amount,
        before=Decimal(0),
        already_paid=paid,
        allowed=room,
        bites=False,
        quote=rule.cap.quote,
        enterprise=enterprise,
        year=year,
    )
    return Calculation(
        lines=(),
        min=room,
        max=room,
        bound=Bound.AT_MOST,
        caps=(effect,),
        conditions=rule.conditions,
        citations=catalogue.citations(benefit),
    )


def group_of(benefit: Benefit, enterprise: str, year: str) -> Group:
    """The group whose cap a line shares."""
    per = benefit.cap.per if benefit.cap else ()
    return benefit.id, enterprise if "enterprise" in per else "", year if "year" in per else ""


def _sum_group(group: Group, members: Sequence[Entry], paid: Decimal) -> _Sum:
    total = _add((entry.line.min, entry.line.max, entry.line.bound) for entry in members)
    cap = members[0].benefit.cap
    if cap is None:
        return total
    limit = cap.amount if cap.amount is not None else _due(members)
    if limit is None:
        return _Sum(total.max, total.max, Bound.AT_MOST)
    room = max(limit - paid, Decimal(0))
    effect = CapEffect(
        benefit=group[0],
        label=cap.label,
        limit=limit,
        before=total.max,
        already_paid=paid,
        allowed=room,
        bites=total.max > room,
        quote=cap.quote,
        enterprise=group[1],
        year=group[2],
    )
    low, high = min(total.min, room), min(total.max, room)
    bound = Bound.EXACT if total.bound is Bound.RANGE and low == high else total.bound
    return _Sum(low, high, bound, effect)


def _add(parts: Iterable[tuple[Decimal, Decimal, Bound]]) -> _Sum:
    """The sum of parts; an upper limit in one makes all of it one, else a range does."""
    lows, highs, bounds = zip(*parts, strict=True)
    low, high = sum(lows, Decimal(0)), sum(highs, Decimal(0))
    if Bound.AT_MOST in bounds:
        return _Sum(high, high, Bound.AT_MOST)
    if Bound.RANGE in bounds:
        return _Sum(low, high, Bound.RANGE)
    return _Sum(low, high, Bound.AT_LEAST if Bound.AT_LEAST in bounds else Bound.EXACT)


def _due(members: Sequence[Entry]) -> Decimal | None:
    """The limit that the requests of a group give; all must give the same."""
    benefit = members[0].benefit
    label = benefit.cap.label if benefit.cap else ""
    dues = [entry.request.due for entry in members if entry.request.due is not None]
    amounts = {check_yuan(due, label, zero=True) for due in dues}
    if len(amounts) > 1:
        raise QuantityError(f"「{benefit.title}」在同一组内给了不同的{label}：{'、'.join(map(str, sorted(amounts)))}")
    return amounts.pop() if amounts else None


def _refuse_mixture(benefits: Sequence[Benefit]) -> None:
    shares = [benefit for benefit in benefits if not benefit.payable]
    if shares and len(benefits) > 1:
        raise InputError(f"「{shares[0].title}」是使用比例，不是补贴，不能与其他项目相加；请单独计算")


def _checked_paid(
    catalogue: Catalogue, already_paid: Mapping[Group, Decimal], groups: Mapping[Group, object]
) -> dict[Group, Decimal]:
    paid: dict[Group, Decimal] = {}
    for (benefit_id, enterprise, year), amount in already_paid.items():
        benefit = catalogue.benefit(benefit_id)
        if benefit.cap is None:
            raise QuantityError(f"「{benefit.title}」没有总额上限，不用填已领金额")
        group = group_of(benefit, enterprise, year)
        if group not in groups:
            raise InputError(f"已领金额所属的「{benefit.title}」{enterprise}{year}不在这次计算里")
        paid[group] = paid.get(group, Decimal(0)) + check_yuan(amount, "已领金额", zero=True)
    return paid


def _cap_assumptions(members: Sequence[Entry], paid: Decimal) -> Iterator[str]:
    cap, request = members[0].benefit.cap, members[0].request
    if cap is None:
        return
    unnamed = []
    if "enterprise" in cap.per and not request.enterprise:
        unnamed.append("同一家企业")
    if "year" in cap.per and not request.year:
        unnamed.append("同一年")
    if unnamed:
        yield f"按{'、'.join(unnamed)}计算"
    if cap.amount is None and all(entry.request.due is None for entry in members):
        yield f"没有给出{cap.label}，结果以{cap.label}为限"
    if cap.amount is not None and not paid:
        yield "按此前未领过、上限额度未占用计算"
    if cap.assumption:
        yield cap.assumption
