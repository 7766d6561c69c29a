"""The amounts and durations that a question gives for a sum, apart from those that it claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.answering.granted import Granted, granted_amounts
from assistant.benefits import Benefit, Formula
from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity, find_quantities
from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Inputs", "inputs_of", "segment_at"]

_NEAR = 14
_YEAR = 12
_YEARLY = 1
_FEWEST = 2
"""From so many durations and topics on it must be told whose each duration is."""
_BREAKS = ",;。?!"
_JOINED = re.compile("又|另|还有|再加|加上|、|和|以及")
_PERIOD = re.compile("支持期(?:就?是|为|只有|满)?$")
"""Before a number of years that only says how long the support lasts: the policy itself tells that."""
_BARE_MONEY = 1000
"""From here on a number without a unit beside words of payment is an amount in yuan."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Amounts of yuan and durations in a question that are given, not claimed.

    base: what a share is taken of; due: what limits it; paid: what was received before, each with
    where it stands, all in yuan; spent: what was used of the base; received: months paid before;
    used: the quantities taken up, so that none is also read as a claim; summed: the amounts that make
    the base, where it is told in several; shares: percentages of an award that were paid before;
    granted: amounts that were in fact granted, with their rows; part_of_year: the time given is no whole years.
    """

    base: Decimal | None = None
    due: Decimal | None = None
    paid: tuple[tuple[Decimal, int], ...] = ()
    months: int | None = None
    years: int | None = None
    used: tuple[Quantity, ...] = ()
    spent: Decimal | None = None
    received: int | None = None
    summed: tuple[Decimal, ...] = ()
    shares: tuple[Quantity, ...] = ()
    granted: tuple[Granted, ...] = ()
    part_of_year: bool = False


_FILLED = re.compile("(都|要是|全)?(评|选|遴选|招|建)(满|齐|够|足)")
"""What behind a year says that it is the one in which a quota is filled."""


def inputs_of(topic: Topic, benefit: Benefit, query: Query, phrases: Phrases) -> Inputs:
    """What the question, or one before it on the same topic, gives for this topic's sum."""
    money = [q for q in query.quantities if q.unit == "yuan" and q.value is not None]
    open_money = [q for q in money if not _tells_payment(segment_at(query.text, q.start), phrases)]
    base = _beside(query.text, open_money, topic.base) or _beside(query.text, money, topic.base)
    due = _beside(query.text, [q for q in money if q is not base], topic.due)
    dues = [q for q in money if q is not base and _is_after(query.text, q, topic.due)] if due else []
    bare = [q for q in query.quantities if q.unit == "bare" and (q.value or 0) >= _BARE_MONEY]
    bases = _bases(topic, query, [q for q in (*money, *bare) if q is not due], phrases) if base and not due else []
    owed = sum((q.value or Decimal(0) for q in dues), Decimal(0)) if len(dues) > 1 else _value(due)
    received = [q for q in (*money, *bare) if q not in (base, due, *dues, *bases)]
    paid = [q for q in received if _beside(query.text, [q], phrases.already_paid)]
    if len(paid) > 1:
        known = {row.max for row in benefit.rows} | ({benefit.cap.amount} if benefit.cap else set())
        paid = [q for q in paid if q.value not in known] or paid
    whole = sum((q.value or Decimal(0) for q in bases), Decimal(0)) if bases else _value(base)
    if whole is None and topic.base:
        whole = _base_before(topic, benefit, query, phrases, now_due=due is not None)
    if whole is None and len(money) == 1 and not paid and due is None and _goes_on(topic, query):
        base, whole = money[0], money[0].value
    others = [q for q in money if q not in (base, due, *dues, *bases)]
    spent = _beside(query.text, others, phrases.spent) if whole is not None else None
    shares = [q for q in query.quantities if q.unit == "percent" and _beside(query.text, [q], phrases.already_paid)]
    months = years = past = None
    broken = False
    told = find_quantities(query.text)
    spans = [q for q in told if q.unit in ("month", "year") and q.value is not None and not _is_yearly(q, told)]
    spans = _own_spans(topic, query, spans)
    if benefit.formula is Formula.PER_UNIT_MONTH:
        spans = [q for q in spans if not (_PERIOD.search(query.text, 0, q.start) or _FILLED.match(query.text, q.end))]
        months = _between_dates(query, benefit) or _whole_months(spans, benefit)
        if query.has("first_year") and not months:
            months = _YEAR
        besides = query.has("period_besides") and len(query.asked) > 1
        if query.has("entire") and not (besides or query.has("already_paid")) and (months or 0) <= _YEAR:
            months = None
        if months and query.has("remaining") and query.has("already_paid") and benefit.duration_months:
            past, months = months, max(benefit.duration_months - months, 0) or None
    elif benefit.formula is Formula.PER_UNIT_YEAR:
        told_years = [(q.value or Decimal(0)) / (_YEAR if q.unit == "month" else 1) for q in spans]
        years = next((int(span) for span in told_years if span and span == int(span)), None)
        broken = years is None and any(told_years)
    granted = () if query.has("remaining") and paid else granted_amounts(topic, benefit, query, phrases)
    paid = [q for q in paid if q not in [quantity for quantity, _ in granted]]
    used = tuple(q for q in (base, due, *dues, *bases, *paid, *shares, *(q for q, _ in granted)) if q is not None)
    before = tuple((q.value or Decimal(0), q.start) for q in paid) or _paid_earlier(topic, benefit, query, phrases)
    parts = tuple(q.value or Decimal(0) for q in bases)
    return Inputs(whole, owed, before, months, years, used, _value(spent), past, parts, tuple(shares), granted, broken)


def _goes_on(topic: Topic, query: Query) -> bool:
    """Whether a question goes on about a share of something, so that an amount alone is what it is taken of."""
    asks = query.has("asking") and not query.has("polar", "push_back", "correct")
    return asks and bool(topic.base) and query.previous is not None and topic.id in query.previous.topics


def _bases(topic: Topic, query: Query, money: Sequence[Quantity], phrases: Phrases) -> list[Quantity]:
    """The several amounts that a share is taken of together, where the question adds them up."""
    used = [q for q in money if _is_after(query.text, q, phrases.spent)]
    beside = [q for q in money if q not in used and _beside(query.text, [q], topic.base)]
    apart = any(count.enterprise or count.year for count in query.counts)
    joined = all(_JOINED.search(query.text, one.end, other.start) for one, other in pairwise(beside))
    spans = {q.value for q in query.quantities if q.unit == "year"}
    summed = len(beside) > 1 and (query.has("total") or joined or len(beside) in spans)
    return beside if summed and not (apart or query.has("remaining")) else []


def _base_before(topic: Topic, benefit: Benefit, query: Query, phrases: Phrases, *, now_due: bool) -> Decimal | None:
    """The base that the question before told, where this one asks what is left of its share or tells what limits it."""
    earlier = query.previous
    if earlier is None or topic.id not in earlier.topics or not (now_due or query.has("remaining", "total")):
        return None
    return inputs_of(topic, benefit, earlier, phrases).base


def _paid_earlier(topic: Topic, benefit: Benefit, query: Query, phrases: Phrases) -> tuple[tuple[Decimal, int], ...]:
    """What an earlier question on the same topic told as paid, where this one tells no other year or enterprise."""
    earlier = query.previous
    apart = any(count.enterprise or count.year for count in query.counts)
    if earlier is None or benefit.cap is None or topic.id not in earlier.topics or apart:
        return ()
    return tuple((amount, 0) for amount, _ in inputs_of(topic, benefit, earlier, phrases).paid)


def _own_spans(topic: Topic, query: Query, spans: Sequence[Quantity]) -> list[Quantity]:
    """Those of several durations that stand behind the name of this topic, where the question is on several topics."""
    places = sorted((count.start, count.topic) for count in query.counts if count.start >= 0)
    if len(spans) < _FEWEST or len({owner for _, owner in places}) < _FEWEST:
        return list(spans)
    owners = [[owner for start, owner in places if start <= span.start][-1:] for span in spans]
    return [span for span, owner in zip(spans, owners, strict=True) if owner in ([], [topic.id])]


def _is_yearly(span: Quantity, told: Sequence[Quantity]) -> bool:
    """Whether a year only says how often a number comes ("一年80名")."""
    return span.value == 1 and any(q.unit == "person" and 0 <= q.start - span.end <= _YEARLY for q in told)


def _between_dates(query: Query, benefit: Benefit) -> int | None:
    """The months from one month named to a later one, both counted; None where the question names no such two."""
    named = [date for date in query.dates if date.month]
    if len(named) != 2 or len(query.dates) != 2:
        return None
    first, last = named
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return months if 1 < months <= (benefit.duration_months or 600) else None


def _tells_payment(segment: str, phrases: Phrases) -> bool:
    return any(compiled(cue).search(segment) for cue in phrases.already_paid)


def _whole_months(spans: Sequence[Quantity], benefit: Benefit) -> int | None:
    """The time asked about in months; a single month beside a longer time only names the rate."""
    found: list[Decimal] = []
    for place, quantity in enumerate(spans):
        months = (quantity.value or Decimal(0)) * (_YEAR if quantity.unit == "year" else 1)
        before = spans[place - 1] if place else None
        if before and before.unit == "year" and quantity.unit == "month" and quantity.start - before.end <= _YEARLY:
            found[-1] += months
        else:
            found.append(months)
    whole = [
        int(months) for months in found if months == int(months) and 0 < months <= (benefit.duration_months or 600)
    ]
    return next((months for months in whole if months > 1), whole[0] if whole else None)


def _value(quantity: Quantity | None) -> Decimal | None:
    return quantity.value if quantity else None


def _beside(text: str, quantities: Sequence[Quantity], cues: Sequence[str]) -> Quantity | None:
    """The quantity nearest to one of these words, ahead or behind within a few characters."""
    best: tuple[int, Quantity] | None = None
    for quantity in quantities:
        for cue in cues:
            for match in compiled(cue).finditer(text):
                gap = quantity.start - match.end() if match.end() <= quantity.start else match.start() - quantity.end
                if 0 <= gap <= _NEAR and (best is None or gap < best[0]):
                    best = (gap, quantity)
    return best[1] if best else None


def _is_after(text: str, quantity: Quantity, cues: Sequence[str]) -> bool:
    """Whether a quantity stands right after one of these words."""
    ahead = text[max(0, quantity.start - _NEAR) : quantity.start]
    return any(compiled(f"(?:{cue})[^,;。?、]{{0,2}}$").search(ahead) for cue in cues)


def segment_at(text: str, place: int, breaks: str = _BREAKS) -> str:
    """The part of a text between punctuation marks around a place."""
    if place < 0:
        return ""
    begin = max(text.rfind(mark, 0, place) for mark in breaks) + 1
    ends = [end for mark in breaks if (end := text.find(mark, place)) >= 0]
    return text[begin : min(ends, default=len(text))]
