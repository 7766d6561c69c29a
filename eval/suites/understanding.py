"""The understanding alone: what the product takes a question for, before it looks for an answer.

topic      answer is due: the first topic chosen belongs to a gold clause
topics     answer is due: every gold clause that has topics is among those of the topics chosen
elsewhere  another subject or an attempt to steer is to be refused: the question is seen to be one
numbers    a sum is asked for: every number of its gold sum has been read
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from eval.dataset import Behaviour, Question
from eval.intervals import Rate

if TYPE_CHECKING:
    from assistant.language.query import Query

__all__ = ["run"]


def run(
    questions: Iterable[Question],
    understand: Callable[[Question], Query],
    clause_of: Mapping[str, str],
    sums: Mapping[str, list[dict[str, Any]]],
) -> dict[str, Rate]:
    """The share right of each check. clause_of: topic id to clause; sums: gold sums by question id."""
    results: dict[str, list[bool]] = {"topic": [], "topics": [], "elsewhere": [], "numbers": []}
    with_topics = set(clause_of.values())
    for question in questions:
        query = understand(question)
        chosen = [clause_of[topic] for topic in query.topics if topic in clause_of]
        gold = with_topics & set(question.clauses)
        if question.behaviour is Behaviour.ANSWER and gold:
            results["topic"].append(bool(chosen) and chosen[0] in gold)
            results["topics"].append(bool(gold & set(chosen)) if question.any_clause else gold <= set(chosen))
        elif question.behaviour is Behaviour.REFUSE and question.kind in ("out_of_scope", "injection"):
            signs = (query.gap, query.subject, query.unknown_clauses, query.steering, query.fabricated)
            results["elsewhere"].append(not query.topics or any(signs))
        if question.id in sums:
            results["numbers"].append(_counts(sums[question.id]) <= _read(query))
    return {name: Rate(sum(items), len(items)) for name, items in results.items()}


def _counts(sums: list[dict[str, Any]]) -> set[Decimal]:
    counts = {Decimal(line[2].get("count", 1)) for written in sums for line in written["lines"]}
    return counts - {Decimal(1)}


def _read(query: Query) -> set[Decimal]:
    return {count.value for count in query.counts if count.value is not None} | {
        quantity.value for quantity in query.quantities if quantity.value is not None
    }
