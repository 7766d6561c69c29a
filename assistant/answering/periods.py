"""When a period of support that begins on a date in the question ends."""

from __future__ import annotations

from assistant.answering.case import TopicCase
from assistant.answering.parts import Part
from assistant.language.topics import Threshold

__all__ = ["period_end"]


def period_end(case: TopicCase) -> list[Part]:
    """When a support period ends that begins on a date in the question."""
    duration = case.benefit.duration if case.benefit else None
    ends = case.query.has("period_end") and (case.query.has("period_over") or not case.query.has("entitled_when"))
    starts = ends and case.query.has("since")
    if duration is None or not starts or not case.query.dates or "deadline" in case.aspects:
        return []
    begin = case.query.dates[0]
    wait = next((c for c in case.topic.conditions if c.at_least and _named(case, c.at_least)), None)
    waited = wait.at_least.months if wait and wait.at_least else 0
    months = begin.year * 12 + (begin.month or 1) - 1 + waited + duration.months - 1
    last = case.words.when(months // 12, months % 12 + 1)
    text = case.words.pick(f"到{last}。", f"Until {last}. ")
    proof = case.cite(duration.quote, *([wait.quote] if wait else []))
    if wait:
        text += case.words.sentence(case.words.pick(wait.need, wait.need_en))
    return [Part(text + case.words.sentence(duration.quote if not case.words.english else ""), proof)]


def _named(case: TopicCase, threshold: Threshold) -> bool:
    """Whether the question counts from the time that a condition counts from."""
    return any(word in case.query.text for word in threshold.near)
