"""Vectors of example questions that come with a corpus, so that the first start need not embed them all.

``corpus/vectors.npz`` holds, for one model, a digest of each text and its vector in steps of 1/127 of its
largest component. What is missing or belongs to another model is embedded as ever.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from assistant.retrieval.arrays import Vector

__all__ = ["SHIPPED_FILE", "shipped_vectors", "write_shipped"]

SHIPPED_FILE = "vectors.npz"
_STEPS = 127
_DIGEST_BYTES = 12
_log = logging.getLogger(__name__)


def shipped_vectors(corpus: Path, model: str, texts: Iterable[str]) -> dict[str, Vector]:
    """The vectors, each of length 1, of those of these questions that come with the corpus for this model."""
    path = corpus / SHIPPED_FILE
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as file:
            if str(file["model"]) != model:
                return {}
            rows = {digest.tobytes(): row for row, digest in enumerate(file["digests"])}
            steps = file["steps"].astype(np.float32)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        _log.warning("随语料附带的向量读不出来，将重新计算（%s: %s）", path, error)
        return {}
    vectors = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    return {text: vectors[row] for text in texts if (row := rows.get(_digest(text))) is not None}


def write_shipped(corpus: Path, model: str, vectors: Mapping[str, Vector]) -> int:
    """Write these questions' vectors into the corpus; how many there are."""
    made = np.array(list(vectors.values()), dtype=np.float32)
    steps = np.rint(made / np.abs(made).max(axis=1, keepdims=True) * _STEPS).astype(np.int8)
    digests = np.array([np.frombuffer(_digest(text), dtype=np.uint8) for text in vectors])
    np.savez_compressed(corpus / SHIPPED_FILE, model=np.array(model), digests=digests, steps=steps)
    return len(vectors)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]
