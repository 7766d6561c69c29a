"""Load the benefit files of every policy and hold each figure against the words it quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from assistant.benefits.catalogue import Benefit, Cap, Case, Catalogue, Duration, HighestOnly, OtherFigure
from assistant.benefits.schema import BenefitFile, BenefitSpec, CaseSpec, FigureFile, FigureSpec
from assistant.benefits.text import Place, TextCheck
from assistant.errors import CorpusError
from assistant.models import Clause, Policy
from assistant.policy import Library
from assistant.policy.strict import read_file

__all__ = ["FIGURES_FILE", "load_benefits"]

FIGURES_FILE = "figures.yaml"


def load_benefits(corpus: Path, library: Library) -> Catalogue:
    """The benefits under ``corpus/policies/<id>/benefits``; a policy may have none.

    CorpusError where a file breaks its schema, a quote is not in its clause, or a figure is not
    what its quote says; the message names the file and the place.
    """
    benefits: dict[str, Benefit] = {}
    figures: list[OtherFigure] = []
    highest: list[HighestOnly] = []
    for policy in library.policies:
        folder = corpus / "policies" / policy.id / "benefits"
        files = [(path, read_file(path, BenefitFile)) for path in sorted(folder.glob("[0-9]*.yaml"))]
        for path, content in files:
            clause = _clause(policy, content.clause, path)
            for spec in content.benefits:
                if spec.id in benefits:
                    raise CorpusError(f"{path}: 重复的补贴项目“{spec.id}”，已在第{benefits[spec.id].clause}条")
                benefits[spec.id] = _benefit(policy, clause, spec, path)
            if content.highest_only:
                rule = content.highest_only
                TextCheck(policy, clause, Place(path, "highest_only")).find(rule.quote)
                highest.append(HighestOnly(policy.id, clause.key, rule.quote, rule.assumption))
        if (folder / FIGURES_FILE).is_file():
            figures.extend(_figures(policy, folder / FIGURES_FILE, benefits))
    return Catalogue(library, benefits.values(), figures, highest)


def _clause(policy: Policy, key: str, path: Path) -> Clause:
    try:
        return policy.clause(key)
    except KeyError:
        allowed = "、".join(clause.key for clause in policy.clauses)
        raise CorpusError(f"{path}: clause: 没有“{key}”；可用的条款：{allowed}") from None


def _benefit(policy: Policy, clause: Clause, spec: BenefitSpec, path: Path) -> Benefit:
    place = Place(path, spec.id)
    check = TextCheck(policy, clause, place)
    start = check.find(spec.quote)
    rows = check.rows(spec, start)
    benefit = Benefit(
        id=spec.id,
        policy=policy.id,
        clause=clause.key,
        title=spec.title,
        quote=spec.quote,
        start=start,
        recipient=spec.recipient,
        formula=spec.formula,
        unit=spec.unit,
        bound=spec.bound,
        rows=rows,
        payable=spec.payable,
        once=spec.once,
        fund=spec.fund,
        conditions=spec.conditions,
        open_questions=spec.open_questions,
        words=spec.words,
        asks=spec.asks,
        cases=tuple(_case(case) for case in spec.cases),
    )
    if spec.fund:
        check.find(spec.fund)
    cap = _cap(spec, check)
    duration = _duration(spec, check)
    return replace(benefit, cap=cap, duration=duration, claims=tuple(check.claims))


def _cap(spec: BenefitSpec, check: TextCheck) -> Cap | None:
    if spec.cap is None:
        return None
    amount = spec.cap.amount if isinstance(spec.cap.amount, Decimal) else None
    if amount is None:
        check.find(spec.cap.quote)
    else:
        check.at_most(spec.cap.quote, amount, "cap")
    return Cap(amount, spec.cap.per, spec.cap.label, spec.cap.quote, spec.cap.assumption)


def _duration(spec: BenefitSpec, check: TextCheck) -> Duration | None:
    if spec.duration is None:
        return None
    check.years(spec.duration.quote, spec.duration.years)
    return Duration(12 * spec.duration.years, spec.duration.quote)


def _case(spec: CaseSpec) -> Case:
    low, high = spec.out or (None, None)
    counts, given = tuple(spec.counts.items()), tuple(spec.given.items())
    return Case(spec.name, counts, given, spec.paid, low, high, spec.bound, spec.capped, spec.error)


def _figures(policy: Policy, path: Path, benefits: dict[str, Benefit]) -> Iterator[OtherFigure]:
    for number, spec in enumerate(read_file(path, FigureFile).figures, start=1):
        place = Place(path, f"figures.{number}")
        if spec.benefit and spec.benefit not in benefits:
            raise CorpusError(f"{place}: 没有补贴项目“{spec.benefit}”；可用的：{'、'.join(benefits)}")
        yield OtherFigure(
            policy.id, spec.clause, spec.kind, spec.quote, spec.meaning, spec.benefit, _occurrences(policy, spec, place)
        )


def _occurrences(policy: Policy, spec: FigureSpec, place: Place) -> tuple[tuple[int, int], ...]:
    if spec.clause:
        start = TextCheck(policy, _clause(policy, spec.clause, place.path), place).find(spec.quote)
        return ((start, start + len(spec.quote)),)
    spans = []
    start = policy.text.find(spec.quote)
    while start >= 0:
        if not any(clause.start <= start < clause.end for clause in policy.clauses):
            spans.append((start, start + len(spec.quote)))
        start = policy.text.find(spec.quote, start + 1)
    if not spans:
        raise CorpusError(f"{place}: 条款之外的正文没有“{spec.quote}”")
    return tuple(spans)
