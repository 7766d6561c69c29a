from __future__ import annotations

import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexStoreError
from assistant.policy import Library
from assistant.retrieval import Passage, model_key, open_index
from assistant.retrieval.passages import passages_key, passages_of
from assistant.retrieval.stores import open_store
from assistant.settings import Settings
from tests.fakes import PairEmbeddings
from tests.retrieval.builder import extra, settings_of

ASK = Passage("yantai-2024-8", "11", "ask", "考下技师证给多少钱", ref="promotion-technician")


def folders(store: Path) -> list[str]:
    return [path.name for path in store.glob("index-*")]


def test_holds_every_clause_sentence_and_extra_passage(fake: Settings, library: Library) -> None:
    index = open_index(fake, library, [ASK], PairEmbeddings())
    clauses = list(library.clauses())
    assert [passage.clause for passage in index.passages("clause")] == [clause.key for clause in clauses]
    assert len(index.passages("sentence")) == sum(len(clause.sentences) for clause in clauses)
    assert index.passages("ask") == (ASK,)
    text = library.default.text
    assert all(text[p.start : p.end] == p.text for p in (*index.passages("clause"), *index.passages("sentence")))


def test_vectors_are_aligned_with_passages(fake: Settings, library: Library) -> None:
    embeddings = PairEmbeddings()
    index = open_index(fake, library, [ASK], embeddings)
    for kind in ("clause", "sentence", "ask"):
        expected = [embeddings.embed_query(passage.text) for passage in index.passages(kind)]
        assert np.allclose(index.vectors(kind), expected, atol=1e-5)


def test_search_finds_the_nearest_of_a_kind_by_cosine(fake: Settings, library: Library) -> None:
    embeddings = PairEmbeddings()
    index = open_index(fake, library, [ASK], embeddings)
    vector = embeddings.embed_query("每人每月1000元市政府津贴")
    found = index.search(vector, 5, "sentence")
    cosines = index.vectors("sentence") @ np.asarray(vector, dtype=np.float32)
    assert [cosine for _, cosine in found] == pytest.approx(np.sort(cosines)[::-1][:5], abs=1e-4)
    assert found[0][0].clause == "13"
    assert index.search(vector, 99, "ask") == [(ASK, pytest.approx(float(index.vectors("ask")[0] @ vector), abs=1e-4))]


def test_search_of_a_kind_without_passages_finds_nothing(fake: Settings, library: Library) -> None:
    index = open_index(fake, library, (), PairEmbeddings())
    assert index.search([0.0] * 64, 3, "ask") == []
    assert index.vectors("ask").shape[0] == 0


def test_an_unchanged_library_is_not_embedded_again(fake: Settings, library: Library) -> None:
    open_index(fake, library, [ASK], PairEmbeddings())
    before = folders(fake.store)
    again = PairEmbeddings()
    open_index(fake, library, [ASK], again)
    assert again.embedded == []
    assert folders(fake.store) == before


def test_a_change_embeds_what_is_new_and_removes_the_old_index(fake: Settings, library: Library) -> None:
    open_index(fake, library, [ASK], PairEmbeddings())
    before, again = folders(fake.store), PairEmbeddings()
    index = open_index(fake, library, [ASK, replace(ASK, text="技师证补贴")], again)
    assert again.embedded == ["技师证补贴"]
    assert len(index.passages("ask")) == 2
    assert len(folders(fake.store)) == 1
    assert folders(fake.store) != before


def test_another_model_embeds_everything_anew(fake: Settings, library: Library) -> None:
    first, again = PairEmbeddings(), PairEmbeddings(dimensions=32)
    open_index(fake, library, (), first)
    other = open_index(replace(fake, embedding_model="other"), library, (), again)
    assert again.embedded == first.embedded
    assert other.vectors("clause").shape[1] == 32


def test_an_index_in_use_outlives_its_folder(fake: Settings, library: Library) -> None:
    embeddings = PairEmbeddings()
    old = open_index(fake, library, (), embeddings)
    open_index(fake, library, [ASK], embeddings)
    assert len(old.search(embeddings.embed_query("技能大师"), 3, "sentence")) == 3


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, builder: Callable[..., str]) -> Path:
    """A store built by another process, so that none of its files is open here."""
    store = tmp_path_factory.mktemp("built") / "store"
    assert builder(store, "old") == "done"
    return store


@pytest.fixture(scope="module")
def builder() -> Iterator[Callable[..., str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.retrieval.builder"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout
    commands, replies = process.stdin, process.stdout

    def build(store: Path, word: str, kill_after: float | None = None) -> str:
        commands.write(f"{store} {word}\n")
        commands.flush()
        child = int(replies.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return replies.readline().strip()

    yield build
    commands.close()
    process.wait(timeout=60)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : len(content) : 7] = b"\xff" * len(range(4096, len(content), 7))
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "the pointer is cut off": lambda store: (store / "current.json").write_text('{"fol'),
    "the pointer is of another shape": lambda store: (store / "current.json").write_text("[]"),
    "the folder is gone": lambda store: [shutil.rmtree(path) for path in store.glob("index-*") if path.is_dir()],
    "the database is cut off": lambda store: [_truncate(path) for path in store.glob("*/chroma.sqlite3")],
    "the database is overwritten": lambda store: [_overwrite(path) for path in store.glob("*/chroma.sqlite3")],
    "the database is empty": lambda store: [path.write_bytes(b"") for path in store.glob("*/chroma.sqlite3")],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_store_is_rebuilt_with_a_warning(
    built: Path,
    tmp_path: Path,
    library: Library,
    damage: Callable[[Path], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = settings_of(tmp_path / "store")
    shutil.copytree(built, settings.store)
    damage(settings.store)
    with caplog.at_level(logging.WARNING):
        index = open_index(settings, library, extra("old"), PairEmbeddings())
    assert [record for record in caplog.messages if "向量库已损坏，正在重建" in record]
    assert len(index.passages("ask")) == 500
    again = PairEmbeddings()
    open_index(settings, library, extra("old"), again)
    assert again.embedded == []
    assert len(folders(settings.store)) == 1


def test_a_build_killed_at_any_moment_leaves_the_old_index_or_the_new(
    built: Path, tmp_path: Path, library: Library, builder: Callable[..., str]
) -> None:
    random.seed(8)
    settings = settings_of(tmp_path / "store")
    keys = {word: passages_key(passages_of(library, extra(word)), model_key(settings)) for word in ("old", "new")}
    shutil.copytree(built, tmp_path / "timed")
    begun = time.perf_counter()
    assert builder(tmp_path / "timed", "new") == "done"
    duration = time.perf_counter() - begun
    for attempt in range(10):
        shutil.rmtree(settings.store, ignore_errors=True)
        shutil.copytree(built, settings.store)
        outcome = builder(settings.store, "new", kill_after=duration * (attempt + random.random()) / 10)
        found = [word for word, key in keys.items() if open_store(settings).read(key) is not None]
        assert found == ["new"] if outcome == "done" else len(found) == 1
        index = open_index(settings, library, extra("new"), PairEmbeddings())
        assert index.passages("ask")[0].text == "new0"
        assert len(folders(settings.store)) == 1


def test_two_processes_at_once_build_one_index(tmp_path: Path) -> None:
    processes = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.retrieval.builder"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        processes.append((process, f"{tmp_path / 'store'} new\n"))
    outputs = [process.communicate(command, timeout=300)[0] for process, command in processes]
    assert [output.split()[-1] for output in outputs] == ["done", "done"]
    assert len(folders(tmp_path / "store")) == 1


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path, library: Library) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match="向量库"):
        open_index(settings_of(tmp_path / "file" / "store"), library, (), PairEmbeddings())
