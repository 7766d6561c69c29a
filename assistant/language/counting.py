"""How many of what: the numbers of a question bound to the rows they count, over all its topics together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.binding import Target, bind
from assistant.language.groups import find_groups, repeated
from assistant.language.headcounts import FAILED_REACH, failed_words, find_headcounts, stands_by
from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.query import Count
from assistant.language.settling import Reading, rest_at, settled, with_rest_of_all
from assistant.language.targets import Named, numbers_names, part_start, targets_of
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Named", "count_lost", "count_question", "count_things"]

_BREAK = re.compile(r"[,;。?!]")
_CUE_WITHIN = 7
_MONEY = 1000
"""From here on a number without a unit is money."""
_ASKED = re.compile(r"[几多]少?个?[名位人]?$")


def count_question(named: Sequence[Named], text: str, quantities: Sequence[Quantity], phrases: Phrases) -> list[Count]:
    """A count for each row named, in the topics' order; a row named without a number counts None."""
    groups = find_groups(text, quantities, phrases)
    numbers = find_headcounts(text, quantities, phrases)
    targets = targets_of(named, text, numbers, phrases)
    numbers = [number for number in numbers if not numbers_names(number, text, targets, groups, phrases)]
    listed = _listed(text, targets, numbers, phrases)
    joint = _jointly(text, targets, numbers, phrases)
    taken = {number.start for number in listed.values()} | {number.start for _, number in joint}
    vague = frozenset(target for target, _ in joint)
    free = [target for target in targets if target not in listed and target not in vague]
    names = tuple(text[target.start : target.end] for target in targets)
    topics = {one.topic.id: failed_words(one.topic, phrases, names) for one in named}

    def barred(target: Target, number: Quantity) -> bool:
        """Whether a number is of those who do not count."""
        words = [word for topic, _ in target.owners for word in topics[topic]]
        return number.unit != "percent" and stands_by(text, number, words, numbers, FAILED_REACH)

    open_numbers = [number for number in numbers if number.start not in taken]
    bound = listed | bind(text, free, open_numbers, barred)
    own = bind(text, free, open_numbers, lambda target, number: False)
    held = {target.owners for target in bound}
    out = {target: number for target, number in own.items() if target not in bound and barred(target, number)}
    lost = {number.start for target, number in out.items() if target.owners not in held}
    parts = {t: number for t, number in out.items() if t.owners in held and _is_of_which(text, number, phrases)}
    used = {number.start for number in (*bound.values(), *parts.values())} | taken | lost
    loose = tuple(number for number in numbers if number.start not in used)
    reading = Reading(text, phrases, groups, bound, loose, vague, names)
    counts: list[Count] = []
    for one in named:
        mine = [target for target in targets if any(topic == one.topic.id for topic, _ in target.owners)]
        if not one.topic.rows and not mine:
            counts += _unnamed(one, named, reading)
        else:
            counts += _of_topic(one, mine, named, reading)
    return repeated(with_rest_of_all(_less(counts, parts), targets, reading), groups)


def _is_of_which(text: str, number: Quantity, phrases: Phrases) -> bool:
    """Whether a number is said to be a part of those counted before it."""
    ahead = text[part_start(text, number.start) : number.start]
    return any(compiled(pattern).search(ahead) for pattern in phrases.of_which)


def _less(counts: Sequence[Count], parts: dict[Target, Quantity]) -> list[Count]:
    """The counts less those of whom a later part says that they failed after all ("其中一个没获奖")."""
    left = list(counts)
    for target, number in parts.items():
        for place, count in enumerate(left):
            whole, lost = count.value or Decimal(0), number.value or Decimal(0)
            same = (count.topic, count.row) in target.owners and count.start < number.start
            if same and whole > lost:
                left[place] = replace(count, value=whole - lost)
    return left


def count_things(topic: Topic, text: str, quantities: Sequence[Quantity], phrases: Phrases) -> list[Count]:
    """The counts of one topic without regard to names: all the numbers of the question are its own."""
    groups = find_groups(text, quantities, phrases)
    numbers = tuple(find_headcounts(text, quantities, phrases))
    reading = Reading(text, phrases, groups, {}, numbers, frozenset())
    return repeated(settled(topic, "", [], numbers, reading), groups)


def count_lost(topic: Topic, text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Decimal:
    """How many a question says not to count, where it counts none besides."""
    numbers = find_headcounts(text, quantities, phrases)
    lost = [
        q
        for q in numbers
        if q.unit != "percent" and stands_by(text, q, failed_words(topic, phrases), numbers, FAILED_REACH)
    ]
    return sum((q.value or Decimal(0) for q in lost), Decimal(0)) if len(lost) == len(numbers) else Decimal(0)


def _listed(
    text: str, targets: Sequence[Target], numbers: Sequence[Quantity], phrases: Phrases
) -> dict[Target, Quantity]:
    """Names in a list with one number for each of them: "甲、乙各5个", "甲和乙分别是5个、3个"."""
    found: dict[Target, Quantity] = {}
    if any(compiled(pattern).search(text) for pattern in phrases.respective):
        for run in _runs(text, numbers):
            before = [target for target in targets if target.end <= run[0].start][-len(run) :]
            if len(before) == len(run) > 1 and len({target.owners for target in before}) == len(run):
                found |= dict(zip(before, run, strict=True))
        found |= _one_each(text, targets, numbers, phrases)
    for number in numbers:
        begin = part_start(text, number.start)
        if re.search(r"各(有|是|为)?[^,、]{0,2}$", text[max(begin, number.start - 4) : number.start]):
            found |= {t: number for t in targets if begin <= t.start and t.end <= number.start and t not in found}
    return found


def _one_each(
    text: str, targets: Sequence[Target], numbers: Sequence[Quantity], phrases: Phrases
) -> dict[Target, Quantity]:
    """As many names as a number says, one for each of those counted ("三个人分别是甲、乙、丙")."""
    for number in numbers:
        named = [target for target in targets if target.start >= number.end]
        several = len({target.owners for target in named}) == len(named) == number.value
        between = text[number.end : named[0].start] if named else ""
        if several and len(named) > 1 and any(compiled(p).search(between) for p in phrases.respective):
            return {target: replace(number, value=Decimal(1)) for target in named}
    return {}


def _runs(text: str, numbers: Sequence[Quantity]) -> list[list[Quantity]]:
    """Numbers that stand side by side in a list."""
    runs: list[list[Quantity]] = []
    for number in numbers:
        if runs and re.fullmatch("[、和,以及]{1,2}", text[runs[-1][-1].end : number.start]):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [run for run in runs if len(run) > 1]


def _jointly(
    text: str, targets: Sequence[Target], numbers: Sequence[Quantity], phrases: Phrases
) -> list[tuple[Target, Quantity]]:
    """Several names with one number for all of them together ("甲、乙共15人"): how many of each is not said."""
    for number in numbers:
        if number.unit == "bare" and (number.value or 0) >= _MONEY:
            continue
        begin = part_start(text, number.start)
        before = [target for target in targets if begin <= target.start and target.end <= number.start]
        several = len({target.owners for target in before}) > 1
        if several and any(compiled(pattern).search(text[begin : number.start]) for pattern in phrases.jointly):
            return [(target, number) for target in before]
    return []


def _unnamed(one: Named, named: Sequence[Named], reading: Reading) -> list[Count]:
    """The counts of a topic that the question does not name: the numbers left over, if no other topic lays claim."""
    others = [other for other in named if other is not one and (other.mentions or not other.topic.rows)]
    if others and (reading.bound or any(not other.mentions for other in others)):
        return []
    return settled(one.topic, "", [], reading.loose, reading)


def _of_topic(one: Named, targets: Sequence[Target], named: Sequence[Named], reading: Reading) -> list[Count]:
    """The counts of a topic that the question names."""
    rows = list(dict.fromkeys(row for t in targets for topic, row in t.owners if topic == one.topic.id))
    loose = _loose_of(targets, named, reading)
    if split := _by_enterprise(one, rows, reading):
        return split
    counts: list[Count] = []
    for row in rows:
        mine = [target for target in targets if (one.topic.id, row) in target.owners]
        direct = [reading.bound[target] for target in mine if target in reading.bound]
        own = [number for number in loose if len(rows) == 1 or _nearest_row(number, targets, reading) in mine]
        counts += settled(one.topic, row, direct, own, reading) or [_uncounted(one.topic, row, mine, reading)]
    counts = _rest_and_same(one.topic, counts, targets, reading)
    return _far(one, named, targets, counts, reading)


def _loose_of(targets: Sequence[Target], named: Sequence[Named], reading: Reading) -> list[Quantity]:
    """The loose numbers that come after one of these names and before another topic's."""
    others = {m.start for one in named for m in one.mentions} - {target.start for target in targets}
    own = []
    for number in reading.loose:
        before = max((target.start for target in targets if target.start < number.start), default=-1)
        if not others or (before >= 0 and not any(before < other < number.start for other in others)):
            own.append(number)
    return own


def _nearest_row(number: Quantity, targets: Sequence[Target], reading: Reading) -> Target | None:
    """The counted name that a loose number comes after."""
    before = [target for target in targets if target in reading.bound and target.start < number.start]
    return before[-1] if before else None


def _by_enterprise(one: Named, rows: Sequence[str], reading: Reading) -> list[Count]:
    """Numbers in a list, one for each enterprise ("三家分别升了20名、15名、10名")."""
    said = any(compiled(pattern).search(reading.text) for pattern in reading.phrases.respective)
    numbers = sorted([*reading.bound.values(), *reading.loose], key=lambda number: number.start)
    if not said or len(rows) != 1:
        return []
    for run in _runs(reading.text, numbers):
        names = [name for _, name in reading.groups.enterprises]
        labels = names if len(names) == len(run) else [f"第{n}家" for n in range(1, len(run) + 1)]
        pairs = zip(run, labels, strict=True)
        return [Count(one.topic.id, rows[0], q.value, name, vague=q.vague, start=q.start) for q, name in pairs]
    return []


def _uncounted(topic: Topic, row: str, targets: Sequence[Target], reading: Reading) -> Count:
    """A row that is named without a number."""
    place = targets[0].start
    vague = any(target in reading.vague for target in targets)
    return Count(topic.id, row, None, *reading.groups.at(place), vague=vague, start=place)


def _rest_and_same(topic: Topic, counts: Sequence[Count], targets: Sequence[Target], reading: Reading) -> list[Count]:
    """Rows that take the rest of a whole ("其余都是乙"), or the number before them ("个个乙")."""
    known = [count for count in counts if count.value is not None]
    filled = []
    for count in counts:
        target = next((t for t in targets if (topic.id, count.row) in t.owners), None)
        if count.value is None and not count.vague and target is not None and known:
            count = replace(count, value=_said_otherwise(target, known, reading))
        filled.append(count)
    return filled


def _said_otherwise(target: Target, known: Sequence[Count], reading: Reading) -> Decimal | None:
    ahead = _BREAK.split(reading.text[max(0, target.start - _CUE_WITHIN) : target.start])[-1]
    behind = _BREAK.split(reading.text[target.end : target.end + _CUE_WITHIN])[0]
    if any(compiled(pattern).search(ahead) for pattern in reading.phrases.rest):
        return rest_at(target, known, reading)
    if _ASKED.search(ahead):
        return None
    around = (ahead, reading.text[target.start : target.end], behind)
    if any(compiled(pattern).search(part) for pattern in reading.phrases.all_of_them for part in around):
        return known[-1].value
    return None


def _far(
    one: Named, named: Sequence[Named], targets: Sequence[Target], counts: Sequence[Count], reading: Reading
) -> list[Count]:
    """The counts, or where none has a number the question's only number, however far it stands."""
    if any(count.value is not None or count.vague for count in counts) or len(named) > 1 or one.closed:
        return list(counts)
    plain = [
        q for q in reading.loose if q.unit in ("person", "place", "project") and not reading.is_failed(q, one.topic)
    ]
    if len(plain) > 1:
        plain = [q for q in plain if q.value != 1] or plain[:1]
    if len(plain) != 1 or not (len({count.row for count in counts}) == 1 or one.topic.together):
        return list(counts)
    return [replace(c, value=plain[0].value, vague=plain[0].vague, start=plain[0].start) for c in counts]
