"""A part of a reply: one thing said, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from assistant.models import Calculation, Citation

__all__ = ["Part", "Weight"]


class Weight(IntEnum):
    """What a part does in a reply; parts are told in this order."""

    CORRECTION = 0
    ANSWER = 1
    CONDITION = 2
    OPEN = 3
    ASK = 4


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` in the reply's language with what proves it.

    weight OPEN: what the policy does not say; ASK: a question back, with ``options`` as choices.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    weight: Weight = Weight.ANSWER
    calculation: Calculation | None = None
    options: tuple[str, ...] = ()
