"""The verifier alone: does it catch answers that were spoiled on purpose, and leave right ones in peace?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.models import Answer, Policy
from eval.corruption import Spoiled, spoil
from eval.dataset import Question
from eval.grading import Graded
from eval.intervals import Rate

__all__ = ["Outcome", "Verify", "run", "summarise"]

Verify = Callable[[Answer, Question], Sequence[str]]
"""The reasons why an answer to a question is not proved; empty when it is."""


@dataclass(slots=True)
class Outcome:
    """What came of it: spoiled answers that passed, right answers that did not, and how many were tried."""

    tried: dict[str, int] = field(default_factory=dict)
    caught: dict[str, int] = field(default_factory=dict)
    missed: list[tuple[str, Spoiled]] = field(default_factory=list)
    right: int = 0
    false_alarms: list[tuple[str, str]] = field(default_factory=list)

    @property
    def decisive(self) -> Rate:
        """Of the faults that change a figure, a clause number or a quote, the share caught."""
        missed = sum(spoiled.decisive for _, spoiled in self.missed)
        total = sum(count for fault, count in self.tried.items() if fault != "bound_dropped")
        return Rate(total - missed, total)


def run(graded: Iterable[Graded], verify: Verify, policy: Policy) -> Outcome:
    """Every fully right answer put to the verifier, as it is and spoiled in each way that applies."""
    outcome = Outcome()
    for item in graded:
        if not item.right:
            continue
        outcome.right += 1
        reasons = verify(item.answer, item.question)
        if reasons:
            outcome.false_alarms.append((item.question.id, "; ".join(reasons)))
        for spoiled in spoil(item.answer, policy):
            outcome.tried[spoiled.fault] = outcome.tried.get(spoiled.fault, 0) + 1
            if verify(spoiled.answer, item.question):
                outcome.caught[spoiled.fault] = outcome.caught.get(spoiled.fault, 0) + 1
            else:
                outcome.missed.append((item.question.id, spoiled))
    return outcome


def summarise(outcome: Outcome) -> dict[str, Any]:
    """The outcome, JSON-ready: rates by fault, what was missed and the false alarms."""
    return {
        "decisive": outcome.decisive.to_json(),
        "faults": {
            fault: Rate(outcome.caught.get(fault, 0), count).to_json() for fault, count in sorted(outcome.tried.items())
        },
        "false_alarms": Rate(len(outcome.false_alarms), outcome.right).to_json(),
        "missed": [
            {"id": question_id, "fault": spoiled.fault, "detail": spoiled.detail}
            for question_id, spoiled in outcome.missed
        ],
        "alarms": [{"id": question_id, "reasons": reasons} for question_id, reasons in outcome.false_alarms],
    }
