"""Benefits as plain data: who gets how much, by which words of the policy, under which conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.errors import UnknownName
from assistant.models import Bound, Citation, Policy
from assistant.policy import Library

__all__ = ["Benefit", "Cap", "Case", "Catalogue", "Duration", "Formula", "HighestOnly", "OtherFigure", "Row"]


class Formula(StrEnum):
    """How a row and the quantities asked about make a sum.

    fixed: the amount, once or for each of ``count``; per_unit: amount × count;
    per_unit_year: amount × count × years; per_unit_month: amount × count × months;
    share: a percentage of ``base``; match: a multiple of ``base``;
    equivalence: the text names an equal treatment and no amount, so there is no sum.
    """

    FIXED = "fixed"
    PER_UNIT = "per_unit"
    PER_UNIT_YEAR = "per_unit_year"
    PER_UNIT_MONTH = "per_unit_month"
    SHARE = "share"
    MATCH = "match"
    EQUIVALENCE = "equivalence"

    @property
    def counts(self) -> bool:
        """Whether it takes a number of people, projects or places."""
        return self in (Formula.FIXED, Formula.PER_UNIT, Formula.PER_UNIT_YEAR, Formula.PER_UNIT_MONTH)

    @property
    def takes_base(self) -> bool:
        """Whether it takes an amount of yuan that it is a share or a multiple of."""
        return self in (Formula.SHARE, Formula.MATCH)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a benefit.

    min, max: yuan, or percent where ``unit`` is "%", or the multiple of a match; equal unless a
    range; None where the text gives no amount, only ``equivalent``, what it is treated like.
    quote: the figure's own words, at ``policy.text[start:end]``. words: how people say the row.
    """

    key: str
    min: Decimal | None
    max: Decimal | None
    bound: Bound
    unit: str
    quote: str
    start: int
    end: int
    words: tuple[str, ...] = ()
    equivalent: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit over several lines.

    amount: yuan, or None where the request's ``due`` is the limit. per: what each group shares, of
    "enterprise" and "year". assumption: how the text was read where it leaves that open.
    """

    amount: Decimal | None
    per: tuple[str, ...]
    label: str
    quote: str
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a benefit is paid, in months, with the words that say so."""

    months: int
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example from the rule's own file; a test runs it.

    counts: row key to count; given: the other quantities of the request; paid: paid before;
    low, high: the sum expected, None where ``error`` is.
    """

    name: str
    counts: tuple[tuple[str, Any], ...]
    given: tuple[tuple[str, Any], ...] = ()
    paid: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    bound: Bound | None = None
    capped: bool | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a sentence of a policy grants.

    quote: the sentence, at the offset ``start`` of the policy; recipient: who gets the money;
    payable: False for a share of the holder's own money; once: paid a single time; fund: where
    the money comes from, if the text says; conditions: to be met or stated; open_questions: what
    the text leaves open; words and asks: how people say it and ask for it.
    claims: the spans of the policy whose figures this benefit accounts for.
    """

    id: str
    policy: str
    clause: str
    title: str
    quote: str
    start: int
    recipient: str
    formula: Formula
    unit: str
    bound: Bound
    rows: tuple[Row, ...]
    payable: bool = True
    once: bool = False
    cap: Cap | None = None
    duration: Duration | None = None
    fund: str = ""
    conditions: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    claims: tuple[tuple[int, int], ...] = ()

    @property
    def by_head(self) -> bool:
        """Whether it is paid for each person, and not for a team or a thing."""
        return self.unit.split("/")[1:2] == ["人"]

    @property
    def duration_months(self) -> int | None:
        """Months for which it is paid; None where the text sets no time."""
        return self.duration.months if self.duration else None

    @property
    def duration_years(self) -> int | None:
        """Whole years for which it is paid; None where the text sets no time."""
        return self.duration.months // 12 if self.duration else None

    @property
    def has_amount(self) -> bool:
        """Whether the text gives a figure to calculate with."""
        return self.formula is not Formula.EQUIVALENCE

    @property
    def takes(self) -> tuple[str, ...]:
        """The quantities that a request for it may give, of count, years, months, base and due."""
        places = {
            "count": self.formula.counts,
            "years": self.formula is Formula.PER_UNIT_YEAR,
            "months": self.formula is Formula.PER_UNIT_MONTH,
            "base": self.formula.takes_base,
            "due": self.cap is not None and self.cap.amount is None,
        }
        return tuple(name for name, taken in places.items() if taken)

    def row(self, key: str) -> Row:
        """The row with this key; UnknownName where there is none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise UnknownName(f"「{self.title}」的档次", key, (row.key for row in self.rows))

    def citations(self, policy: Policy) -> tuple[Citation, ...]:
        """The words that prove it: its sentence, and its cap's where that stands elsewhere."""
        quotes = [self.quote]
        if self.cap and self.cap.quote not in self.quote:
            quotes.append(self.cap.quote)
        return tuple(policy.cite(quote, self.clause) for quote in quotes)


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure of the text that is no benefit: a target, quota, date, reference… and what it means.

    clause: "" where it stands outside the clauses. benefit: the benefit that it belongs to, if any.
    """

    policy: str
    clause: str
    kind: str
    quote: str
    meaning: str
    benefit: str = ""
    claims: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HighestOnly:
    """The rule of a policy that of several awards for one thing only the highest is paid."""

    policy: str
    clause: str
    quote: str
    assumption: str


class Catalogue:
    """All benefits of a library, in the order of the texts."""

    def __init__(
        self,
        library: Library,
        benefits: Iterable[Benefit],
        figures: Iterable[OtherFigure] = (),
        highest_only: Iterable[HighestOnly] = (),
    ) -> None:
        self.library = library
        self.benefits = tuple(benefits)
        self.figures = tuple(figures)
        self.highest_only = tuple(highest_only)
        self._by_id = {benefit.id: benefit for benefit in self.benefits}
        self._citations = {b.id: b.citations(library.policy(b.policy)) for b in self.benefits}

    def __iter__(self) -> Iterator[Benefit]:
        return iter(self.benefits)

    def benefit(self, benefit_id: str) -> Benefit:
        """The benefit with this id; UnknownName where there is none."""
        try:
            return self._by_id[benefit_id]
        except KeyError:
            raise UnknownName("补贴项目", benefit_id, self._by_id) from None

    def of_clause(self, policy: str, key: str) -> tuple[Benefit, ...]:
        """The benefits of one clause, in the text's order."""
        return tuple(b for b in self.benefits if b.policy == policy and b.clause == key)

    @property
    def row_keys(self) -> dict[str, tuple[str, ...]]:
        """The id of every benefit -> the keys of its rows."""
        return {benefit.id: tuple(row.key for row in benefit.rows) for benefit in self.benefits}

    def citations(self, benefit_id: str) -> tuple[Citation, ...]:
        """The citations of one benefit, made once."""
        return self._citations[self.benefit(benefit_id).id]
