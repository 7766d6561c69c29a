"""How many of what: bind the numbers of a question to the rows they count, by enterprise and by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.language.knowledge import Phrases, Topic
from assistant.language.quantities import Quantity
from assistant.language.query import Count
from assistant.language.rows import RowMention

__all__ = ["Groups", "count_rows", "count_things", "find_groups"]

_COUNTING_UNITS = ("person", "place", "project", "bare")
_NEAR_BEFORE, _NEAR_AFTER = 8, 6
_BARE_LIMIT = 1000
_EACH_WITHIN = 8
_EVERY = "每家|每个公司|每个厂|每个企业|各家|each"
_MOST_ALIKE = 50
_ALIKE = {"enterprise": "家", "year": "年"}
_BREAK = re.compile(r"[,;。?!]")
_SHORT_BREAK = re.compile(r"[,;。?! 、]")


@dataclass(frozen=True, slots=True)
class Groups:
    """Enterprises and years named in a question, each with where it begins to hold.

    alike: how many like enterprises or years the counts of a stretch hold for ("两家各…"), as
    (start, end, number, "家" or "年").
    """

    enterprises: tuple[tuple[int, str], ...] = ()
    years: tuple[tuple[int, str], ...] = ()
    alike: tuple[tuple[int, int, int, str], ...] = ()

    def at(self, position: int) -> tuple[str, str]:
        """The enterprise and year that hold at a position of the text."""
        return _last_before(self.enterprises, position), _last_before(self.years, position)


def find_groups(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Groups:
    """The enterprises and years that a question tells apart; one alone makes no group."""
    enterprises = _markers(text, phrases.enterprises)
    years = _markers(text, phrases.years)
    return Groups(enterprises, years, tuple(_alike(text, quantities, phrases)))


def _alike(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Iterator[tuple[int, int, int, str]]:
    """Stretches that begin with a number of enterprises or years said to be alike, up to the next such marker."""
    yield from _listed(text, phrases)
    firms = [q for q in quantities if q.unit == "enterprise" and q.value and q.value == int(q.value) and q.value > 1]
    if len(firms) == 1 and re.search(_EVERY, text) and not any(re.search(p, text) for p in phrases.respective):
        yield firms[0].start, len(text), int(firms[0].value or 1), "家"
        return
    ends = [quantity.start for quantity in quantities if quantity.unit == "enterprise"]
    ends += [match.start() for pattern in phrases.enterprises for match in re.finditer(pattern, text)]
    for quantity in quantities:
        behind = text[quantity.end : quantity.end + _EACH_WITHIN]
        each = any(re.search(pattern, behind) for pattern in phrases.each)
        whole = quantity.value is not None and quantity.value == int(quantity.value) and quantity.value > 1
        if quantity.unit in _ALIKE and each and whole and quantity.value is not None:
            later = [end for end in ends if end > quantity.start]
            yield quantity.start, min(later, default=len(text)), int(quantity.value), _ALIKE[quantity.unit]


def _markers(text: str, patterns: Sequence[str]) -> tuple[tuple[int, str], ...]:
    found = sorted({(m.start(), m[0]) for pattern in patterns for m in re.finditer(pattern, text)})
    kept = [marker for marker, later in pairwise([*found, (len(text) + 9, "")]) if later[0] > marker[0]]
    return tuple(kept) if len({name for _, name in kept}) > 1 else ()


def _listed(text: str, phrases: Phrases) -> Iterator[tuple[int, int, int, str]]:
    """Enterprises named one after another before "各": "乙厂、丙厂各建成一个"."""
    name = "|".join(f"(?:{pattern})" for pattern in phrases.enterprises)
    for match in re.finditer(rf"(?:{name})(?:[、和与](?:{name}))+(?=.{{0,3}}各)", text):
        number = 1 + len(re.findall("[、和与]", match[0]))
        stop = _BREAK.search(text, match.end())
        yield match.start(), stop.start() if stop else len(text), number, "家"


def _last_before(markers: tuple[tuple[int, str], ...], position: int) -> str:
    name = markers[0][1] if markers else ""
    for start, marker in markers:
        if start <= position:
            name = marker
    return name


def count_rows(
    topic: Topic,
    text: str,
    mentions: Sequence[RowMention],
    quantities: Sequence[Quantity],
    groups: Groups,
    phrases: Phrases,
    *,
    alone: bool = True,
) -> list[Count]:
    """A count for each row named; a row named without a number counts None.

    alone: no name of another topic's rows stands in the text, so that a far number can only mean these.

    Numbers stand before the names ("20个甲") or after ("甲20个"): whichever way binds more of them.
    """
    counted = [q for q in quantities if q.unit in _COUNTING_UNITS]
    failed = [q for q in counted if _stands_by(text, q, (*topic.not_counted, *phrases.failed))]
    usable = [q for q in counted if q not in failed]
    if failed and len(usable) == 1 and usable[0].value is not None and alone and len({m.row for m in mentions}) == 1:
        left = usable[0].value - sum((q.value or Decimal(0) for q in failed), Decimal(0))
        return _repeated([Count(topic.id, mentions[0].row, max(left, Decimal(0)), start=usable[0].start)], groups)
    passed = [q for q in usable if q.unit == "person" and _stands_by(text, q, phrases.passed)]
    if passed and len(usable) > len(passed) and len({m.row for m in mentions}) == 1 and alone:
        return _repeated([Count(topic.id, mentions[0].row, q.value, start=q.start) for q in passed[-1:]], groups)
    if respective := _respective(topic, text, mentions, usable, groups, phrases):
        return respective
    before, after = _bind(text, mentions, usable, ahead=True), _bind(text, mentions, usable, ahead=False)
    bound, other = (before, after) if len(before) >= len(after) else (after, before)
    taken = {quantity.start for quantity in bound.values()}
    bound |= {m: q for m, q in other.items() if m not in bound and q.start not in taken}
    bound |= _of_each(text, mentions, usable)
    joint = _jointly(text, mentions, usable, phrases)
    plain = [quantity for quantity in usable if quantity.unit != "bare"]
    if len(plain) > 1:
        plain = [quantity for quantity in plain if quantity.value != 1] or plain[:1]
    if not bound and len(plain) == 1 and alone and (len({m.row for m in mentions}) == 1 or _is_each(text, plain[0])):
        bound = dict.fromkeys(mentions, plain[0])
    counts = []
    for mention in mentions:
        quantity = None if mention in joint else bound.get(mention)
        enterprise, year = groups.at(mention.start)
        counts.append(
            Count(
                topic.id,
                mention.row,
                quantity.value if quantity else None,
                enterprise,
                year,
                vague=mention in joint or bool(quantity and quantity.vague),
                start=quantity.start if quantity else mention.start,
            )
        )
    counts += _later(topic, text, mentions, usable, set(bound.values()), groups, phrases)
    return _repeated(_strongest(counts), groups)


def _of_each(text: str, mentions: Sequence[RowMention], quantities: Sequence[Quantity]) -> dict[RowMention, Quantity]:
    """Every name that stands before "各五个" in the same part of the text, with that number."""
    each: dict[RowMention, Quantity] = {}
    for quantity in quantities:
        begin = _part_start(text, quantity.start)
        if "各" in text[max(begin, quantity.start - 4) : quantity.start]:
            each |= {m: quantity for m in mentions if begin <= m.start and m.end <= quantity.start}
    return each


def _jointly(
    text: str, mentions: Sequence[RowMention], quantities: Sequence[Quantity], phrases: Phrases
) -> set[RowMention]:
    """Several names with one number for all of them together ("甲、乙共15人"): how many of each is not said."""
    for quantity in quantities:
        begin = _part_start(text, quantity.start)
        before = [m for m in mentions if begin <= m.start and m.end <= quantity.start]
        if len({m.row for m in before}) > 1 and any(
            re.search(p, text[begin : quantity.start]) for p in phrases.jointly
        ):
            return set(before)
    return set()


def _part_start(text: str, place: int) -> int:
    return max((match.end() for match in _BREAK.finditer(text, 0, place)), default=0)


def _respective(
    topic: Topic,
    text: str,
    mentions: Sequence[RowMention],
    quantities: Sequence[Quantity],
    groups: Groups,
    phrases: Phrases,
) -> list[Count]:
    """Numbers in a list that go with rows, or with enterprises, one by one ("分别是50名、20名、10名")."""
    if not mentions or not any(re.search(pattern, text) for pattern in phrases.respective):
        return []
    for run in _runs(text, quantities):
        names = [name for _, name in groups.enterprises]
        if len(run) == len(mentions) > 1 and mentions[-1].end <= run[0].start:
            pairs = zip(mentions, run, strict=True)
            return [
                Count(topic.id, m.row, q.value, *groups.at(m.start), vague=q.vague, start=q.start) for m, q in pairs
            ]
        if len(run) > 1 and len({m.row for m in mentions}) == 1:
            labels = names if len(names) == len(run) else [f"第{n}家" for n in range(1, len(run) + 1)]
            row = mentions[0].row
            return [Count(topic.id, row, q.value, label, start=q.start) for q, label in zip(run, labels, strict=True)]
    return []


def _runs(text: str, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Numbers that stand side by side in a list."""
    runs: list[list[Quantity]] = []
    for quantity in quantities:
        if runs and re.fullmatch("[、和,以及]{1,2}", text[runs[-1][-1].end : quantity.start]):
            runs[-1].append(quantity)
        else:
            runs.append([quantity])
    return [run for run in runs if len(run) > 1]


def _later(
    topic: Topic,
    text: str,
    mentions: Sequence[RowMention],
    quantities: Sequence[Quantity],
    bound: set[Quantity],
    groups: Groups,
    phrases: Phrases,
) -> list[Count]:
    """Numbers that stand for the one row named before, in another year or enterprise ("今年又升了10名")."""
    if not bound or len({mention.row for mention in mentions}) != 1:
        return []
    first = min(quantity.start for quantity in bound)
    known = {groups.at(quantity.start) for quantity in bound}
    return [
        Count(topic.id, mentions[0].row, q.value, *groups.at(q.start), vague=q.vague, start=q.start)
        for q in quantities
        if q not in bound and q.unit == "person" and q.start > first and groups.at(q.start) not in known
    ]


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
            if quantity.unit == "bare" and not _is_bare_count(quantity, between):
                continue
            if best is None or abs(gap) < abs(_gap(best, mention, ahead=ahead)):
                best = quantity
        if best is not None:
            bound[mention] = best
            used.add(best.start)
    return bound


def _is_bare_count(quantity: Quantity, between: str) -> bool:
    """A number without a unit counts only right beside the name; a large one only after "=" or ":"."""
    small = quantity.value is not None and quantity.value < _BARE_LIMIT
    return between.strip() in (":", "=", "x", "×") or (small and not between.strip())


def _gap(quantity: Quantity, mention: RowMention, *, ahead: bool) -> int:
    return mention.start - quantity.end if ahead else quantity.start - mention.end


def _strongest(counts: list[Count]) -> list[Count]:
    """One count for a row in a group: numbers before vague ones before none; repeated numbers add up."""
    valued = {count.row for count in counts if count.value is not None}
    kept: dict[tuple[str, str, str, int], Count] = {}
    for count in counts:
        if count.value is None and count.row in valued:
            continue
        key = (count.row, count.enterprise, count.year, count.start if count.value is not None else -1)
        held = kept.get(key)
        if held is None or (count.vague and not held.vague):
            kept[key] = count
    return list(kept.values())


def _repeated(counts: list[Count], groups: Groups) -> list[Count]:
    """The counts written out once for each of the enterprises or years said to be alike."""
    repeated: list[Count] = []
    for count in counts:
        alike = next((a for a in groups.alike if a[0] <= count.start < a[1]), None)
        if alike is None:
            repeated.append(count)
            continue
        for number in range(1, min(alike[2], _MOST_ALIKE) + 1):
            name = f"第{number}{alike[3]}"
            repeated.append(replace(count, enterprise=name) if alike[3] == "家" else replace(count, year=name))
    return repeated


def count_things(topic: Topic, text: str, quantities: Sequence[Quantity], groups: Groups) -> list[Count]:
    """The count of a topic without rows: people or things, those that pay if the text tells them apart."""
    usable = [q for q in quantities if q.unit in ("person", "place", "project")]
    shares = [q for q in quantities if q.unit == "percent" and q.value and _stands_by(text, q, topic.counted)]
    if len(shares) == 1 and len(usable) == 1 and usable[0].value is not None:
        part = usable[0].value * (shares[0].value or 0) / 100
        return [Count(topic.id, "", part, start=usable[0].start)] if part == int(part) else []
    rejected = [q for q in usable if _stands_by(text, q, topic.not_counted)]
    chosen = [q for q in usable if q not in rejected and _stands_by(text, q, topic.counted)]
    total = [q for q in usable if q not in rejected and q not in chosen]
    if chosen:
        picked = chosen
    elif rejected and len(total) == 1 and total[0].value is not None:
        lost = sum((q.value or Decimal(0) for q in rejected), Decimal(0))
        return _repeated([Count(topic.id, "", max(total[0].value - lost, Decimal(0)), start=total[0].start)], groups)
    else:
        picked = total
    if len(picked) == 2 and not groups.enterprises and not groups.years and _is_per_group(text, picked[1]):
        values = [q.value for q in picked]
        if None not in values:
            return [Count(topic.id, "", (values[0] or Decimal(0)) * (values[1] or Decimal(0)), start=picked[0].start)]
    years = [q.value for q in quantities if q.unit == "year" and q.value and q.value == int(q.value) and q.value > 1]
    if len(picked) == 1 and picked[0].value and len(years) == 1 and _is_yearly(text, picked[0]):
        return [Count(topic.id, "", picked[0].value * years[0], start=picked[0].start)]
    counts = [Count(topic.id, "", q.value, *groups.at(q.start), vague=q.vague, start=q.start) for q in picked]
    return _repeated(counts, groups)


def _is_yearly(text: str, quantity: Quantity) -> bool:
    return bool(re.search("每年|一年|年年", text[max(0, quantity.start - 6) : quantity.start]))


def _is_per_group(text: str, quantity: Quantity) -> bool:
    return "每" in text[max(0, quantity.start - 3) : quantity.start]


def _stands_by(text: str, quantity: Quantity, words: Sequence[str]) -> bool:
    ahead = _SHORT_BREAK.split(text[max(0, quantity.start - 7) : quantity.start])[-1]
    behind = _SHORT_BREAK.split(text[quantity.end : quantity.end + 7])[0]
    return any(re.search(word, behind) or re.search(word, ahead) for word in words)
