"""Answer one topic of a query: yes or no first, then figures, then facts, then what the policy leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.alternatives import at_once_or_apart, each_number
from assistant.answering.awards import award_and_cost
from assistant.answering.case import Likeness, TopicCase
from assistant.answering.choices import highest_of
from assistant.answering.comparing import rivals, sameness, set_beside, with_comparison
from assistant.answering.conditions import unmet_conditions
from assistant.answering.derived import average, with_derived, with_lowest
from assistant.answering.differences import difference, difference_of_topics
from assistant.answering.facts import by_aspect, row_parts, with_others_asked
from assistant.answering.figures import rate_part, sum_part
from assistant.answering.funds import of_named_fund
from assistant.answering.goals import to_goal
from assistant.answering.inverse import how_many
from assistant.answering.overviews import overview_part, rows_told
from assistant.answering.parts import Part, Weight
from assistant.answering.periods import period_end
from assistant.answering.points import after_the_first, beside_the_sum, by_points
from assistant.answering.proportions import least_after_rise, proportions_of
from assistant.answering.quotas import quota_requests, whole_quota
from assistant.answering.recurring import next_time
from assistant.answering.room import room_under_cap
from assistant.answering.side_by_side import side_by_side, sides_of
from assistant.answering.silences import (
    cued_silences,
    has_answer_beside,
    open_parts,
    silences_of,
    tells_apart,
    untold_aspects,
)
from assistant.answering.sums import paid_by_group
from assistant.answering.supposed import at_supposed_rate, believed_sum
from assistant.answering.totals import (
    conditions_text,
    missing,
    needs_of,
    requests_of,
    total,
    with_conditions,
)
from assistant.answering.verdicts import absent, aside, limit_of_another, reached, unlisted, unmet, with_verdict
from assistant.answering.wording import wording
from assistant.benefits import Catalogue, Request, calculate
from assistant.language.knowledge import Knowledge, Overview
from assistant.language.query import Asked, Query
from assistant.language.topics import AMOUNT, Silence, Topic
from assistant.policy import Library

__all__ = ["TopicAnswerer"]

_SURE = 1.1
"""The score from which a fact is what a question that names a department is after."""


class TopicAnswerer:
    """Answers topics from the corpus's facts and the benefits' figures.

    library, catalogue, knowledge: the policies, their figures, and what is said about them.
    likeness: how like a question each of several texts is.
    """

    def __init__(self, library: Library, catalogue: Catalogue, knowledge: Knowledge, likeness: Likeness) -> None:
        self._library = library
        self._catalogue = catalogue
        self._knowledge = knowledge
        self._likeness = likeness

    def answer(self, topic: Topic, query: Query) -> list[Part]:
        """The parts of a reply on this topic; never empty."""
        parts = _parts(self._one(topic, query))
        return [_with_quotes(part, query) for part in parts] if query.has("verbatim") else parts

    def overview(self, overview: Overview, query: Query) -> list[Part]:
        """All that an overview tells in answer to a question; empty where nothing of it fits the names in it."""
        topics = {topic.id: topic for topic in self._knowledge.topics}
        told = [(topics[label], rows_told(overview, topics[label], query)) for label in overview.topics]
        chosen = [(topic, rows) for topic, rows in told if rows is not None]
        cases = [self._one(topic, replace(query, rows={topic.id: rows})) for topic, rows in chosen]
        return [overview_part(overview, cases)] if cases else []

    def compared(self, topics: Sequence[Topic], query: Query, parts: list[Part]) -> list[Part]:
        """The parts on these topics, with which of two figures is the higher in front where that is asked."""
        return with_comparison([self._one(topic, query) for topic in topics], parts)

    def rivals(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """What each of two topics pays, where the question asks only which is the more."""
        told = rivals([self._one(topic, query) for topic in topics])
        return [self.named(topic, part, query) for topic, parts in zip(topics, told, strict=False) for part in parts]

    def same(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """Whether two topics are one and the same thing, with what each says, where the question asks for that."""
        told = sameness([self._one(topic, query) for topic in topics])
        return [self.named(topic, part, query) for topic, parts in zip(topics, told, strict=False) for part in parts]

    def _one(self, topic: Topic, query: Query) -> TopicCase:
        return TopicCase(self._library, self._catalogue, self._knowledge, self._likeness, topic, query)

    def falls_short(self, topic: Topic, query: Query) -> bool:
        """Whether the question's own words show a condition of this topic to be unmet."""
        return bool(unmet_conditions(topic, query))

    def rates(self, topic: Topic, query: Query) -> list[Part]:
        """What a topic with money pays, without regard to what else the question says."""
        return [rate_part(self._catalogue, topic, (), wording(query.english))]

    def side_by_side(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """The sums of the things that the question compares, each with its own numbers; else nothing."""
        paying = {topic.id: topic for topic in topics if topic.benefit}
        sides = sides_of(query, paying, self._knowledge.phrases)
        counted = [(side.query, dict.fromkeys(count.topic for count in side.query.counts)) for side in sides]
        told = side_by_side(sides, [[self._one(paying[topic], own) for topic in ids] for own, ids in counted])
        summed = dict.fromkeys(topic for _, ids in counted for topic in ids)
        return [*told, *self._conditions([paying[topic] for topic in summed], query)] if told else []

    def joint_sum(self, topics: Sequence[Topic], query: Query) -> Part | None:
        """One sum over several topics, or the difference of two, where the question gives what to sum."""
        of_fund = query.has("fund_part") and "fund" in query.aspects
        if of_fund:
            query = replace(query, flags=query.flags | {"total"})
        summed = [self._one(topic, query) for topic in topics if topic.benefit]
        ranked = query.has("which_more") and not any(count.value for count in query.counts)
        ranked = ranked and (query.has("total") or any(_takes_all(one) for one in summed))
        apart = (query.has("difference", "ratio") or ranked) and "quota" not in query.aspects
        if apart and len(summed) == len(topics) == 2:
            found = difference_of_topics(summed[0], summed[1])
            if found or query.has("difference"):
                return found
        numbered = {count.topic for count in query.counts if count.value}
        if query.has("compare") and not (query.has("total") and len(numbered) > 1):
            return None
        several = len(topics) > 1
        if of_fund:
            summed = of_named_fund(summed)
        requests = [r for one in summed for r in quota_requests(one) or requests_of(one, among_others=several)]
        several = any((request.count or 0) > 1 for request in requests)
        joint = len({request.benefit for request in requests}) > 1 and (several or query.has("total"))
        if not (joint or (of_fund and requests)):
            return None
        paid: dict[tuple[str, str, str], Decimal] = {}
        for one in summed:
            mine = [request for request in requests if one.benefit and request.benefit == one.benefit.id]
            if mine and one.benefit and one.benefit.cap:
                paid |= paid_by_group(one.given, mine, query, self._knowledge.phrases)
        words = wording(query.english)
        part = sum_part(self._catalogue, calculate(self._catalogue, requests, paid), words)
        return with_lowest(part, words) if query.has("low_end") else part

    def tells_who(self, query: Query) -> bool:
        """Whether a lone question is clearly after a fact of its topic, though it names a department."""
        points = query.asked[0].points if len(query.asked) == 1 else ()
        topic = next((t for t in self._knowledge.topics if t.id == query.topics[0]), None)
        fact = topic.fact_at(points[0].label) if topic and points else None
        return fact is not None and points[0].score >= _SURE and "what" not in fact.aspects

    def is_after_detail(self, topic: Topic, query: Query, asked: Asked) -> bool:
        """Whether a single question is after a detail of a topic, told or left open, not after what it is or pays."""
        first = next(iter(self._one(topic, query).points(asked)), AMOUNT)
        fact = topic.fact_at(first)
        whole = fact is not None and bool({"what", "eligibility"} & set(fact.aspects))
        return first != AMOUNT and not whole

    def leaves_open(self, topics: Sequence[Topic], query: Query) -> bool:
        """Whether all that is asked of a topic is a detail that the policy leaves open."""
        case = self._one(topics[0], query)
        return (
            len(topics) == 1
            and bool(case.asked)
            and all(case.is_left_open(asked) or untold_aspects(case, asked) for asked in case.asked)
        )

    def beside(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """What single questions are after beside a joint sum."""
        told = [part for topic in topics for part in beside_the_sum(self._one(topic, query))]
        return [part for part in told if part.weight is Weight.ANSWER]

    def condition_parts(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """The conditions that the benefits of these topics state, each once, of those that are summed."""
        several = len(topics) > 1
        paying = [topic for topic in topics if topic.benefit]
        summed = [topic for topic in paying if requests_of(self._one(topic, query), among_others=several)]
        return self._conditions(summed, query)

    def _conditions(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        words = wording(query.english)
        told = [needs_of(self._catalogue.benefit(topic.benefit), topic, words) for topic in topics]
        needs = dict.fromkeys(need for needs in told for need in needs)
        return [Part(conditions_text(list(needs), words), (), Weight.CONDITION)] if needs else []

    def named(self, topic: Topic, part: Part, query: Query) -> Part:
        """The part with its topic's name in front, for replies on several topics."""
        words = wording(query.english)
        name = words.pick(topic.name, topic.name_en)
        if part.weight is not Weight.ANSWER or name in part.text or not name:
            return part
        return replace(part, text=f"{name}{words.pick('：', ': ')}{part.text}")


def _takes_all(case: TopicCase) -> bool:
    """Whether the question names every row of a topic that one recipient gets together."""
    return case.topic.together and len(case.rows) == len(case.topic.rows)


def _with_quotes(part: Part, query: Query) -> Part:
    """A part with the policy's own words below it."""
    if part.weight is Weight.CONDITION or not part.citations:
        return part
    quotes = "；".join(f"「{citation.quote}」" for citation in part.citations)
    return replace(part, text=f"{part.text}\n{wording(query.english).pick('原文：', 'Text: ')}{quotes}")


def _parts(case: TopicCase) -> list[Part]:
    requests = requests_of(case)
    asked = room_under_cap(case) or award_and_cost(case) or how_many(case) or whole_quota(case) or proportions_of(case)
    asked = asked or highest_of(case) or least_after_rise(case) or at_supposed_rate(case) or to_goal(case)
    first = with_conditions(case, asked) or unmet(case, summed=bool(requests)) or absent(case) or period_end(case)
    if not first and (enough := reached(case)):
        return enough + after_the_first(case)
    first = (
        first
        or ([] if requests else limit_of_another(case))
        or next_time(case)
        or ([] if requests else believed_sum(case))
        or with_conditions(case, average(case) or difference(case))
    )
    if first:
        return first + _total_besides(case, requests) if period_end(case) else first
    if requests:
        summed = each_number(case) or at_once_or_apart(case, requests) or with_derived(case, total(case, requests))
        if case.query.has("polar") and (left := cued_silences(case)):
            return with_conditions(case, summed) + open_parts(case, left)
        return with_verdict(case, with_conditions(case, summed)) + (aside(case) or beside_the_sum(case))
    if case.given.part_of_year and case.asks_money:
        return with_conditions(case, [case.rate()]) + open_parts(case, _on_parts(case))
    if set_beside(case):
        return with_conditions(case, [case.rate()])
    silences = silences_of(case)
    if silences and (case.query.has("strict") or tells_apart(case, silences)):
        return open_parts(case, silences)
    if pointed := by_points(case):
        return with_verdict(case, with_conditions(case, with_others_asked(case, pointed))) + unlisted(case)
    if silences and not has_answer_beside(case, silences):
        return (row_parts(case) if case.query.has("follow_up") else []) + open_parts(case, silences)
    parts = with_verdict(case, with_conditions(case, missing(case) or by_aspect(case)))
    return parts + (open_parts(case, silences) if silences else [])


def _total_besides(case: TopicCase, requests: Sequence[Request]) -> list[Part]:
    """The sum that is asked for beside the end of a period."""
    return total(case, requests) if requests and case.asks_money and case.query.has("total") else []


def _on_parts(case: TopicCase) -> list[Silence]:
    """What the policy leaves open on a part of a year."""
    return [silence for silence in case.topic.silent if "proration" in silence.aspects][:1]
