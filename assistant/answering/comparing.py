"""Which of two figures is the higher, and whether two topics are one and the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.case import MONEY, TopicCase
from assistant.answering.facts import of_aspect
from assistant.answering.parts import Part, Weight
from assistant.answering.silences import open_parts
from assistant.benefits import Benefit, Row
from assistant.language.query import Query

__all__ = ["ranks", "rivals", "sameness", "set_beside", "with_comparison"]

_OF_FIGURES = MONEY | {"what", "eligibility", "totals", "standing", "duration", "fund"}
"""The aspects under which which of two is the more asks for their figures."""


def ranks(query: Query) -> bool:
    """Whether a question asks which of two is the more, or believes that one is."""
    return query.has("which_more") or (query.has("compare") and query.has("asserted"))


def with_comparison(cases: Sequence[TopicCase], parts: list[Part]) -> list[Part]:
    """The parts, with what the comparison of two figures comes to in front, where the question asks for it."""
    if not parts or not cases or not ranks(cases[0].query) or cases[0].query.has("difference"):
        return parts
    if set(cases[0].query.aspects) - _OF_FIGURES:
        return parts
    if cases[0].query.aspects == ("duration",) and (front := _longer(cases)):
        return [replace(parts[0], text=front + parts[0].text), *parts[1:]]
    if cases[0].query.has("alike") and (apart := _apart(cases, parts)):
        return apart
    words, sides = cases[0].words, _sides(cases)
    if len(sides) != 2 or any(part.calculation is not None for part in parts):
        return parts
    (low, low_row), (high, high_row) = sorted(sides, key=lambda side: (side[1].max or 0, side[1].min or 0))
    if low.formula is not high.formula or low_row.unit.count("%") != high_row.unit.count("%"):
        return parts
    if (low_row.min, low_row.max) == (high_row.min, high_row.max):
        front = words.pick("两者一样。", "Both are the same. ")
    else:
        topics = {case.topic.benefit: words.pick(case.topic.name, case.topic.name_en) for case in cases}
        name = high_row.key if low is high else topics[high.id]
        front = words.pick(f"{name}更高。", f"{name}: higher. ")
    first = next((i for i, part in enumerate(parts) if part.weight is Weight.ANSWER), None)
    if first is None:
        return parts
    told = replace(parts[first], text=front + parts[first].text)
    return [*parts[:first], told, *parts[first + 1 :]]


def set_beside(case: TopicCase) -> bool:
    """Whether all that is asked of two rows with an amount is which is the more, or whether they are the same."""
    pays = case.benefit is not None and case.benefit.has_amount
    compares = case.query.has("which_more", "alike") or (case.query.has("compare") and case.query.has("asserted"))
    own_words = set(case.query.aspects) <= _OF_FIGURES and len(case.query.asked) == 1
    return pays and compares and len(case.rows) == 2 and own_words and not case.query.has("difference", "ratio")


def rivals(cases: Sequence[TopicCase]) -> list[list[Part]]:
    """What each of two topics pays, where a question asks only which is the more; else nothing."""
    if len(cases) != 2 or not cases[0].query.has("which_more") or set(cases[0].query.aspects) - _OF_FIGURES:
        return []
    paying = all(case.benefit is not None and case.benefit.has_amount for case in cases)
    open_cap = "cap" in cases[0].query.aspects and not any(case.benefit and case.benefit.cap for case in cases)
    figures = not set(cases[0].query.aspects) - {"amount", "what"} and not cases[0].rows and not cases[1].rows
    return [[case.rate()] for case in cases] if paying and (open_cap or figures) else []


def _longer(cases: Sequence[TopicCase]) -> str:
    """Which of two topics' support lasts longer; empty where one states no duration."""
    lasting = [case.benefit.duration_months or 0 for case in cases if case.benefit]
    if len(cases) != 2 or len(lasting) != 2 or not all(lasting):
        return ""
    words = cases[0].words
    if lasting[0] == lasting[1]:
        return words.pick("一样长。", "Both are as long. ")
    longer = cases[lasting.index(max(lasting))]
    differ = words.pick("不一样，", "They differ: ") if longer.query.has("alike") else ""
    return differ + words.pick(f"{longer.topic.name}更长。", f"{longer.topic.name_en} is longer. ")


def _apart(cases: Sequence[TopicCase], parts: list[Part]) -> list[Part]:
    """The parts with a no in front, where what two rows or topics get is not of one kind and the question asks if it
    is the same.
    """
    told = [part for part in parts if part.weight is Weight.ANSWER]
    without = [case for case in cases if case.benefit is None or not case.benefit.has_amount]
    rows = [row for case in without for row in case.rows]
    of_rows = len(told) == 2 and len(rows) == 2
    of_topics = len(cases) == 2 and len(told) > 1 and len(without) == 1 and len({p.text for p in told}) > 1
    if not (of_rows or of_topics) or parts[0] is not told[0]:
        return []
    front = cases[0].words.pick("不一样。", "No, they differ. ")
    return [replace(parts[0], text=front + parts[0].text), *parts[1:]]


def sameness(cases: Sequence[TopicCase]) -> list[list[Part]]:
    """What each of two topics says of what is asked, headed by whether that is the same; else nothing."""
    query = cases[0].query if cases else None
    if len(cases) != 2 or query is None or not (query.has("same") or (query.has("alike") and "fund" in query.aspects)):
        return []
    aspect = next((aspect for aspect in cases[0].query.aspects if aspect not in MONEY | {"clause"}), "what")
    if "clause" in query.aspects and len(cases[0].asked) > 1 and aspect == "what":
        return []
    told = [_told(case, aspect) for case in cases]
    if not all(told):
        return []
    quotes = [{citation.quote for part in parts for citation in part.citations} for parts in told]
    words = cases[0].words
    if any(parts[0].weight is Weight.OPEN for parts in told):
        return told
    alike = words.pick("是同一个。", "Yes, it is the same. ")
    front = alike if quotes[0] & quotes[1] else words.pick("不一样，不是一回事。", "No, they differ. ")
    first = replace(told[0][0], weight=Weight.CORRECTION)
    name = words.pick(cases[0].topic.name, cases[0].topic.name_en)
    named = "" if name in first.text else f"{name}{words.pick('：', ': ')}"
    return [[replace(first, text=f"{front}{named}{first.text}"), *told[0][1:]], told[1]]


def _told(case: TopicCase, aspect: str) -> list[Part]:
    """What the policy says of an aspect, who is meant where their list is asked; else that it leaves it open."""
    instead = of_aspect(case, "eligibility") if aspect == "list" else None
    return of_aspect(case, aspect) or instead or _left_open(case, aspect) or of_aspect(case, "what") or []


def _left_open(case: TopicCase, aspect: str) -> list[Part]:
    return open_parts(case, [silence for silence in case.topic.silent if aspect in silence.aspects][:1])


def _sides(cases: Sequence[TopicCase]) -> list[tuple[Benefit, Row]]:
    """The two rows that are compared: of one topic that the question names two of, else one of each of two topics."""
    paying = [(case, case.benefit) for case in cases if case.benefit is not None and case.benefit.has_amount]
    for case, benefit in paying:
        named = [row for row in benefit.rows if row.key in case.rows]
        if len(named) == 2:
            return [(benefit, row) for row in named]
    each = [(benefit, _row(case, benefit)) for case, benefit in paying]
    return [(benefit, row) for benefit, row in each if row is not None]


def _row(case: TopicCase, benefit: Benefit) -> Row | None:
    named = [row for row in benefit.rows if row.key in case.rows] or list(benefit.rows)
    return named[0] if len(named) == 1 else None
