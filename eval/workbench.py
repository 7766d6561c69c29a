"""What the suites work with: the corpus, the assistant and the questions, opened once and only when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.models import Answer
from assistant.policy import Library, load_library
from assistant.settings import Settings
from eval.dataset import Question, load_split

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.language.query import Query
    from assistant.retrieval import Mode
    from eval.remembering import RememberedEmbeddings

__all__ = ["Workbench"]


class Workbench:
    """The product under test, made from one ``Settings``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._splits: dict[str, tuple[Question, ...]] = {}

    @cached_property
    def library(self) -> Library:
        """The policies of the corpus."""
        return load_library(self.settings.corpus)

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant, opened and warmed by one question, so that no graded question pays for loading."""
        from eval.recording import RecordingAssistant

        assistant = RecordingAssistant.open(self.settings)
        assistant.ask("技师晋升补多少")
        return assistant

    def answer(self, question: Question) -> Answer:
        """The product's answer: the solver that is graded."""
        return self.assistant.ask(question.text, question.history, question.as_of)

    def verify(self, answer: Answer, question: Question) -> tuple[str, ...]:
        """Why the product itself holds this answer to be unproved; empty where it does not."""
        return self.assistant.verify(answer, question.text, question.history)

    def understand(self, question: Question) -> Query:
        """What the product takes the question for."""
        return self.assistant.understand(question.text, question.history, question.as_of)

    def searcher(self, mode: Mode, texts: Sequence[str]) -> Callable[[str], list[str]]:
        """A search in one mode of the retriever: a text to the keys of its ten nearest clauses.

        texts: what will be asked, embedded in batches beforehand.
        """
        from assistant.language.normalise import normalise
        from assistant.retrieval import ClauseRetriever

        if mode != "bm25":
            self.embeddings.prepare([normalise(text) for text in texts])
        index = self.assistant.retriever.index
        retriever = ClauseRetriever(library=self.library, index=index, embeddings=self.embeddings, mode=mode, k=10)
        return lambda text: [document.metadata["clause"] for document in retriever.invoke(text)]

    @cached_property
    def embeddings(self) -> RememberedEmbeddings:
        """The product's own embedding model, remembering what it has embedded."""
        from assistant.retrieval import load_embeddings
        from eval.remembering import RememberedEmbeddings

        return RememberedEmbeddings(load_embeddings(self.settings))

    @cached_property
    def topic_clauses(self) -> dict[str, str]:
        """The clause of each topic, by the topic's id."""
        from assistant.language import load_knowledge

        return {topic.id: topic.clause for topic in load_knowledge(self.settings.corpus, self.library).topics}

    def questions(self, splits: Iterable[str]) -> list[Question]:
        """The questions of these splits, one after the other."""
        return [question for split in splits for question in self.split(split)]

    def split(self, name: str) -> tuple[Question, ...]:
        """The questions of one split, read once."""
        if name not in self._splits:
            self._splits[name] = load_split(name)
        return self._splits[name]
