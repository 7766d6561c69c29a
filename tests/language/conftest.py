"""The corpus's knowledge, and the understanding of questions with the real model, each opened once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import settings

from assistant.answering import Assistant
from assistant.language import Knowledge, load_knowledge
from assistant.language.understand import Understanding
from assistant.policy import Library, load_library
from assistant.settings import DEFAULT_CORPUS, Settings

settings.register_profile("language", deadline=None)  # a busy machine is no failure
settings.load_profile("language")

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(DEFAULT_CORPUS)


@pytest.fixture(scope="session")
def knowledge(library: Library) -> Knowledge:
    return load_knowledge(DEFAULT_CORPUS, library)


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """With the model and the index that tests/conftest.py keeps."""
    return Assistant.open(Settings.from_environment()).understanding
