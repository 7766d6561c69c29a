"""What the policy says of a topic: facts by aspect, rows, conditions, departments, general rules."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.case import MONEY, WHOLE_ANSWERS, TopicCase
from assistant.answering.documents import department_part
from assistant.answering.parts import Part, Weight
from assistant.answering.silences import not_said, open_parts, silences_of
from assistant.benefits import AmountKind, chinese_amounts
from assistant.language.topics import Fact

__all__ = ["by_aspect", "fact_part", "of_aspect", "row_parts", "with_others_asked"]

_ROW_ASPECTS = frozenset({"what", "amount", "eligibility", "standing"})
_UNIT_KINDS = {
    "yuan": {AmountKind.PERCENT, AmountKind.RATIO, AmountKind.MONEY},
    "date": {AmountKind.DATE},
    "count": {AmountKind.COUNT},
    "year": {AmountKind.DURATION},
}
_COMMON = frozenset({"what", "eligibility"})
"""Aspects so common in wording that beside another they say nothing."""
_MOST_FACTS = 3
_SAID = 0.7
"""The share of a text's character pairs that make another say the same."""
_LIKE = 0.25
"""From which likeness a fact bears on a question."""
_LISTED = 3
"""How many things a sentence lists before it counts as a list."""


def by_aspect(case: TopicCase) -> list[Part]:
    """What the policy says of each aspect asked about, and that it does not say the others."""
    parts: list[Part] = []
    unanswered: list[str] = []
    for aspect in _ordered_aspects(case):
        found = of_aspect(case, aspect)
        if found is None:
            unanswered.append(aspect)
        parts += [part for part in found or () if part.text not in {other.text for other in parts}]
    told = bool(parts)
    silent = {aspect for silence in silences_of(case) for aspect in silence.aspects}
    for aspect in (aspect for aspect in unanswered if aspect not in silent):
        if case.knowledge.aspects[aspect].open or not told:
            parts += _instead(case, aspect)
            told = True
    parts = parts or of_aspect(case, "what") or []
    return _with_nearest_facts(case, parts)


def of_aspect(case: TopicCase, aspect: str) -> list[Part] | None:
    """What the policy says of one aspect; None where it says nothing."""
    if aspect in MONEY and case.benefit is not None and case.benefit.has_amount:
        return [case.rate()]
    if case.rows and aspect in _ROW_ASPECTS and (rows := row_parts(case)):
        return rows
    if aspect == "standing":
        return of_aspect(case, "what")
    if aspect == "eligibility":
        return _eligibility(case)
    facts = [fact for fact in case.topic.facts if aspect in fact.aspects]
    if facts:
        return [fact_part(case, fact) for fact in facts[:_MOST_FACTS]]
    if aspect == "department":
        if left := [silence for silence in case.topic.silent if aspect in silence.aspects and silence.no]:
            return open_parts(case, left[:1])
        return [department_part(case.policy, case.topic.clause, case.words)]
    if aspect == "clause":
        return [_clause_part(case)]
    if aspect == "payment_time" and case.benefit is not None:
        return _elsewhere(case, "payment")
    if aspect == "stacking":
        return _elsewhere(case, "stacking")
    if aspect == "what" and case.benefit is not None:
        return [case.rate()]
    return None


def with_others_asked(case: TopicCase, parts: list[Part]) -> list[Part]:
    """The parts, with what the policy says of the further aspects that the question's words name."""
    if any(part.weight is not Weight.ANSWER for part in parts):
        return parts
    aspects = [aspect for aspect in case.query.aspects if aspect not in _COMMON and aspect not in WHOLE_ANSWERS]
    if len(aspects) < 2:
        return parts
    told = {part.text for part in parts}
    for aspect in aspects:
        facts = [fact_part(case, fact) for fact in case.topic.facts if aspect in fact.aspects]
        figure = aspect in MONEY and case.benefit is not None and case.benefit.has_amount
        further = [case.rate()] if figure else facts[:1]
        if not told & {part.text for part in (*facts, *further)}:
            parts = [*parts, *further]
            told |= {part.text for part in further}
    return parts


def fact_part(case: TopicCase, fact: Fact) -> Part:
    """A fact with its proof."""
    return Part(case.words.sentence(case.words.pick(fact.say, fact.say_en)), case.cite(fact.quote))


def _ordered_aspects(case: TopicCase) -> list[str]:
    """The aspects in the order of the question; what a yes/no is about comes before the figure."""
    if not case.query.has("polar", "confirm"):
        return list(case.aspects)
    return sorted(case.aspects, key=lambda aspect: aspect in MONEY)


def _with_nearest_facts(case: TopicCase, parts: list[Part]) -> list[Part]:
    """The parts with the fact likest to the question and the main fact, where only facts were told."""
    if not parts or any(part.weight is not Weight.ANSWER for part in parts):
        return parts
    if case.asks_money:
        return _with_plain_fact(case, parts)
    if set(case.aspects) & WHOLE_ANSWERS:
        return parts
    facts = list(case.topic.facts)
    told = {part.text for part in parts}
    scores = case.likeness(case.query.text, [fact.say for fact in facts])
    main = [fact for fact in facts if "what" in fact.aspects][:1]
    ranked = [facts[i] for i in sorted(range(len(facts)), key=lambda i: -scores[i])]
    for fact in (*ranked[:1], *main):
        part = fact_part(case, fact)
        if part.text not in told and len(parts) < _MOST_FACTS and not case.rows:
            parts = [*(other for other in parts if not _says_no_more(other.text, part.text)), part]
            told.add(part.text)
    return parts


def _with_plain_fact(case: TopicCase, parts: list[Part]) -> list[Part]:
    """A figure with the fact likest to what else the question asks, where it asks more and that has no money."""
    if not case.query.aspects or not case.query.has("polar") or case.claims:
        return parts
    plain = [f for f in case.topic.facts if not any(a.kind is AmountKind.MONEY for a in chinese_amounts(f.say))]
    scores = case.likeness(case.query.text, [fact.say for fact in plain])
    if not plain or max(scores) < _LIKE:
        return parts
    part = fact_part(case, plain[scores.index(max(scores))])
    return parts if part.text in {other.text for other in parts} else [*parts, part]


def _instead(case: TopicCase, aspect: str) -> list[Part]:
    """For an aspect that no fact declares: the main fact where it holds the answer, else that it is not said."""
    main = [fact for fact in case.topic.facts if "what" in fact.aspects]
    if any(_holds(fact, case.knowledge.aspects[aspect].unit, aspect) for fact in main):
        return [fact_part(case, fact) for fact in main]
    return [not_said(case, aspect)]


def row_parts(case: TopicCase) -> list[Part]:
    """What the policy says of each row that the question names, with how long it is given where that is its own."""
    words = case.words
    alike: dict[str, list[str]] = {}
    for key in case.rows:
        if said := words.pick(case.topic.rows[key].say, case.topic.rows[key].say_en):
            alike.setdefault(said.replace(key, "{}"), []).append(key)
    parts = [
        Part(
            words.sentence(form.replace("{}", words.join(keys))),
            case.cite(*(case.topic.rows[key].quote for key in keys)),
        )
        for form, keys in alike.items()
    ]
    return parts + _lasting(case) if parts else []


def _lasting(case: TopicCase) -> list[Part]:
    """How long a benefit without an amount of its own is given, and on what conditions."""
    benefit, words = case.benefit, case.words
    if benefit is None or benefit.has_amount or benefit.duration is None or words.english:
        return []
    lasts = Part(words.sentence(benefit.duration.quote), case.cite(benefit.duration.quote))
    needs = words.sentence("条件：" + words.join(benefit.conditions))
    return [lasts, Part(needs, (), Weight.CONDITION)] if benefit.conditions else [lasts]


def _eligibility(case: TopicCase) -> list[Part]:
    facts = [fact for fact in case.topic.facts if "eligibility" in fact.aspects]
    asked = case.query.has("polar") and not case.claims and len(case.query.topics) == 1
    polar = case.words.pick("符合条件的可以。", "Yes, if the conditions hold. ") if asked else ""
    if facts and case.benefit is None:
        facts = [*(fact for fact in case.topic.facts if "what" in fact.aspects), *facts]
    if facts:
        parts = [fact_part(case, fact) for fact in dict.fromkeys(facts[:2])]
        return [replace(parts[0], text=polar + parts[0].text), *parts[1:]]
    if case.topic.conditions:
        needs = [case.words.pick(c.need, c.need_en) for c in case.topic.conditions]
        text = case.words.pick("条件：", "Conditions: ") + "；".join(needs)
        quotes = [condition.quote for condition in case.topic.conditions]
        return [Part(polar + case.words.sentence(text), case.cite(*quotes))]
    return of_aspect(case, "what") or []


def _clause_part(case: TopicCase) -> Part:
    clause = case.policy.clause(case.topic.clause)
    name = case.words.pick(case.topic.name, case.topic.name_en)
    text = case.words.pick(
        f"{name}写在{case.words.clause(clause.label)}。", f"{name} stands in {case.words.clause(clause.label)}."
    )
    return Part(text, case.proofs())


def _elsewhere(case: TopicCase, role: str) -> list[Part] | None:
    """A general rule of the policy, from the topic that has this role."""
    for topic in case.knowledge.topics:
        if topic.policy == case.topic.policy and topic.role == role:
            fact = topic.facts[0]
            text = case.words.sentence(case.words.pick(fact.say, fact.say_en))
            return [Part(text, (case.policy.cite(fact.quote, topic.clause),))]
    return None


def _holds(fact: Fact, unit: str, aspect: str) -> bool:
    """Whether a fact's words hold what an aspect asks for: a figure of its kind, or a list."""
    if aspect == "list":
        return fact.quote.count("、") >= _LISTED - 1
    if aspect in ("recipient", "eligibility"):
        return True
    if aspect == "date" and re.search(r"20\d\d", fact.quote):
        return True
    return any(amount.kind in _UNIT_KINDS.get(unit, ()) for amount in chinese_amounts(fact.quote))


def _says_no_more(text: str, other: str) -> bool:
    """Whether nearly all that a text says stands in another."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(pair in other for pair in pairs) >= _SAID * max(len(pairs), 1)
