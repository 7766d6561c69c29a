"""The names of a question that numbers can count, and the numbers that only count names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.language.binding import Target
from assistant.language.groups import Groups
from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.rows import RowMention
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Named", "numbers_names", "part_start", "targets_of"]

_EACH = re.compile(r"各[^,;。?、]{0,2}$")
_BREAK = re.compile(r"[,;。?!]")
_BREAK_OR_COLON = re.compile(r"[,;:。?!]")
_AND = re.compile(r"[,;。?!、和与及]")


@dataclass(frozen=True, slots=True)
class Named:
    """A topic and where a question names its rows, or the topic itself where it has none (row "").

    closed: a number far from these names cannot mean them, for the question names a row that is not there.
    """

    topic: Topic
    mentions: tuple[RowMention, ...]
    closed: bool = False


def targets_of(named: Sequence[Named], text: str, numbers: Sequence[Quantity], phrases: Phrases) -> list[Target]:
    """The names of all topics that the numbers of a text may count."""
    return _without_doubles(text, _risen(text, _targets(named), phrases), numbers)


def _targets(named: Sequence[Named]) -> list[Target]:
    """The names of all topics, each place once; a name that tells no row apart yields to a topic where it does."""
    owners: dict[tuple[int, int], dict[str, list[str]]] = {}
    for one in named:
        for mention in one.mentions:
            owners.setdefault((mention.start, mention.end), {}).setdefault(one.topic.id, []).append(mention.row)
    together = {one.topic.id for one in named if one.topic.together}
    targets = []
    for (start, end), topics in sorted(owners.items()):
        clear = {topic for topic, rows in topics.items() if len(set(rows)) == 1 or topic in together}
        kept = {topic: rows for topic, rows in topics.items() if topic in clear or not clear}
        pairs = dict.fromkeys((topic, row) for topic, rows in kept.items() for row in rows)
        targets.append(Target(start, end, tuple(pairs)))
    return targets


def _without_doubles(text: str, targets: Sequence[Target], numbers: Sequence[Quantity]) -> list[Target]:
    """The names, but of two for the same in one part of the question that holds one number only the later."""
    kept = list(targets)
    for one, other in pairwise(targets):
        begin, end = part_start(text, one.start), _part_end(text, other.end)
        inside = [number for number in numbers if begin <= number.start < end]
        later = len(inside) == 1 and inside[0].start >= one.end
        if one.owners == other.owners and later and not _AND.search(text[one.end : other.start]):
            kept.remove(one)
    return kept


def _risen(text: str, targets: Sequence[Target], phrases: Phrases) -> list[Target]:
    """The names, where one turns into the next ("甲升为乙") only what it has become, from where the first stands."""
    kept: list[Target] = []
    for target in targets:
        former = kept[-1] if kept else None
        between = text[former.end : target.start] if former and former.end <= target.start else ""
        if former and between and any(compiled(pattern).fullmatch(between) for pattern in phrases.rising):
            kept[-1] = replace(target, start=former.start)
        else:
            kept.append(target)
    return kept


def numbers_names(number: Quantity, text: str, targets: Sequence[Target], groups: Groups, phrases: Phrases) -> bool:
    """Whether a number only says how many are named: those before it ("这三个人"), or the enterprises of a list."""
    pointed = any(compiled(f"(?:{pattern})$").search(text[: number.start]) for pattern in phrases.pointing)
    if pointed and number.value == sum(target.end <= number.start for target in targets):
        return True
    if _heads_names(number, text, targets):
        return True
    ahead = {target.owners for target in targets if target.end <= number.start}
    behind = text[number.end : _part_end(text, number.end)]
    each = _EACH.search(text, 0, number.start)
    summed = not each and any(compiled(pattern).search(behind) for pattern in phrases.total)
    if summed and number.value == len(ahead) > 1 and not any(target.start >= number.end for target in targets):
        return True
    first = groups.enterprises[0][0] if groups.enterprises else 0
    heading = number.end <= first and not any(number.end <= t.start < first for t in targets)
    several = len({name for _, name in groups.enterprises}) == number.value
    return heading and several and bool(_BREAK_OR_COLON.search(text, number.end, first))


def _heads_names(number: Quantity, text: str, targets: Sequence[Target]) -> bool:
    """Whether a number of people stands by itself ahead of as many names, each told in a part of its own."""
    begin, end = part_start(text, number.start), _part_end(text, number.end)
    after = [target for target in targets if target.start > end]
    several = len({target.owners for target in after}) == len(after) == len(targets) == number.value
    apart = len({part_start(text, target.start) for target in after}) == len(after)
    alone = not any(begin <= target.start < end for target in targets)
    return number.unit == "person" and several and apart and alone and len(after) > 1


def part_start(text: str, place: int) -> int:
    """Where the part of a question begins that holds a place."""
    return max((match.end() for match in _BREAK.finditer(text, 0, place)), default=0)


def _part_end(text: str, place: int) -> int:
    found = _BREAK.search(text, place)
    return found.start() if found else len(text)
