"""Does a figure that the speaker believes agree with the policy's?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.benefits import AmountKind, Benefit, chinese_amounts
from assistant.language.quantities import Quantity
from assistant.language.query import Query
from assistant.language.topics import Proportion, Topic
from assistant.policy.strict import compiled

__all__ = ["claimed", "is_false"]

_PERCENT = (AmountKind.PERCENT,)
_KINDS = {
    "yuan": (AmountKind.MONEY,),
    "percent": _PERCENT,
    "year": (AmountKind.DURATION,),
    "month": (AmountKind.DURATION,),
    "person": (AmountKind.COUNT,),
    "place": (AmountKind.COUNT,),
    "project": (AmountKind.COUNT,),
}


def claimed(query: Query, used: Sequence[Quantity]) -> list[Quantity]:
    """The figures that a question states as the policy's, not as its own case."""
    if not query.has("confirm", "push_back", "polar"):
        return []
    counted = set() if "quota" in query.aspects else {count.value for count in query.counts}
    money = [q for q in query.quantities if q.unit in ("yuan", "percent") and q.value is not None]
    if not query.has("confirm", "push_back"):
        return [q for q in money if q.value not in {quantity.value for quantity in used}]
    others = [
        q
        for q in query.quantities
        if q.unit in ("year", "month", "person", "place", "project")
        and q.value not in (None, 1)
        and q.value not in counted
    ]
    bare = [q for q in query.quantities if q.unit == "bare" and q.value is not None and q.value >= 500]
    told = {quantity.value for quantity in used}
    return [q for q in (*money, *others, *bare) if q.value not in told]


def is_false(quantity: Quantity, topic: Topic, benefit: Benefit | None, rows: Sequence[str], text: str) -> bool | None:
    """Whether a claimed figure differs from the topic's; None where the topic has no figure of its kind.

    rows: the rows that the question names; a figure of another row does not make a claim true. text: the
    question, by which one of several proportions is known.
    """
    truths = set(_truths(quantity, topic, benefit, rows))
    if quantity.unit == "percent" and (meant := _proportions_meant(topic, text)):
        truths = {amount.value for one in meant for amount in chinese_amounts(one.quote) if amount.kind in _PERCENT}
    if not truths or quantity.value is None:
        return None
    return quantity.value not in truths


def _proportions_meant(topic: Topic, text: str) -> list[Proportion]:
    """The proportions whose part and whole the question names, else those whose part it names by its longest name."""
    named = [one for one in topic.proportions if one.part in text]
    whole = [one for one in named if any(compiled(word).search(text) for word in one.words)]
    longest = max((len(one.part) for one in named), default=0)
    return whole or [one for one in named if len(one.part) == longest]


def _truths(quantity: Quantity, topic: Topic, benefit: Benefit | None, rows: Sequence[str]) -> Iterable[Decimal]:
    if quantity.unit in ("yuan", "bare") and benefit is not None:
        for row in benefit.rows:
            if (not rows or row.key in rows) and row.min is not None and row.max is not None and row.unit != "%":
                yield row.min
                yield row.max
        if benefit.cap and benefit.cap.amount is not None:
            yield benefit.cap.amount
        if topic.together and (not rows or len(rows) == len(benefit.rows)):
            yield sum((row.max or Decimal(0) for row in benefit.rows), Decimal(0))
    kinds = _KINDS.get(quantity.unit, (AmountKind.MONEY,))
    quotes = [fact.quote for fact in topic.facts] + [row.quote for row in topic.rows.values()]
    if quantity.unit in ("yuan", "bare") and benefit is not None and benefit.has_amount:
        return
    for quote in quotes:
        for amount in chinese_amounts(quote):
            if amount.kind in kinds:
                value = amount.value * 12 if quantity.unit == "month" and amount.unit.endswith("年") else amount.value
                yield value
                yield amount.upper
