"""The assistant over the real corpus, opened once; ``helped`` puts a language model at its side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answering.language_model import LanguageModel, open_chat
from assistant.answering.model_calls import Breaker
from assistant.answering.model_help import ModelHelp
from assistant.answering.model_reader import is_unsure
from assistant.answering.rewording import load_glue
from assistant.settings import Settings
from eval.dataset import load_split

Helped = Callable[[LanguageModel], Assistant]
Client = Callable[..., LanguageModel]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "llm: needs a real model server (POLICY_TEST_LLM_URL); run by make test-llm")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "llm" in str(config.getoption("markexpr")):
        return
    asked_for = [item for item in items if item.get_closest_marker("llm")]
    items[:] = [item for item in items if item not in asked_for]
    config.hook.pytest_deselected(items=asked_for)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings.from_environment()


@pytest.fixture(scope="session")
def rules(settings: Settings) -> Assistant:
    """The assistant without a model. What it answers is kept: many tests ask the same."""
    assistant = Assistant.open(settings)
    assistant.understand = cache(assistant.understand)  # type: ignore[method-assign]
    assistant.ask = cache(assistant.ask)  # type: ignore[method-assign]
    return assistant


@pytest.fixture(scope="session")
def unsure(rules: Assistant) -> str:
    """A question of which the rules are unsure."""
    alone = (question for question in load_split("dev") if not question.history)
    return next(question.text for question in alone if is_unsure(rules.understand(question.text)))


@pytest.fixture
def helped(rules: Assistant, settings: Settings) -> Helped:
    """The same assistant with this model at its side."""
    glue = load_glue(settings.corpus)

    def make(model: LanguageModel) -> Assistant:
        parts = (rules.library, rules.catalogue, rules.knowledge, rules.understanding, rules.retriever)
        help_ = ModelHelp(model, glue, rules.catalogue, rules.knowledge, rules.understanding)
        assistant = Assistant(*parts, help_)
        assistant.understand = rules.understand  # type: ignore[method-assign]
        return assistant

    return make


@pytest.fixture
def client(settings: Settings) -> Client:
    """The client of a server, as the settings open it: ``client(url, limit_s=2.0, streaming=True)``."""

    def make(url: str, limit_s: float = 5.0, failures: int = 3, **changes: Any) -> LanguageModel:
        named = replace(settings, llm_model="scripted", llm_base_url=url, llm_timeout_s=limit_s)
        chat = open_chat(named).model_copy(update=changes)
        return LanguageModel(chat, limit_s, Breaker(failures))

    return make
