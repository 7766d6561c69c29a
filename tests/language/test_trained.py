"""What is worked out once is kept in a folder: read again, made anew where it cannot be read, older files removed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.language.trained import kept_counts, kept_weights, training_key

WORDS = Counter({"技师": 3, "补贴": 1})


def never() -> Counter[str]:
    pytest.fail("counted again")


def test_counts_are_kept_and_read_again(tmp_path: Path) -> None:
    assert kept_counts(tmp_path, "a", lambda: WORDS) == WORDS
    assert kept_counts(tmp_path, "a", never) == WORDS


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "words-a.json").write_text("{", encoding="utf-8")
    assert kept_counts(tmp_path, "a", lambda: WORDS) == WORDS
    assert kept_counts(tmp_path, "a", never) == WORDS


def test_only_older_files_of_its_kind_are_removed(tmp_path: Path) -> None:
    kept_weights(tmp_path, "w", lambda: np.ones(2, dtype=np.float32))
    kept_counts(tmp_path, "a", lambda: WORDS)
    kept_counts(tmp_path, "b", lambda: WORDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["weights-w.npy", "words-b.json"]


def test_without_a_folder_nothing_is_kept() -> None:
    assert kept_counts(None, "a", lambda: WORDS) == WORDS


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kept_counts(tmp_path / "file" / "below", "a", lambda: WORDS) == WORDS


def test_the_key_changes_with_what_is_counted() -> None:
    assert training_key("1", ["甲", "乙"]) != training_key("1", ["甲乙"]) != training_key("2", ["甲乙"])
