"""Sentence embeddings as LangChain's ``Embeddings``: the built-in model, or any sentence-transformers model.

The built-in model (see ``e5_package``) runs in onnxruntime; a model named in the settings runs in
sentence-transformers. Both give vectors of length 1, so that a dot product is a cosine. Models of the
e5 family were trained with "query: " before questions and "passage: " before texts.
"""

from __future__ import annotations

import hashlib
import os
import threading
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError
from assistant.retrieval.arrays import Matrix
from assistant.retrieval.bert_graph import GRAPH_FILE
from assistant.retrieval.e5_package import MODEL_SHA256, converted_model
from assistant.settings import Settings

__all__ = ["SentenceEmbeddings", "encode", "load_embeddings", "model_key"]

_MAX_TOKENS = 512
_DIMENSIONS = 384
_BATCH = 16
_RUN_TOKENS = 10
"""What one run of the built-in model costs beside its tokens, in tokens: so much padding is cheaper than a run."""
_PAD = 1
_E5_PREFIXES = ("passage: ", "query: ")
_THREADS = max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))
_loaded: dict[tuple[str, Path], SentenceEmbeddings] = {}
_loading = threading.Lock()


def load_embeddings(settings: Settings) -> SentenceEmbeddings:
    """The embedding model that the settings name, loaded once a process. ModelError where it cannot be."""
    name = settings.embedding_model
    with _loading:
        if (name, settings.cache) not in _loaded:
            _loaded[name, settings.cache] = _NamedModel(name) if name else _BuiltInModel(settings.cache)
        return _loaded[name, settings.cache]


def model_key(settings: Settings) -> str:
    """What tells one model's vectors from another's: the weights' hash, or name, sizes and times of a folder."""
    name = settings.embedding_model
    if not name:
        return f"e5-small:{MODEL_SHA256}"
    folder = Path(name)
    if not folder.is_dir():
        return name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = [f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return f"{name}:{hashlib.sha256(chr(10).join(facts).encode()).hexdigest()}"


class SentenceEmbeddings(Embeddings):
    """LangChain's interface with questions in batches; every vector has length 1."""

    @abstractmethod
    def encode(self, texts: Sequence[str], *, questions: bool) -> Matrix:
        """The vectors of questions, or of texts to be found by them: f32 (texts, dimensions)."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(value) for value in self.encode([text], questions=True)[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of texts."""
        return [[float(value) for value in vector] for vector in self.encode(texts, questions=False)]


def encode(embeddings: Embeddings, texts: Sequence[str], *, questions: bool) -> Matrix:
    """The vectors of questions or texts by any LangChain embeddings: f32 (texts, dimensions)."""
    if isinstance(embeddings, SentenceEmbeddings):
        return embeddings.encode(texts, questions=questions)
    if questions:
        return np.array([embeddings.embed_query(text) for text in texts], dtype=np.float32)
    return np.array(embeddings.embed_documents(list(texts)), dtype=np.float32)


class _BuiltInModel(SentenceEmbeddings):
    def __init__(self, cache: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = converted_model(cache)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        # Threads that spin while they wait slow everything else down where cores are few and shared.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                folder / GRAPH_FILE, options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise ModelError(f"向量模型无法加载，请删除文件夹 {folder} 后重试：{error}") from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    def encode(self, texts: Sequence[str], *, questions: bool) -> Matrix:
        prefix = _E5_PREFIXES[questions]
        pieces = [item.ids for item in self._tokenizer.encode_batch([prefix + text for text in texts])]
        vectors = np.empty((len(texts), _DIMENSIONS), dtype=np.float32)
        for batch in _batches([len(ids) for ids in pieces]):
            tokens = np.full((len(batch), len(pieces[batch[-1]])), _PAD, dtype=np.int64)
            for row, number in enumerate(batch):
                tokens[row, : len(pieces[number])] = pieces[number]
            mask = (tokens != _PAD).astype(np.int64)
            (vectors[batch],) = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        return vectors


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of the texts that are embedded together, shortest first, each batch's longest text last.

    Every text is padded to the longest of its batch, and padding costs as much as text does.
    """
    batch: list[int] = []
    padding = 0
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        padding += len(batch) * (lengths[number] - lengths[batch[-1]]) if batch else 0
        if len(batch) == _BATCH or padding > _RUN_TOKENS:
            yield batch
            batch, padding = [], 0
        batch.append(number)
    if batch:
        yield batch


class _NamedModel(SentenceEmbeddings):
    def __init__(self, name: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(_THREADS)
        try:
            self._model: Any = SentenceTransformer(name)
        except Exception as error:
            raise ModelError(
                f"向量模型“{name}”无法加载：{error}。"
                "请检查 POLICY_EMBEDDING_MODEL 的模型名或文件夹；不设置它则使用内置模型"
            ) from error
        self._prefixes = _E5_PREFIXES if "e5" in name.lower() else ("", "")

    def encode(self, texts: Sequence[str], *, questions: bool) -> Matrix:
        prefixed = [self._prefixes[questions] + text for text in texts]
        vectors = self._model.encode(prefixed, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
