"""Is a told sum the sum of its lines, and does each figure stand by the name it belongs to?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from assistant.answering.wording import wording
from assistant.benefits import AmountKind, Benefit, Catalogue, chinese_amounts
from assistant.models import Answer, Bound, Calculation, CalculationLine

__all__ = ["derived_figures", "misplaced_figures", "out_of_order", "unbounded_figures", "wrong_sums"]

_HEADLINE = re.compile(r"(合计|一共|相差|Total: |The difference is )(?:最高|不低于|up to |at least )?")
_APART = ("相差", "The difference is ")
"""The words of a headline that tells how far two sums are apart."""
_END = re.compile(r"(?:(按最低标准|At the lowest rate)|按最高标准|At the highest rate)[：:] ?")
_BETWEEN = re.compile(r"(?:每[^\d最不：]{1,8})?(?:最高|不低于|：|: ?)?")
_RATE = re.compile(r"(每[^\d，。；：最不]{1,8}?)(?:最高|不低于)?(?=\d)")
_OPERATOR = re.compile("[+−×÷]")
_SENTENCES = re.compile(r"[。\n；;]|\. ")
_LIMIT = re.compile(r"最高|最多|不超过|上限|封顶|至多|顶格|up to|at most|limit", re.IGNORECASE)
_MONTHS = 12
_Group = tuple[str, str, str]


def wrong_sums(answer: Answer, catalogue: Catalogue) -> Iterable[str]:
    """Why the answer's calculation is not what its own lines and caps make, or not what the text tells."""
    calculation = answer.calculation
    if calculation is None:
        return
    if not _adds_up(calculation):
        yield "合计与各行、上限不符"
    for effect in calculation.caps:
        cap = catalogue.benefit(effect.benefit).cap
        known = cap is not None and cap.amount in (None, effect.limit)
        if not known or effect.allowed != max(effect.limit - effect.already_paid, Decimal(0)):
            yield f"上限不对：{effect.label}"
    cited = {(citation.clause, citation.start, citation.end) for citation in answer.citations}
    for benefit in dict.fromkeys(line.benefit for line in calculation.lines):
        cap = catalogue.benefit(benefit).cap
        if cap and cap.amount is not None and not any(effect.benefit == benefit for effect in calculation.caps):
            yield f"没有计上限：{cap.label}"
        if not any((c.clause, c.start, c.end) in cited for c in catalogue.citations(benefit)):
            yield "算式没有引文"
    told = [line for line in calculation.lines if line.expression in answer.text]
    if "元" in answer.text and "yuan" not in answer.text and len(told) < len(calculation.lines):
        yield "算式与计算不符"
    yield from _wrong_end(answer.text, calculation)
    yield from _out_of_step(answer.text, calculation)
    if len(_HEADLINE.findall(answer.text)) == 1:
        yield from _wrong_headline(answer.text, calculation)


def _wrong_end(text: str, calculation: Calculation) -> Iterable[str]:
    """The end of a range that is told by itself must be that end."""
    ends = list(_END.finditer(text))
    for match in ends if len(ends) == 1 and calculation.bound is Bound.RANGE else ():
        figures = chinese_amounts(text[match.end() : match.end() + 20])
        end = calculation.min if match[1] else calculation.max
        if figures and figures[0].kind is AmountKind.MONEY and figures[0].value != end:
            yield f"{match[0]}与计算不符"


def _out_of_step(text: str, calculation: Calculation) -> Iterable[str]:
    """Several numbers of people worked out one from the other must be told in that order."""
    worked = [figure.value for figure in calculation.derived if figure.unit == "count"]
    said = list(dict.fromkeys(amount.value for amount in chinese_amounts(text) if amount.value in worked))
    only = not any(figure.unit == "yuan" for figure in calculation.derived)
    if len(set(worked)) > 1 and only and said != list(dict.fromkeys(worked)):
        yield "推算的次序不对"


def _wrong_headline(text: str, calculation: Calculation) -> Iterable[str]:
    match = _HEADLINE.search(text)
    figures = chinese_amounts(text[match.end() : match.end() + 20]) if match else []
    first = {calculation.min if calculation.bound is Bound.RANGE else calculation.max}
    if match and match[1] in _APART and calculation.bound is Bound.RANGE:
        first = {figure.value for figure in calculation.derived}
    if figures and figures[0].kind is AmountKind.MONEY and figures[0].value not in first:
        yield "开头的合计与计算不符"


def _adds_up(calculation: Calculation) -> bool:
    if not calculation.lines:
        left = [cap.allowed for cap in calculation.caps] or [Decimal(0)]
        return len(left) == 1 and calculation.min == calculation.max == left[0]
    low = high = Decimal(0)
    capped: set[_Group] = set()
    for cap in calculation.caps:
        lines = [line for line in calculation.lines if _shares(cap.benefit, cap.enterprise, cap.year, line)]
        sums = sum((line.min for line in lines), Decimal(0)), sum((line.max for line in lines), Decimal(0))
        low, high = low + min(sums[0], cap.allowed), high + min(sums[1], cap.allowed)
        capped |= {(line.benefit, line.enterprise, line.year) for line in lines}
    for line in calculation.lines:
        if (line.benefit, line.enterprise, line.year) not in capped:
            low, high = low + line.min, high + line.max
    if (calculation.min, calculation.max) in ((low, high), (high, high)):
        return True
    return calculation.min == calculation.max and calculation.max in _gaps(calculation)


def _gaps(calculation: Calculation) -> Iterable[Decimal]:
    """By how much the most differs from the least of the sides into which the lines, in their order, may fall."""
    lines = calculation.lines
    for cuts in range(1, len(lines)):
        for places in combinations(range(1, len(lines)), cuts):
            sides = [lines[a:b] for a, b in pairwise((0, *places, len(lines)))]
            sums = [_side_sum(side, calculation) for side in sides]
            yield max(sums) - min(sums)


def _side_sum(lines: Sequence[CalculationLine], calculation: Calculation) -> Decimal:
    """What the lines of one side come to, each group of them within its cap."""
    groups: dict[_Group, list[CalculationLine]] = {}
    for line in lines:
        groups.setdefault((line.benefit, line.enterprise, line.year), []).append(line)
    return sum(
        (min([sum((line.max for line in own), Decimal(0)), *_rooms(calculation, own[0])]) for own in groups.values()),
        Decimal(0),
    )


def _rooms(calculation: Calculation, line: CalculationLine) -> list[Decimal]:
    """What the caps leave a line that stands by itself."""
    return [cap.allowed for cap in calculation.caps if _shares(cap.benefit, cap.enterprise, cap.year, line)]


def _shares(benefit: str, enterprise: str, year: str, line: object) -> bool:
    return (
        getattr(line, "benefit", "") == benefit
        and enterprise in ("", getattr(line, "enterprise", ""))
        and year in ("", getattr(line, "year", ""))
    )


def derived_figures(calculation: Calculation, known: set[Decimal]) -> Iterable[tuple[str, Decimal] | str]:
    """The figures worked out from a sum, each recomputed; a text says why one is wrong.

    known: every value that stands for itself; a derived figure is made of these and of those derived before it.
    """
    known = known | {Decimal(_MONTHS)}
    for figure in calculation.derived:
        terms = [chinese_amounts(term) for term in _OPERATOR.split(figure.expression)]
        single = [amounts[0] for amounts in terms if len(amounts) == 1]
        parts = [amount.value / 100 if amount.kind is AmountKind.PERCENT else amount.value for amount in single]
        proved = len(single) == len(terms) and {amount.value for amount in single} <= known
        if not proved or _worked(figure.expression, parts) != figure.value:
            yield f"推算不对：{figure.expression}"
            continue
        whole = figure.value // 1
        told = {figure.value, round(figure.value, 2)} if figure.unit == "yuan" else {figure.value, whole, whole + 1}
        known |= told
        yield from (("number", part) for part in parts)
        yield from (("money" if figure.unit == "yuan" else "number", value) for value in told)


def _worked(expression: str, values: Sequence[Decimal]) -> Decimal:
    """What an expression comes to, worked from left to right."""
    result = values[0]
    for operator, value in zip(_OPERATOR.findall(expression), values[1:], strict=True):
        result = {"+": result + value, "−": result - value, "×": result * value, "÷": result / (value or 1)}[operator]
    return result


def misplaced_figures(answer: Answer, catalogue: Catalogue) -> Iterable[str]:
    """Figures that stand right after the name of a row but are not that row's."""
    cited = {(citation.clause, citation.quote) for citation in answer.citations}
    proved = [b for b in catalogue if any((c.clause, c.quote) in cited for c in catalogue.citations(b.id))]
    for benefit in proved:
        yield from _misplaced(answer.text, benefit, catalogue.benefits)
    if answer.calculation is None:
        yield from _wrong_rates(answer.text, proved)


def _wrong_rates(text: str, proved: Sequence[Benefit]) -> Iterable[str]:
    """Figures after "每人每月" and the like that no cited benefit of that unit pays."""
    rates: dict[str, set[Decimal | None]] = {}
    for benefit in proved:
        for row in benefit.rows:
            rates.setdefault(wording(english=False).per(row.unit), set()).update({row.min, row.max})
    for match in _RATE.finditer(text):
        figure = next((a for a in chinese_amounts(text[match.end() : match.end() + 14]) if a.start == 0), None)
        known = rates.get(match[1])
        amount = figure is not None and figure.kind in (AmountKind.MONEY, AmountKind.NUMBER)
        if known and figure and amount and not {figure.value, figure.upper} <= known:
            yield f"{match[1]}的金额不对：{figure.text}"


def unbounded_figures(answer: Answer, catalogue: Catalogue) -> Iterable[str]:
    """Figures that the cited benefits pay as an upper limit only, told without saying so."""
    cited = {(citation.clause, citation.quote) for citation in answer.citations}
    rows = [
        row
        for benefit in catalogue
        if any((c.clause, c.quote) in cited for c in catalogue.citations(benefit.id))
        for row in benefit.rows
    ]
    limits = {row.max for row in rows if row.bound is Bound.AT_MOST}
    exact = {row.max for row in rows if row.bound is not Bound.AT_MOST}
    bare: dict[Decimal, str] = {}
    told: set[Decimal] = set()
    for sentence in _SENTENCES.split(answer.text):
        figures = [a for a in chinese_amounts(sentence) if a.kind is AmountKind.MONEY and a.value in limits - exact]
        if _LIMIT.search(sentence) or _OPERATOR.search(sentence):
            told |= {figure.value for figure in figures}
        else:
            bare |= {figure.value: figure.text for figure in figures}
    yield from (f"最高额没有说明是最高：{text}" for value, text in bare.items() if value not in told)


def out_of_order(answer: Answer, catalogue: Catalogue) -> Iterable[str]:
    """Lines whose figures come from one quote but stand in another order; lines that name rows are judged by those."""
    if answer.calculation is not None:
        return
    keys = {row.key for benefit in catalogue for row in benefit.rows if len(benefit.rows) > 1}
    quotes = [_money(citation.quote) for citation in answer.citations]
    for line in answer.text.splitlines():
        figures = list(dict.fromkeys(_money(line)))
        if len(figures) < 2 or any(_figure_after(line, key) for key in keys):
            continue
        holders = [quote for quote in quotes if set(figures) <= set(quote)]
        if holders and not any(sorted(figures, key=quote.index) == figures for quote in holders):
            yield f"金额的次序与原文不符：{line[:20]}"


def _figure_after(text: str, name: str) -> bool:
    """Whether a figure of money stands right after a name."""
    for match in re.finditer(re.escape(name), text):
        between = _BETWEEN.match(text, match.end())
        after = chinese_amounts(text[between.end() :])[:1] if between else []
        if any(amount.start == 0 and amount.kind is AmountKind.MONEY for amount in after):
            return True
    return False


def _money(text: str) -> list[Decimal]:
    return [amount.value for amount in chinese_amounts(text) if amount.kind is AmountKind.MONEY]


def _misplaced(text: str, benefit: Benefit, benefits: Sequence[Benefit]) -> Iterable[str]:
    names = sorted({row.key for other in benefits for row in other.rows}, key=len, reverse=True)
    if len(benefit.rows) < 2 or not benefit.has_amount:
        return
    amounts = {row.key: {row.min, row.max} for row in benefit.rows}
    shared = {row.key for other in benefits if other.id != benefit.id for row in other.rows if other.has_amount}
    for match in re.finditer("|".join(map(re.escape, names)), text):
        if match[0] not in amounts or match[0] in shared:
            continue
        between = _BETWEEN.match(text, match.end())
        start = between.end() if between else match.end()
        figure = next((a for a in chinese_amounts(text[start : start + 14]) if a.start == 0), None)
        if figure is not None and figure.kind is AmountKind.MONEY and figure.value not in amounts[match[0]]:
            yield f"{match[0]}的金额不对：{figure.text}"
