"""Feedback for the people who improve the assistant: as JSON lines, and as draft evaluation questions.

A liked reply becomes a question whose gold is that reply; a disliked one becomes a question whose gold
is left open, with the complaint beside it. Both are drafts: a person checks them against the policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from assistant.benefits import AmountKind, chinese_amounts
from assistant.models import Status
from assistant.web.feedback_store import Feedback

__all__ = ["export_rows", "question_rows"]

_BEHAVIOUR = {
    Status.CLARIFY: ("clarify", "clarify"),
    Status.NOT_COVERED: ("unanswerable", "refuse"),
    Status.OUT_OF_SCOPE: ("out_of_scope", "refuse"),
    Status.BLOCKED: ("injection", "refuse"),
}


def export_rows(feedback: Iterable[Feedback]) -> Iterable[dict[str, Any]]:
    """Each judgement as a JSON-ready object."""
    for item in feedback:
        yield {**asdict(item), "created": item.created.isoformat(timespec="seconds")}


def question_rows(feedback: Iterable[Feedback]) -> Iterable[dict[str, Any]]:
    """Each judgement as a draft question in the schema of eval/questions."""
    for number, item in enumerate(feedback, 1):
        kind, behaviour = _BEHAVIOUR.get(Status(item.status), ("lookup", "answer"))
        amounts = _yuan(item.reply)
        if len(item.turns) > 1 and behaviour == "answer":
            kind = "follow_up"
        elif amounts and behaviour == "answer":
            kind = "amount"
        liked = item.rating == "up"
        row = {
            "id": f"fb{number:04d}",
            "kind": kind,
            "turns": list(item.turns),
            "clauses": list(dict.fromkeys(citation["clause"] for citation in item.citations)) if liked else [],
            "any_clause": False,
            "yuan": amounts if liked else [],
            "not_yuan": [],
            "say": [],
            "not_say": [],
            "behaviour": behaviour,
            "why": _why(item),
        }
        yield row | ({"proof": [citation["quote"] for citation in item.citations]} if liked else {})


def _yuan(reply: str) -> list[int | float]:
    amounts = (amount.value for amount in chinese_amounts(reply) if amount.kind is AmountKind.MONEY)
    return list(dict.fromkeys(int(value) if value == int(value) else float(value) for value in amounts))


def _why(item: Feedback) -> str:
    if item.rating == "up":
        return f"待核对：用户认可的回答：{item.reply}"
    complaint = "、".join(item.reasons) or "未说明原因"
    comment = f"（{item.comment}）" if item.comment else ""
    return f"待核对并补全：用户不满意：{complaint}{comment}；当时的回答：{item.reply}"
