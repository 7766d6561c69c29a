"""Conditions: which of them a question shows to be unmet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.quantities import Quantity
from assistant.language.query import Query
from assistant.language.topics import Condition, Order, Threshold, Topic
from assistant.policy.strict import compiled

__all__ = ["met_condition", "unmet_conditions"]

_DAYS = {"年": Decimal(365), "月": Decimal(365) / 12, "日": Decimal(1)}
_UNITS = {"year": "年", "month": "月", "day": "日"}
_NEAR = 12
_PASSED = re.compile(r"[了满才到刚够过]$")
"""What stands right before a time that has passed."""


def unmet_conditions(topic: Topic, query: Query) -> list[tuple[Condition, str]]:
    """The topic's conditions that the question's own words show to be unmet, with those words."""
    own = replace(query, text=_own_text(topic, query))
    found = ((condition, _unmet_by(condition, own)) for condition in topic.conditions)
    return [(condition, said) for condition, said in found if said]


def _own_text(topic: Topic, query: Query) -> str:
    """The question without those of its single questions that are only about other topics of several."""
    if len(query.topics) < 2:
        return query.text
    text = query.text
    own = {asked.text for asked in query.asked if asked.topic == topic.id}
    for asked in query.asked:
        if own and asked.text not in own:
            text = text.replace(asked.text, " " * len(asked.text))
    return text


def met_condition(topic: Topic, query: Query) -> Condition | None:
    """A condition on a duration that the question names and that is reached."""
    return next((c for c in topic.conditions if c.at_least and _reaches(c, query)), None)


def _unmet_by(condition: Condition, query: Query) -> str:
    if condition.at_least is not None:
        reached = _reaches(condition, query)
        if reached is not None:
            return "" if reached else str(condition.at_least.value)
    if condition.no_less is not None and (said := _falls_short(condition.no_less, query)):
        return said
    if any(compiled(pattern).search(query.text) for pattern in condition.met):
        return ""
    matches = (compiled(pattern).search(query.text) for pattern in condition.unmet)
    return next((match[0] for match in matches if match), "")


def _reaches(condition: Condition, query: Query) -> bool | None:
    """Whether a duration named near the condition's words is long enough; None where none is named."""
    threshold = condition.at_least
    if threshold is None:
        return None
    places = [m.start() for word in threshold.near for m in re.finditer(re.escape(word), query.text)]
    told = [q for q in query.quantities if q.unit in _UNITS and q.value is not None]
    if any(_interrupts(quantity, threshold, query.text) for quantity in told):
        return None
    for quantity in told:
        if any(abs(place - quantity.start) <= _NEAR for place in places):
            days = (quantity.value or Decimal(0)) * _DAYS[_UNITS[quantity.unit]]
            return days + Decimal("0.5") >= threshold.value * _DAYS[threshold.unit]
    if query.has("polar") and (short := _only_duration(query)) is not None:
        days = (short.value or Decimal(0)) * _DAYS[_UNITS[short.unit]]
        return False if days < threshold.value * _DAYS[threshold.unit] else None
    since = [day.first() for day in query.dates if day.month and day.first() <= query.as_of]
    if places and len(since) == 1 and query.has("since"):
        return Decimal((query.as_of - since[0]).days) >= threshold.value * _DAYS[threshold.unit]
    return None


def _interrupts(quantity: Quantity, threshold: Threshold, text: str) -> bool:
    """Whether a duration is one for which what must last was broken off ("中间断了两个月")."""
    ahead = text[: quantity.start].rstrip("了过")
    return any(ahead.endswith(word) for word in threshold.broken)


def _falls_short(order: Order, query: Query) -> str:
    """The percentage named beside one thing, where it is below that named beside the other; empty otherwise."""
    shares = [q for q in query.quantities if q.unit == "percent" and q.value is not None]
    own, other = (_beside(words, shares, query.text) for words in (order.this, order.than))
    if own is None or other is None or own is other:
        return ""
    return own.text if (own.value or Decimal(0)) < (other.value or Decimal(0)) else ""


def _beside(words: Sequence[str], quantities: Sequence[Quantity], text: str) -> Quantity | None:
    """The first quantity after the last of these words, within a few characters."""
    ends = [match.end() for word in words for match in compiled(word).finditer(text)]
    gaps = [(q.start - end, q) for end in ends for q in quantities if 0 <= q.start - end <= _NEAR]
    return min(gaps, key=lambda gap: gap[0])[1] if gaps else None


def _only_duration(query: Query) -> Quantity | None:
    """The one duration that a question says has passed, None where there are more or none."""
    named = [q for q in query.quantities if q.unit in _UNITS and q.value is not None]
    return named[0] if len(named) == 1 and _PASSED.search(query.text, 0, named[0].start) else None
