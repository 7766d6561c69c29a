"""What is embedded and stored: whole clauses, their sentences, example questions, and sentences of replies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal, get_args

from assistant.language import Knowledge, load_knowledge
from assistant.language.normalise import normalise
from assistant.policy import Library

__all__ = [
    "KINDS",
    "QUESTION_KINDS",
    "Kind",
    "Passage",
    "corpus_exemplars",
    "exemplars",
    "passages_key",
    "passages_of",
]

Kind = Literal["clause", "sentence", "ask", "say"]
KINDS: tuple[Kind, ...] = get_args(Kind)
QUESTION_KINDS: frozenset[Kind] = frozenset({"ask", "say"})
"""What is compared with a question as one question with another, and so embedded as a question."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its place.

    A clause or sentence is ``policy.text[start:end]``. An example question ("ask") has the clause that
    answers it, or none, and in ``ref`` the id of what it asks for; its offsets are 0. A sentence of a reply
    ("say") has the clause and topic that it belongs to.
    """

    policy: str
    clause: str
    kind: Kind
    text: str
    start: int = 0
    end: int = 0
    ref: str = ""


def passages_of(library: Library, extra: Iterable[Passage] = ()) -> tuple[Passage, ...]:
    """Every clause, then every sentence, then the passages handed in, in the library's order."""
    clauses = list(library.clauses())
    whole = (Passage(part.policy, part.key, "clause", part.text, part.start, part.end) for part in clauses)
    sentences = (
        Passage(part.policy, part.key, "sentence", sentence.text, sentence.start, sentence.end)
        for part in clauses
        for sentence in part.sentences
    )
    return (*whole, *sentences, *extra)


def exemplars(knowledge: Knowledge) -> tuple[Passage, ...]:
    """The corpus's example questions in normal form, in the order of ``knowledge.examples()``, then its replies.

    Replies are here so that a question may be compared with them without embedding them anew.
    """
    topics = {topic.id: (topic.policy, topic.clause) for topic in knowledge.topics}
    asks = (
        Passage(*topics.get(label, ("", "")), kind="ask", text=knowledge.normal[question], ref=label)
        for label, question in knowledge.examples()
    )
    return (*asks, *_sayings(knowledge))


def _sayings(knowledge: Knowledge) -> Iterator[Passage]:
    for topic in knowledge.topics:
        says = [*(fact.say for fact in topic.facts), *(silence.say for silence in topic.silent)]
        texts = dict.fromkeys(normalise(say) for say in says)
        yield from (Passage(topic.policy, topic.clause, "say", text, ref=topic.id) for text in texts)


def corpus_exemplars(corpus: Path, library: Library) -> tuple[Passage, ...]:
    """``exemplars`` of a corpus; none where it holds bare policies without ``language/``."""
    return exemplars(load_knowledge(corpus, library)) if (corpus / "language").is_dir() else ()


def passages_key(passages: Iterable[Passage], model: str) -> str:
    """A hash that changes when any passage, the model or the way of storing them changes."""
    digest = hashlib.sha256(f"{_FORMAT}\n{model}\n".encode())
    for passage in passages:
        digest.update(json.dumps(astuple(passage), ensure_ascii=False).encode())
    return digest.hexdigest()
