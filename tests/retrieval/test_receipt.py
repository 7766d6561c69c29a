"""``index`` answers at once where nothing has changed, and looks again where anything has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import receipt
from assistant.cli.receipt import noted_passages, write_receipt
from assistant.settings import DEFAULT_CORPUS, Settings

HEAVY = {"numpy", "pydantic", "chromadb", "torch", "transformers", "onnxruntime", "langchain_core", "sklearn"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store that is noted as current, for a copy of the corpus and a made-up program."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "module.py").write_text("x = 1", encoding="utf-8")
    monkeypatch.setattr(receipt, "_PROGRAM", program)
    shutil.copytree(DEFAULT_CORPUS, tmp_path / "corpus")
    made = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    (made.store / "index-a").mkdir(parents=True)
    (made.store / "index-a" / "chroma.sqlite3").write_bytes(b"")
    (made.store / "current.json").write_text('{"folder": "index-a"}', encoding="utf-8")
    write_receipt(made, 7)
    return made


def test_what_was_noted_holds_while_nothing_changes(settings: Settings) -> None:
    assert noted_passages(settings) == 7


def corpus(settings: Settings) -> None:
    with next(settings.corpus.rglob("gaps.yaml")).open("a", encoding="utf-8") as file:
        file.write("# changed")


def text(settings: Settings) -> None:
    next(settings.corpus.rglob("policy.txt")).unlink()


def program(settings: Settings) -> None:
    (settings.store.parent / "program" / "module.py").write_text("x = 2", encoding="utf-8")


def another_index(settings: Settings) -> None:
    (settings.store / "current.json").write_text('{"folder": "index-b"}', encoding="utf-8")


def no_pointer(settings: Settings) -> None:
    (settings.store / "current.json").unlink()


def no_database(settings: Settings) -> None:
    shutil.rmtree(settings.store / "index-a")


def broken_note(settings: Settings) -> None:
    (settings.store / "checked.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    "change", [corpus, text, program, another_index, no_pointer, no_database, broken_note], ids=lambda c: c.__name__
)
def test_any_change_makes_it_look_again(settings: Settings, change: Callable[[Settings], None]) -> None:
    change(settings)
    assert noted_passages(settings) is None


def test_a_server_or_another_model_is_always_looked_at(settings: Settings) -> None:
    for other in (replace(settings, chroma_url="http://127.0.0.1:1"), replace(settings, embedding_model="other")):
        write_receipt(other, 7)
        assert noted_passages(other) is None


def test_a_folder_that_cannot_be_written_does_no_harm(settings: Settings, tmp_path: Path) -> None:
    write_receipt(replace(settings, store=tmp_path / "absent"), 7)
    assert not (tmp_path / "absent").exists()


def test_the_second_time_index_loads_no_library(tmp_path: Path) -> None:
    program = (
        "import sys; from assistant.cli import main; assert main(['index']) == 0;"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    environment = dict(os.environ) | {"PYTHONPATH": str(DEFAULT_CORPUS.parent)}

    def run() -> tuple[str, set[str]]:
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        told, modules = done.stdout.splitlines()
        return told.split("，用时")[0], set(modules.split())

    first, _ = run()
    second, modules = run()
    assert first == second
    assert not modules & HEAVY
