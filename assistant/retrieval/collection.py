"""One index as a Chroma collection: written whole, and checked when it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import IndexStoreError
from assistant.retrieval.arrays import Matrix, Vector
from assistant.retrieval.passages import QUESTION_KINDS, Passage

__all__ = ["Stored", "chroma_errors", "facts_of", "fill", "read_index", "read_vectors"]

_PAGE = 2000
_PROBE_DISTANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete index: vectors in the order they were written, and the Chroma collection that holds them."""

    vectors: Matrix
    collection: Any


@contextmanager
def chroma_errors(place: Path | str) -> Iterator[None]:
    """Whatever Chroma raises becomes an IndexStoreError, its engine's panics (a BaseException) included."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexStoreError):
        raise
    except BaseException as error:
        raise IndexStoreError(f"向量库 {place} 无法读写：{error}") from error


def facts_of(key: str, model: str, vectors: Matrix) -> dict[str, Any]:
    """What a collection says of itself, to be checked when it is read."""
    return {"key": key, "model": model, "count": len(vectors), "signature": json.dumps(_signature(vectors).tolist())}


def _signature(vectors: Matrix) -> Vector:
    """A weighted sum over all vectors, which a lost, changed or displaced one alters."""
    return np.asarray(np.linspace(1, 2, len(vectors), dtype=np.float32) @ vectors / max(1, len(vectors)))


def fill(client: Any, name: str, facts: dict[str, Any], passages: Sequence[Passage], vectors: Matrix) -> Any:
    """A new Chroma collection of this name with the passages, in the cosine space."""
    collection = client.create_collection(
        name, metadata=facts, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    for start in range(0, len(passages), _PAGE):
        page = passages[start : start + _PAGE]
        collection.add(
            ids=[str(start + number) for number in range(len(page))],
            embeddings=vectors[start : start + _PAGE],
            documents=[passage.text for passage in page],
            metadatas=[
                {"policy": p.policy, "clause": p.clause, "kind": p.kind, "start": p.start, "end": p.end, "ref": p.ref}
                for p in page
            ],
        )
    return collection


def read_index(collection: Any) -> Stored:
    """A collection's vectors, checked to be as many as were written, the same, and to be found by a query."""
    count = int(collection.metadata["count"])
    pages = [
        collection.get(limit=_PAGE, offset=start, include=["embeddings"]) for start in range(0, max(1, count), _PAGE)
    ]
    numbers = np.array([int(number) for page in pages for number in page["ids"]])
    if not np.array_equal(np.sort(numbers), np.arange(count)):
        raise IndexStoreError(f"应有{count}段，实有{len(numbers)}段")
    vectors = np.concatenate([page["embeddings"] for page in pages])[np.argsort(numbers)].astype(np.float32)
    if not np.allclose(_signature(vectors), json.loads(collection.metadata["signature"]), atol=1e-5):
        raise IndexStoreError("向量与建库时不符")
    nearest = collection.query(query_embeddings=vectors[:1], n_results=1, include=["distances"])
    if nearest["distances"][0][0] > _PROBE_DISTANCE:
        raise IndexStoreError("检索结果与建库时不符")
    return Stored(vectors, collection)


def read_vectors(collection: Any) -> dict[tuple[bool, str], Vector]:
    """(is a question, text) -> vector for everything in a collection."""
    vectors = read_index(collection).vectors
    known: dict[tuple[bool, str], Vector] = {}
    for start in range(0, len(vectors), _PAGE):
        page = collection.get(limit=_PAGE, offset=start, include=["documents", "metadatas"])
        for number, text, facts in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
            known[facts["kind"] in QUESTION_KINDS, text] = vectors[int(number)]
    return known
