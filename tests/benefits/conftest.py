"""The real policy and its benefits, loaded once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

from assistant.benefits import Catalogue, load_benefits
from assistant.policy import Library, load_library
from assistant.settings import DEFAULT_CORPUS

settings.register_profile("benefits", deadline=None)  # a busy machine is no failure
settings.load_profile("benefits")

Edit = Callable[[dict], object]


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(DEFAULT_CORPUS)


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    return load_benefits(DEFAULT_CORPUS, library)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, Edit], Catalogue]:
    """Load a copy of the corpus in which one benefit file was changed."""
    corpus = tmp_path / "corpus"
    shutil.copytree(DEFAULT_CORPUS / "policies", corpus / "policies")

    def load(name: str, edit: Edit) -> Catalogue:
        (path,) = corpus.glob(f"policies/*/benefits/{name}*")
        before = path.read_text(encoding="utf-8")
        content = yaml.safe_load(before)
        edit(content)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        try:
            return load_benefits(corpus, load_library(corpus))
        finally:
            path.write_text(before, encoding="utf-8")

    return load


@pytest.fixture
def edited_text(tmp_path: Path) -> Callable[[str, str, str], Catalogue]:
    """Load a copy of the corpus in which some words of one benefit file were replaced."""
    corpus = tmp_path / "corpus"
    shutil.copytree(DEFAULT_CORPUS / "policies", corpus / "policies")

    def load(name: str, old: str, new: str) -> Catalogue:
        (path,) = corpus.glob(f"policies/*/benefits/{name}*")
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_benefits(corpus, load_library(corpus))

    return load
