"""Amounts that were in fact granted, where the policy only sets a limit or a range for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.benefits import Benefit, Request, Row
from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.models import Bound
from assistant.policy.strict import compiled

__all__ = ["Granted", "granted_amounts", "with_granted"]

Granted = tuple[Quantity, str]
"""An amount, and the key of the row that it was granted for."""

_AHEAD, _BEHIND = 12, 6
_LISTED = re.compile("^[、和,及与][^,;。?!]{1,12}$")
"""Between two amounts of one list."""
_BREAKS = ",;。?!"


def granted_amounts(topic: Topic, benefit: Benefit, query: Query, phrases: Phrases) -> tuple[Granted, ...]:
    """The amounts that the question says were granted for rows of a benefit, each with its row.

    None where it asks whether a figure is true: that is a claim to be checked, not what was granted.
    """
    if query.has("confirm", "asserted", "push_back", "polar"):
        return ()
    money = [q for q in query.quantities if q.unit in ("yuan", "bare") and q.value is not None and q.value > 0]
    found: dict[str, Quantity] = {}
    last: Quantity | None = None
    for quantity in money:
        rows = [row for row in _rows_at(topic, benefit, query, quantity.start) if row.key not in found]
        row = next((row for row in rows if _fits(row, quantity.value or Decimal(0))), None)
        listed = last is not None and _LISTED.search(query.text[last.end : quantity.start]) is not None
        if row is not None and (listed or _is_granted(query.text, quantity, phrases)):
            found[row.key] = last = quantity
    return tuple((quantity, key) for key, quantity in found.items())


def with_granted(
    benefit: Benefit, granted: Sequence[Granted], requests: Sequence[Request], query: Query
) -> list[Request]:
    """The requests, those of a row that was granted an amount with that amount; such a row counts though none did."""
    several = len(benefit.rows) > 1
    amounts = {key if several else "": quantity.value for quantity, key in granted}
    rows = _named_rows(benefit, query) if several else []
    starts = {count.row: count.start for count in query.counts if count.row in rows}
    taken = {starts[row] for row in amounts if row in starts}
    open_rows = [row for row in rows if row not in amounts and starts.get(row, -1) not in taken]
    known = {request.row for request in requests}
    found = [
        replace(request, granted=amounts.get(request.row))
        for request in requests
        if request.row in amounts or starts.get(request.row, -1) not in taken
    ]
    further = [Request(benefit.id, row, count=1, granted=value) for row, value in amounts.items() if row not in known]
    if not found and query.has("total"):
        further += [Request(benefit.id, row, count=1) for row in open_rows]
    return [*found, *further] if found or query.has("total") else []


def _named_rows(benefit: Benefit, query: Query) -> list[str]:
    keys = {row.key for row in benefit.rows}
    return [count.row for count in query.counts if count.row in keys]


def _rows_at(topic: Topic, benefit: Benefit, query: Query, place: int) -> Iterator[Row]:
    """The rows that an amount may belong to: the one named last before it, the others named, then the rest."""
    nearest = max((c for c in query.counts if c.start <= place), key=lambda c: c.start, default=None)
    if nearest is not None and nearest.topic != topic.id:
        return
    named = [count for count in query.counts if count.topic == topic.id and count.row]
    before = sorted((count for count in named if count.start <= place), key=lambda count: -count.start)
    after = sorted((count for count in named if count.start > place), key=lambda count: count.start)
    keys = dict.fromkeys(count.row for count in (*before, *after))
    if not named or topic.together:
        keys |= dict.fromkeys(row.key for row in benefit.rows)
    yield from (benefit.row(key) for key in keys if key in {row.key for row in benefit.rows})


def _fits(row: Row, amount: Decimal) -> bool:
    """Whether the policy leaves it open to grant this amount: below a limit, or within a range."""
    if row.min is None or row.max is None or row.unit == "%":
        return False
    return row.min <= amount <= row.max if row.bound is Bound.RANGE else row.bound is Bound.AT_MOST and amount < row.max


def _is_granted(text: str, quantity: Quantity, phrases: Phrases) -> bool:
    begin = max(text.rfind(mark, 0, quantity.start) for mark in _BREAKS) + 1
    ends = [end for mark in _BREAKS if (end := text.find(mark, quantity.end)) >= 0]
    ahead = text[max(begin, quantity.start - _AHEAD) : quantity.start]
    behind = text[quantity.end : min([quantity.end + _BEHIND, *ends])]
    return any(compiled(f"(?:{cue})[^\\d]{{0,6}}$").search(ahead) for cue in phrases.granted) or any(
        compiled(cue).search(behind) for cue in phrases.granted_after
    )
