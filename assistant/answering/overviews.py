"""All that there is for someone, or of a kind: each topic in a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.case import TopicCase
from assistant.answering.facts import of_aspect, row_parts
from assistant.answering.parts import Part
from assistant.language.knowledge import Overview
from assistant.language.query import Query
from assistant.language.topics import Topic

__all__ = ["overview_part", "rows_told"]


def rows_told(overview: Overview, topic: Topic, query: Query) -> tuple[str, ...] | None:
    """The rows of a topic that an overview tells, none for all; None where it leaves the topic out."""
    if not overview.dimension:
        return ()
    values = query.values.get(overview.dimension, ())
    return tuple(key for key, row in topic.rows.items() if row.facets.get(overview.dimension) in values) or None


def overview_part(overview: Overview, cases: Sequence[TopicCase]) -> Part:
    """What each topic pays or says, under the overview's own line; ``cases``: one or more, with the rows to tell."""
    words = cases[0].words
    told = [(case, _shortest(case)) for case in cases]
    lines = [words.pick(overview.say, overview.say_en)]
    for case, part in told:
        name = words.pick(overview.topics[case.topic.id], case.topic.name_en)
        lines.append(f"· {name}{words.pick('：', ': ')}{part.text}")
    return Part("\n".join(lines), tuple(dict.fromkeys(c for _, part in told for c in part.citations)))


def _shortest(case: TopicCase) -> Part:
    """The figure with how long it is paid, else what the policy says of the rows, else what the topic is."""
    benefit = case.benefit
    if benefit is None or not benefit.has_amount:
        found = row_parts(case) or of_aspect(case, "what") or []
        return found[0] if found else Part("", case.proofs())
    part = case.rate()
    if benefit.duration is None or case.words.english:
        return part
    lasting = f"{part.text.removesuffix('。')}（{benefit.duration.quote}）。"
    return replace(part, text=lasting, citations=(*part.citations, *case.cite(benefit.duration.quote)))
