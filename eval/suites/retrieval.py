"""The retriever alone, in each of its modes: is a gold clause among the first k, and how far up?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from eval.dataset import Question
from eval.intervals import Rate

__all__ = ["CUTS", "Ranking", "measure", "summarise"]

CUTS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the first gold clause came for one question: 1 is first, 0 is not found."""

    question: Question
    rank: int


def measure(questions: Iterable[Question], search: Callable[[str], list[str]]) -> list[Ranking]:
    """The rank for each of these questions with gold clauses. search: a text to clause keys, best first."""
    rankings = []
    for question in questions:
        found = search(question.text)
        rank = next((place for place, key in enumerate(found, start=1) if key in question.clauses), 0)
        rankings.append(Ranking(question, rank))
    return rankings


def summarise(rankings: list[Ranking]) -> dict[str, Any]:
    """recall@k as rates and the mean reciprocal rank (MRR), JSON-ready."""
    recalls = {
        f"recall@{cut}": Rate(sum(0 < item.rank <= cut for item in rankings), len(rankings)).to_json() for cut in CUTS
    }
    mrr = fmean(1 / item.rank if item.rank else 0.0 for item in rankings) if rankings else 0.0
    return {**recalls, "mrr": mrr}
