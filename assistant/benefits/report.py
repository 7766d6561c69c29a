"""Benefits, sums and rosters as text for a terminal and as JSON-ready values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from assistant.benefits.catalogue import Benefit, Catalogue, Row
from assistant.benefits.money import format_yuan, format_yuan_range
from assistant.benefits.roster import Roster
from assistant.models import Bound, Calculation, CalculationLine, plain

__all__ = ["SHOWN", "benefit_json", "benefit_text", "bounded_yuan", "calculation_text", "roster_json", "roster_text"]

SHOWN = 20
"""How many entries of a long list a terminal is shown."""

_BEFORE = {Bound.EXACT: "", Bound.RANGE: "", Bound.AT_MOST: "最高", Bound.AT_LEAST: "不低于"}


def bounded_yuan(low: Decimal, high: Decimal, bound: Bound) -> str:
    """An amount with the word that says how it binds."""
    return _BEFORE[bound] + format_yuan_range(low, high)


def calculation_text(catalogue: Catalogue, calculation: Calculation) -> str:
    """A sum as lines of text: the total, the arithmetic, caps, assumptions, conditions and proof."""
    return "\n".join(_calculation_lines(catalogue, calculation))


def _calculation_lines(catalogue: Catalogue, calculation: Calculation) -> Iterator[str]:
    yield f"合计：{bounded_yuan(calculation.min, calculation.max, calculation.bound)}"
    for line in calculation.lines:
        yield f"  {_group(line.enterprise, line.year)}{line.label}：{_arithmetic(line)}"
    for cap in calculation.caps:
        paid = f"，已领{format_yuan(cap.already_paid)}" if cap.already_paid else ""
        effect = f"，按{format_yuan(min(cap.before, cap.allowed))}计" if cap.bites else "，未超"
        head = f"上限：{_group(cap.enterprise, cap.year)}{cap.label}（{format_yuan(cap.limit)}）"
        yield f"{head}，封顶前{format_yuan(cap.before)}{paid}{effect}"
    for label, texts in (("前提", calculation.assumptions), ("条件", calculation.conditions)):
        if texts:
            yield f"{label}：{'；'.join(texts)}"
    for citation in calculation.citations:
        number = catalogue.library.policy(citation.policy).number
        yield f"依据：{number}{citation.label}「{citation.quote}」"


def _arithmetic(line: CalculationLine) -> str:
    total = bounded_yuan(line.min, line.max, line.bound)
    return f"{line.expression} = {total}" if "×" in line.expression else total


def _group(enterprise: str, year: str) -> str:
    named = " ".join(part for part in (enterprise, year) if part)
    return f"{named} " if named else ""


def benefit_text(catalogue: Catalogue, benefit: Benefit) -> str:
    """A benefit as lines of text: its figures, its cap, who gets it, and its sentence."""
    clause = catalogue.library.policy(benefit.policy).clause(benefit.clause)
    lines = [f"{benefit.id}  {benefit.title} {clause.label}", f"  给谁：{benefit.recipient}"]
    lines += [f"  {row.key}：{_rate(row)}" for row in benefit.rows]
    if benefit.cap:
        lines.append(f"  上限：{benefit.cap.label}")
    for label, texts in (("条件", benefit.conditions), ("原文未定", benefit.open_questions)):
        if texts:
            lines.append(f"  {label}：{'；'.join(texts)}")
    return "\n".join([*lines, f"  原文：{benefit.quote}"])


def _rate(row: Row) -> str:
    if row.min is None or row.max is None:
        return f"对应{row.equivalent}（原文没有写金额）"
    if not row.unit.startswith("元"):
        return f"{_BEFORE[row.bound]}{row.quote}"
    return bounded_yuan(row.min, row.max, row.bound) + row.unit.removeprefix("元")


def benefit_json(benefit: Benefit) -> dict[str, Any]:
    """A benefit as JSON-ready values, without its cases; whole numbers where they are whole."""
    values: dict[str, Any] = plain(asdict(replace(benefit, cases=(), claims=())))
    del values["cases"], values["claims"]
    return values


def roster_text(roster: Roster) -> str:
    """The totals of a roster, and the first groups that a cap cut."""
    lines = [f"共{len(roster.rows) + len(roster.problems)}行，已算{len(roster.rows)}行，有问题{len(roster.problems)}行"]
    if roster.calculation:
        total = roster.calculation
        lines.append(f"合计：{bounded_yuan(total.min, total.max, total.bound)}，上限共削减{format_yuan(roster.cut)}")
    cut = [group for group in roster.groups if group.cut]
    for group in cut[:SHOWN]:
        paid = f"，已领{format_yuan(group.already_paid)}" if group.already_paid else ""
        lines.append(
            f"  {_group(group.enterprise, group.year)}{group.title}：封顶前{format_yuan(group.before)}{paid}，"
            f"可得{format_yuan(group.payable)}，削减{format_yuan(group.cut)}"
        )
    if len(cut) > SHOWN:
        lines.append(f"  ……另有{len(cut) - SHOWN}组超过上限")
    return "\n".join(lines)


def roster_json(roster: Roster) -> dict[str, Any]:
    """A roster as JSON-ready values: rows, groups, problems and totals."""
    total = roster.calculation
    return {
        "rows": [
            {"number": row.number, "name": row.name, "title": row.title, "note": row.note}
            | {key: getattr(row.line, key) for key in ("benefit", "label", "expression", "bound", "enterprise", "year")}
            | {"min": plain(row.line.min), "max": plain(row.line.max)}
            for row in roster.rows
        ],
        "groups": [plain(asdict(group)) for group in roster.groups],
        "problems": [asdict(problem) for problem in roster.problems],
        "min": plain(total.min) if total else 0,
        "max": plain(total.max) if total else 0,
        "bound": total.bound if total else Bound.EXACT,
        "cut": plain(roster.cut),
        "assumptions": list(total.assumptions) if total else [],
        "conditions": list(total.conditions) if total else [],
    }
