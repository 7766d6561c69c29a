"""When something that comes round every few years comes round again."""

from __future__ import annotations

import re

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part
from assistant.language.quantities import spoken_number

__all__ = ["next_time"]

_EVERY = re.compile(r"每([二两三四五])年")


def next_time(case: TopicCase) -> list[Part]:
    """The year after the one that the question names in which the next is due, by a fact that says how often.

    A later year that the question names as well is told to be one of those or not.
    """
    years = sorted({day.year for day in case.query.dates})
    if not case.query.has("next_time") or not 0 < len(years) < 3 or years[0] > case.query.as_of.year:
        return []
    said = [(fact.quote, case.words.pick(fact.say, fact.say_en)) for fact in case.topic.facts]
    said += [(silence.quote, silence.quote) for silence in case.topic.silent]
    for quote, told in said:
        if every := _EVERY.search(quote):
            year, step = years[0], int(spoken_number(every[1]))
            after = year + step
            text = ""
            if len(years) > 1:
                due = (years[1] - year) % step == 0
                text = case.words.pick(
                    f"{years[1]}年{'' if due else '不'}在其中：", f"{years[1]} is {'' if due else 'not '}one of them: "
                )
            text += case.words.pick(
                f"按{every[0]}推算，{year}年办过，下一次在{after}年。",
                f"Every {spoken_number(every[1])} years: after {year} the next is due in {after}. ",
            )
            return [Part(text + case.words.sentence(told), case.cite(quote))]
    return []
