"""The last gate: no figure leaves that neither a cited quote nor the calculation holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal

from assistant.answering.verify_sums import (
    derived_figures,
    misplaced_figures,
    out_of_order,
    unbounded_figures,
    wrong_sums,
)
from assistant.benefits import AmountKind, Catalogue, chinese_amounts
from assistant.benefits.quantities import MAX_COUNT
from assistant.language.quantities import find_quantities
from assistant.models import Answer, Calculation, Citation, Policy, Status
from assistant.policy import Library

__all__ = ["Verifier"]

_QUOTED = re.compile(r"「([^」]+)」")
_LABEL = re.compile(r"（([一二三四五六七八九十]+)）")
_ORDINAL = re.compile(
    r"第[\d一二三四五六七八九十]+(?:名|条|家|年|位|等|次|届)|[Cc]lause \d+|\d+ to \d+ only|[（(]\d+[）)]"
)
_Figure = tuple[str, Decimal]


class Verifier:
    """Checks answers against the policies they cite.

    Source: ALCE (Gao et al., 2023) asks that each statement be supported by its citation; here the
    support of figures is exact, by value and kind.
    """

    def __init__(self, library: Library, catalogue: Catalogue) -> None:
        self._library = library
        self._catalogue = catalogue

    def reasons(self, answer: Answer, question: str, history: Sequence[str] = ()) -> tuple[str, ...]:
        """Why an answer is not proved; empty where it is."""
        if answer.status is Status.ERROR:
            return ()
        found = [*self._broken_citations(answer.citations)]
        found += self._unsupported(answer, question, history)
        found += _loose_ranges(answer, (question, *history))
        found += self._loose_quotes(answer)
        found += self._wrong_clauses(answer)
        found += _missing_bounds(answer)
        found += wrong_sums(answer, self._catalogue)
        found += misplaced_figures(answer, self._catalogue)
        found += out_of_order(answer, self._catalogue)
        found += unbounded_figures(answer, self._catalogue)
        return tuple(dict.fromkeys(found))

    def _policy(self, policy_id: str) -> Policy | None:
        return next((policy for policy in self._library.policies if policy.id == policy_id), None)

    def _broken_citations(self, citations: Iterable[Citation]) -> Iterable[str]:
        for citation in citations:
            policy = self._policy(citation.policy)
            if policy is None or policy.text[citation.start : citation.end] != citation.quote or not citation.quote:
                yield f"引文与原文不符：{citation.quote[:30]}"
                continue
            try:
                clause = policy.clause(citation.clause)
            except KeyError:
                yield f"没有这一条：{citation.clause}"
                continue
            if not clause.start <= citation.start < citation.end <= clause.end or citation.label != clause.label:
                yield f"引文不在第{citation.clause}条"

    def _unsupported(self, answer: Answer, question: str, history: Sequence[str]) -> Iterable[str]:
        allowed = set(_figures(question)) | {f for turn in history for f in _figures(turn)}
        allowed |= _next_years(question, *history)
        said = (q for turn in (question, *history) for q in find_quantities(turn))
        allowed |= {("number", q.value) for q in said if q.value is not None}
        for citation in answer.citations:
            allowed |= set(_figures(citation.quote))
        if answer.calculation is not None:
            allowed |= set(_calculated(answer.calculation))
        for policy in self._library.policies:
            numbered = sum(clause.key.isdigit() for clause in policy.clauses)
            allowed |= set(_figures(policy.number)) | _dates(policy) | {("number", Decimal(numbered))}
        allowed |= {("duration-year", Decimal(1)), ("number", Decimal(1)), ("number", Decimal(MAX_COUNT))}
        if answer.calculation is not None:
            for figure in derived_figures(answer.calculation, {value for _, value in allowed}):
                if isinstance(figure, str):
                    yield figure
                else:
                    allowed.add(figure)
        text = _ORDINAL.sub(" ", answer.text)
        for figure in _figures(text):
            if figure not in allowed and not _is_same(figure, allowed):
                yield f"没有依据的数字：{figure[0]} {figure[1]}"

    def _loose_quotes(self, answer: Answer) -> Iterable[str]:
        held = [citation.quote for citation in answer.citations]
        for match in _QUOTED.finditer(answer.text):
            if not any(match[1] in quote for quote in held):
                yield f"「」里的话不在引文中：{match[1][:30]}"

    def _wrong_clauses(self, answer: Answer) -> Iterable[str]:
        """A clause that the text names must exist and be cited, and a title must be its own clause's."""
        cited = {citation.label for citation in answer.citations}
        clauses = [clause for policy in self._library.policies for clause in policy.clauses]
        titles = {clause.label: clause.title for clause in clauses}
        numbered = [clause.label for clause in clauses if clause.key.isdigit()]
        limits = {numbered[0], numbered[-1]} if numbered and not cited else set()
        for match in _LABEL.finditer(answer.text):
            label = match[0]
            if label not in titles:
                yield f"没有第{label}条"
            elif label not in cited | limits and not _within_quote(answer, match.start()):
                yield f"第{label}条没有引文"
            following = answer.text[match.end() :]
            named = next(
                (title for title in titles.values() if following.startswith(title)),
                titles.get(label, ""),
            )
            if label in titles and named != titles[label]:
                yield f"第{label}条的标题不对"


def _loose_ranges(answer: Answer, said: Sequence[str]) -> Iterable[str]:
    """A range of money must be one that a quote, the question or the calculation has, not two ends put together."""
    calculation = answer.calculation
    sources = [*(citation.quote for citation in answer.citations), *said]
    known = {(a.value, a.upper) for text in sources for a in chinese_amounts(text)}
    if calculation is not None:
        known |= {(calculation.min, calculation.max)} | {(line.min, line.max) for line in calculation.lines}
        known |= {(a.value, a.upper) for line in calculation.lines for a in chinese_amounts(line.expression)}
        known |= set(_group_sums(calculation))
    for amount in chinese_amounts(answer.text):
        pair = (amount.value, amount.upper)
        if amount.kind is AmountKind.MONEY and amount.value != amount.upper and pair not in known:
            yield f"没有依据的区间：{amount.text}"


def _within_quote(answer: Answer, place: int) -> bool:
    return any(match.start() < place < match.end() for match in _QUOTED.finditer(answer.text))


def _figures(text: str) -> list[_Figure]:
    figures: list[_Figure] = []
    for amount in chinese_amounts(text):
        kind = "number" if amount.kind in (AmountKind.NUMBER, AmountKind.COUNT) else str(amount.kind)
        if amount.kind is AmountKind.DURATION:
            kind = f"duration-{'month' if '月' in amount.unit or 'month' in amount.unit else 'year'}"
        figures += [(kind, amount.value), (kind, amount.upper)]
    return figures


def _is_same(figure: _Figure, allowed: set[_Figure]) -> bool:
    """Whether a figure is allowed under another notation: money without its unit, a year within a date."""
    kind, value = figure
    values = {v for _, v in allowed}
    if kind in ("number", "date"):
        return value in values or any(k == "date" and str(v).startswith(str(value)) for k, v in allowed)
    if kind == "duration-month":
        return ("duration-year", value / 12) in allowed
    return kind == "money" and ("number", value) in allowed


def _calculated(calculation: Calculation) -> Iterable[_Figure]:
    for value in (calculation.min, calculation.max):
        yield "money", value
    for line in calculation.lines:
        yield from (("money", line.min), ("money", line.max), *_figures(line.expression))
    yield from (("money", value) for values in _group_sums(calculation) for value in values)
    for cap in calculation.caps:
        for field in fields(cap):
            value = getattr(cap, field.name)
            if isinstance(value, Decimal):
                yield "money", value
    for text in (*calculation.assumptions, *calculation.conditions):
        yield from _figures(text)


def _group_sums(calculation: Calculation) -> list[tuple[Decimal, Decimal]]:
    """The lowest and highest sum of the lines of each benefit, enterprise and year."""
    groups: dict[tuple[str, str, str], tuple[Decimal, Decimal]] = {}
    for line in calculation.lines:
        low, high = groups.get((line.benefit, line.enterprise, line.year), (Decimal(0), Decimal(0)))
        groups[line.benefit, line.enterprise, line.year] = low + line.min, high + line.max
    return list(groups.values())


def _dates(policy: Policy) -> set[_Figure]:
    return {
        ("date", Decimal(text))
        for day in (policy.effective, policy.expires, policy.issued)
        for text in (f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}")
    }


def _next_years(*texts: str) -> set[_Figure]:
    """Years of the question and the ones after, for money that is paid the year after; and today's."""
    years = {int(match[0]) for text in texts for match in re.finditer(r"20\d\d", text)} | {date.today().year}
    months = [""] + [f"{month:02d}" for month in range(1, 13)]
    days = {("date", Decimal(f"{date.today():%Y%m%d}"))}
    return days | {
        ("date", Decimal(f"{year + step}{month}")) for month in months for year in years for step in range(-1, 7)
    }


def _missing_bounds(answer: Answer) -> Iterable[str]:
    """A sum that is an upper limit must be told as one."""
    calculation = answer.calculation
    if calculation is None or calculation.bound != "at_most":
        return
    if not re.search(r"最高|最多|不超过|上限|封顶|至多|up to|at most|limit", answer.text):
        yield "最高额没有说明是最高"
