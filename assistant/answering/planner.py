"""Route a query: what kind of reply it gets, and from which parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.case import MONEY
from assistant.answering.clarifying import Clarifier
from assistant.answering.departments import departments_asked, departments_of_clauses
from assistant.answering.documents import (
    clause_part,
    department_part,
    no_such_clause,
    outside_validity,
    payment_year,
    validity_part,
)
from assistant.answering.elsewhere import asks_our_own, not_here, places_asked
from assistant.answering.mentions import mention_part
from assistant.answering.parts import Part, Weight
from assistant.answering.topics import TopicAnswerer
from assistant.answering.wording import Wording, wording
from assistant.language.knowledge import Gap, Knowledge, Overview
from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.models import Policy, Status
from assistant.policy import Library

__all__ = ["Plan", "Planner"]


_UNCLEAR = 0.3
"""The score of the first topic below which others near it may be meant as well."""
_VAGUE = 0.65
"""The score of its first point below which a topic may only lend its name to what is asked."""
_BESIDE = 0.45
"""The score from which a topic is taken to be what one beside another is asked about."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a reply; ``status`` is set where it does not follow from them."""

    parts: tuple[Part, ...]
    status: Status | None = None


class Planner:
    """Chooses what to say by the query; never by the wording of a single question."""

    def __init__(self, library: Library, knowledge: Knowledge, topics: TopicAnswerer) -> None:
        self._library = library
        self._knowledge = knowledge
        self._answerer = topics
        self._clarifier = Clarifier(knowledge, topics)
        self._topics = {topic.id: topic for topic in knowledge.topics}
        self._gaps = {gap.id: gap for gap in knowledge.gaps}
        self._overviews = {overview.id: overview for overview in knowledge.overviews}
        self._subjects = {subject.id: subject for subject in knowledge.subjects}

    def plan(self, query: Query, as_of: date) -> Plan | None:
        """The reply's parts, or None where the query is not understood and retrieval must help."""
        words = wording(query.english)
        policy = self._policy(query)
        if query.steering and not query.text:
            return Plan((Part(self._only_policy(policy, words, steered=True)),), Status.BLOCKED)
        if query.unknown_clauses:
            return self._unknown_clause(query, policy, words)
        if elsewhere := self._elsewhere(query, policy, words):
            return elsewhere
        if query.subject:
            return self._other_subject(query, policy, words)
        if query.steering and not (query.has("asking", "polar") and (query.topics or query.gap)):
            return Plan((Part(self._only_policy(policy, words, steered=True)),), Status.BLOCKED)
        if query.clauses and "department" in query.aspects and not (query.departments or self._tells_department(query)):
            return Plan(tuple(departments_of_clauses(query, policy, words)))
        if departments := self._named_departments(query, policy, words):
            return Plan(tuple(departments))
        sums = "amount" in query.aspects and len(query.topics) > 1
        if query.has("mentioned") and not sums and (places := mention_part(policy, query, words)):
            return Plan((places,))
        topics = [self._topics[topic_id] for topic_id in query.topics]
        short = bool(topics) and query.has("polar") and self._answerer.falls_short(topics[0], query)
        vague = all(asked.points and asked.points[0].score < _VAGUE for asked in query.asked)
        if query.likelier and vague and not short:
            query = replace(query, gap=query.likelier, subject=query.likelier, topics=())
            topics = []
            if query.subject in self._subjects:
                return self._other_subject(query, policy, words)
        if query.clauses and (whole := self._whole_clauses(query, topics, policy, words)):
            return whole
        overview = self._overviews.get(query.overview)
        if overview is not None and (parts := self._answerer.overview(overview, query)):
            return Plan(tuple(parts))
        gap = self._gaps.get(query.gap)
        if gap is not None and not short and (not topics or not gap.aspect or query.ranking[0].label == gap.id):
            return Plan((self._gap(gap, policy, words),))
        if not any(query.rows.values()) and (
            choice := self._clarifier.which(self._clarifier.meant_alike(query), query, words)
        ):
            return Plan((choice,))
        if not topics:
            return self._clause_summary(query, policy, words)
        if relatives := self._clarifier.relatives(topics, query):
            meant = query.has("personal", "per_person") or any(count.value for count in query.counts)
            if meant and "amount" in query.aspects and (choice := self._clarifier.which(relatives, query, words)):
                return Plan((choice,))
            return Plan(tuple(self._of_relatives(relatives, query)))
        return Plan(tuple(self._topic_parts(topics, query, as_of, policy, words)))

    def _tells_department(self, query: Query) -> bool:
        """Whether a topic that the question names says more of who acts than its clause's last line."""
        topics = [self._topics[topic_id] for topic_id in query.mentioned]
        return any("department" in silence.aspects and bool(silence.no) for t in topics for silence in t.silent)

    def _policy(self, query: Query) -> Policy:
        topic = self._topics.get(query.topics[0]) if query.topics else None
        return self._library.policy(topic.policy) if topic else self._library.default

    def _only_policy(self, policy: Policy, words: Wording, *, steered: bool) -> str:
        first = words.pick("不能按这样的要求回答。", "I cannot follow that. ") if steered else ""
        return first + words.pick(
            f"我只回答《{policy.title}》（{policy.number}）里的问题。",
            f"I only answer questions on the policy {policy.number} of {policy.city}.",
        )

    def _unknown_clause(self, query: Query, policy: Policy, words: Wording) -> Plan:
        part = no_such_clause(policy, query.unknown_clauses, words)
        claims_money = any(q.unit == "yuan" for q in query.quantities)
        if query.topics and query.named and query.aspects and not (query.fabricated or claims_money):
            parts = [p for t in query.topics[:1] for p in self._answerer.answer(self._topics[t], query)]
            correction = Part(part.text, part.citations, Weight.CORRECTION)
            return Plan((correction, *parts))
        return Plan((part,))

    def _elsewhere(self, query: Query, policy: Policy, words: Wording) -> Plan | None:
        """That another place's policy is asked about, with what ours says where both are compared."""
        foreign = places_asked(query, self._knowledge)
        if not foreign:
            return None
        part = not_here(foreign, policy, words)
        compared = query.has("compare") and any(place in query.text for place in self._knowledge.own_places)
        if not (compared and query.topics):
            return Plan((part,), Status.OUT_OF_SCOPE)
        topic = self._topics[query.topics[0]]
        aspect = "amount" if topic.benefit else "what"
        ours = replace(query, aspects=(aspect,), flags=frozenset(), asked=())
        parts = self._answerer.answer(topic, ours)
        if asks_our_own(foreign, query, self._knowledge):
            return Plan((*parts, replace(part, weight=Weight.OPEN)))
        return Plan((replace(part, weight=Weight.CORRECTION), *parts), Status.OUT_OF_SCOPE)

    def _other_subject(self, query: Query, policy: Policy, words: Wording) -> Plan:
        subject = self._subjects[query.subject]
        said = words.pick(subject.say, subject.say_en)
        if not said:
            name = words.pick(subject.name, subject.name_en)
            said = words.pick(f"{name}不在本政策的范围内。", f"This policy does not deal with {name}. ")
            said += self._only_policy(policy, words, steered=False)
        return Plan((Part(said),), Status.OUT_OF_SCOPE)

    def _named_departments(self, query: Query, policy: Policy, words: Wording) -> list[Part]:
        """What the departments named do; nothing where a sum or a fact about a topic is asked."""
        if not query.departments:
            return []
        sums = query.has("total") and any(count.value for count in query.counts)
        who = query.has("lead", "support", "exclude")
        if query.topics and not who and (sums or self._answerer.tells_who(query)):
            return []
        return departments_asked(query, policy, {topic.id: topic.clause for topic in self._knowledge.topics}, words)

    def _gap(self, gap: Gap, policy: Policy, words: Wording) -> Part:
        text = words.sentence(words.pick(gap.say, gap.say_en))
        near = [self._topics[topic_id] for topic_id in gap.near if topic_id in self._topics]
        leads = policy.clause(near[0].clause).leads if near else ()
        if leads:
            text += words.pick(f"可问牵头单位：{words.join(leads)}。", f" Ask: {words.join(leads)}.")
        citations = (policy.cite(gap.quote, gap.clause),) if gap.quote else ()
        return Part(text, citations, Weight.OPEN)

    def _clause_summary(self, query: Query, policy: Policy, words: Wording) -> Plan | None:
        if not query.clauses:
            return None
        parts = []
        for key in query.clauses:
            if "amount" in query.aspects and (
                choice := self._clarifier.which([t for t in self._knowledge.topics if t.clause == key], query, words)
            ):
                return Plan((choice,))
            if "department" in query.aspects:
                parts.append(department_part(policy, key, words))
                continue
            held = [topic for topic in self._knowledge.topics if topic.clause == key]
            paid = any(topic.benefit for topic in held)
            unpaid = not paid and ("amount" in query.aspects or (query.has("all_in_clause") and not query.aspects))
            names = [words.pick(topic.name, topic.name_en) for topic in held]
            parts.append(clause_part(policy, key, names, words, unpaid=unpaid))
        return Plan(tuple(parts))

    def _whole_clauses(self, query: Query, topics: Sequence[Topic], policy: Policy, words: Wording) -> Plan | None:
        """What whole clauses provide, where the question names clauses and nothing that they hold."""
        unsure = not (query.named or query.fabricated) and query.ranking and query.ranking[0].score < _UNCLEAR
        some_one = query.has("some_one_of") and not query.named
        if (
            query.has("all_in_clause")
            and not (query.named or some_one)
            and (paid := self._paid_in(query, policy, words))
        ):
            return Plan(tuple(paid))
        several = len(query.clauses) > 1 and not query.named and set(query.aspects) <= {"what"}
        elsewhere = unsure and not any(topic.clause in query.clauses for topic in topics)
        return self._clause_summary(query, policy, words) if some_one or several or elsewhere else None

    def _paid_in(self, query: Query, policy: Policy, words: Wording) -> list[Part]:
        """All that the clauses named in the question pay, each clause's under its own line."""
        parts = []
        for key in query.clauses:
            paid = {t.id: t.name for t in self._knowledge.topics if t.clause == key and t.benefit}
            label = words.clause(policy.clause(key).label)
            say = words.pick(f"{label}写了这些：", f"{label} names these:")
            if paid:
                parts += self._answerer.overview(Overview(id=key, say=say, topics=paid, examples=()), query)
        return parts

    def _topic_parts(
        self, topics: Sequence[Topic], query: Query, as_of: date, policy: Policy, words: Wording
    ) -> list[Part]:
        if query.aspects == ("stacking",) and query.has("polar"):
            topics, query = topics[:1], replace(query, flags=query.flags - {"total"})
        elif rule := self._one_beside_another(topics, query):
            return self._facts_of([rule], replace(query, aspects=("what",), asked=()))
        first = topics[0]
        before = "retroactive" in query.aspects and not query.dates
        dated = any(topic.role == "validity" for topic in topics) and not before
        if dated and first.role == "document":
            return self._facts_of([topic for topic in topics if topic.role != "validity"], query)
        if dated and not (self._answerer.leaves_open(topics, query) or self._answerer.falls_short(first, query)):
            others = topics[1:] if first.role == "validity" else self._asked_besides(topics, query)
            return [validity_part(policy, query, as_of, words), *self._facts_of(others, query)]
        asks_when = (
            "payment_time" in query.aspects
            and "amount" not in query.aspects
            and not query.has("period_end", "entitled_when", "inverse")
        )
        pays_later = first.role == "payment" or asks_when
        if pays_later and query.dates and not self._answerer.falls_short(first, query):
            return self._payment_year(topics, query, words)
        pays = any(topic.benefit or topic.conditions for topic in topics)
        if pays and not pays_later and (outside := outside_validity(policy, query, words)):
            return [outside]
        if sides := self._answerer.side_by_side(topics, query):
            return [*sides, *self._answerer.beside(topics, query)]
        if joint := self._answerer.joint_sum(topics, query):
            beside = self._answerer.beside(topics, query)
            return [joint, *beside, *self._answerer.condition_parts(topics, query)]
        return self._facts_of(topics, query)

    def _one_beside_another(self, topics: Sequence[Topic], query: Query) -> Topic | None:
        """The rule on receiving several awards, where the question is whether one is paid beside another."""
        if not query.has("another_too") or not query.has("polar") or any((c.value or 0) > 1 for c in query.counts):
            return None
        ranked = {item.label for item in query.ranking if item.score >= _BESIDE}
        paid = [topic for topic in self._knowledge.topics if topic.benefit and topic.id in {*query.mentioned, *ranked}]
        rows = query.rows.get(topics[0].id, ()) if topics[0].benefit and not topics[0].together else ()
        several = len(paid) > 1 or len(rows) > 1
        return next((t for t in self._knowledge.topics if t.role == "stacking"), None) if several else None

    def _of_relatives(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """What each topic of a family pays, with one yes or no before all."""
        plain = replace(query, flags=query.flags - {"polar"}, aspects=("amount",), asked=())
        queries = [
            replace(query, aspects=() if query.has("polar") else ("amount",), asked=()),
            *[plain] * (len(topics) - 1),
        ]
        told = [part for topic, own in zip(topics, queries, strict=True) for part in self._facts_of([topic], own)]
        return [part for part in told if part.weight is not Weight.OPEN] or told

    def _asked_besides(self, topics: Sequence[Topic], query: Query) -> list[Topic]:
        """The topics on whose money one of several questions is, beside one on the validity."""
        asked = {one.topic for one in query.asked if MONEY & set(one.aspects) and "date" not in one.aspects}
        return [topic for topic in topics if topic.id in asked and topic.role != "validity"]

    def _facts_of(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        several = len(topics) > 1
        if several and (same := self._answerer.same(topics, query)):
            return same
        if several and (rates := self._answerer.rivals(topics, query)):
            return self._answerer.compared(topics, query, rates)
        told = [(topic, self._answerer.answer(topic, query)) for topic in topics]
        texts = [{part.text for part in parts} for _, parts in told]
        shared = set.intersection(*texts) if several else set()
        parts: list[Part] = []
        for topic, own in told:
            named = [p if p.text in shared else self._answerer.named(topic, p, query) for p in own]
            parts += named if several else own
        parts = self._answerer.compared(topics, query, parts)
        answered = any(part.weight in (Weight.CORRECTION, Weight.ANSWER) for part in parts)
        return [part for part in parts if not (several and answered and part.weight is Weight.ASK)]

    def _payment_year(self, topics: Sequence[Topic], query: Query, words: Wording) -> list[Part]:
        parts = self._facts_of(topics[:1], query)
        rule = next((t for t in self._knowledge.topics if t.payment and t.policy == topics[0].policy), None)
        if rule is None or rule.payment is None:
            return parts
        proof = tuple(c for part in self._facts_of([rule], query)[:1] for c in part.citations)
        year = payment_year(query, rule.payment, proof, words)
        money = any(MONEY & set(asked.aspects) for asked in query.asked if "payment_time" not in asked.aspects)
        if money and topics[0] is not rule:
            return [*parts, year]
        return [year, *(p for p in parts if p.weight is Weight.OPEN)]
