"""How many of what: bind the numbers of a question to the rows they count, by enterprise and by year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.language.knowledge import Phrases, Topic
from assistant.language.quantities import Quantity
from assistant.language.query import Count
from assistant.language.rows import RowMention

__all__ = ["Groups", "count_rows", "count_things", "find_groups"]

_COUNTING_UNITS = ("person", "place", "project", "bare")
_NEAR_BEFORE, _NEAR_AFTER = 8, 6
_BREAK = re.compile(r"[,;。?!]")


@dataclass(frozen=True, slots=True)
class Groups:
    """Enterprises and years named in a question, each with where it begins to hold.

    shared: how many like enterprises or years every count holds for ("两家各…"), else 1 each.
    """

    enterprises: tuple[tuple[int, str], ...] = ()
    years: tuple[tuple[int, str], ...] = ()
    like_enterprises: int = 1
    like_years: int = 1

    def at(self, position: int) -> tuple[str, str]:
        """The enterprise and year that hold at a position of the text."""
        return _last_before(self.enterprises, position), _last_before(self.years, position)


def find_groups(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Groups:
    """The enterprises and years that a question tells apart; one alone makes no group."""
    enterprises = _markers(text, phrases.enterprises)
    years = _markers(text, phrases.years)
    each = any(re.search(pattern, text) for pattern in phrases.each)
    like_enterprises = like_years = 1
    if each and not enterprises:
        like_enterprises = _whole(quantities, "enterprise")
    if each and not years and like_enterprises == 1:
        like_years = _whole(quantities, "year")
    return Groups(enterprises, years, like_enterprises, like_years)


def _markers(text: str, patterns: Sequence[str]) -> tuple[tuple[int, str], ...]:
    found = sorted({(m.start(), m[0]) for pattern in patterns for m in re.finditer(pattern, text)})
    kept = [marker for marker, later in pairwise([*found, (len(text) + 9, "")]) if later[0] > marker[0]]
    return tuple(kept) if len({name for _, name in kept}) > 1 else ()


def _whole(quantities: Sequence[Quantity], unit: str) -> int:
    for quantity in quantities:
        if quantity.unit == unit and quantity.value and quantity.value == int(quantity.value) and quantity.value > 1:
            return int(quantity.value)
    return 1


def _last_before(markers: tuple[tuple[int, str], ...], position: int) -> str:
    name = markers[0][1] if markers else ""
    for start, marker in markers:
        if start <= position:
            name = marker
    return name


def count_rows(
    topic: Topic, text: str, mentions: Sequence[RowMention], quantities: Sequence[Quantity], groups: Groups
) -> list[Count]:
    """A count for each row named; a row named without a number counts None.

    Numbers stand before the names ("20个甲") or after ("甲20个"): whichever way binds more of them.
    """
    usable = [quantity for quantity in quantities if quantity.unit in _COUNTING_UNITS]
    before, after = _bind(text, mentions, usable, ahead=True), _bind(text, mentions, usable, ahead=False)
    bound = before if len(before) >= len(after) else after
    if not bound and len(usable) == 1 and (len({m.row for m in mentions}) == 1 or _is_each(text, usable[0])):
        bound = {mention: usable[0] for mention in mentions}
    counts = []
    for mention in mentions:
        quantity = bound.get(mention)
        enterprise, year = groups.at(mention.start)
        counts.append(
            Count(
                topic.id,
                mention.row,
                quantity.value if quantity else None,
                enterprise,
                year,
                vague=bool(quantity and quantity.vague),
            )
        )
    return _repeated(_strongest(counts), groups)


def _is_each(text: str, quantity: Quantity) -> bool:
    return "各" in text[max(0, quantity.start - 3) : quantity.start]


def _bind(
    text: str, mentions: Sequence[RowMention], quantities: Sequence[Quantity], *, ahead: bool
) -> dict[RowMention, Quantity]:
    bound: dict[RowMention, Quantity] = {}
    used: set[int] = set()
    for mention in mentions:
        best: Quantity | None = None
        for quantity in quantities:
            gap = mention.start - quantity.end if ahead else quantity.start - mention.end
            limit = _NEAR_BEFORE if ahead else _NEAR_AFTER
            between = text[quantity.end : mention.start] if ahead else text[mention.end : quantity.start]
            if not 0 <= gap <= limit or _BREAK.search(between) or "、" in between or quantity.start in used:
                continue
            if best is None or abs(gap) < abs(_gap(best, mention, ahead=ahead)):
                best = quantity
        if best is not None:
            bound[mention] = best
            used.add(best.start)
    return bound


def _gap(quantity: Quantity, mention: RowMention, *, ahead: bool) -> int:
    return mention.start - quantity.end if ahead else quantity.start - mention.end


def _strongest(counts: list[Count]) -> list[Count]:
    """Drop a row's mention without a number where another in the same group has one."""
    counted = {(c.row, c.enterprise, c.year) for c in counts if c.value is not None or c.vague}
    kept: list[Count] = []
    for count in counts:
        key = (count.row, count.enterprise, count.year)
        if count.value is None and not count.vague and (key in counted or count in kept):
            continue
        if count.value is None and any(count.row == other[0] for other in counted):
            continue
        kept.append(count)
    return kept


def _repeated(counts: list[Count], groups: Groups) -> list[Count]:
    if groups.like_enterprises > 1:
        names = [f"第{n}家" for n in range(1, min(groups.like_enterprises, 50) + 1)]
        return [Count(c.topic, c.row, c.value, name, c.year, c.vague) for name in names for c in counts]
    if groups.like_years > 1:
        names = [f"第{n}年" for n in range(1, min(groups.like_years, 10) + 1)]
        return [Count(c.topic, c.row, c.value, c.enterprise, name, c.vague) for name in names for c in counts]
    return counts


def count_things(topic: Topic, text: str, quantities: Sequence[Quantity], groups: Groups) -> list[Count]:
    """The count of a topic without rows: people or things, those that pay if the text tells them apart."""
    usable = [q for q in quantities if q.unit in ("person", "place", "project")]
    rejected = [q for q in usable if _stands_by(text, q, topic.not_counted)]
    chosen = [q for q in usable if q not in rejected and _stands_by(text, q, topic.counted)]
    total = [q for q in usable if q not in rejected and q not in chosen]
    if chosen:
        picked = chosen
    elif rejected and len(total) == 1 and total[0].value is not None:
        lost = sum((q.value or Decimal(0) for q in rejected), Decimal(0))
        return _repeated([Count(topic.id, "", max(total[0].value - lost, Decimal(0)))], groups)
    else:
        picked = total
    if len(picked) == 2 and not groups.enterprises and not groups.years and _is_per_group(text, picked[1]):
        values = [q.value for q in picked]
        if None not in values:
            return [Count(topic.id, "", (values[0] or Decimal(0)) * (values[1] or Decimal(0)))]
    counts = [Count(topic.id, "", q.value, *groups.at(q.start), vague=q.vague) for q in picked]
    return _repeated(counts, groups)


def _is_per_group(text: str, quantity: Quantity) -> bool:
    return "每" in text[max(0, quantity.start - 3) : quantity.start]


def _stands_by(text: str, quantity: Quantity, words: Sequence[str]) -> bool:
    ahead = _BREAK.split(text[max(0, quantity.start - 7) : quantity.start])[-1]
    behind = _BREAK.split(text[quantity.end : quantity.end + 7])[0]
    return any(word in behind or word in ahead for word in words)
