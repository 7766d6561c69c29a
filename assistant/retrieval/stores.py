"""Where the index is kept: a folder of this machine, or a Chroma server.

Both hold whole indexes only. One that is being built has another name until it is complete, and becomes
the current one by a single atomic step (renaming a pointer file, renaming a collection), so that a process
killed at any moment leaves the old index or the new one. What it left half-built goes at the next build.
"""

from __future__ import annotations

import json
import logging
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from assistant.errors import IndexStoreError
from assistant.retrieval.arrays import Matrix, Vector
from assistant.retrieval.collection import Stored, chroma_errors, facts_of, fill, read_index, read_vectors
from assistant.retrieval.passages import Passage
from assistant.settings import Settings

__all__ = ["Store", "open_store"]

_NAME = "policy-assistant"
_BUILDING = f"{_NAME}-building"
_LOCK_SECONDS = 3600
_log = logging.getLogger(__name__)


class Store(Protocol):
    """A place that holds the current index. Its methods raise IndexStoreError where it cannot be used."""

    def read(self, key: str) -> Stored | None:
        """The index of this key, or None where there is another or none; IndexStoreError where it is damaged."""

    def vectors(self, model: str) -> dict[tuple[bool, str], Vector]:
        """(is a question, text) -> vector by this model, as far as an earlier index holds them."""

    def write(self, key: str, model: str, passages: Sequence[Passage], vectors: Matrix) -> None:
        """Store an index and make it the current one."""

    def lock(self) -> AbstractContextManager[object]:
        """A context in which no other process of this machine builds."""


def open_store(settings: Settings) -> Store:
    """The Chroma server that the settings name, else the local folder."""
    if settings.chroma_url:
        return _ServerStore(settings.chroma_url, settings.store)
    return _LocalStore(settings.store)


class _LocalStore:
    """``current.json`` names the folder ``index-…`` that counts; each such folder is a Chroma database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current.json"

    def read(self, key: str) -> Stored | None:
        with chroma_errors(self._folder):
            collection = self._current()
            return None if collection is None or collection.metadata["key"] != key else read_index(collection)

    def vectors(self, model: str) -> dict[tuple[bool, str], Vector]:
        with chroma_errors(self._folder):
            collection = self._current()
            return {} if collection is None or collection.metadata["model"] != model else read_vectors(collection)

    def write(self, key: str, model: str, passages: Sequence[Passage], vectors: Matrix) -> None:
        name = f"index-{uuid.uuid4().hex[:12]}"
        with chroma_errors(self._folder):
            self._remove_all_but(self._current_name())
            with _client(self._folder / name) as client:
                fill(client, _NAME, facts_of(key, model, vectors), passages, vectors)
            fresh = self._folder / f"{name}.json"
            fresh.write_text(json.dumps({"folder": name}), encoding="utf-8")
            fresh.replace(self._pointer)
            self._remove_all_but(name)

    def lock(self) -> AbstractContextManager[object]:
        return _build_lock(self._folder)

    def _current(self) -> Any:
        if not self._pointer.exists():
            return None
        folder = self._folder / json.loads(self._pointer.read_text(encoding="utf-8"))["folder"]
        if not (folder / "chroma.sqlite3").is_file():
            raise IndexStoreError(f"{folder} 不完整")
        return _client(folder).get_collection(_NAME, embedding_function=None)

    def _current_name(self) -> str:
        try:
            return str(json.loads(self._pointer.read_text(encoding="utf-8"))["folder"])
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    def _remove_all_but(self, name: str) -> None:
        for path in self._folder.glob("index-*"):
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix == ".json":
                path.unlink(missing_ok=True)


class _ServerStore:
    """The collection ``policy-assistant-<key>`` counts; one that is being built has another name until it is whole."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        address = urlsplit(url if "//" in url else f"//{url}")
        secure = address.scheme == "https"
        with chroma_errors(url):
            import chromadb

            self._client = chromadb.HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if secure else 8000),
                ssl=secure,
                settings=_chroma_settings(),
            )

    def read(self, key: str) -> Stored | None:
        with chroma_errors(self._url):
            collection = self._collections().get(self._name(key))
            return None if collection is None else read_index(collection)

    def vectors(self, model: str) -> dict[tuple[bool, str], Vector]:
        with chroma_errors(self._url):
            for name, collection in self._collections().items():
                if collection.metadata["model"] == model and not name.startswith(_BUILDING):
                    return read_vectors(collection)
        return {}

    def write(self, key: str, model: str, passages: Sequence[Passage], vectors: Matrix) -> None:
        with chroma_errors(self._url):
            superseded = self._collections()
            building = f"{_BUILDING}-{uuid.uuid4().hex[:12]}"
            collection = fill(self._client, building, facts_of(key, model, vectors), passages, vectors)
            if self._name(key) in superseded:
                self._client.delete_collection(self._name(key))
            collection.modify(name=self._name(key))
            for name in superseded:
                if name != self._name(key):
                    self._client.delete_collection(name)

    def lock(self) -> AbstractContextManager[object]:
        return _build_lock(self._folder)

    def _name(self, key: str) -> str:
        return f"{_NAME}-{key[:32]}"

    def _collections(self) -> dict[str, Any]:
        return {item.name: item for item in self._client.list_collections() if item.name.startswith(_NAME)}


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=_chroma_settings())


def _chroma_settings() -> Any:
    from chromadb.config import Settings as ChromaSettings

    return ChromaSettings(anonymized_telemetry=False)


@contextmanager
def _build_lock(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    with chroma_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "build.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _log.warning("另一个进程正在建立索引，请稍候")
            try:
                lock.acquire(timeout=_LOCK_SECONDS)
            except Timeout:
                raise IndexStoreError(f"等待另一个进程建立索引超时：{folder}") from None
    try:
        yield
    finally:
        lock.release()
