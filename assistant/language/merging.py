"""What a follow-up counts, put together with what the question before counted: added, taken away, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.groups import Groups, find_groups, lone_enterprise, lone_year, repeated
from assistant.language.query import Count, Query
from assistant.language.understand import Understanding

__all__ = ["merged_counts"]

_THIS_YEAR = "今年"
"""What a question that names no year is about."""


def merged_counts(understanding: Understanding, previous: Query, query: Query) -> Query:
    """The follow-up with the counts that it leaves out taken from the question before, or put together with them."""
    if query.has("take_away") and (left := _taken_away(understanding, previous, query)):
        return replace(query, topics=previous.topics, rows=previous.rows, counts=left, flags=query.flags | {"total"})
    if query.has("both_together") and (both := _both_before(understanding, previous, query)):
        return replace(query, topics=previous.topics, rows=previous.rows, counts=both, flags=query.flags | {"total"})
    if query.has("accumulate", "both_together"):
        previous = _of_one_each(previous, query)
        query = replace(query, counts=_with_rows(understanding, query))
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
        return replace(query, counts=_spread(understanding, query, taken))
    return replace(query, counts=_spread(understanding, query, earlier)) if not query.counts else query


def _spread(understanding: Understanding, query: Query, counts: Sequence[Count]) -> tuple[Count, ...]:
    """The counts before, spread over as many years or enterprises as the follow-up says ("分两年呢")."""
    spread = find_groups(query.text, query.quantities, understanding.knowledge.phrases).spread
    return tuple(repeated(counts, Groups(spread=spread)))


def _both_before(understanding: Understanding, previous: Query, query: Query) -> tuple[Count, ...]:
    """The counts of the two questions before, of two enterprises, where the follow-up only adds them up."""
    earlier = previous.previous
    if earlier is None or any(count.value for count in query.counts) or previous.topics != earlier.topics:
        return ()
    first, second = _of_two_groups(understanding, earlier, previous)
    told = all(any(count.value for count in turn.counts) for turn in (first, second))
    apart = {count.enterprise for count in first.counts}.isdisjoint(count.enterprise for count in second.counts)
    return (*first.counts, *second.counts) if told and apart else ()


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
    if second and second != (first or _THIS_YEAR):
        return replace(previous, counts=_in_year(previous.counts, first or _THIS_YEAR)), replace(
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
    before = {count.value for count in previous.counts if count.value}
    if taken and before & {quantity.value for quantity in query.quantities}:
        return plain.counts  # it tells the whole again, so that what it counts is what is left
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
