"""Figures in words: what a benefit pays, and what a sum comes to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.parts import Part, Weight
from assistant.answering.wording import Wording
from assistant.benefits import Benefit, Catalogue, Formula, Row
from assistant.language.topics import Topic
from assistant.models import Bound, Calculation, CalculationLine, CapEffect, Citation, Derived

__all__ = ["cap_sentence", "rate_part", "rate_text", "sum_part", "working"]

_MANY_ALIKE = 3
"""From so many groups that come to the same way on, they are told as one."""


def rate_text(benefit: Benefit, rows: Sequence[Row], words: Wording) -> str:
    """What each row pays, for whom, and whether only once."""
    once = words.pick("，一次性发放", ", as a one-off payment") if benefit.once else ""
    per = words.per(benefit.unit)
    if len(rows) == 1:
        row = rows[0]
        label = words.pick(row.key, row.key) if len(benefit.rows) > 1 else ""
        return _one(label, per, _figure(benefit, row, words), words) + once
    figures = words.join(f"{row.key}{words.pick('', ': ')}{_figure(benefit, row, words)}" for row in rows)
    return (f"{per}：{figures}" if not words.english else f"{figures} ({per})" if per else figures) + once


def _one(label: str, per: str, figure: str, words: Wording) -> str:
    if words.english:
        return f"{label}: {figure} {per}".removeprefix(": ").strip()
    return f"{label}{per}{figure}"


def _figure(benefit: Benefit, row: Row, words: Wording) -> str:
    if row.min is None or row.max is None:
        return row.equivalent
    if row.unit == "%":
        return words.percent(row.max, row.bound)
    if benefit.formula is Formula.MATCH:
        return row.quote
    return words.span(row.min, row.max, row.bound)


def cap_sentence(benefit: Benefit, words: Wording) -> str:
    """The benefit's cap in words, empty where it has none."""
    if benefit.cap is None:
        return ""
    if benefit.cap.amount is None:
        return words.pick(f"以{benefit.cap.label}为限", f"limited to {benefit.cap.label}")
    if not words.english:
        return benefit.cap.label
    per = {"enterprise": "enterprise", "year": "year"}
    return f"up to {words.yuan(benefit.cap.amount)} per {' and '.join(per[p] for p in benefit.cap.per) or 'year'}"


def rate_part(catalogue: Catalogue, topic: Topic, rows: Sequence[str], words: Wording) -> Part:
    """What a topic's benefit pays, of these rows or of all, with its cap and its sentence as proof."""
    benefit = catalogue.benefit(topic.benefit)
    chosen = [benefit.row(key) for key in rows] if rows else list(benefit.rows)
    text = words.sentence(rate_text(benefit, chosen, words))
    if cap := cap_sentence(benefit, words):
        text += words.pick("", " ") + words.sentence(cap[0].upper() + cap[1:])
    return Part(text, catalogue.citations(benefit.id))


def _whole_period(catalogue: Catalogue, calculation: Calculation, words: Wording) -> str:
    """For how many years a sum over months is, where that is the whole period of support."""
    benefit = catalogue.benefit(calculation.lines[0].benefit)
    months = benefit.duration_months if benefit and benefit.formula is Formula.PER_UNIT_MONTH else None
    if not months or months % 12 or not re.search(rf"(?<!\d){months}(个月| months)", calculation.lines[0].expression):
        return ""
    return words.pick(f"支持期{months // 12}年。", f" The period of support is {months // 12} years.")


def sum_part(catalogue: Catalogue, calculation: Calculation, words: Wording) -> Part:
    """A sum: the total first, then a line of arithmetic for each group."""
    calculation = _with_each(catalogue, calculation, words)
    bound = calculation.bound
    total = words.span(calculation.min, calculation.max, bound, both=True)
    single = len(calculation.lines) == 1 and not any(cap.bites for cap in calculation.caps)
    head = words.pick("合计" if not single else "一共", "Total: ") + total
    groups = _groups(calculation)
    lines = _group_lines(catalogue, groups, words)
    text = words.sentence(head)
    if single or len(lines) == 1:
        text += (
            "\n"
            + words.pick("算法：", "How: ")
            + words.sentence(lines[0])
            + _whole_period(catalogue, calculation, words)
        )
    else:
        text += "".join(f"\n· {line}" for line in lines)
    return Part(text, _proofs(catalogue, calculation), Weight.ANSWER, calculation)


def working(catalogue: Catalogue, calculation: Calculation, words: Wording) -> tuple[str, tuple[Derived, ...]]:
    """The arithmetic of a sum on one line, and the sums within it that are neither a line's nor a cap's."""
    groups = _groups(calculation)
    text = words.pick("；", "; ").join(_group_lines(catalogue, groups, words, bounded=True))
    derived: list[Derived] = []
    ends: list[list[Decimal]] = [[], []]
    for lines, cap in groups:
        bitten = cap is not None and cap.bites
        for place, values in enumerate(([line.min for line in lines], [line.max for line in lines])):
            ends[place].append(cap.allowed if cap is not None and bitten else sum(values, Decimal(0)))
            derived += [] if bitten else _added(values, words)
    if len(groups) > 1:
        total = words.span(calculation.min, calculation.max, calculation.bound)
        text += words.pick(f"，共{total}", f", in all {total}")
        derived += [figure for values in ends for figure in _added(values, words)]
    return text, tuple(dict.fromkeys(derived))


def _added(values: Sequence[Decimal], words: Wording) -> list[Derived]:
    return [Derived(" + ".join(map(words.yuan, values)), sum(values, Decimal(0)))] if len(values) > 1 else []


def _with_each(catalogue: Catalogue, calculation: Calculation, words: Wording) -> Calculation:
    """The sum with what one person gets over the whole time, where one line sums several people over it."""
    line = calculation.lines[0]
    count = line.expression.split(" × ")[0]
    formula = catalogue.benefit(line.benefit).formula
    over_time = formula in (Formula.PER_UNIT_MONTH, Formula.PER_UNIT_YEAR) and line.expression.count(" × ") > 1
    if len(calculation.lines) > 1 or not over_time or not count.isdigit() or int(count) < 2:
        return calculation
    each = words.span(line.min / int(count), line.max / int(count), line.bound)
    told = words.pick(f"（每人{each}）", f" ({each} each)")
    return replace(calculation, lines=(replace(line, expression=line.expression + told),))


_Group = tuple[list[CalculationLine], CapEffect | None]


def _groups(calculation: Calculation) -> list[_Group]:
    """The lines that share a cap together; others by enterprise and year."""
    grouped: dict[tuple[str, str, str], list[CalculationLine]] = {}
    for line in calculation.lines:
        grouped.setdefault((line.benefit, line.enterprise, line.year), []).append(line)
    groups: list[_Group] = []
    for (benefit, enterprise, year), lines in grouped.items():
        cap = next(
            (
                cap
                for cap in calculation.caps
                if cap.benefit == benefit and cap.enterprise in ("", enterprise) and cap.year in ("", year)
            ),
            None,
        )
        groups.append((lines, cap))
    return groups


def _group_lines(catalogue: Catalogue, groups: Sequence[_Group], words: Wording, *, bounded: bool = False) -> list[str]:
    """A line for each group; many that come to the same way are told as one."""
    told: dict[str, list[str]] = {}
    for lines, cap in groups:
        title = " ".join(filter(None, (lines[0].enterprise, lines[0].year))) if len(groups) > 1 else ""
        told.setdefault(_group_text(catalogue, lines, cap, words, bounded=bounded), []).append(title)
    colon = words.pick("：", ": ")
    found = []
    for text, titles in told.items():
        if len(titles) >= _MANY_ALIKE and all(titles):
            span = words.pick("至", " to ").join((titles[0], titles[-1]))
            found.append(words.pick(f"{span}，每份{colon}", f"{span}, each{colon}") + text)
        else:
            found += [f"{title}{colon}{text}" if title else text for title in titles]
    return found


def _group_text(
    catalogue: Catalogue, lines: Sequence[CalculationLine], cap: CapEffect | None, words: Wording, *, bounded: bool
) -> str:
    """The arithmetic of the lines that share a cap; ``bounded``: a limit is said with its figure."""
    benefit = catalogue.benefit(lines[0].benefit)
    plus = " + "
    terms = plus.join(f"{_label(benefit, line)}{line.expression}" for line in lines)
    if cap is not None and cap.bites:
        return terms + words.comma + _bitten(cap, words)
    low, high = sum((line.min for line in lines), Decimal(0)), sum((line.max for line in lines), Decimal(0))
    bound = lines[0].bound
    equals = words.span(low, high, bound if bound is Bound.RANGE or bounded else Bound.EXACT)
    return f"{terms} = {equals}"


def _label(benefit: Benefit, line: CalculationLine) -> str:
    return f"{line.label} " if len(benefit.rows) > 1 else ""


def _bitten(cap: CapEffect, words: Wording) -> str:
    limit, allowed = words.yuan(cap.limit), words.yuan(cap.allowed)
    if cap.already_paid:
        paid = words.yuan(cap.already_paid)
        return words.pick(
            f"已领{paid}，按{cap.label}只能再领{allowed}",
            f"{paid} already paid, so of the limit of {limit} only {allowed} is left",
        )
    return words.pick(f"超过上限（{cap.label}），按{allowed}计", f"above the limit of {limit}, so {allowed}")


def _proofs(catalogue: Catalogue, calculation: Calculation) -> tuple[Citation, ...]:
    seen = dict.fromkeys(line.benefit for line in calculation.lines)
    return tuple(dict.fromkeys(c for benefit in seen for c in catalogue.citations(benefit)))
