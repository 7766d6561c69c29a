"""The policy as it stands in the corpus, and copies of its folder in which one thing was changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.models import Policy
from assistant.policy import Library, load_library
from assistant.settings import DEFAULT_CORPUS

settings.register_profile("policy", deadline=None)  # a busy machine is no failure
settings.load_profile("policy")

FOLDER = DEFAULT_CORPUS / "policies" / "yantai-2024-8"


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(DEFAULT_CORPUS)


@pytest.fixture(scope="session")
def policy(library: Library) -> Policy:
    return library.default


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the policy's folder in which some words of one file were replaced."""

    def copy(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "policy"
        folder.mkdir()
        for file in ("policy.yaml", "policy.txt"):
            shutil.copy(FOLDER / file, folder / file)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return copy
