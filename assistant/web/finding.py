"""Find clauses by words, number, money, department, audience, or the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.benefits import AmountKind, chinese_amounts
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
    words = [(word, normalise(word)) for word in wanted.text.split()]
    referred = _referred(library, normalise(wanted.text))
    hits = []
    for policy in library.policies:
        for clause in policy.clauses:
            if not _passes(clause, wanted) or (referred and clause is not referred):
                continue
            spans = list(_figure_spans(clause)) if wanted.figures_only else []
            spans += _department_spans(clause, wanted)
            if words and not referred:
                found = _text_spans(clause, words)
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


def _text_spans(clause: Clause, words: Sequence[tuple[str, str]]) -> list[Span]:
    """Where all the words stand, as typed or else normalised; empty unless each occurs."""
    spans: list[Span] = []
    for typed, word in words:
        found = list(_word_spans(clause, typed) or _word_spans(clause, word) or _amount_spans(clause, word))
        if not found:
            return []
        spans += found
    return spans


def _word_spans(clause: Clause, word: str) -> list[Span]:
    found = re.finditer(re.escape(word), clause.text, re.IGNORECASE) if word else ()
    return [(clause.start + match.start(), clause.start + match.end()) for match in found]


def _amount_spans(clause: Clause, word: str) -> list[Span]:
    """Where the same money stands, however the text writes it."""
    asked = chinese_amounts(word)
    if len(asked) != 1 or asked[0].kind not in _NUMBERS or asked[0].text != word:
        return []
    return [
        (clause.start + amount.start, clause.start + amount.end)
        for amount in chinese_amounts(clause.text)
        if amount.kind is AmountKind.MONEY and asked[0].value in (amount.value, amount.upper)
    ]
