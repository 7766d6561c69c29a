"""What the numbers beside one name come to: all of them, those who passed, a share, other years and enterprises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.language.binding import Target
from assistant.language.groups import Groups
from assistant.language.headcounts import FAILED_REACH, failed_words, passed_words, stands_by
from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.query import Count
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["Reading", "rest_at", "settled", "with_rest_of_all"]

_BREAK = re.compile(r"[,;。?!]")
_SHARED_CUE = 4
_REST_WITHIN = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's names and numbers: what is bound, and what was left over; ``names`` are those that are counted."""

    text: str
    phrases: Phrases
    groups: Groups
    bound: dict[Target, Quantity]
    loose: tuple[Quantity, ...]
    vague: frozenset[Target]
    names: tuple[str, ...] = ()

    def is_failed(self, number: Quantity, topic: Topic) -> bool:
        """Whether those counted are said not to count."""
        words = failed_words(topic, self.phrases, self.names)
        if stands_by(self.text, number, words, self.numbers, FAILED_REACH):
            return True
        behind = self._told_of_part(number)
        return any(compiled(cue).search(behind) for condition in topic.conditions for cue in condition.unmet)

    def _told_of_part(self, number: Quantity) -> str:
        """What is said of a part of those counted ("其中6个是…"), up to the rest of them; empty of any other number."""
        ahead = _BREAK.split(self.text[: number.start])[-1]
        if not any(compiled(pattern).search(ahead) for pattern in self.phrases.of_which):
            return ""
        later = [other.start for other in self.numbers if other.start >= number.end]
        told = re.split("[;。?!]", self.text[number.end : min(later, default=len(self.text))])[0]
        rest = (match.start() for pattern in self.phrases.rest if (match := compiled(pattern).search(told)))
        return told[: min(rest, default=len(told))]

    def is_passed(self, number: Quantity, topic: Topic) -> bool:
        """Whether those counted are said to be the ones that count."""
        return stands_by(self.text, number, passed_words(topic, self.phrases), self.numbers)

    @property
    def numbers(self) -> list[Quantity]:
        """All numbers, bound or not."""
        return [*self.bound.values(), *self.loose]


def settled(
    topic: Topic, row: str, direct: Sequence[Quantity], loose: Sequence[Quantity], reading: Reading
) -> list[Count]:
    """The counts of one row: those bound to it, less those who failed, or only those who passed."""
    groups = reading.groups
    out = [q for q in direct if q.unit != "percent" and reading.is_failed(q, topic)]
    direct = [q for q in direct if q not in out]
    failed = [q for q in loose if q.unit not in ("percent", "bare") and reading.is_failed(q, topic)]
    failed += out if direct else []
    passed = [q for q in loose if q not in failed and q.unit != "bare" and reading.is_passed(q, topic)]
    plain = [q for q in loose if q not in failed and q not in passed and q.unit in ("person", "place", "project")]
    heads = [q for q in passed if q.unit != "percent"]
    rates = [q for q in passed if q.unit == "percent"]
    shares = [q for q in direct if q.unit == "percent"]
    whole = [q for q in direct if q.unit != "percent"] or (plain if not topic.rows or not row else [])
    if shares:
        base = _base_before(reading, shares[0].start)
        return [_count(topic, row, _part(base, shares[0]), shares[0], groups)]
    if not row and not direct and not heads and not failed and len(plain) > 1:
        whole = plain
    if not row:
        heads += [q for q in direct if heads and q.unit != "percent" and reading.is_passed(q, topic)]
    heads = _parts_of_wholes(sorted(heads, key=_start), topic, reading)
    if heads and (not topic.rows or not row or _fits(heads, whole)):
        return [_count(topic, row, q.value, q, groups) for q in (heads[-1:] if row else heads)]
    if len(whole) == 1 and rates:
        return [_count(topic, row, _part(whole[0].value, rates[0]), whole[0], groups)]
    failed = [q for q in failed if not (_is_besides(q, reading) or _is_afterthought(q, whole, reading))]
    lost = sum((q.value or Decimal(0) for q in failed), Decimal(0))
    if len(whole) == 1 and lost and (years := _lost_in_second_year(topic, row, whole[0], failed, reading)):
        return years
    if len(whole) == 1 and lost and whole[0].value is not None and not _left_out(whole[0], lost, reading):
        return [_count(topic, row, max(whole[0].value - lost, Decimal(0)), whole[0], groups)]
    if [q.value for q in whole] == [1] and (asked := [q for q in plain if reading.text.startswith("呢", q.end)]):
        whole = asked[:1]
    counts = [_count(topic, row, q.value, q, groups) for q in _split(whole, plain, reading) or whole]
    return sorted([*counts, *_later(topic, row, counts, plain, groups)], key=_place)


def with_rest_of_all(counts: Sequence[Count], targets: Sequence[Target], reading: Reading) -> list[Count]:
    """Counts of one topic that take what others leave of a whole ("共5个人,其中2个甲,剩下是乙")."""
    filled = list(counts)
    for place, count in enumerate(counts):
        target = next((t for t in targets if (count.topic, count.row) in t.owners), None)
        others = [other for other in counts if other.value is not None and other.topic != count.topic]
        if count.value is None and not count.vague and target is not None and others:
            filled[place] = replace(count, value=rest_at(target, others, reading))
    return filled


def rest_at(target: Target, known: Sequence[Count], reading: Reading) -> Decimal | None:
    """What is left of a whole, where a name is said to take the rest."""
    ahead = _BREAK.split(reading.text[max(0, target.start - _REST_WITHIN) : target.start])[-1]
    if not any(compiled(pattern).search(ahead) for pattern in reading.phrases.rest):
        return None
    whole = _base_before(reading, min(count.start for count in known)) or _base_before(reading, target.start)
    counted = sum((count.value or Decimal(0) for count in known), Decimal(0))
    return whole - counted if whole is not None and whole > counted else None


def _is_besides(number: Quantity, reading: Reading) -> bool:
    """Whether a number is told as one beside those counted before ("另外2个…"), not as a part of them."""
    later = _BREAK.split(reading.text[number.end :])[1:]
    if any(compiled(pattern).match(part) for pattern in reading.phrases.rest for part in later):
        return False  # what is told of the rest tells that those before are a part
    ahead = _BREAK.split(reading.text[: number.start])[-1]
    return any(compiled(pattern).search(ahead) for pattern in reading.phrases.besides)


def _is_afterthought(number: Quantity, whole: Sequence[Quantity], reading: Reading) -> bool:
    """Whether a number is told only after the question on those counted was asked, and not as a part of them."""
    between = reading.text[whole[0].end : number.start] if whole and whole[0].end <= number.start else ""
    since = between.rpartition("?")[2]
    return "?" in between and not any(compiled(pattern).search(since) for pattern in reading.phrases.of_which)


def _fits(heads: Sequence[Quantity], whole: Sequence[Quantity]) -> bool:
    """Whether those who passed can be a part of those counted."""
    if not whole:
        return True
    return all((head.value or 0) <= (whole[0].value or 0) for head in heads) and len(whole) == 1


def _lost_in_second_year(
    topic: Topic, row: str, whole: Quantity, failed: Sequence[Quantity], reading: Reading
) -> list[Count]:
    """The counts of two years, where those who failed are told of the second alone; else nothing."""
    cues = [m for p in reading.phrases.second_year for m in compiled(p).finditer(reading.text, whole.end)]
    behind = len(failed) == 1 and any(cue.end() <= failed[0].start for cue in cues)
    told = min((place for place, _ in reading.groups.years), default=whole.end)
    if reading.groups.span != 2 or not behind or whole.value is None or told < whole.start:
        return []
    left = max(whole.value - (failed[0].value or Decimal(0)), Decimal(0))
    first = _count(topic, row, whole.value, whole, reading.groups)
    return [replace(first, year="第一年"), replace(first, year="第二年", value=left)]


def _left_out(whole: Quantity, lost: Decimal, reading: Reading) -> bool:
    """Whether those who failed are not among those counted: both together make a number said before."""
    return any(other.value == (whole.value or 0) + lost for other in reading.numbers)


def _parts_of_wholes(heads: Sequence[Quantity], topic: Topic, reading: Reading) -> list[Quantity]:
    """Those who passed, without a number that is the whole of which the next one passed ("26个考核合格22个"),
    or that only tells things apart ("一个合格26人，一个合格22人").
    """
    words = passed_words(topic, reading.phrases)
    kept = list(heads[-1:])
    for head, after in pairwise(heads):
        between = reading.text[head.end : after.start]
        ahead = _BREAK.split(reading.text[: head.start])[-1][-_SHARED_CUE:]
        is_whole = (
            (head.value == 1 or (after.value or 0) <= (head.value or 0))
            and not _BREAK.search(between)
            and any(compiled(f"(?:{word})了?$").search(between) for word in words)
            and not any(compiled(word).search(ahead) for word in words)
        )
        if not is_whole:
            kept.insert(-1, head)
    return kept


def _split(whole: Sequence[Quantity], plain: Sequence[Quantity], reading: Reading) -> list[Quantity]:
    """The parts of one number told before them, by enterprise or year ("60个,今年30个明年30个"); else nothing."""
    groups = reading.groups
    first = min((place for place, _ in (*groups.enterprises, *groups.years)), default=-1)
    if len(whole) != 1 or whole[0].value is None or not whole[0].start < first:
        return []
    parts = [q for q in plain if q.start > first and q.unit == whole[0].unit]
    if rest := _rest_in_another(whole[0], parts, reading):
        return [*parts, rest]
    apart = len({groups.at(q.start) for q in parts}) == len(parts) > 1
    return parts if apart and sum((q.value or Decimal(0) for q in parts), Decimal(0)) == whole[0].value else []


def _rest_in_another(whole: Quantity, parts: Sequence[Quantity], reading: Reading) -> Quantity | None:
    """What the only part told leaves of a whole, said to come in another year or enterprise ("剩下明年")."""
    if len(parts) != 1 or parts[0].value is None or not parts[0].value < (whole.value or Decimal(0)):
        return None
    groups = reading.groups
    later = [place for place, _ in (*groups.enterprises, *groups.years) if place > parts[0].end]
    between = reading.text[parts[0].end : later[0]] if later else ""
    if not any(compiled(pattern).search(between) for pattern in reading.phrases.rest):
        return None
    return replace(whole, value=(whole.value or Decimal(0)) - parts[0].value, start=later[0], end=later[0])


def _later(topic: Topic, row: str, counts: Sequence[Count], plain: Sequence[Quantity], groups: Groups) -> list[Count]:
    """Numbers that stand for the same row in another year or enterprise ("今年又升了10名")."""
    if not counts:
        return []
    known = {(count.enterprise, count.year) for count in counts}
    held = {count.start for count in counts}
    return [
        _count(topic, row, q.value, q, groups)
        for q in plain
        if q.start not in held and groups.at(q.start) not in known and q.unit in ("person", "place", "project")
    ]


def _place(count: Count) -> int:
    return count.start


def _start(number: Quantity) -> int:
    return number.start


def _base_before(reading: Reading, place: int) -> Decimal | None:
    """The number that a share is a share of: the last loose one before it."""
    before = [q for q in reading.loose if q.start < place and q.unit in ("person", "place", "project")]
    return before[-1].value if before else None


def _part(base: Decimal | None, share: Quantity) -> Decimal | None:
    if base is None or share.value is None:
        return None
    part = base * share.value / 100
    return part if part == int(part) else None


def _count(topic: Topic, row: str, value: Decimal | None, number: Quantity, groups: Groups) -> Count:
    enterprise, year = groups.at(number.start)
    return Count(topic.id, row, value, enterprise, year, vague=number.vague, start=number.start)
