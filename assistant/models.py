"""Plain data passed between the layers. Offsets count characters of a policy's policy.txt."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

__all__ = [
    "Answer",
    "Bound",
    "Calculation",
    "CalculationLine",
    "CapEffect",
    "Citation",
    "Clause",
    "Department",
    "Derived",
    "Policy",
    "Sentence",
    "Status",
    "Step",
    "plain",
]


class Status(StrEnum):
    """What an answer is; the meaning of each is in docs/ARCHITECTURE.md."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    NOT_COVERED = "not_covered"
    OUT_OF_SCOPE = "out_of_scope"
    BLOCKED = "blocked"
    ERROR = "error"


class Bound(StrEnum):
    """How a figure binds: exactly, as an upper or lower limit, or as a range."""

    EXACT = "exact"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause: ``text == policy.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Department:
    """A department named at a clause's end; ``role`` is "lead" (牵头) or "support" (配合)."""

    name: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a policy: ``text == policy.text[start:end]``, heading included.

    key: "1"…"17" for numbered clauses, or the name of an unnumbered part ("附则").
    label: how a citation names it ("（十一）" or "附则"); section: the heading above it.
    """

    policy: str
    key: str
    label: str
    section: str
    title: str
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    departments: tuple[Department, ...] = ()

    @property
    def leads(self) -> tuple[str, ...]:
        """Names of the lead departments (牵头单位), in the text's order."""
        return tuple(d.name for d in self.departments if d.role == "lead")

    @property
    def supports(self) -> tuple[str, ...]:
        """Names of the supporting departments (配合单位), in the text's order."""
        return tuple(d.name for d in self.departments if d.role == "support")


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, cut into clauses.

    effective and expires are inclusive days; validity quotes the sentence that sets them.
    """

    id: str
    number: str
    title: str
    issuer: str
    issued: date
    effective: date
    expires: date
    city: str
    validity: str
    text: str
    clauses: tuple[Clause, ...]

    def clause(self, key: str) -> Clause:
        """The clause with this key; KeyError where there is none."""
        for clause in self.clauses:
            if clause.key == key:
                return clause
        raise KeyError(key)

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds this offset; KeyError where none does."""
        for clause in self.clauses:
            if clause.start <= offset < clause.end:
                return clause
        raise KeyError(offset)

    def cite(self, quote: str, clause: str | None = None) -> Citation:
        """A citation of these verbatim words (first place in the clause); ValueError if absent."""
        scope = self.clause(clause) if clause else None
        start = self.text.find(quote, scope.start if scope else 0, scope.end if scope else len(self.text))
        if start < 0:
            raise ValueError(f"not in clause {clause}: {quote}")
        part = scope or self.clause_at(start)
        return Citation(self.id, part.key, part.label, quote, start, start + len(quote))


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a policy that prove a reply: ``quote == policy.text[start:end]``."""

    policy: str
    clause: str
    label: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CalculationLine:
    """One row of a sum. ``min`` and ``max`` are yuan before any cap across lines; equal unless a range.

    expression: the arithmetic in words that a person can check, such as a count × an amount.
    enterprise, year: the group the line belongs to, empty where it does not matter.
    """

    benefit: str
    label: str
    expression: str
    min: Decimal
    max: Decimal
    bound: Bound
    enterprise: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class CapEffect:
    """A cap that applies to a group of lines, in yuan.

    limit: the cap; before: the group's sum without it; already_paid: paid earlier in the same
    group; allowed: what may still be paid; bites: whether it cut the sum.
    """

    benefit: str
    label: str
    limit: Decimal
    before: Decimal
    already_paid: Decimal
    allowed: Decimal
    bites: bool
    quote: str
    enterprise: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure worked out from a sum: what is left, the difference, how many.

    expression: the arithmetic in plain amounts, with + − × ÷; value: what it comes to, in yuan or,
    where ``unit`` is "count", a number of people or things, where it is "year", of years.
    """

    expression: str
    value: Decimal
    unit: str = "yuan"


@dataclass(frozen=True, slots=True)
class Calculation:
    """An exact sum in yuan with everything that led to it."""

    lines: tuple[CalculationLine, ...]
    min: Decimal
    max: Decimal
    bound: Bound
    caps: tuple[CapEffect, ...] = ()
    assumptions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    derived: tuple[Derived, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The calculation as JSON-ready values, just as an answer holds it."""
        values: dict[str, Any] = plain(asdict(self))
        return values


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to an answer, for the page's collapsible thoughts."""

    name: str
    detail: str
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with its proof; ``path`` is "rules" or "model", whichever worded it."""

    id: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    options: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    path: str = "rules"
    steps: tuple[Step, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON-ready values; amounts are whole yuan where they are whole."""
        values: dict[str, Any] = plain(asdict(self))
        return values


def plain(value: Any) -> Any:
    """A value of plain data as JSON-ready values; amounts are whole where they are whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
