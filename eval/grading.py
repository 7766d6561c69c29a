"""Put questions to a solver and grade what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from assistant.models import Answer, Status
from assistant.policy import Library
from eval.dataset import Question
from eval.intervals import Rate
from eval.scorers import Score, is_right, score

__all__ = ["Graded", "Solver", "by_clause", "by_kind", "failures", "grade", "mean_score", "rate", "refusals"]

Solver = Callable[[Question], Answer]
"""Answers a question; what is graded. The product and its peers all have this shape."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One answered question with its scores; ``elapsed_ms`` is measured here, around the solver."""

    question: Question
    answer: Answer
    scores: dict[str, Score]
    elapsed_ms: float

    @property
    def right(self) -> bool:
        """Whether the answer is fully right."""
        return is_right(self.scores)

    @property
    def reasons(self) -> str:
        """What is wrong, by score; empty where nothing is."""
        return "; ".join(f"{name}: {item.reason}" for name, item in self.scores.items() if not item.passed)

    def to_json(self) -> dict[str, Any]:
        """The grade as JSON-ready values, without the steps."""
        answer = self.answer.to_json()
        return {
            "id": self.question.id,
            "kind": self.question.kind,
            "right": self.right,
            "status": answer["status"],
            "text": answer["text"],
            "clauses": sorted({citation["clause"] for citation in answer["citations"]}),
            "scores": {name: item.value for name, item in self.scores.items()},
            "reasons": self.reasons,
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


def grade(questions: Iterable[Question], solver: Solver, library: Library) -> list[Graded]:
    """Every question answered and scored, in order. A crash counts as a wrong answer."""
    return [_grade(question, solver, library) for question in questions]


def _grade(question: Question, solver: Solver, library: Library) -> Graded:
    begun = perf_counter()
    try:
        answer = solver(question)
    except Exception as error:  # a crash is a wrong answer to this question, not the end of the run
        answer = Answer(question.id, Status.ERROR, f"{type(error).__name__}: {error}")
    elapsed = (perf_counter() - begun) * 1000
    return Graded(question, answer, score(question, answer, library), elapsed)


def rate(graded: Sequence[Graded], name: str = "") -> Rate:
    """The share that passes one score (of those it applies to), or that is fully right."""
    if not name:
        return Rate(sum(item.right for item in graded), len(graded))
    applied = [item.scores[name] for item in graded if item.scores[name].value is not None]
    return Rate(sum(item.passed for item in applied), len(applied))


def mean_score(graded: Sequence[Graded], name: str) -> float:
    """The mean of one score over those it applies to: citation recall and precision."""
    values = [value for item in graded if (value := item.scores[name].value) is not None]
    return sum(values) / len(values) if values else 0.0


def by_kind(graded: Iterable[Graded]) -> dict[str, list[Graded]]:
    """Grouped by the question's kind, sorted."""
    groups: dict[str, list[Graded]] = {}
    for item in graded:
        groups.setdefault(item.question.kind, []).append(item)
    return dict(sorted(groups.items()))


def by_clause(graded: Iterable[Graded]) -> dict[str, list[Graded]]:
    """Grouped by gold clause, in number's order; a question on two clauses counts under both."""
    groups: dict[str, list[Graded]] = {}
    for item in graded:
        for key in item.question.clauses:
            groups.setdefault(key, []).append(item)
    return dict(sorted(groups.items(), key=lambda pair: (not pair[0].isdigit(), pair[0].zfill(3))))


def failures(graded: Iterable[Graded]) -> list[Graded]:
    """Those that are not fully right."""
    return [item for item in graded if not item.right]


def refusals(graded: Iterable[Graded]) -> tuple[Rate, Rate]:
    """Precision and recall of refusing: of the refusals, how many were due; of those due, how many came."""
    refused = {Status.NOT_COVERED, Status.OUT_OF_SCOPE, Status.BLOCKED}
    pairs = [(item.answer.status in refused, item.question.behaviour == "refuse") for item in graded]
    both = sum(did and due for did, due in pairs)
    return Rate(both, sum(did for did, _ in pairs)), Rate(both, sum(due for _, due in pairs))
