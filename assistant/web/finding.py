"""Find clauses by words, number, money, department, audience, or the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.benefits import Amount, AmountKind, chinese_amounts
from assistant.errors import InputError
from assistant.language.normalise import normalise
from assistant.models import Clause, Policy
from assistant.policy import Library
from assistant.web.clauses import Span

__all__ = ["Hit", "Wanted", "departments", "find_clauses"]

_FIGURES = frozenset({AmountKind.MONEY, AmountKind.PERCENT, AmountKind.RATIO})
_NUMBERS = frozenset({AmountKind.MONEY, AmountKind.NUMBER})
_REFERENCE = re.compile(r"第?[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[条款]?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find; empty means any.

    text: words that must all occur, a clause's number, or an amount of money. role: "lead" or "support",
    only beside a department. clauses: keys as (policy, clause), e.g. of an audience.
    """

    text: str = ""
    department: str = ""
    role: str = ""
    clauses: frozenset[tuple[str, str]] | None = None
    figures_only: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether nothing in particular is wanted."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause with the places that were looked for."""

    policy: Policy
    clause: Clause
    spans: tuple[Span, ...] = ()


def departments(library: Library) -> tuple[str, ...]:
    """Every department that a clause names, in the order of the texts."""
    return tuple(dict.fromkeys(d.name for clause in library.clauses() for d in clause.departments))


def find_clauses(library: Library, wanted: Wanted) -> list[Hit]:
    """The clauses that match, in the order of the texts."""
    text = normalise(wanted.text)
    referred = _referred(library, text)
    hits = []
    for policy in library.policies:
        for clause in policy.clauses:
            if not _passes(clause, wanted) or (referred and clause is not referred):
                continue
            spans = list(_figure_spans(clause)) if wanted.figures_only else []
            spans += _department_spans(clause, wanted)
            if text and not referred:
                found = _text_spans(clause, text)
                if not found:
                    continue
                spans = found
            hits.append(Hit(policy, clause, tuple(spans)))
    return hits


def _passes(clause: Clause, wanted: Wanted) -> bool:
    if wanted.clauses is not None and (clause.policy, clause.key) not in wanted.clauses:
        return False
    if wanted.department and not _department_spans(clause, wanted):
        return False
    return not wanted.figures_only or any(_figure_spans(clause))


def _department_spans(clause: Clause, wanted: Wanted) -> list[Span]:
    return [
        (d.start, d.end)
        for d in clause.departments
        if d.name == wanted.department and (not wanted.role or d.role == wanted.role)
    ]


def _referred(library: Library, text: str) -> Clause | None:
    if not _REFERENCE.fullmatch(text):
        return None
    try:
        return library.find_clause(text)
    except InputError:
        return None


def _figure_spans(clause: Clause) -> Iterator[Span]:
    for amount in chinese_amounts(clause.text):
        if amount.kind in _FIGURES:
            yield clause.start + amount.start, clause.start + amount.end


def _text_spans(clause: Clause, text: str) -> list[Span]:
    """Where all the words stand; empty unless each occurs."""
    spans: list[Span] = []
    for word in text.split():
        found = list(_word_spans(clause, word)) or list(_amount_spans(clause, word))
        if not found:
            return []
        spans += found
    return spans


def _word_spans(clause: Clause, word: str) -> Iterator[Span]:
    for match in re.finditer(re.escape(word), clause.text, re.IGNORECASE):
        yield clause.start + match.start(), clause.start + match.end()


def _amount_spans(clause: Clause, word: str) -> Iterator[Span]:
    asked = chinese_amounts(word)
    if len(asked) != 1 or asked[0].kind not in _NUMBERS or asked[0].text != word:
        return
    for amount in _money(chinese_amounts(clause.text)):
        if asked[0].value in (amount.value, amount.upper):
            yield clause.start + amount.start, clause.start + amount.end


def _money(amounts: Iterable[Amount]) -> Sequence[Amount]:
    return [amount for amount in amounts if amount.kind is AmountKind.MONEY]
