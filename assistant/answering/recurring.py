"""When something that comes round every few years comes round again."""

from __future__ import annotations

import re

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part
from assistant.language.quantities import spoken_number

__all__ = ["next_time"]

_EVERY = re.compile(r"每([二两三四五])年")


def next_time(case: TopicCase) -> list[Part]:
    """The year after the one that the question names in which the next is due, by a fact that says how often."""
    if not (case.query.has("next_time") and len(case.query.dates) == 1):
        return []
    for fact in case.topic.facts:
        if every := _EVERY.search(fact.quote):
            year = case.query.dates[0].year
            after = year + int(spoken_number(every[1]))
            text = case.words.pick(
                f"按{every[0]}推算，{year}年办过，下一次在{after}年。",
                f"Every {spoken_number(every[1])} years: after {year} the next is due in {after}. ",
            )
            return [Part(text + case.words.sentence(case.words.pick(fact.say, fact.say_en)), case.cite(fact.quote))]
    return []
