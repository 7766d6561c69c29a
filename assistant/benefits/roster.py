"""A roster of people to a table: what each is entitled to, what each group's cap leaves, what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.benefits.calculation import Entry, Group, add_up, group_of, make_entry
from assistant.benefits.catalogue import Catalogue
from assistant.benefits.names import RowNames
from assistant.benefits.quantities import Request, check_yuan
from assistant.errors import InputError, QuantityError
from assistant.models import Calculation, CalculationLine

__all__ = ["Roster", "RosterGroup", "RosterProblem", "RosterRecord", "RosterRow", "compute_roster"]


@dataclass(frozen=True, slots=True)
class RosterRecord:
    """One line of a roster as read: its number in the file and the cells by meaning (see ``roster_files``)."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What one line of the file is entitled to, before the caps that it shares with others.

    number: its line in the file; title: the benefit's; note: what to look at again, or empty.
    """

    number: int
    name: str
    title: str
    line: CalculationLine
    note: str = ""


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A line of the file that could not be computed, and why."""

    number: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """The lines of one benefit, enterprise and year: their sum, the cap, what is paid and what was cut, in yuan."""

    benefit: str
    title: str
    enterprise: str
    year: str
    lines: int
    before: Decimal
    limit: Decimal | None
    already_paid: Decimal
    payable: Decimal
    cut: Decimal


@dataclass(frozen=True, slots=True)
class Roster:
    """A computed roster; ``calculation`` is the sum of all rows, None where no row could be computed."""

    rows: tuple[RosterRow, ...]
    groups: tuple[RosterGroup, ...]
    problems: tuple[RosterProblem, ...]
    calculation: Calculation | None

    @property
    def cut(self) -> Decimal:
        """Yuan that the caps cut in all."""
        return sum((group.cut for group in self.groups), Decimal(0))


def compute_roster(catalogue: Catalogue, records: Iterable[RosterRecord], policy_id: str = "") -> Roster:
    """Each record's entitlement, each group's cap and the totals; a bad record is reported, the rest computed."""
    library = catalogue.library
    policy = library.policy(policy_id) if policy_id else library.default
    names = RowNames(benefit for benefit in catalogue if benefit.policy == policy.id)
    rows: list[RosterRow] = []
    entries: list[Entry] = []
    problems: list[RosterProblem] = []
    paid: dict[Group, Decimal] = {}
    firsts: dict[tuple[str, ...], int] = {}
    for record in records:
        name = _text(record.cells.get("name"))
        try:
            entry = make_entry(catalogue, _request(names, record.cells))
            _remember_paid(paid, entry, record.cells)
        except InputError as error:
            problems.append(RosterProblem(record.number, name, str(error)))
            continue
        line = entry.line
        first = firsts.setdefault((name, line.enterprise, line.year, line.benefit, line.label), record.number)
        note = (
            f"与第{first}行的姓名、企业、年度、等级或奖项都相同，请核对是否重复"
            if name and first != record.number
            else ""
        )
        rows.append(RosterRow(record.number, name, entry.benefit.title, line, note))
        entries.append(entry)
    calculation = add_up(catalogue, entries, paid) if entries else None
    return Roster(tuple(rows), _groups(catalogue, rows, calculation), tuple(problems), calculation)


def _request(names: RowNames, cells: Mapping[str, Any]) -> Request:
    wanted = _text(cells.get("benefit"))
    named = _text(cells.get("row"))
    if not named and not wanted:
        raise InputError("缺少等级或奖项")
    within = names.benefit(wanted) if wanted else None
    benefit, row = names.find(named or wanted, within)
    if not benefit.payable:
        raise InputError(f"「{benefit.title}」是使用比例，不是补贴，不能列入花名册")
    count = _number(cells.get("count"))
    request = Request(
        benefit=benefit.id,
        row=row.key,
        count=1 if count is None and benefit.formula.counts else count,
        years=_number(cells.get("years")),
        months=_number(cells.get("months")),
        base=_number(cells.get("base")),
        due=_number(cells.get("due")),
        enterprise=_text(cells.get("enterprise")),
        year=_year(cells.get("year")),
    )
    per = benefit.cap.per if benefit.cap else ()
    for part, label in (("enterprise", "企业"), ("year", "年度")):
        if part in per and not getattr(request, part):
            raise InputError(f"缺少{label}：「{benefit.title}」有总额上限，要按{label}合计")
    return request


def _remember_paid(paid: dict[Group, Decimal], entry: Entry, cells: Mapping[str, Any]) -> None:
    value = _number(cells.get("paid"))
    if value is None:
        return
    benefit, request = entry.benefit, entry.request
    if benefit.cap is None:
        raise QuantityError(f"「{benefit.title}」没有总额上限，不用填已领金额")
    amount = check_yuan(value, "已领金额", zero=True)
    group = group_of(benefit, request.enterprise, request.year)
    if paid.setdefault(group, amount) != amount:
        raise QuantityError(f"已领金额{amount}元与同一企业、同一年度前面的行（{paid[group]}元）不一致")


def _groups(
    catalogue: Catalogue, rows: Iterable[RosterRow], calculation: Calculation | None
) -> tuple[RosterGroup, ...]:
    caps = {(cap.benefit, cap.enterprise, cap.year): cap for cap in calculation.caps} if calculation else {}
    sums: dict[Group, tuple[int, Decimal]] = {}
    for line in (row.line for row in rows):
        benefit = catalogue.benefit(line.benefit)
        whole = (line.benefit, line.enterprise, line.year)
        group = group_of(benefit, line.enterprise, line.year) if benefit.cap else whole
        lines, before = sums.get(group, (0, Decimal(0)))
        sums[group] = lines + 1, before + line.max
    groups = []
    for group, (lines, before) in sums.items():
        cap = caps.get(group)
        payable = min(before, cap.allowed) if cap else before
        title = catalogue.benefit(group[0]).title
        limit, paid = (cap.limit, cap.already_paid) if cap else (None, Decimal(0))
        groups.append(RosterGroup(group[0], title, *group[1:], lines, before, limit, paid, payable, before - payable))
    return tuple(groups)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _number(value: Any) -> Any:
    """A cell as a number where it reads as one; else as it is, for the checks to refuse."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if not isinstance(value, str):
        return value
    text = value.strip().replace(",", "")
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return value


def _year(value: Any) -> str:
    text = str(value.year) if hasattr(value, "year") else _text(value)
    text = text.removesuffix("年度").removesuffix("年").strip()
    if text and not (len(text) == 4 and text.isdecimal()):
        raise InputError(f"年度“{value}”不能用：应为四位数的年份")
    return text
