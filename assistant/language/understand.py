"""From a question to a Query: names, meaning, aspects, numbers, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.language.asked import SingleQuestions
from assistant.language.choosing import Chooser
from assistant.language.clues import Clues, clause_references, find_dates
from assistant.language.counting import count_lost, count_question, count_things
from assistant.language.english import Glossary
from assistant.language.knowledge import Knowledge
from assistant.language.lexicon import Lexicon, build_lexicon
from assistant.language.meaning import Encoder, Meaning
from assistant.language.names import Names, named_places, values_of, without_pieces
from assistant.language.normalise import is_english, normalise
from assistant.language.quantities import find_quantities
from assistant.language.query import Count, Query
from assistant.language.repair import Repairer
from assistant.language.rows import whole_names
from assistant.language.targets import Named
from assistant.language.thresholds import Thresholds
from assistant.language.titles import Titles
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Encoder", "Thresholds", "Understanding"]

_BRIEF = 10
"""A question this short, in characters, may name a clause by a few words of its title."""


class Understanding:
    """Reads questions by the corpus's knowledge.

    encode: embeds questions; clauses: keys and titles of the policy's clauses.
    vectors: embeddings of the corpus's normalised examples where they are at hand, else they are made.
    policy: its whole text, by which the telling words of titles are known.
    folder: where trained weights are kept from one process to the next, if anywhere.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        encode: Encoder,
        clauses: Mapping[str, str],
        vectors: NDArray[np.float32] | None = None,
        thresholds: Thresholds | None = None,
        folder: Path | None = None,
        policy: str = "",
    ) -> None:
        self.knowledge = knowledge
        self.lexicon: Lexicon = build_lexicon(knowledge)
        limits = thresholds or Thresholds()
        self._clauses = frozenset(clauses)
        self._titles = Titles(clauses, knowledge.phrases.clause_pointing, policy)
        self._topics = {topic.id: topic for topic in knowledge.topics}
        self._clues = Clues(knowledge)
        self._names = Names(knowledge, self.lexicon, self._clues)
        self._meaning = Meaning(knowledge, encode, vectors, folder)
        self._chooser = Chooser(knowledge, self._names, self._clues, self._meaning, limits)
        self._single = SingleQuestions(self._names, self._clues, self._meaning, limits)
        self._repairer = _repairer(knowledge, self.lexicon, self._meaning.questions, folder)
        self._glossary = Glossary(knowledge.glossary)
        self._expansions = [(compiled(pattern), words) for pattern, words in knowledge.expansions]

    def train(self) -> None:
        """Train at once what else is trained when a question first needs it."""
        self._meaning.train()

    def plain(self, question: str) -> str:
        """The question normalised, mended, and its English terms put into the policy's words."""
        text = self._repairer.repair(normalise(question))
        for pattern, words in self._expansions:
            text = pattern.sub(words, text)
        return self._glossary.translated(text) if is_english(text) else text

    def read(self, question: str, as_of: date) -> Query:
        """What the question asks, by itself, without what was said before."""
        text = self.plain(question)
        english = is_english(normalise(question))
        steering = self._clues.is_steering(text) or self._clues.is_steering(question.lower())
        fabricated = self._clues.is_fabricated(text)
        whole = text
        if steering or fabricated:
            text = self._clues.without_steering(text) or ("" if steering else whole)
        if fabricated and not steering and not self._names.find(text):
            text = whole
        mentions = self._names.find(text)
        quantities = find_quantities(text, [(m.start, m.end) for m in mentions if not m.surface.isascii()])
        numbers = [str(number) for number in clause_references(whole)]
        aspects, flags = self._clues.aspects(text), self._clues.flags(text)
        briefly = "department" in aspects or len(text) <= _BRIEF
        titled = self._titles.named_in(text, briefly=briefly)
        told = [number for number in numbers if number in self._clauses] + titled
        excluded = {} if "difference" in flags else self._names.excluded(text, mentions)
        query = Query(
            text=text,
            english=english,
            aspects=aspects,
            values=values_of(mentions, excluded),
            excluded=excluded,
            quantities=tuple(quantities),
            departments=tuple(dict.fromkeys(r.key for m in mentions for r in m.of("department"))),
            places=tuple(dict.fromkeys(r.key for m in mentions for r in m.of("place"))),
            clauses=tuple(dict.fromkeys(told)),
            unknown_clauses=tuple(int(number) for number in numbers if number not in self._clauses),
            dates=tuple(find_dates(text, as_of)),
            as_of=as_of,
            flags=flags,
            steering=steering,
            fabricated=fabricated,
        )
        return self._chooser.choose(query, mentions) if text else query

    def resolved(self, query: Query) -> Query:
        """The query with rows chosen and numbers bound for its topics."""
        mentions = self._names.find(query.text)
        query = self._chooser.with_counted_siblings(query, mentions)
        rows: dict[str, tuple[str, ...]] = {}
        absent: dict[str, tuple[str, ...]] = {}
        named: list[Named] = []
        topics = self.topics_of(query)
        choices = whole_names([self._names.rows(topic, query, mentions) for topic in topics], query.text)
        topics, choices = without_pieces(topics, choices, mentions, query.text)
        query = replace(query, topics=tuple(topic.id for topic in topics))
        for topic, choice in zip(topics, choices, strict=True):
            if not topic.rows:
                named.append(Named(topic, named_places(topic, mentions)))
                continue
            rows[topic.id], absent[topic.id] = choice.rows, choice.absent
            places = choice.mentions or (named_places(topic, mentions) if topic.together else ())
            named.append(Named(topic, places, closed=bool(choice.absent)))
        return replace(
            query,
            counts=tuple(count_question(named, query.text, query.quantities, self.knowledge.phrases)),
            rows=rows,
            absent=absent,
            asked=self._single.of(query, topics),
            mentioned=tuple(topic.id for topic in topics if named_places(topic, mentions)),
        )

    def things(self, topic: Topic, query: Query) -> list[Count]:
        """The counts of a question without regard to rows, by its enterprises and years."""
        return count_things(topic, query.text, query.quantities, self.knowledge.phrases)

    def lost(self, topic: Topic, query: Query) -> Decimal:
        """How many of a topic's count the question says not to count, where it counts none besides."""
        return count_lost(topic, query.text, query.quantities, self.knowledge.phrases)

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How like a plain question each of these texts is, about 0 to 1."""
        return self._meaning.likeness(question, texts)

    def topics_of(self, query: Query) -> list[Topic]:
        """The topics of a query."""
        return [self._topics[topic_id] for topic_id in query.topics]


def _repairer(knowledge: Knowledge, lexicon: Lexicon, questions: Sequence[str], folder: Path | None) -> Repairer:
    """What mends misspelt words of the corpus; ``questions`` are written as people write."""
    phrases = knowledge.phrases
    return Repairer(
        lexicon.surfaces_of("topic", "value", "department"),
        phrases.sound_words,
        questions,
        phrases.shape_confusables,
        phrases.function_characters,
        (*lexicon.surfaces_of("gap", "subject", "place"), *knowledge.own_places),
        folder,
    )
