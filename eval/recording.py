"""An assistant that keeps what it took each question for, so that the understanding is graded without asking twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.answering import Assistant
from assistant.language.query import Query

__all__ = ["RecordingAssistant"]


class RecordingAssistant(Assistant):
    """The product, unchanged but for the record of its readings."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self._readings: dict[tuple[str, tuple[str, ...], date | None], Query] = {}

    def understand(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Query:
        """What the question asks; the first reading is kept."""
        asked = (question, tuple(history), as_of)
        if asked not in self._readings:
            self._readings[asked] = super().understand(question, history, as_of)
        return self._readings[asked]
