"""Numbers of a list that stand with a name that was not understood: no total may leave them out."""

from __future__ import annotations

import re

from assistant.language.phrases import Phrases
from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["unplaced"]

_SEPARATOR = re.compile(r"[、,;。?!和与及加]")
_NAME = re.compile("[\u4e00-\u9fff]{2,8}")
_TAIL = 3
_COUNTED = ("person", "place", "project")


def unplaced(topic: Topic, query: Query, phrases: Phrases) -> tuple[str, ...]:
    """The items beside a counted one, each a name and a number and nothing else, that no row took up."""
    placed = {count.start for count in query.counts}
    rows = [count for count in query.counts if count.topic == topic.id and count.row and count.value]
    if not rows or not topic.rows:
        return ()
    known = sum(count.value or 0 for count in rows)
    of_people = (
        *phrases.failed,
        *phrases.passed,
        *phrases.rest,
        *phrases.pointing,
        *phrases.enterprises,
        *phrases.all_enterprises,
        *phrases.recap_always,
    )
    said = (*of_people, *phrases.total, *phrases.asking, *phrases.respective, *phrases.at_once)
    bounds = [0, *(place for m in _SEPARATOR.finditer(query.text) for place in m.span()), len(query.text)]
    items = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]
    taken = [any(start <= place < end for place in placed) for start, end in items]
    found = []
    for number, (start, end) in enumerate(items):
        item = query.text[start:end]
        inside = [q for q in query.quantities if start <= q.start < end]
        beside = any(taken[max(0, number - 1) : number + 2])
        if taken[number] or not beside or len(inside) != 1 or inside[0].crowd or inside[0].unit not in _COUNTED:
            continue
        rest = query.text[start : inside[0].start] or query.text[inside[0].end : end]
        after = query.text[inside[0].end : end] if inside[0].start > start else ""
        whole = len(after) <= _TAIL
        words = (*said, *topic.counted, *topic.not_counted)
        told = any(compiled(pattern).search(said) for pattern in words for said in (rest, after, item))
        if whole and _NAME.fullmatch(rest) and not told and inside[0].value != known:
            found.append(item)
    return tuple(found)
