"""What the policy leaves open on a topic, and whether that is what the question asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.case import MONEY, TopicCase
from assistant.answering.parts import Part, Weight
from assistant.language.asked import COMMON_ASPECTS
from assistant.language.query import Asked
from assistant.language.topics import Silence
from assistant.policy.strict import compiled

__all__ = [
    "cued_silences",
    "has_answer_beside",
    "is_unlike_all",
    "not_said",
    "nothing_said",
    "open_parts",
    "silences_of",
    "tells_apart",
    "untold_aspects",
]

_OPEN_SILENCES = frozenset({"ranking", "proration"})
"""Open details that leave the figure itself standing: the figure is told, with what is open."""
_LIKE = 0.6
"""The score of its surest point from which a question that names no aspect is like one asked of its topic."""
_MARGIN = 0.1
"""By how much a fact must be liker to the question than what is left open, to be told beside it."""


def silences_of(case: TopicCase) -> list[Silence]:
    """The first open detail that the question's words or aspects touch; empty where none is."""
    found = []
    for silence in case.topic.silent:
        asked = any(aspect in case.query.aspects for aspect in silence.aspects)
        cued = any(compiled(cue).search(case.query.text) for cue in silence.cues)
        answered = any(a in case.query.aspects for f in case.topic.facts for a in f.aspects if a in silence.aspects)
        if cued or (asked and not silence.cues and not answered):
            found.append(silence)
    return found[:1]


def cued_silences(case: TopicCase) -> list[Silence]:
    """The first open detail that the question names in so many words; empty where it names none."""
    text = case.query.text
    return [silence for silence in case.topic.silent if any(compiled(cue).search(text) for cue in silence.cues)][:1]


def has_answer_beside(case: TopicCase, silences: Sequence[Silence]) -> bool:
    """Whether the question also asks for something that the policy does answer."""
    if case.benefit is None and not case.query.aspects and case.query.has("polar"):
        return True
    if case.benefit is None or not case.asks_money:
        return not _is_left_open(case, silences) and _fact_is_nearer(case, silences)
    if case.query.has("strict"):
        return False
    open_aspects = {aspect for silence in silences for aspect in silence.aspects}
    if open_aspects & _OPEN_SILENCES and case.benefit is not None and case.benefit.has_amount:
        return True
    if case.query.has("push_back"):
        return True
    answered = {aspect for fact in case.topic.facts for aspect in fact.aspects} - open_aspects
    answered |= MONEY if case.benefit is not None and case.benefit.has_amount else set()
    return bool(answered & set(case.query.aspects) - {"eligibility", "what", "clause"} - open_aspects)


def tells_apart(case: TopicCase, silences: Sequence[Silence]) -> bool:
    """Whether the question wants several things told apart, of one row, between which the policy does not."""
    kinds = {aspect for silence in silences for aspect in silence.aspects}
    cues = [cue for silence in case.topic.silent if kinds & set(silence.aspects) for cue in silence.cues]
    things = {match[0] for cue in cues for match in compiled(cue).finditer(case.query.text)}
    return len(things) > 1 and len(case.rows) < 2 and case.query.has("respective", "every_row", "each")


def _is_left_open(case: TopicCase, silences: Sequence[Silence]) -> bool:
    """Whether all that is asked is named as left open, and no fact answers any of it."""
    asked = set(case.query.aspects) - {"what", "eligibility", "clause"}
    left = {aspect for silence in silences for aspect in silence.aspects}
    told = {aspect for fact in case.topic.facts for aspect in fact.aspects}
    return bool(asked) and asked <= left and not asked & told


def _fact_is_nearer(case: TopicCase, silences: Sequence[Silence]) -> bool:
    """Whether what the policy says is likelier to be asked than what it leaves open."""
    says = [fact.say for fact in case.topic.facts]
    scores = case.likeness(case.query.text, [*says, *(silence.say for silence in silences)])
    return max(scores[: len(says)], default=0.0) > max(scores[len(says) :]) + _MARGIN


def open_parts(case: TopicCase, silences: Iterable[Silence]) -> list[Part]:
    """That the policy leaves these details open, or a no to the question whether it grants them."""
    return [_open_part(case, silence) for silence in silences]


def _open_part(case: TopicCase, silence: Silence) -> Part:
    words, proof = case.words, case.cite(silence.quote)
    if silence.no and case.query.has("polar", "asserted", "confirm"):
        return Part(words.sentence(words.pick(silence.no, silence.no_en)), proof, Weight.CORRECTION)
    text = words.sentence(words.pick(silence.say, silence.say_en))
    return Part(text, proof, Weight.ANSWER if silence.told else Weight.OPEN)


def untold_aspects(case: TopicCase, asked: Asked) -> list[str]:
    """The aspects that a single question names in words with which nothing told of its topic is asked.

    None where it also asks for what the topic tells, or where its own silence on it is what is asked.
    """
    points = case.points(asked)
    if points and case.topic.silence_at(points[0]):
        return []
    named = [aspect for aspect in asked.aspects if aspect not in COMMON_ASPECTS]
    told = {aspect for fact in case.topic.facts for aspect in fact.aspects}
    telling = [aspect for aspect in named if case.knowledge.aspects[aspect].telling and aspect not in told]
    if not telling or len(telling) < len(named):
        return []
    answered = [point for point in case.topic.points if case.topic.silence_at(point.id) is None]
    texts = [*(ask for point in answered for ask in point.asks), *(fact.say for fact in case.topic.facts)]
    return [aspect for aspect in telling if not _is_cued(case, aspect, texts)]


def is_unlike_all(case: TopicCase, asked: Asked) -> bool:
    """Whether the query's only question is in words like none asked of its topic, so that nothing tells it."""
    if asked.aspects or not asked.points or len(case.query.asked) > 1 or case.claims:
        return False
    if case.rows and case.query.has("follow_up") and case.query.previous is not None:
        return False
    first = asked.points[0]
    return first.score < _LIKE and not (case.points(asked) and case.topic.silence_at(first.label))


def _is_cued(case: TopicCase, aspect: str, texts: Sequence[str]) -> bool:
    cues = [compiled(cue) for cue in case.knowledge.aspects[aspect].cues]
    return any(cue.search(text) for cue in cues for text in texts)


def nothing_said(case: TopicCase) -> Part:
    """That the policy does not tell what is asked of the topic, and whom to ask."""
    leads = case.policy.clause(case.topic.clause).leads
    text = case.words.pick("政策没有写这一点。", "The policy does not say this. ")
    if leads:
        text += case.words.pick(f"可问牵头单位：{case.words.join(leads)}。", f"Ask: {case.words.join(leads)}.")
    return Part(text, (), Weight.OPEN)


def not_said(case: TopicCase, aspect: str) -> Part:
    """That the policy does not say this of the topic, and whom to ask."""
    described = case.knowledge.aspects[aspect]
    name = case.words.pick(case.topic.name, case.topic.name_en)
    text = case.words.pick(
        f"政策没有写{name}的{described.name}。", f"The policy does not say {described.name_en} for {name}."
    )
    leads = case.policy.clause(case.topic.clause).leads
    if described.open and leads:
        text += case.words.pick(f"可问牵头单位：{case.words.join(leads)}。", f" Ask: {case.words.join(leads)}.")
    return Part(text, (), Weight.OPEN)
