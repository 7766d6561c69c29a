"""What a question leaves out, taken from what was said before."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.language.merging import merged_counts
from assistant.language.query import Query
from assistant.language.recalling import taken_up
from assistant.language.topics import Topic
from assistant.language.understand import Understanding
from assistant.policy.strict import compiled

__all__ = ["continued", "goes_on_from"]

_CLEAR = 0.5
"""A topic's score from which a question without follow-up words stands by itself."""
_FAIR = 0.35
"""The same for a question whose names are none that the topic before could tell apart."""
_VERY_CLEAR = 0.8
"""The same for a question with follow-up words."""
_NEAR = 0.7
"""The share of the best score from which the topic before may as well be meant."""
_BEGINNING = 2
"""How many characters of a row's name tell it in a follow-up."""
_FRAME = re.compile("^(那|那么|换成|要是)+|(的话)?[的呢啊呀]*[?。!]*$")
"""What a follow-up puts around the piece of a name."""
_MEASURED = frozenset({"percent"})
"""What is told of two things in two turns to be compared."""
_FAR = 0.2
"""The share of the best score up to which the topic before is not meant."""


def continued(understanding: Understanding, previous: Query | None, current: Query) -> Query:
    """The current question with what it leaves out taken from the turns before, which it then holds."""
    query = replace(_continued(understanding, previous, current), previous=previous)
    return taken_up(understanding, current, query)


def goes_on_from(previous: Query, current: Query) -> bool:
    """Whether a question only asks about what the turn before told without asking ("我拿了奖", "能奖多少")."""
    inherited = previous.previous.aspects if previous.previous else ()
    asked = previous.has("asking", "polar", "follow_up") or set(previous.aspects) - set(inherited)
    told = previous.topics and not asked
    units = {quantity.unit for quantity in previous.quantities} & _MEASURED
    counts = any(quantity.unit not in units for quantity in current.quantities)
    own = current.named or current.values or counts or current.steering or current.dates
    return bool(told) and current.has("asking") and not own and not previous.steering


def _continued(understanding: Understanding, previous: Query | None, current: Query) -> Query:
    """The current question with its topic, rows, aspects and counts filled from the previous one.

    What the question names replaces; a question that stands by itself takes nothing over; "再加上"
    adds its counts to the previous ones; doubt without a new topic keeps the topic.
    """
    if previous is None or not previous.topics:
        return understanding.resolved(replace(current, flags=current.flags - {"push_back", "accumulate", "take_away"}))
    if _stands_alone(understanding, previous, current):
        leaves_out = current.has("follow_up") or not current.has("asking")
        current = understanding.resolved(_inherit_aspects(previous, current) if leaves_out else current)
        return _with_pointed_rows(understanding, previous, current)
    if current.has("joins") and _both_pay(previous, current) and not set(current.topics) <= set(previous.topics):
        return merged_counts(understanding, previous, understanding.resolved(current))
    query = replace(
        current,
        topics=previous.topics,
        confidence=previous.confidence,
        gap=_gap(understanding, current),
        subject="",
        overview="",
    )
    query = understanding.resolved(_inherit_aspects(previous, query))
    query = _drop_empty_siblings(understanding, query)
    query = _inherit_rows(understanding, previous, query)
    return merged_counts(understanding, previous, query)


def _with_pointed_rows(understanding: Understanding, previous: Query, query: Query) -> Query:
    """A question on another topic, of the row whose names the one before told, where it points back ("做它补多少")."""
    if not query.has("pronoun"):
        return query
    rows = dict(query.rows)
    for topic in understanding.topics_of(query):
        if topic.rows and not rows.get(topic.id) and not query.absent.get(topic.id):
            told = [
                key
                for key, row in topic.rows.items()
                if any(value in previous.values.get(kind, ()) for kind, value in row.facets.items())
            ]
            rows[topic.id] = tuple(told) if len(told) == 1 else ()
    return replace(query, rows=rows)


def _gap(understanding: Understanding, current: Query) -> str:
    """A gap that the follow-up names clearly enough by itself."""
    own = next((gap for gap in understanding.knowledge.gaps if gap.id == current.gap), None)
    if own is not None and not own.aspect and not current.topics:
        return own.id
    best = current.ranking[0] if current.ranking else None
    return current.gap if best is not None and best.label == current.gap and best.score >= _CLEAR else ""


def _stands_alone(understanding: Understanding, previous: Query, current: Query) -> bool:
    best = current.ranking[0].score if current.ranking else 0.0
    told_apart = {name for topic in understanding.topics_of(previous) for name in topic.dimensions}
    held = max((item.score for item in current.ranking if item.label in previous.topics), default=0.0)
    near = held > _NEAR * best and not current.named
    if current.topics and best >= _FAIR and not near and _rules_out(understanding, previous, current):
        return True
    bare = current.has("follow_up") and not (current.named or current.aspects)
    if bare and current.values and current.values.keys() <= previous.values.keys():
        return False
    if current.topics and current.values and not current.values.keys() & told_apart and best >= _FAIR and not near:
        return True
    only_rows = bool(current.values) and current.values.keys() <= told_apart
    if only_rows and not (current.named or current.aspects or best >= _VERY_CLEAR):
        return False
    if current.has("new_subject") and (current.topics or current.gap or current.subject):
        return True
    if current.has("joins") and (set(current.topics) <= set(previous.topics) or _both_pay(previous, current)):
        return False
    if current.has("of_which") and current.has("unchanged"):
        return False
    if current.has("both_together") and sum(q.unit == "person" for q in current.quantities) == 1:
        return False
    if current.has("restated") and current.topics and best >= _FAIR and held < _FAR * best:
        return True
    if current.has("push_back", "correct", "accumulate", "take_away") and not current.named:
        return False
    doubts = current.has("push_back", "asserted") and set(current.topics) <= set(previous.topics)
    if doubts and not current.values.keys() & told_apart:
        return False
    if current.subject and best >= _CLEAR:
        return True
    if current.has("follow_up"):
        return best >= (_CLEAR if current.named or held < _FAR * best else _VERY_CLEAR)
    return current.named or (best >= _CLEAR and not near)


def _rules_out(understanding: Understanding, previous: Query, current: Query) -> bool:
    """Whether the follow-up's words show that a condition of the topics before is not met ("那引进一个呢")."""
    conditions = [c for topic in understanding.topics_of(previous) for c in topic.conditions]
    met = any(compiled(pattern).search(current.text) for c in conditions for pattern in c.met)
    return not met and any(compiled(pattern).search(current.text) for c in conditions for pattern in c.unmet)


def _both_pay(previous: Query, current: Query) -> bool:
    """Whether both questions ask for money, so that one can be added to the other."""
    return current.named and "amount" in previous.aspects and current.has("accumulate")


def _inherit_aspects(previous: Query, query: Query) -> Query:
    flags = query.flags | ({"personal"} & previous.flags) | ({"total"} & previous.flags if not query.aspects else set())
    aspects = query.aspects or previous.aspects
    if query.has("lead", "support") and "department" in previous.aspects:
        aspects = ("department",)
    dates = query.dates or (previous.dates if "payment_time" in query.aspects else ())
    return replace(query, aspects=aspects, flags=frozenset(flags), dates=dates)


def _drop_empty_siblings(understanding: Understanding, query: Query) -> Query:
    """Keep the topics whose rows the follow-up names, where it names any."""
    named = [topic for topic in query.topics if query.rows.get(topic)]
    if not named:
        sibling = _sibling_with_rows(understanding, query)
        if sibling is None:
            return query
        named = [sibling.id]
    return understanding.resolved(replace(query, topics=tuple(named)))


def _sibling_with_rows(understanding: Understanding, query: Query) -> Topic | None:
    """A topic of the same family whose rows the follow-up names instead."""
    held = understanding.topics_of(query)
    if not any(query.absent.get(topic.id) for topic in held):
        return None
    for topic in understanding.knowledge.topics:
        for first in held:
            if (
                first.family
                and topic.family == first.family
                and understanding.resolved(replace(query, topics=(topic.id,))).rows.get(topic.id)
            ):
                return topic
    return None


def _inherit_rows(understanding: Understanding, previous: Query, query: Query) -> Query:
    rows = dict(query.rows)
    for topic in understanding.topics_of(query):
        before = previous.rows.get(topic.id, ())
        if short := _named_short(topic, before, rows.get(topic.id, ()), query):
            rows[topic.id] = (short,)
        if not rows.get(topic.id) and not query.absent.get(topic.id) and before:
            rows[topic.id] = before
        elif len(before) == 1:
            rows[topic.id] = _of_same_kind(topic, before[0], rows.get(topic.id, ()), query)
    counts = tuple(c for c in query.counts if not c.row or c.value or c.row in rows.get(c.topic, (c.row,)))
    return replace(query, rows=rows, counts=counts)


def _named_short(topic: Topic, before: tuple[str, ...], rows: tuple[str, ...], query: Query) -> str:
    """The row that a follow-up names by a piece alone, after another of its kind ("那高级的呢"); else nothing."""
    by_name = any(query.values.get(dimension) for dimension in topic.dimensions)
    if rows or by_name or len(before) != 1 or not query.has("follow_up"):
        return ""
    piece = _FRAME.sub("", query.text)
    if len(piece) >= _BEGINNING and piece not in before[0]:
        named = tuple(row for row in topic.rows if piece in row)
        if len(kept := _of_same_kind(topic, before[0], named, query)) == 1:
            return kept[0]
    alike = [
        row for row in topic.rows if row not in before and len(row) > _BEGINNING and row[:_BEGINNING] in query.text
    ]
    return alike[0] if len(alike) == 1 else ""


def _of_same_kind(topic: Topic, before: str, rows: tuple[str, ...], query: Query) -> tuple[str, ...]:
    """Those of the rows that are like the one before in what the follow-up does not name; all where none is."""
    kept = {name: value for name, value in topic.rows[before].facets.items() if name not in query.values}
    kept = {
        name: value for name, value in kept.items() if any(topic.rows[row].facets.get(name) == value for row in rows)
    }
    alike = tuple(row for row in rows if kept.items() <= topic.rows[row].facets.items())
    return alike or rows
