"""Which of several topics a question may mean: asked back, or each told where that is short."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.parts import Part, Weight
from assistant.answering.topics import TopicAnswerer
from assistant.answering.wording import Wording
from assistant.language.knowledge import Knowledge
from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Clarifier"]

_UNCLEAR = 0.3
"""The score of the first topic below which others near it may be meant as well."""
_BARE_QUESTION = 14
"""A question on money this short, in characters, names nothing: what it may mean is asked back."""
_LEVEL = 0.8
"""The share of the first topic's score from which a bare question may as well mean another."""
_NEAR_TIE = 0.55
"""The share of the first topic's score from which another is near it."""
_OF_ANY_RELATIVE = frozenset({"amount", "what", "eligibility"})
"""What a question that names no row may ask of every topic of a family."""


class Clarifier:
    """Finds the topics that a question leaves the choice between, and asks which is meant."""

    def __init__(self, knowledge: Knowledge, topics: TopicAnswerer) -> None:
        self._knowledge = knowledge
        self._answerer = topics
        self._topics = {topic.id: topic for topic in knowledge.topics}

    def which(self, topics: Sequence[Topic], query: Query, words: Wording) -> Part | None:
        """A question back: which of several things with money is meant."""
        paid = [topic for topic in topics if topic.benefit]
        if len(paid) < 2:
            return None
        told = [(topic, part) for topic in paid for part in self._answerer.rates(topic, query)]
        lines = [
            f"· {words.pick(topic.name, topic.name_en)}{words.pick('，', ', ')}{part.text.lstrip('：: ')}"
            for topic, part in told
        ]
        ask = words.pick("请问是哪一项？", "Which of these is it?")
        options = tuple(words.pick(topic.name, topic.name_en) for topic in paid)
        citations = tuple(citation for _, part in told for citation in part.citations)
        return Part("\n".join([ask, *lines]), citations, Weight.ASK, options=options)

    def meant_alike(self, query: Query) -> list[Topic]:
        """The topics of which a question on money leaves open which it means: by a word of theirs all, or as likely."""
        words = [meant for pattern, meant in self._knowledge.ambiguous if compiled(pattern).search(query.text)]
        if words and not query.named and "amount" in query.aspects:
            return [self._topics[topic_id] for topic_id in words[0]]
        return self._near_ties(query)

    def _near_ties(self, query: Query) -> list[Topic]:
        """The topics between which an unclear question on money leaves the choice open."""
        scored = [item for item in query.ranking if item.label in self._topics]
        if query.named or not scored or "amount" not in query.aspects:
            return []
        bare = len(query.text) <= _BARE_QUESTION
        if query.topics[:1] != (scored[0].label,):
            return []
        if query.confidence >= _UNCLEAR:
            level = [self._topics[item.label] for item in scored if item.score >= _LEVEL * scored[0].score]
            return [topic for topic in level if topic.benefit] if bare else []
        least = 0.0 if bare else _NEAR_TIE * scored[0].score
        near = [self._topics[item.label] for item in scored if item.score >= least]
        return [topic for topic in near if topic.benefit][:3] if query.has("personal") else []

    def relatives(self, topics: Sequence[Topic], query: Query) -> list[Topic]:
        """The topics of one family, where the question names no row of any of them and so means each."""
        family = topics[0].family
        if len(topics) > 1 or not family or query.has("push_back"):
            return []
        told = query.rows[topics[0].id] or query.absent[topics[0].id] or topics[0].id in query.mentioned
        told = told or any(self._answerer.is_after_detail(topics[0], query, asked) for asked in query.asked)
        if told or not set(query.aspects) <= _OF_ANY_RELATIVE:
            return []
        return [topic for topic in self._knowledge.topics if topic.family == family]
