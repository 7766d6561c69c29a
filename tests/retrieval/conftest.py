from __future__ import annotations

from pathlib import Path

import pytest

from assistant.policy import Library, load_library
from assistant.retrieval import ClauseRetriever, open_retriever
from assistant.settings import Settings


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The real corpus, the shared model and index of the test session."""
    return Settings.from_environment()


@pytest.fixture(scope="session")
def library(settings: Settings) -> Library:
    return load_library(settings.corpus)


@pytest.fixture(scope="session")
def retriever(settings: Settings, library: Library) -> ClauseRetriever:
    return open_retriever(settings, library)


@pytest.fixture
def fake(tmp_path: Path) -> Settings:
    """Settings with a store of their own, for tests that hand in ``PairEmbeddings``."""
    return Settings(store=tmp_path / "store", cache=tmp_path / "cache", embedding_model="pairs")
