"""Which of several amounts that a question gives is paid, where only the highest is."""

from __future__ import annotations

from assistant.answering.case import MONEY, TopicCase
from assistant.answering.facts import of_aspect
from assistant.answering.parts import Part, Weight

__all__ = ["highest_of"]


def highest_of(case: TopicCase) -> list[Part]:
    """The highest of the amounts in a question, where its topic is that only that one is paid; else nothing."""
    amounts = [q.value for q in case.query.quantities if q.unit == "yuan" and q.value]
    asks = bool(MONEY & set(case.query.aspects)) or case.query.has("total")
    if case.topic.role != "stacking" or len(set(amounts)) < 2 or not asks:
        return []
    words = case.words
    head = words.pick("只给最高的一项：", "Only the highest is paid: ") + words.yuan_both(max(amounts))
    rule = of_aspect(case, "what") or []
    return [Part(words.sentence(head) + part.text, part.citations, Weight.ANSWER) for part in rule[:1]]
