"""Which number counts which name: one reading of the whole sequence of names and numbers of a question.

A number stands before its name ("20个甲") or after it ("甲20个"). Every number binds at most one name and
every name takes at most one number; of all readings that keep the order, the one with the tightest bonds
and the steadiest direction wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.quantities import Quantity

__all__ = ["Target", "bind"]

_GLUED = 4.0
"""The strength of a bond with nothing between the number and the name."""
_STEADY = 0.6
"""What a bond gains that stands the same way round as the one before it."""
_LEAST = 0.4
"""The strength from which a bond holds at all."""
_COSTS = (
    (re.compile(r"[。?!;]"), 3.0),
    (re.compile(r"[,:]"), 1.6),
    (re.compile(r"、|和|与|及|以及"), 2.2),
    (re.compile(r"其中|里|每|各"), 0.4),
)
_PER_CHARACTER = 0.2
_BACK_OVER_COMMA = 1.6
"""What a comma costs besides, where the number comes after the name: most such numbers are a part of the first."""
_NOUN_NEXT = 2.0
"""What a bond costs where the number comes after the name and right before one of another topic."""
_BARE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Target:
    """A name that numbers can count, and the (topic, row) pairs that it names."""

    start: int
    end: int
    owners: tuple[tuple[str, str], ...]


def bind(
    text: str, targets: Sequence[Target], numbers: Sequence[Quantity], barred: Callable[[Target, Quantity], bool]
) -> dict[Target, Quantity]:
    """The number of each name that has one; ``barred``: that a number cannot count what a name names."""
    places = sorted(targets, key=lambda target: (target.start, target.end))

    @cache
    def best(number: int, free: int, ahead: bool | None) -> tuple[float, tuple[tuple[int, int], ...]]:
        """The strongest reading of the numbers from ``number`` on and the names from ``free`` on."""
        if number == len(numbers):
            return 0.0, ()
        strongest = best(number + 1, free, ahead)
        for place in range(free, len(places)):
            found = _bond(text, places[place], numbers[number])
            if found is None or barred(places[place], numbers[number]):
                continue
            strength, stands_before = found
            if not stands_before and _counts_next(text, places[place], numbers[number], places):
                strength -= _NOUN_NEXT
            rest = best(number + 1, place + 1, stands_before)
            total = strength + rest[0] + (_STEADY if ahead is stands_before else 0.0)
            if total > strongest[0]:
                strongest = total, ((place, number), *rest[1])
        return strongest

    return {places[place]: numbers[number] for place, number in best(0, 0, None)[1]}


def _bond(text: str, target: Target, number: Quantity) -> tuple[float, bool] | None:
    """How firmly a number and a name hold together, and whether the number stands before the name."""
    if number.end <= target.start:
        between, before = text[number.end : target.start], True
    elif target.end <= number.start:
        between, before = text[target.end : number.start], False
    else:
        return None
    if number.unit == "bare" and not _is_bare_count(number, between):
        return None
    strength = _GLUED - _PER_CHARACTER * len(between.strip())
    if number.unit != "bare":
        strength -= sum(cost * len(pattern.findall(between)) for pattern, cost in _COSTS)
        strength -= 0 if before else _BACK_OVER_COMMA * between.count(",")
    return (strength, before) if strength > _LEAST else None


def _counts_next(text: str, target: Target, number: Quantity, places: Sequence[Target]) -> bool:
    """Whether what a number stands right before is the name of another topic ("做了2个甲")."""
    own = {topic for topic, _ in target.owners}
    following = [p for p in places if p.start >= number.end and not text[number.end : p.start].strip()]
    return any(not own & {topic for topic, _ in place.owners} for place in following)


def _is_bare_count(number: Quantity, between: str) -> bool:
    """A number without a unit counts only right beside the name; a large one only after "=" or ":"."""
    small = number.value is not None and number.value < _BARE_LIMIT
    return between.strip() in (":", "=", "x", "×") or (small and not between.strip())
