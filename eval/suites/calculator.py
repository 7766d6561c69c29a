"""The calculator alone: the rules' own cases, the questions' golds, and every figure read anew from the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.benefits import Benefit, Case, Catalogue, Formula, Request, calculate
from assistant.errors import InputError, QuantityError, UnknownName
from assistant.models import Calculation
from eval.dataset import Question, load_sums
from eval.figures import money, percentages
from eval.intervals import Rate

__all__ = ["Check", "check_cases", "check_figures", "check_golds", "run", "summarise"]

_ERRORS = {"quantity": QuantityError, "input": InputError, "unknown": UnknownName}


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the calculator: what was tried, on which clause, and what is wrong ("" where nothing is)."""

    name: str
    clause: str
    problem: str = ""


def run(catalogue: Catalogue, questions: dict[str, Question]) -> dict[str, list[Check]]:
    """Every check, by suite."""
    return {
        "cases": list(check_cases(catalogue)),
        "golds": list(check_golds(catalogue, questions)),
        "figures": list(check_figures(catalogue)),
    }


def summarise(checks: list[Check]) -> dict[str, Any]:
    """The share that passes and the problems, JSON-ready."""
    problems = [{"name": item.name, "clause": item.clause, "problem": item.problem} for item in checks if item.problem]
    return {"rate": Rate(len(checks) - len(problems), len(checks)).to_json(), "problems": problems}


def check_cases(catalogue: Catalogue) -> Iterator[Check]:
    """The worked examples that stand beside each rule."""
    for benefit in catalogue:
        for case in benefit.cases:
            yield Check(f"{benefit.id}: {case.name}", benefit.clause, _case_problem(catalogue, benefit, case))


def check_golds(catalogue: Catalogue, questions: dict[str, Question]) -> Iterator[Check]:
    """The questions whose sum is written out in questions/sums.jsonl: each gold amount is what it comes to."""
    for question_id, sums in load_sums().items():
        question = questions[question_id]
        totals: set[Decimal] = set()
        for written in sums:
            result = _calculate(catalogue, written)
            totals |= {result.min, result.max}
        missing = sorted(set(question.yuan) - totals)
        problem = f"comes to {sorted(map(str, totals))}, gold {list(map(str, missing))}" if missing else ""
        yield Check(question.id, "、".join(question.clauses), problem)


def check_figures(catalogue: Catalogue) -> Iterator[Check]:
    """Each row's amount against its own words and its sentence, by the suite's own reader of figures."""
    for benefit in catalogue:
        for row in benefit.rows:
            if benefit.formula in (Formula.EQUIVALENCE, Formula.MATCH):
                continue
            read = percentages(row.quote) if row.unit == "%" else money(row.quote)
            problem = "" if {row.min, row.max} == read else f"{row.min}–{row.max} is not what {row.quote!r} says"
            yield Check(f"{benefit.id}: {row.key}", benefit.clause, problem)


def _case_problem(catalogue: Catalogue, benefit: Benefit, case: Case) -> str:
    given = dict(case.given)
    paid = {}
    if case.paid is not None:
        paid = {(benefit.id, given.get("enterprise", ""), given.get("year", "")): case.paid}
    rows = case.counts or ((benefit.rows[0].key, None),)
    try:
        result = calculate(catalogue, [Request(benefit.id, row, count, **given) for row, count in rows], paid)
    except InputError as error:
        expected = _ERRORS.get(case.error)
        return "" if expected and isinstance(error, expected) else f"refused: {error}"
    if case.error:
        return f"gives {result.max} where an error is due"
    if (result.min, result.max) != (case.low, case.high):
        return f"gives {result.min}–{result.max}, expected {case.low}–{case.high}"
    if case.capped is not None and any(cap.bites for cap in result.caps) != case.capped:
        return f"capped should be {case.capped}"
    return "" if case.bound in (None, result.bound) else f"bound {result.bound}, expected {case.bound}"


def _calculate(catalogue: Catalogue, written: dict[str, Any]) -> Calculation:
    requests = [Request(benefit, row, **quantities) for benefit, row, quantities in written["lines"]]
    paid = {(benefit, enterprise, year): Decimal(yuan) for benefit, enterprise, year, yuan in written.get("paid", ())}
    return calculate(catalogue, requests, paid)
