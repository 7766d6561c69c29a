"""The index of a library: passages with their vectors, built into Chroma when anything has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import IndexStoreError
from assistant.policy import Library
from assistant.retrieval.arrays import Matrix, Vector
from assistant.retrieval.collection import Stored, chroma_errors
from assistant.retrieval.embeddings import encode, load_embeddings, model_key
from assistant.retrieval.passages import KINDS, QUESTION_KINDS, Kind, Passage, passages_key, passages_of
from assistant.retrieval.shipped import shipped_vectors
from assistant.retrieval.stores import Store, open_store
from assistant.settings import Settings

__all__ = ["Index", "open_index"]

_SLICE = 256
_log = logging.getLogger(__name__)


class Index:
    """A library's passages and their vectors.

    The vectors are in memory, for scoring every passage at once; ``search`` asks Chroma for the nearest.
    """

    def __init__(self, passages: Sequence[Passage], vectors: Matrix, collection: Any) -> None:
        self._passages = tuple(passages)
        self._vectors = vectors
        self._collection = collection
        self._rows = {kind: [row for row, passage in enumerate(passages) if passage.kind == kind] for kind in KINDS}
        self._of_kind = {kind: tuple(self._passages[row] for row in rows) for kind, rows in self._rows.items()}

    def __len__(self) -> int:
        return len(self._passages)

    def passages(self, kind: Kind) -> tuple[Passage, ...]:
        """The passages of a kind, in the library's order."""
        return self._of_kind[kind]

    def vectors(self, kind: Kind) -> Matrix:
        """Their vectors, (passages, dimensions), each of length 1. Questions are embedded as questions."""
        return self._vectors[self._rows[kind]]

    def search(self, vector: Sequence[float] | Vector, k: int, kind: Kind) -> list[tuple[Passage, float]]:
        """The k passages of a kind nearest to a vector, each with its cosine, nearest first."""
        if not self._rows[kind]:
            return []
        with chroma_errors("Chroma"):
            found = self._collection.query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=min(k, len(self._rows[kind])),
                where={"kind": kind},
                include=["distances"],
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(self._passages[int(number)], 1.0 - float(distance)) for number, distance in pairs]


def open_index(
    settings: Settings, library: Library, extra: Iterable[Passage] = (), embeddings: Embeddings | None = None
) -> Index:
    """The index of this library and these further passages, built first where it is missing or out of date.

    embeddings: in place of the model that the settings name; loaded only when something is to be embedded.
    IndexStoreError where the store cannot be used, ModelError where the model cannot.
    """
    passages = passages_of(library, extra)
    model = model_key(settings)
    key = passages_key(passages, model)
    store = open_store(settings)
    stored = _read(store, key, warn=False)
    if stored is None:
        with store.lock():
            stored = _read(store, key, warn=True)
            if stored is None:
                _build(store, key, model, passages, settings, embeddings)
                stored = store.read(key)
    if stored is None:
        raise IndexStoreError(f"索引建好后读不出来，可能另有程序在改动它：{settings.chroma_url or settings.store}")
    return Index(passages, stored.vectors, stored.collection)


def _read(store: Store, key: str, *, warn: bool) -> Stored | None:
    try:
        return store.read(key)
    except IndexStoreError as error:
        if warn:
            _log.warning("向量库已损坏，正在重建（%s）", error)
        return None


def _build(
    store: Store,
    key: str,
    model: str,
    passages: Sequence[Passage],
    settings: Settings,
    embeddings: Embeddings | None,
) -> None:
    vectors = _known_vectors(store, model)
    wanted = dict.fromkeys(_role(passage) for passage in passages)
    if embeddings is None:
        texts = [text for is_question, text in wanted if is_question and (is_question, text) not in vectors]
        shipped = shipped_vectors(settings.corpus, model, texts)
        vectors |= {(True, text): vector for text, vector in shipped.items()}
    missing = [role for role in wanted if role not in vectors]
    if missing:
        _embed(missing, vectors, embeddings or load_embeddings(settings))
    store.write(key, model, passages, np.array([vectors[_role(passage)] for passage in passages], dtype=np.float32))


def _known_vectors(store: Store, model: str) -> dict[tuple[bool, str], Vector]:
    try:
        return store.vectors(model)
    except IndexStoreError:
        return {}


def _role(passage: Passage) -> tuple[bool, str]:
    return passage.kind in QUESTION_KINDS, passage.text


def _embed(
    missing: Sequence[tuple[bool, str]], vectors: dict[tuple[bool, str], Vector], embeddings: Embeddings
) -> None:
    from tqdm import tqdm

    with tqdm(total=len(missing), desc="建立索引", unit="段", disable=None, leave=False) as progress:
        for questions in (False, True):
            texts = [text for is_question, text in missing if is_question == questions]
            for start in range(0, len(texts), _SLICE):
                part = texts[start : start + _SLICE]
                for text, vector in zip(part, encode(embeddings, part, questions=questions), strict=True):
                    vectors[questions, text] = vector
                progress.update(len(part))
