"""What the language model does for one question: it helps to read it and to word the reply, all in one time limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from assistant.answering.language_model import LanguageModel, open_language_model
from assistant.answering.model_calls import Budget
from assistant.answering.model_reader import ModelReader, is_unsure
from assistant.answering.model_writer import ModelWriter
from assistant.answering.rewording import Glue, load_glue
from assistant.answering.source_tokens import Marker
from assistant.answering.verify import Verifier
from assistant.answering.wording import wording
from assistant.benefits import Catalogue
from assistant.errors import LanguageModelError
from assistant.language.knowledge import Knowledge
from assistant.language.query import Query
from assistant.language.understand import Understanding
from assistant.models import Answer, Status, Step
from assistant.settings import Settings

__all__ = ["ModelHelp", "ModelTurn", "open_model_help"]

_WORDED = frozenset({Status.ANSWERED, Status.PARTIAL})
_STEP = "模型"


class ModelHelp:
    """The language model over one corpus; safe to share between threads."""

    def __init__(
        self,
        model: LanguageModel,
        glue: Mapping[str, Glue],
        catalogue: Catalogue,
        knowledge: Knowledge,
        understanding: Understanding,
    ) -> None:
        names = set(_names(catalogue, knowledge))
        markers = {language: Marker(names, words.kept) for language, words in glue.items()}
        self.model = model
        self.reader = ModelReader(model, knowledge, understanding)
        self.writer = ModelWriter(model, glue, markers)
        self.policy = catalogue.library.default

    def turn(self) -> ModelTurn:
        """The help for one question; its time limit counts from here."""
        return ModelTurn(self)


class ModelTurn:
    """One question's calls to the model: whatever goes wrong with them, the rules' query or answer comes back."""

    def __init__(self, helper: ModelHelp) -> None:
        self._help = helper
        self._budget = Budget(helper.model.limit_s)
        self._assumed = ""
        self.steps: tuple[Step, ...] = ()

    def read(self, query: Query, question: str, history: Sequence[str]) -> Query:
        """The query, filled by the model where the rules are unsure."""
        if not is_unsure(query):
            return query
        begun = perf_counter()
        try:
            read = self._help.reader.read(query, question, history, self._budget)
        except LanguageModelError as error:
            self._step(f"按规则理解：{error}", begun)
            return query
        if read.topics != query.topics:
            self._assumed = self._help.reader.named(read)
        self._step(f"帮助理解：{self._assumed or '没有改变'}", begun)
        return read

    def word(self, answer: Answer, query: Query, question: str, history: Sequence[str], verifier: Verifier) -> Answer:
        """The answer worded by the model, or as it is where that fails, is refused by the verifier or is no use."""
        if answer.status not in _WORDED or query.steering:
            return answer
        today = wording(english=False).when(query.as_of.year, query.as_of.month, query.as_of.day)
        said = (*history, query.text, today)
        if self._assumed and not verifier.reasons(told := self._told(answer, query), question, said):
            answer = told
        begun = perf_counter()
        try:
            worded = self._worded(answer, query, question)
            if reasons := verifier.reasons(worded, question, said):
                raise LanguageModelError(f"没有通过核对：{reasons[0]}")
        except LanguageModelError as error:
            self._step(f"用规则的措辞：{error}", begun)
            return answer
        self._step("用模型的措辞", begun)
        return worded

    def _worded(self, answer: Answer, query: Query, question: str) -> Answer:
        labels = list(dict.fromkeys(citation.label for citation in answer.citations))
        source = "\n" + wording(query.english).source(self._help.policy, labels) if labels else ""
        body = answer.text.removesuffix(source)
        text = self._help.writer.reword(body, question, self._budget, english=query.english)
        return replace(answer, text=text + answer.text[len(body) :], path="model")

    def _told(self, answer: Answer, query: Query) -> Answer:
        """The answer saying what the question was taken for, since the model and not the rules took it so."""
        words = wording(query.english)
        told = words.pick(f"按“{self._assumed}”来答：", f"Taking this as a question on: {self._assumed}.")
        return replace(answer, text=f"{told}\n{answer.text}")

    def _step(self, detail: str, begun: float) -> None:
        self.steps += (Step(_STEP, detail, round((perf_counter() - begun) * 1000, 2)),)


def open_model_help(
    settings: Settings, catalogue: Catalogue, knowledge: Knowledge, understanding: Understanding
) -> ModelHelp | None:
    """The help of the model that the settings name; None where they name none.

    LanguageModelError where the model's client is missing; CorpusError where its glue is wrong.
    """
    model = open_language_model(settings)
    if model is None:
        return None
    return ModelHelp(model, load_glue(settings.corpus), catalogue, knowledge, understanding)


def _names(catalogue: Catalogue, knowledge: Knowledge) -> Iterable[str]:
    """Every name that the corpus has for something."""
    for dimension in knowledge.dimensions.values():
        for value, words in dimension.values.items():
            yield from (value, *words)
    for department, words in knowledge.departments.items():
        yield from (department, *words)
    yield from (*knowledge.places, *knowledge.own_places)
    for topic in knowledge.topics:
        yield from (topic.name, topic.name_en, *topic.names, *topic.rows)
    for benefit in catalogue:
        yield from (row.key for row in benefit.rows)
