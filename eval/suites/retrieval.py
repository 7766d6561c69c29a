"""The retriever alone, in each of its modes: is a gold clause among the first k, and how far up?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from eval.dataset import Question
from eval.intervals import Rate, percentile

__all__ = ["CUTS", "Ranking", "measure", "summarise"]

CUTS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the first gold clause came for one question: 1 is first, 0 is not found."""

    question: Question
    rank: int
    elapsed_ms: float


def measure(
    questions: Iterable[Question], search: Callable[[str], list[str]], clock: Callable[[], float]
) -> list[Ranking]:
    """The rank for each question of one turn that has gold clauses.

    search: a text to clause keys, best first; clock: seconds.
    """
    rankings = []
    for question in questions:
        if question.clauses and not question.history:
            begun = clock()
            found = search(question.text)
            elapsed = (clock() - begun) * 1000
            rank = next((place for place, key in enumerate(found, start=1) if key in question.clauses), 0)
            rankings.append(Ranking(question, rank, elapsed))
    return rankings


def summarise(rankings: list[Ranking]) -> dict[str, Any]:
    """recall@k as rates, the mean reciprocal rank (MRR) and the latency, JSON-ready."""
    times = [item.elapsed_ms for item in rankings]
    recalls = {
        f"recall@{cut}": Rate(sum(0 < item.rank <= cut for item in rankings), len(rankings)).to_json() for cut in CUTS
    }
    mrr = fmean(1 / item.rank if item.rank else 0.0 for item in rankings) if rankings else 0.0
    return {**recalls, "mrr": mrr, "p50_ms": percentile(times, 50), "p95_ms": percentile(times, 95)}
