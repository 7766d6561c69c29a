"""Trained weights kept in a folder, so that the next process need not train again."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["kept_weights", "training_key"]

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
    if folder is None:
        return train()
    path = folder / f"weights-{key}.npy"
    try:
        found: NDArray[np.float32] = np.load(path, allow_pickle=False)
        return found
    except (OSError, ValueError):
        weights = train()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        older = [other for other in folder.glob("weights-*.npy") if other != path]
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            np.save(file, weights, allow_pickle=False)
        Path(file.name).replace(path)
        for other in older:
            other.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("训练好的权重没能存下，下次启动会慢几秒（%s）", error)
    return weights
