"""Find the clauses that answer a question: lexical and dense scores, standardised and summed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import PrivateAttr

from assistant.language.normalise import normalise
from assistant.models import Clause
from assistant.policy import Library
from assistant.retrieval.arrays import Vector
from assistant.retrieval.embeddings import encode, load_embeddings
from assistant.retrieval.index import Index, open_index
from assistant.retrieval.passages import Passage, corpus_exemplars
from assistant.retrieval.scoring import ClauseScorer
from assistant.settings import Settings

__all__ = ["ClauseRetriever", "Mode", "open_retriever"]

Mode = Literal["hybrid", "bm25", "dense"]

WEIGHTS = {"words": 0.3, "pairs": 0.6, "clauses": 0.45, "sentences": 0.35, "asks": 14.0}
"""How much each measure of ``ClauseScorer`` counts, fitted on eval/questions/dev.jsonl by a listwise softmax."""

CALIBRATION: dict[Mode, tuple[float, float]] = {"hybrid": (0.77, -5.33), "bm25": (2.03, -5.16), "dense": (1.13, -5.6)}
"""Slope and intercept of the logistic from a summed score to the chance that the clause is a right one."""


class ClauseRetriever(BaseRetriever):
    """A LangChain retriever of clauses over an open index; embeddings are not needed in the mode "bm25".

    A Document is a clause: page_content is its text; metadata holds policy, clause (its key), label, title,
    score (the chance in 0..1 that it is a right one), and sentence, start, end: its best sentence and place.
    """

    library: Library
    index: Index
    embeddings: Embeddings | None = None
    mode: Mode = "hybrid"
    k: int = 10
    _clauses: tuple[Clause, ...] = PrivateAttr()
    _policies: npt.NDArray[np.str_] = PrivateAttr()
    _made: ClauseScorer | None = PrivateAttr(default=None)
    _making: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def model_post_init(self, context: Any, /) -> None:
        """Number the clauses; what the mode needs to score with is made when first needed."""
        self._clauses = tuple(self.library.clauses())
        self._policies = np.array([clause.policy for clause in self._clauses])

    def prepare(self) -> ClauseScorer:
        """What the mode scores with, made once."""
        with self._making:
            if self._made is None:
                lexical, dense = self.mode != "dense", self.mode != "bm25"
                self._made = ClauseScorer(self.index, self._clauses, lexical=lexical, dense=dense)
            return self._made

    def rank(
        self, question: str, k: int | None = None, policy: str = "", vector: Vector | None = None
    ) -> list[Document]:
        """The k best clauses, best first.

        policy: only clauses of this policy. vector: the question's embedding, where it is at hand.
        """
        plain = normalise(question)
        return self._rank(plain, self._embed([plain])[0] if vector is None else vector, k or self.k, policy)

    def retrieve_batch(self, questions: Sequence[str], k: int | None = None, policy: str = "") -> list[list[Document]]:
        """``rank`` for many questions, embedded together."""
        plain = [normalise(question) for question in questions]
        pairs = zip(plain, self._embed(plain), strict=True)
        return [self._rank(question, vector, k or self.k, policy) for question, vector in pairs]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return self.rank(query)

    def _embed(self, questions: Sequence[str]) -> list[Vector | None]:
        if self.embeddings is None or self.mode == "bm25":
            return [None] * len(questions)
        return list(encode(self.embeddings, questions, questions=True))

    def _rank(self, question: str, vector: Vector | None, k: int, policy: str) -> list[Document]:
        measures, sentences = self.prepare().measures(question, vector)
        summed = sum((WEIGHTS[name] * scores for name, scores in measures.items()), np.zeros(len(self._clauses)))
        if policy:
            summed[self._policies != policy] = -np.inf
        order = np.argsort(-summed, kind="stable")[:k]
        slope, intercept = CALIBRATION[self.mode]
        chances = 1 / (1 + np.exp(-np.clip(slope * summed[order] + intercept, -50, 50)))
        return [
            self._document(int(row), float(chance), sentences)
            for row, chance in zip(order, chances, strict=True)
            if np.isfinite(summed[row])
        ]

    def _document(self, row: int, chance: float, sentences: Vector) -> Document:
        clause = self._clauses[row]
        best = self.prepare().best_sentence(row, sentences)
        passage = self.index.passages("sentence")[best] if best >= 0 else clause
        return Document(
            page_content=clause.text,
            metadata={
                "policy": clause.policy,
                "clause": clause.key,
                "label": clause.label,
                "title": clause.title,
                "score": round(chance, 4),
                "sentence": passage.text,
                "start": passage.start,
                "end": passage.end,
            },
        )


def open_retriever(
    settings: Settings,
    library: Library,
    extra: Iterable[Passage] | None = None,
    mode: Mode = "hybrid",
    k: int = 10,
) -> ClauseRetriever:
    """A retriever over the settings' store, which is built first where it is out of date.

    extra: passages besides clauses and sentences; by default the corpus's example questions.
    """
    passages = corpus_exemplars(settings.corpus, library) if extra is None else extra
    index = open_index(settings, library, passages)
    embeddings = None if mode == "bm25" else load_embeddings(settings)
    return ClauseRetriever(library=library, index=index, embeddings=embeddings, mode=mode, k=k)
