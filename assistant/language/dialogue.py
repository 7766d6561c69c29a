"""What a question leaves out, taken from what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.groups import lone_enterprise, lone_year
from assistant.language.query import Count, Query
from assistant.language.recalling import taken_up
from assistant.language.topics import Topic
from assistant.language.understand import Understanding

__all__ = ["continued"]

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
_FAR = 0.2
"""The share of the best score up to which the topic before is not meant."""


def continued(understanding: Understanding, previous: Query | None, current: Query) -> Query:
    """The current question with what it leaves out taken from the turns before, which it then holds."""
    query = replace(_continued(understanding, previous, current), previous=previous)
    return taken_up(understanding, current, query)


def _continued(understanding: Understanding, previous: Query | None, current: Query) -> Query:
    """The current question with its topic, rows, aspects and counts filled from the previous one.

    What the question names replaces; a question that stands by itself takes nothing over; "再加上"
    adds its counts to the previous ones; doubt without a new topic keeps the topic.
    """
    if previous is None or not previous.topics:
        return understanding.resolved(replace(current, flags=current.flags - {"push_back", "accumulate", "take_away"}))
    if _stands_alone(understanding, previous, current):
        leaves_out = current.has("follow_up") or not current.has("asking")
        return understanding.resolved(_inherit_aspects(previous, current) if leaves_out else current)
    if current.has("joins") and _both_pay(previous, current) and not set(current.topics) <= set(previous.topics):
        return _merge_counts(understanding, previous, understanding.resolved(current))
    query = replace(current, topics=previous.topics, confidence=previous.confidence, gap=_gap(current), subject="")
    query = understanding.resolved(_inherit_aspects(previous, query))
    query = _drop_empty_siblings(understanding, query)
    query = _inherit_rows(understanding, previous, query)
    return _merge_counts(understanding, previous, query)


def _gap(current: Query) -> str:
    """A gap that the follow-up names clearly enough by itself."""
    best = current.ranking[0] if current.ranking else None
    return current.gap if best is not None and best.label == current.gap and best.score >= _CLEAR else ""


def _stands_alone(understanding: Understanding, previous: Query, current: Query) -> bool:
    best = current.ranking[0].score if current.ranking else 0.0
    told_apart = {name for topic in understanding.topics_of(previous) for name in topic.dimensions}
    held = max((item.score for item in current.ranking if item.label in previous.topics), default=0.0)
    near = held > _NEAR * best and not current.named
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
    if current.has("push_back", "correct", "accumulate", "take_away") and not current.named:
        return False
    if current.subject and best >= _CLEAR:
        return True
    if current.has("follow_up"):
        return best >= (_CLEAR if current.named or held < _FAR * best else _VERY_CLEAR)
    return current.named or (best >= _CLEAR and not near)


def _both_pay(previous: Query, current: Query) -> bool:
    """Whether both questions ask for money, so that one can be added to the other."""
    return current.named and "amount" in previous.aspects and current.has("accumulate")


def _inherit_aspects(previous: Query, query: Query) -> Query:
    flags = query.flags | ({"personal"} & previous.flags) | ({"total"} & previous.flags if not query.aspects else set())
    aspects = query.aspects or previous.aspects
    if query.has("lead", "support") and "department" in previous.aspects:
        aspects = ("department",)
    return replace(query, aspects=aspects, flags=frozenset(flags))


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
    """The row that a follow-up names by its beginning alone, after another of its kind ("那高级的呢"); else nothing."""
    if rows or len(before) != 1 or not query.has("follow_up"):
        return ""
    alike = [row for row in topic.rows if row not in before and len(row) > _BEGINNING and row[:_BEGINNING] in query.text]
    return alike[0] if len(alike) == 1 else ""


def _of_same_kind(topic: Topic, before: str, rows: tuple[str, ...], query: Query) -> tuple[str, ...]:
    """Those of the rows that are like the one before in what the follow-up does not name; all where none is."""
    kept = {name: value for name, value in topic.rows[before].facets.items() if name not in query.values}
    alike = tuple(row for row in rows if kept.items() <= topic.rows[row].facets.items())
    return alike or rows


def _merge_counts(understanding: Understanding, previous: Query, query: Query) -> Query:
    if query.has("take_away") and (left := _taken_away(understanding, previous, query)):
        return replace(query, topics=previous.topics, rows=previous.rows, counts=left, flags=query.flags | {"total"})
    if query.has("accumulate", "both_together"):
        previous = _of_one_each(previous, query)
        previous, query = _of_two_groups(understanding, previous, query)
        topics = tuple(dict.fromkeys((*previous.topics, *query.topics)))
        rows = {t: tuple(dict.fromkeys((*previous.rows.get(t, ()), *query.rows.get(t, ())))) for t in topics}
        flags = query.flags | {"total"}
        return replace(query, topics=topics, rows=rows, counts=(*previous.counts, *query.counts), flags=flags)
    if query.has("of_which") and (split := _split_off(previous, query)):
        topics = tuple(dict.fromkeys((*previous.topics, *query.topics)))
        rows = {t: tuple(dict.fromkeys((*previous.rows.get(t, ()), *query.rows.get(t, ())))) for t in topics}
        return replace(query, topics=topics, rows=rows, counts=split, flags=query.flags | {"total"})
    if query.has("correct") and (moved := _moved_to_year(understanding, previous, query)):
        return replace(query, topics=previous.topics, rows=previous.rows, counts=moved, flags=query.flags | {"total"})
    if query.has("correct", "unchanged") and _updates(previous, query):
        named = {count.row: count for count in query.counts if count.value is not None}
        updated = tuple(named.get(count.row, count) for count in previous.counts)
        return replace(query, topics=previous.topics, rows=previous.rows, counts=updated)
    query = replace(query, counts=_with_rows(understanding, query))
    given = [count for count in query.counts if count.value is not None or count.vague]
    earlier = [count for count in previous.counts if count.value is not None]
    if given or not earlier:
        return query
    if any(query.rows.values()) and len({(c.value, c.enterprise, c.year) for c in earlier}) == 1:
        one = earlier[0]
        taken = [
            Count(t, row, one.value, one.enterprise, one.year) for t in query.topics for row in query.rows.get(t, ())
        ]
        return replace(query, counts=tuple(taken))
    return replace(query, counts=tuple(earlier)) if not query.counts else query


def _split_off(previous: Query, query: Query) -> tuple[Count, ...]:
    """The one count before less those of it that the follow-up says to be another row; empty where it says no such."""
    if len(previous.counts) != 1 or not previous.counts[0].value:
        return ()
    whole = previous.counts[0]
    parts = [count for count in query.counts if count.value and count.row != whole.row]
    taken = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    return (replace(whole, value=whole.value - taken), *parts) if whole.value and 0 < taken < whole.value else ()


def _of_one_each(previous: Query, query: Query) -> Query:
    """The question before with a number for the only row that it names, where it counts nothing.

    That is the number which the follow-up tells first without a name ("升了俩,再加三个乙"), or one.
    """
    rate = previous.has("per_person") and previous.counts[:1] and previous.counts[0].value == 1
    told = len(previous.counts) != 1 or previous.counts[0].vague or (previous.counts[0].value and not rate)
    if told or previous.has("already_paid"):
        return previous
    first = min((count.start for count in query.counts if count.value), default=0)
    bare = [q.value for q in query.quantities if q.unit == "person" and q.value and q.end <= first]
    number = bare[0] if len(bare) == 1 else Decimal(1)
    return replace(previous, counts=(replace(previous.counts[0], value=number),))


def _of_two_groups(understanding: Understanding, previous: Query, query: Query) -> tuple[Query, Query]:
    """Both questions with enterprises, or years, on their counts, where the follow-up names another than before."""
    phrases = understanding.knowledge.phrases
    first, second = lone_enterprise(previous.text, phrases), lone_enterprise(query.text, phrases)
    if query.has("both_together") and first == second:
        return _of_enterprise(previous, "第1家"), _of_enterprise(query, "第2家")
    if second and first != second:
        return _of_enterprise(previous, first or "第1家"), _of_enterprise(query, second)
    first, second = lone_year(previous.text, phrases), lone_year(query.text, phrases)
    if first and second and first != second:
        return replace(previous, counts=_in_year(previous.counts, first)), replace(
            query, counts=_in_year(query.counts, second)
        )
    return previous, query


def _of_enterprise(query: Query, name: str) -> Query:
    counts = tuple(count if count.enterprise else replace(count, enterprise=name) for count in query.counts)
    return replace(query, counts=counts)


def _in_year(counts: Sequence[Count], year: str) -> tuple[Count, ...]:
    return tuple(count if count.year else replace(count, year=year) for count in counts)


def _moved_to_year(understanding: Understanding, previous: Query, query: Query) -> tuple[Count, ...]:
    """The counts before with those that a correction puts into another year; empty where it does not do that."""
    phrases = understanding.knowledge.phrases
    first, second = lone_year(previous.text, phrases) or "当年", lone_year(query.text, phrases)
    moved = {(count.topic, count.row, count.value) for count in query.counts if count.value}
    known = {(count.topic, count.row, count.value) for count in previous.counts}
    if not second or first == second or not moved or not moved < known:
        return ()
    return tuple(
        replace(count, year=second if (count.topic, count.row, count.value) in moved else first)
        for count in previous.counts
    )


def _taken_away(understanding: Understanding, previous: Query, query: Query) -> tuple[Count, ...]:
    """The counts before, less those that the follow-up takes away or says not to count; empty where it takes none."""
    plain = understanding.resolved(replace(query, topics=previous.topics, excluded={}))
    taken = {(count.topic, count.row): count.value for count in plain.counts if count.value}
    for topic in understanding.topics_of(plain):
        rows = set(plain.rows.get(topic.id, ())) or {c.row for c in previous.counts if c.topic == topic.id}
        if not taken and len(rows) == 1 and (lost := understanding.lost(topic, query)):
            taken[topic.id, rows.pop()] = lost
    if not taken:
        named = {(count.topic, count.row) for count in plain.counts if count.value is None and not count.vague}
        taken = {(c.topic, c.row): c.value for c in previous.counts if c.value and (c.topic, c.row) in named}
        taken = taken if len(taken) < len(previous.counts) else {}
    left = [
        replace(count, value=max(count.value - taken.get((count.topic, count.row), Decimal(0)), Decimal(0)))
        for count in previous.counts
        if count.value is not None
    ]
    known = {(count.topic, count.row) for count in left}
    return tuple(left) if taken and taken.keys() <= known else ()


def _updates(previous: Query, query: Query) -> bool:
    """Whether a correction gives new numbers for some of the rows counted before."""
    before = {count.row for count in previous.counts if count.value is not None}
    now = {count.row for count in query.counts if count.value is not None}
    return len(before) > 1 and bool(now) and now < before


def _with_rows(understanding: Understanding, query: Query) -> tuple[Count, ...]:
    """Bare counts of a follow-up ("那20个呢") go to the row that is being talked about."""
    counts = list(query.counts)
    for topic in understanding.topics_of(query):
        rows = query.rows.get(topic.id, ())
        if topic.rows and len(rows) == 1 and not any(c.topic == topic.id and c.value is not None for c in counts):
            counts += [replace(count, row=rows[0]) for count in understanding.things(topic, query)]
    return tuple(counts)
