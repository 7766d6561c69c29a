"""The questions: one JSON object a line in ``questions/<split>.jsonl``, read strictly.

dev is for whoever improves the product; test and fresh are looked at only by their totals;
samples are the customer's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import InputError

__all__ = [
    "AS_OF",
    "FOLDER",
    "HIDDEN",
    "KINDS",
    "SPLITS",
    "Behaviour",
    "Question",
    "load_split",
    "load_sums",
    "parse_question",
]

FOLDER = Path(__file__).resolve().parent / "questions"
SPLITS = ("dev", "test", "samples", "fresh")
HIDDEN = frozenset({"test", "fresh"})
KINDS = (
    "lookup", "amount", "calc", "condition", "department", "date", "multi_clause",
    "follow_up", "compare", "clarify", "unanswerable", "out_of_scope", "injection",
)  # fmt: skip
AS_OF = date(2026, 11, 22)
"""The day on which a question without its own ``as_of`` is asked, so that a run repeats itself."""

_REQUIRED = (
    "id", "kind", "turns", "clauses", "any_clause", "yuan", "not_yuan", "say", "not_say", "behaviour", "why",
)  # fmt: skip
_OPTIONAL = ("proof", "as_of")


class Behaviour(StrEnum):
    """What a right reply does."""

    ANSWER = "answer"
    REFUSE = "refuse"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class Question:
    """One graded conversation: ``turns`` are the user's messages, the reply to the last one counts.

    clauses: what a right reply cites (any one of them where ``any_clause``). yuan, not_yuan: amounts that it
    must and must not state. say: one string of every group must occur; not_say: none may.
    proof: words of the policy that prove the gold.
    """

    id: str
    kind: str
    turns: tuple[str, ...]
    clauses: tuple[str, ...]
    any_clause: bool
    yuan: tuple[Decimal, ...]
    not_yuan: tuple[Decimal, ...]
    say: tuple[tuple[str, ...], ...]
    not_say: tuple[str, ...]
    behaviour: Behaviour
    why: str
    proof: tuple[str, ...] = ()
    as_of: date = AS_OF

    @property
    def text(self) -> str:
        """The message that is graded."""
        return self.turns[-1]

    @property
    def history(self) -> tuple[str, ...]:
        """The user's earlier messages, oldest first."""
        return self.turns[:-1]


def load_split(name: str, folder: Path = FOLDER) -> tuple[Question, ...]:
    """The questions of a split. InputError where it does not exist or a line breaks the schema."""
    if name not in SPLITS:
        raise InputError(f"no split {name!r}; allowed: {', '.join(SPLITS)}")
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        raise InputError(f"missing file: {path}; python -m eval split writes it")
    return tuple(_lines(path))


def load_sums(folder: Path = FOLDER) -> dict[str, list[dict[str, Any]]]:
    """Questions' sums written out for the calculator, by question id.

    Each sum has ``lines``, of (benefit, row, quantities of a Request), and may have ``paid``, of
    (benefit, enterprise, year, yuan); every gold amount of the question is an end of one of its sums.
    """
    rows = (folder / "sums.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row["sums"] for row in map(json.loads, rows)}


def _lines(path: Path) -> Iterable[Question]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield parse_question(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                raise InputError(f"{path.name}:{number}: {error}") from error


def parse_question(row: Mapping[str, Any]) -> Question:
    """A question from its JSON object. ValueError on missing or unknown keys and values."""
    missing, unknown = set(_REQUIRED) - set(row), set(row) - set(_REQUIRED) - set(_OPTIONAL)
    if missing or unknown:
        raise ValueError(f"missing keys {sorted(missing)}, unknown keys {sorted(unknown)}")
    if row["kind"] not in KINDS:
        raise ValueError(f"kind {row['kind']!r}; allowed: {', '.join(KINDS)}")
    if not row["turns"] or not all(isinstance(turn, str) and turn.strip() for turn in row["turns"]):
        raise ValueError("turns must be a list of messages")
    return Question(
        id=row["id"],
        kind=row["kind"],
        turns=tuple(row["turns"]),
        clauses=tuple(row["clauses"]),
        any_clause=bool(row["any_clause"]),
        yuan=tuple(Decimal(str(value)) for value in row["yuan"]),
        not_yuan=tuple(Decimal(str(value)) for value in row["not_yuan"]),
        say=tuple(tuple(group) for group in row["say"]),
        not_say=tuple(row["not_say"]),
        behaviour=Behaviour(row["behaviour"]),
        why=row["why"],
        proof=tuple(row.get("proof", ())),
        as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else AS_OF,
    )
