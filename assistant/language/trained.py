"""Trained weights and word counts kept in a folder, so that the next process need not work them out again."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["kept_counts", "kept_weights", "training_key"]

T = TypeVar("T")

_log = logging.getLogger(__name__)


def training_key(*facts: str | Sequence[str] | NDArray[np.float32]) -> str:
    """A hash that changes when anything that the weights are trained on changes."""
    digest = hashlib.sha256()
    for fact in facts:
        if isinstance(fact, np.ndarray):
            digest.update(np.ascontiguousarray(fact).tobytes())
        else:
            digest.update("\x1e".join([fact] if isinstance(fact, str) else fact).encode())
        digest.update(b"\x1d")
    return digest.hexdigest()[:16]


def kept_weights(folder: Path | None, key: str, train: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """The weights kept under this key, trained and kept first where they are not there or cannot be read.

    folder: None keeps nothing. Other processes never see half a file; older weights are removed.
    """

    def read(path: Path) -> NDArray[np.float32]:
        found: NDArray[np.float32] = np.load(path, allow_pickle=False)
        return found

    def write(file: IO[bytes], weights: NDArray[np.float32]) -> None:
        np.save(file, weights, allow_pickle=False)

    return _kept(folder, "weights", f"{key}.npy", read, write, train)


def kept_counts(folder: Path | None, key: str, count: Callable[[], Counter[str]]) -> Counter[str]:
    """The word counts kept under this key, counted and kept first; as ``kept_weights`` keeps weights."""

    def read(path: Path) -> Counter[str]:
        return Counter(json.loads(path.read_text("utf-8")))

    def write(file: IO[bytes], words: Counter[str]) -> None:
        file.write(json.dumps(words, ensure_ascii=False).encode())

    return _kept(folder, "words", f"{key}.json", read, write, count)


def _kept(
    folder: Path | None,
    kind: str,
    name: str,
    read: Callable[[Path], T],
    write: Callable[[IO[bytes], T], None],
    make: Callable[[], T],
) -> T:
    if folder is None:
        return make()
    path = folder / f"{kind}-{name}"
    try:
        return read(path)
    except (OSError, ValueError):
        made = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        older = [other for other in folder.glob(f"{kind}-*{path.suffix}") if other != path]
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            write(file, made)
        Path(file.name).replace(path)
        for other in older:
            other.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("训练好的权重没能存下，下次启动会慢几秒（%s）", error)
    return made
