"""The limits by which scores decide what a question is about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Thresholds"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits on scores, calibrated on the development questions of eval/ (see docs/ARCHITECTURE.md).

    What adds to a topic's score: named, a name that means it alone; row, a matching row; clause, its
    clause's number; figure, a figure of its own; money, a question on money where it pays.
    What a score must reach: chosen, for a topic; segment, for a part of a compound question, which then
    must reach backed in the whole; other, for a gap or another subject, or alone where no topic is chosen.
    What a point's score is made of: unit, the share of the single question beside the whole text; aspect,
    for an aspect that its words ask for, common, for one that many words ask for; cue, for one of the point's own cues.
    """

    named: float = 0.55
    row: float = 0.12
    clause: float = 0.25
    figure: float = 0.15
    money: float = 0.08
    chosen: float = 0.22
    segment: float = 0.42
    backed: float = 0.14
    other: float = 0.3
    alone: float = 0.2
    unit: float = 0.75
    aspect: float = 0.3
    common: float = 0.1
    cue: float = 0.2
