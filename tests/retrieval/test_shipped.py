"""The vectors that come with a corpus: those of its own questions, for one model, and never in the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.policy import load_library
from assistant.retrieval import corpus_exemplars, model_key, shipped_vectors, write_shipped
from assistant.retrieval.shipped import SHIPPED_FILE
from assistant.settings import DEFAULT_CORPUS, Settings

MODEL = "a model"


def some_vectors(count: int = 50) -> dict[str, np.ndarray]:
    made = np.random.default_rng(0).normal(size=(count, 384)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return {f"问题{number}": vector for number, vector in enumerate(made)}


def test_they_are_read_as_they_were_written(tmp_path: Path) -> None:
    vectors = some_vectors()
    assert write_shipped(tmp_path, MODEL, vectors) == len(vectors)
    found = shipped_vectors(tmp_path, MODEL, [*vectors, "没有存过的问题"])
    assert found.keys() == vectors.keys()
    assert all(float(found[text] @ vector) > 0.9999 for text, vector in vectors.items())
    assert all(np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5) for vector in found.values())


def test_writing_what_was_read_changes_nothing(tmp_path: Path) -> None:
    write_shipped(tmp_path, MODEL, some_vectors())
    once = shipped_vectors(tmp_path, MODEL, some_vectors())
    write_shipped(tmp_path, MODEL, once)
    twice = shipped_vectors(tmp_path, MODEL, some_vectors())
    assert all(np.array_equal(once[text], twice[text]) for text in once)


def test_another_model_a_missing_and_a_damaged_file_give_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert shipped_vectors(tmp_path, MODEL, ["问题1"]) == {}
    write_shipped(tmp_path, MODEL, some_vectors())
    assert shipped_vectors(tmp_path, "another model", ["问题1"]) == {}
    (tmp_path / SHIPPED_FILE).write_bytes(b"no archive")
    assert shipped_vectors(tmp_path, MODEL, ["问题1"]) == {}
    assert "重新计算" in caplog.text


def test_the_corpus_ships_those_of_its_own_questions(tmp_path: Path) -> None:
    library = load_library(DEFAULT_CORPUS)
    texts = {passage.text for passage in corpus_exemplars(DEFAULT_CORPUS, library)}
    model = model_key(Settings.from_environment({"HOME": str(tmp_path)}))
    shipped = shipped_vectors(DEFAULT_CORPUS, model, texts)
    assert len(shipped) >= 0.95 * len(texts), "run: python -m assistant index --ship"


def test_a_copy_of_the_corpus_without_them_still_has_its_questions(tmp_path: Path) -> None:
    shutil.copytree(DEFAULT_CORPUS, tmp_path / "corpus", ignore=shutil.ignore_patterns(SHIPPED_FILE))
    assert shipped_vectors(tmp_path / "corpus", MODEL, ["问题1"]) == {}
