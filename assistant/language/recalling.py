"""What several questions of a talk were about, taken up by a later one that sums it ("这两项加起来一共多少")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.language.quantities import find_quantities
from assistant.language.query import Count, Query
from assistant.language.understand import Understanding

__all__ = ["taken_up"]

_EACH = re.compile(r"各[^,;。]{0,4}$")
_PAIRS = {"俩": 2, "仨": 3}


def taken_up(understanding: Understanding, previous: Query | None, query: Query) -> Query:
    """The question with a count for each thing of the talk that it points at, where it asks for their sum.

    "这三项" takes the last three that were named, one of each unless a number was said; "以上这些" all of them.
    The question itself is returned where it points at nothing or the talk has too little.
    """
    cue = _pointing(understanding, query)
    if previous is None or cue is None or not query.has("total"):
        return query
    number = _number(cue)
    talked = list(_talked(previous))
    if len(talked) < 2 or (number and number > len(talked)):
        return query
    each = _each(query, cue)
    taken = talked[-number:] if number else talked
    counts = [replace(count, value=each or count.value or Decimal(1), start=-1) for count in taken]
    own = [count for count in query.counts if count.value and not each and _is_new(count, counts, query, cue)]
    everything = [*counts, *own]
    topics = tuple(dict.fromkeys(count.topic for count in everything))
    rows = {t: tuple(dict.fromkeys(c.row for c in everything if c.topic == t and c.row)) for t in topics}
    return replace(query, topics=topics, rows=rows, counts=tuple(everything), mentioned=topics, gap="")


def _pointing(understanding: Understanding, query: Query) -> str | None:
    """The words with which a question points at what was talked about."""
    for pattern in understanding.knowledge.phrases.talked:
        if match := re.search(pattern, query.text):
            return match[0]
    return None


def _number(cue: str) -> int:
    """How many things the words point at; 0 where they do not say."""
    dual = next((number for word, number in _PAIRS.items() if word in cue), 0)
    found = [int(q.value) for q in find_quantities(cue) if q.value is not None and q.value == int(q.value)]
    return dual or (found[0] if found else 0)


def _talked(query: Query | None) -> Iterator[Count]:
    """The things with money that were named in the talk, each once, in order."""
    turns: list[Query] = []
    while query is not None:
        turns.insert(0, query)
        query = query.previous
    seen: set[tuple[str, str]] = set()
    for turn in turns:
        for topic in turn.topics:
            rows = turn.rows.get(topic) or (("",) if topic in turn.mentioned or len(turn.topics) == 1 else ())
            for row in rows:
                if (topic, row) not in seen:
                    seen.add((topic, row))
                    told = next((c.value for c in turn.counts if (c.topic, c.row) == (topic, row)), None)
                    yield Count(topic, row, told)


def _each(query: Query, cue: str) -> Decimal | None:
    """The number that holds for each of them ("这三种各承办一个")."""
    begin = query.text.find(cue) + len(cue)
    for quantity in query.quantities:
        if quantity.start >= begin and _EACH.search(query.text, begin, quantity.start):
            return quantity.value
    return None


def _is_new(count: Count, counts: list[Count], query: Query, cue: str) -> bool:
    """Whether a count of the question itself is told beside those it points at."""
    begin = query.text.find(cue)
    beside = not begin <= count.start < begin + len(cue)
    return beside and not any((count.topic, count.row) == (other.topic, other.row) for other in counts)
