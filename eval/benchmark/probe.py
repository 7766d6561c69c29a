"""Measure one corpus in a process of its own: ``python -m eval.benchmark.probe build|serve CORPUS STORE``.

A process of its own makes peak memory mean what it says; the figures are printed as JSON. With ``--stand-in``
the passages are embedded by a stand-in of the same size instead of the model, for corpora too large to embed
in the time allowed; questions go through the real model all the same.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.settings import Settings
from eval.dataset import SPLITS, Question, load_split
from eval.intervals import percentile

__all__ = ["ASKERS", "StandIn", "build", "latency", "serve", "throughput"]

ASKERS = (1, 8, 32)
"""How many ask at the same time."""


class StandIn(Embeddings):
    """Vectors of the built-in model's size, made from a hash of the text."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector of length 1 for each text, the same for the same text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """A vector of length 1, the same for the same text."""
        seed = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(384)
        return [float(value) for value in vector / np.linalg.norm(vector)]


def build(settings: Settings, *, stand_in: bool) -> dict[str, Any]:
    """Time and peak memory of building the index from nothing."""
    from assistant.policy import load_library
    from assistant.retrieval import corpus_exemplars, load_embeddings, open_index

    library = load_library(settings.corpus)
    extra = corpus_exemplars(settings.corpus, library)
    embeddings = StandIn() if stand_in else load_embeddings(settings)
    begun = perf_counter()
    passages = len(open_index(settings, library, extra, embeddings))
    taken = perf_counter() - begun
    return {"policies": len(library.policies), "passages": passages, "build_s": taken, "build_mb": _peak_mb()}


def serve(settings: Settings, *, load: bool) -> dict[str, Any]:
    """Opening, warm latency, search latency and peak memory over a built index; throughput too where ``load``."""
    from assistant.answering import Assistant

    begun = perf_counter()
    assistant = Assistant.open(settings)
    opened = perf_counter() - begun
    questions = {split: load_split(split) for split in SPLITS}

    def ask(question: Question) -> None:
        assistant.ask(question.text, question.history, question.as_of)

    ask(questions["samples"][0])
    result: dict[str, Any] = {
        "open_s": opened,
        "ask_ms": latency(questions["dev"], ask),
        "search_ms": latency(questions["samples"], lambda question: assistant.retriever.invoke(question.text)),
    }
    if load:
        crowd = (*questions["test"], *questions["fresh"])
        share = len(crowd) // len(ASKERS)
        result["throughput"] = {
            str(askers): throughput(crowd[index * share : (index + 1) * share], ask, askers)
            for index, askers in enumerate(ASKERS)
        }
    result["serve_mb"] = _peak_mb()
    return result


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def latency(questions: Sequence[Question], act: Callable[[Question], object]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds of one act after the other."""
    times = []
    for question in questions:
        begun = perf_counter()
        act(question)
        times.append((perf_counter() - begun) * 1000)
    return {f"p{percent}": percentile(times, percent) for percent in (50, 95, 99)}


def throughput(questions: Sequence[Question], act: Callable[[Question], object], askers: int) -> dict[str, float]:
    """Answers a second, and the p95 that a single asker sees, with so many asking at the same time."""
    times: list[float] = []

    def timed(question: Question) -> None:
        begun = perf_counter()
        act(question)
        times.append((perf_counter() - begun) * 1000)

    begun = perf_counter()
    with ThreadPoolExecutor(askers) as pool:
        list(pool.map(timed, questions))
    return {"per_s": len(questions) / (perf_counter() - begun), "p95_ms": percentile(times, 95)}


def main() -> None:
    """Print the measurements of one corpus as JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmark.probe")
    parser.add_argument("part", choices=("build", "serve"))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--load", action="store_true")
    parsed = parser.parse_args()
    settings = replace(Settings.from_environment(), corpus=parsed.corpus, store=parsed.store)
    if parsed.part == "build":
        print(json.dumps(build(settings, stand_in=parsed.stand_in)))
    else:
        print(json.dumps(serve(settings, load=parsed.load)))


if __name__ == "__main__":
    main()
