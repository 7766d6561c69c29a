"""What several questions of a talk were about, taken up by a later one that sums it ("这两项加起来一共多少")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.quantities import find_quantities
from assistant.language.query import Count, Query
from assistant.language.understand import Understanding
from assistant.policy.strict import compiled

__all__ = ["taken_up"]

_EACH = re.compile(r"各[^,;。]{0,4}$")
_WORDS = {"俩": 2, "仨": 3, "two": 2, "three": 3, "four": 4}


def taken_up(understanding: Understanding, current: Query, query: Query) -> Query:
    """The question about what the turns before it were about, where it points at several of them.

    current: the question by itself. "这三项一共" sums the last three that were named, one of each unless a number
    was said, "以上这些" all of them; "这俩一样吗" is about the last two. The question itself is returned where it
    points at nothing, names another topic, or the talk has too little.
    """
    cue = _cue(query, understanding.knowledge.phrases.talked)
    if cue and query.has("total"):
        return _summed(query, cue)
    known = {topic for turn in _turns(query.previous) for topic in turn.topics}
    others = current.named and set(current.topics) - known
    cue = _cue(query, understanding.knowledge.phrases.of_several)
    return _of_several(understanding, query, cue) if cue and not others else query


def _summed(query: Query, cue: str) -> Query:
    """The question with a count for each thing of the talk that it points at."""
    number = _number(cue)
    talked = list(_talked(query.previous))
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


def _of_several(understanding: Understanding, query: Query, cue: str) -> Query:
    """The question about the last things talked of, two or as many as it says."""
    things = _things(query.previous)[-(_number(cue) or 2) :]
    if len(things) < 2:
        return query
    begin = query.text.find(cue)
    quantities = tuple(q for q in query.quantities if not begin <= q.start < begin + len(cue))
    topics = tuple(dict.fromkeys(topic for topic, _ in things))
    query = replace(query, topics=topics, quantities=quantities, gap="", subject="", confidence=1.0)
    query = understanding.resolved(query)
    rows = {topic: tuple(dict.fromkeys(r for t, named in things if t == topic for r in named)) for topic in topics}
    rows = {topic: rows[topic] or query.rows.get(topic, ()) for topic in topics}
    told = _each(query, cue) or next((count.value for count in query.counts if count.value), Decimal(1))
    each = tuple(Count(topic, row, told) for topic in topics for row in rows[topic] or ("",))
    asked = tuple(replace(one, points=()) for one in query.asked)
    return replace(query, rows=rows, asked=asked, counts=each if query.has("total") else query.counts)


def _cue(query: Query, patterns: Sequence[str]) -> str:
    """The words with which a question points at what was talked about, empty where it has none."""
    return next((match[0] for pattern in patterns if (match := compiled(pattern).search(query.text))), "")


def _number(cue: str) -> int:
    """How many things the words point at; 0 where they do not say."""
    dual = next((number for word, number in _WORDS.items() if word in cue), 0)
    found = [int(q.value) for q in find_quantities(cue) if q.value is not None and q.value == int(q.value)]
    return dual or (found[0] if found else 0)


def _turns(query: Query | None) -> list[Query]:
    """A question and those before it, oldest first."""
    turns: list[Query] = []
    while query is not None:
        turns.insert(0, query)
        query = query.previous
    return turns


def _things(query: Query | None) -> list[tuple[str, tuple[str, ...]]]:
    """The topics of a talk with the rows named each time, each once, in order of the last mention."""
    told = [(topic, turn.rows.get(topic, ())) for turn in _turns(query) for topic in turn.topics]
    return [thing for place, thing in enumerate(told) if thing not in told[place + 1 :]]


def _talked(query: Query | None) -> Iterator[Count]:
    """The things with money that were named in the talk, each once, in order."""
    seen: set[tuple[str, str]] = set()
    for turn in _turns(query):
        for topic in turn.topics:
            rows = turn.rows.get(topic) or (("",) if topic in turn.mentioned or len(turn.topics) == 1 else ())
            for row in rows:
                if (topic, row) not in seen:
                    seen.add((topic, row))
                    told = next((c.value for c in turn.counts if (c.topic, c.row) == (topic, row)), None)
                    yield Count(topic, row, told)


def _each(query: Query, cue: str) -> Decimal | None:
    """The number that holds for each of them ("这三种各办一个")."""
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
