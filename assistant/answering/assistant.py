"""The assistant: a LangChain chain from a question to an answer with its proof."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answering.compose import compose
from assistant.answering.documents import expiry_notice, time_left
from assistant.answering.fallback import sentence_plan
from assistant.answering.model_help import ModelHelp, ModelTurn, open_model_help
from assistant.answering.parts import Part
from assistant.answering.planner import Plan, Planner
from assistant.answering.topics import TopicAnswerer
from assistant.answering.verify import Verifier
from assistant.answering.wording import wording
from assistant.benefits import Catalogue, load_benefits
from assistant.language import Knowledge, load_knowledge
from assistant.language.dialogue import continued, goes_on_from
from assistant.language.normalise import normalise
from assistant.language.query import Query
from assistant.language.understand import Understanding
from assistant.models import Answer, Status, Step
from assistant.policy import Library, load_library
from assistant.retrieval import ClauseRetriever, QuestionVectors, exemplars, load_embeddings, open_index
from assistant.settings import Settings

__all__ = ["Assistant"]

_log = logging.getLogger(__name__)
_FAILED = "系统出错，没能回答这个问题。请换个说法再试；还不行，请把问题发给维护人员。"


@dataclass(frozen=True, slots=True)
class _Turn:
    """What flows through the chain."""

    question: str
    history: tuple[str, ...]
    as_of: date
    query: Query = field(default_factory=lambda: Query(""))
    plan: Plan | None = None
    answer: Answer | None = None
    steps: tuple[Step, ...] = ()
    model: ModelTurn | None = None


class Assistant:
    """Answers questions on the policies of a library; every part of it is handed in.

    ``open`` puts one together from settings. Safe to share between threads: nothing changes after it is made.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        knowledge: Knowledge,
        understanding: Understanding,
        retriever: ClauseRetriever,
        model: ModelHelp | None = None,
    ) -> None:
        self.library = library
        self.catalogue = catalogue
        self.knowledge = knowledge
        self.understanding = understanding
        self.retriever = retriever
        self.model = model
        self._planner = Planner(
            library, knowledge, TopicAnswerer(library, catalogue, knowledge, understanding.likeness)
        )
        self._verifier = Verifier(library, catalogue)
        self._chain = self._build_chain()

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """The assistant of these settings: loads the corpus and the model, builds the index where needed."""
        library = load_library(settings.corpus)
        catalogue = load_benefits(settings.corpus, library)
        knowledge = load_knowledge(settings.corpus, library, catalogue.row_keys)
        embeddings = load_embeddings(settings)
        index = open_index(settings, library, exemplars(knowledge))
        retriever = ClauseRetriever(library=library, index=index, embeddings=embeddings)
        clauses = {clause.key: clause.title for clause in library.default.clauses}
        encode = QuestionVectors(embeddings, index)
        vectors, text = index.vectors("ask"), library.default.text
        understanding = Understanding(knowledge, encode, clauses, vectors=vectors, folder=settings.cache, policy=text)
        model = open_model_help(settings, catalogue, knowledge, understanding)
        return cls(library, catalogue, knowledge, understanding, retriever, model)

    def warm(self) -> None:
        """Make ready what else is made when a question first needs it, for a process that answers many."""
        self.understanding.train()
        self.retriever.prepare()

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """The answer to a question.

        history: the same person's earlier questions, oldest first. as_of: the day that counts as today.
        Never raises for what a user types; an empty question gets a request to type one.
        """
        begun = perf_counter()
        model = self.model.turn() if self.model else None
        turn = _Turn(question, tuple(history), as_of or date.today(), model=model)
        try:
            answer: Answer = self._chain.invoke(turn)
        except Exception:
            _log.exception("a question could not be answered")
            answer = Answer(_answer_id(turn), Status.ERROR, _FAILED)
        return replace(answer, elapsed_ms=round((perf_counter() - begun) * 1000, 2))

    def understand(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Query:
        """What the question asks, with what it leaves out taken from the history."""
        day = as_of or date.today()
        query: Query | None = None
        for said in (*history, question):
            current = self.understanding.read(said, day)
            if query is not None and goes_on_from(query, current):
                current = self.understanding.read(f"{query.text},{said}", day)
                query = query.previous
            query = continued(self.understanding, query, current) if current.text or query is None else query
        return query if query is not None else Query("")

    def verify(
        self, answer: Answer, question: str, history: Sequence[str] = (), as_of: date | None = None
    ) -> tuple[str, ...]:
        """Why an answer given on a day (today if none is given) is not proved, empty where it is."""
        day = as_of or date.today()
        turn = _Turn(question, tuple(history), day, query=self.understand(question, history, day))
        return self._verifier.reasons(answer, question, (*history, *self._days_of(turn)))

    def _days_of(self, turn: _Turn) -> tuple[str, ...]:
        """The day of the question, the dates named in it, and for how long the policy is still valid."""
        named = ((day.year, day.month, day.day) for day in turn.query.dates)
        left = (time_left(self.library.default, turn.as_of, wording(english)) for english in (False, True))
        return *_in_figures([turn.as_of.timetuple()[:3], *named]), *left

    def _build_chain(self) -> Runnable[Any, Any]:
        return (
            RunnableLambda(self._understand).with_config(run_name="understand")
            | RunnableLambda(self._plan).with_config(run_name="plan")
            | RunnableLambda(self._compose).with_config(run_name="compose")
            | RunnableLambda(self._verify).with_config(run_name="verify")
        )

    def _understand(self, turn: _Turn) -> _Turn:
        begun = perf_counter()
        query = self.understand(turn.question, turn.history, turn.as_of)
        if turn.model:
            query = turn.model.read(query, turn.question, turn.history)
        names = [topic.name for topic in self.understanding.topics_of(query)]
        return _stepped(replace(turn, query=query), "理解", "、".join(names) or "没有对应的条目", begun)

    def _plan(self, turn: _Turn) -> _Turn:
        begun = perf_counter()
        if not normalise(turn.question):
            plan = Plan((Part("请输入要问的问题。"),), Status.CLARIFY)
            return _stepped(replace(turn, plan=plan), "检索", "", begun)
        plan = self._planner.plan(turn.query, turn.as_of) or sentence_plan(self.retriever, self.library, turn.query)
        labels = dict.fromkeys(citation.label for part in plan.parts for citation in part.citations)
        return _stepped(replace(turn, plan=plan), "检索", "、".join(labels), begun)

    def _compose(self, turn: _Turn) -> _Turn:
        begun = perf_counter()
        plan = turn.plan or Plan(())
        words = wording(turn.query.english)
        policy = self.library.default
        parts = list(plan.parts)
        notice = expiry_notice(policy, turn.as_of, words)
        if notice is not None and plan.status is None:
            parts.append(notice)
        answer = compose(_answer_id(turn), policy, parts, words, self.knowledge.english_terms)
        if plan.status is not None:
            answer = replace(answer, status=plan.status)
        lines = answer.calculation.lines if answer.calculation else ()
        detail = lines[0].expression if lines else ""
        return _stepped(replace(turn, answer=answer), "计算", detail, begun)

    def _verify(self, turn: _Turn) -> Answer:
        begun = perf_counter()
        answer = turn.answer
        if answer is None:
            raise AssertionError("compose always makes an answer")
        reasons = self._verifier.reasons(answer, turn.question, (*turn.history, turn.query.text, *self._days_of(turn)))
        if reasons:
            plan = sentence_plan(self.retriever, self.library, turn.query)
            fallback = compose(answer.id, self.library.default, plan.parts, wording(turn.query.english))
            answer = replace(fallback, status=plan.status or fallback.status)
        turn = _stepped(turn, "核对", "；".join(reasons) or "引文与数字都有依据", begun)
        if turn.model:
            answer = turn.model.word(answer, turn.query, turn.question, turn.history, self._verifier)
            turn = replace(turn, steps=(*turn.steps, *turn.model.steps))
        return replace(answer, steps=turn.steps)


def _stepped(turn: _Turn, name: str, detail: str, begun: float) -> _Turn:
    step = Step(name, detail, round((perf_counter() - begun) * 1000, 2))
    return replace(turn, steps=(*turn.steps, step))


def _answer_id(turn: _Turn) -> str:
    text = "\x1f".join((*turn.history, turn.question, turn.as_of.isoformat()))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def _in_figures(days: Iterable[tuple[int, ...]]) -> tuple[str, ...]:
    """Dates (year, month or 0, day or 0) as replies write them, in either language."""
    return tuple(wording(english).when(*day) for day in days for english in (False, True))
