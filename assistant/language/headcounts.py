"""The numbers of a question that count people or things: multiplied out, without repetitions, with their part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["FAILED_REACH", "failed_words", "find_headcounts", "passed_words", "stands_by"]

_COUNTING = ("person", "place", "project", "bare", "percent")
_GROUPING = ("group", "person", "place", "project")
_SPREADS = ("year", "enterprise")
_EACH = re.compile(r"各(?!自(?!培|己培)|种|项|类|区|级)|每")
_EACH_WITHIN, _GROUP_WITHIN = 8, 14
_NOUN_WITHIN = 4
_PEOPLE = "人名位"
_ARTICLES = ("一届", "1届")
_LEAST_RATE, _RATE_WITHIN = 100, 2
_PER_PERSON = re.compile(r"(每|一)(个?人|名|位)[^,;。?]{0,3}$")
_SENTENCE = re.compile(r"[。?!;]")
_SHORT_BREAK = re.compile(r"[,;。?! 、]")
_NAMED = re.compile("[\u4e00-\u9fff]{2,}")
_POINTS = re.compile("[这那共总都全加]")
_BEARING = 7
FAILED_REACH = 12
"""How many characters behind a number it may be said that those do not count ("2个是从外头招来的")."""


def find_headcounts(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> list[Quantity]:
    """The numbers that count something, in order.

    "三个班每班二十人" becomes one number, 60; "两项加起来" and "这六个人" repeat what was said and count nothing.
    """
    kept: list[Quantity] = []
    outer: Quantity | None = None
    for quantity in quantities:
        if _repeats(text, quantity, kept, phrases) or _is_rate(text, quantity, quantities):
            continue
        if _is_amount_each(text, quantity) or _is_article(quantity, quantities) or _is_of_team(text, quantity, phrases):
            continue
        spread = (
            any(q.unit in _SPREADS and outer.end <= q.start < quantity.start for q in quantities) if outer else False
        )
        if outer is not None and not spread and quantity.unit in _COUNTING and _is_of_each(text, outer, quantity):
            kept = [other for other in kept if other is not outer]
            kept.append(_times(outer, quantity))
            outer = None
            continue
        if quantity.unit in _GROUPING:
            outer = quantity
        if quantity.unit in _COUNTING:
            kept.append(quantity)
    return _without_wholes(text, kept, quantities)


def _without_wholes(text: str, numbers: list[Quantity], quantities: Sequence[Quantity]) -> list[Quantity]:
    """The numbers, without one that only sums up what comes every year or in each group ("两年共60个，每年30个")."""
    times = {q.value for q in quantities if q.unit in ("year", "enterprise") and q.value and q.value > 1}
    shares = [n.value for n in numbers if n.value and _EACH.search(text[max(0, n.start - _EACH_WITHIN) : n.start])]
    wholes = {share * factor for share in shares for factor in times}
    return [number for number in numbers if number.value not in wholes]


def failed_words(topic: Topic, phrases: Phrases, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Words beside a number that say that these do not count for a topic; not those that name what else is counted."""
    apart = [word for word in topic.not_counted if not any(compiled(word).search(name) for name in names)]
    return (*apart, *phrases.failed)


def passed_words(topic: Topic, phrases: Phrases) -> tuple[str, ...]:
    """Words beside a number that say that these are the ones that count for a topic."""
    return phrases.passed if topic.rows else (*topic.counted, *phrases.passed)


def stands_by(
    text: str, number: Quantity, words: Sequence[str], numbers: Sequence[Quantity], reach: int = _BEARING
) -> bool:
    """Whether one of these words stands beside a number, nearer than the next number; ``reach``: how far behind it."""
    begin = max([number.start - _BEARING, 0, *(other.end for other in numbers if other.end <= number.start)])
    end = min([number.end + reach, *(other.start for other in numbers if other.start >= number.end)])
    ahead = _SHORT_BREAK.split(text[begin : number.start].rstrip())[-1]
    behind = _SHORT_BREAK.split(text[number.end : end].lstrip())[0]
    return any(compiled(word).search(behind) or compiled(word).search(ahead) for word in words)


def _repeats(text: str, quantity: Quantity, kept: Sequence[Quantity], phrases: Phrases) -> bool:
    """Whether a number only takes up what was counted before it."""
    if quantity.unit not in _COUNTING or quantity.unit == "percent":
        return False
    behind = text[quantity.end :]
    if any(compiled(pattern).match(quantity.text + behind) for pattern in phrases.recap_always):
        return True
    if not kept:
        return False
    pointed = any(compiled(f"(?:{pattern})$").search(text[: quantity.start]) for pattern in phrases.pointing)
    known = {number.value for number in kept} | {sum((n.value or Decimal(0) for n in kept), Decimal(0))}
    if pointed and quantity.value in {*known, Decimal(1)}:
        return True
    summed = not _is_listed(text, kept[-1], quantity) and any(compiled(p).match(behind) for p in phrases.recap)
    return summed and quantity.value in {*known, Decimal(len(kept))}


def _is_listed(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a number counts a name of its own in a list without marks ("甲甲10个乙乙10个")."""
    between = text[before.end : quantity.start]
    return bool(_NAMED.fullmatch(between)) and not _POINTS.search(between)


def _is_rate(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> bool:
    """Whether a lone person only tells what an amount beside it is for ("6000一个人", "一人6000")."""
    if quantity.value != 1 or quantity.unit != "person":
        return False
    sums = [q for q in quantities if q.unit in ("yuan", "bare") and (q.value or 0) >= _LEAST_RATE]
    others = [q for q in quantities if q.unit == "person" and (q.value or 0) > 1]
    return bool(others) and any(
        q.end == quantity.start or (quantity.end <= q.start and q.start - quantity.end <= _RATE_WITHIN) for q in sums
    )


def _is_amount_each(text: str, quantity: Quantity) -> bool:
    """Whether a bare number tells what each person gets ("每人2000")."""
    large = quantity.unit == "bare" and (quantity.value or 0) >= _LEAST_RATE
    return large and bool(_PER_PERSON.search(text, 0, quantity.start))


def _is_article(quantity: Quantity, quantities: Sequence[Quantity]) -> bool:
    """Whether a number beside a definite one counts nothing itself: "一批人", "一届有6个项目"."""
    definite = any(q.unit == quantity.unit and (q.value or 0) > 1 for q in quantities)
    return definite and (quantity.crowd or quantity.text in _ARTICLES)


def _is_of_team(text: str, quantity: Quantity, phrases: Phrases) -> bool:
    """Whether a number only tells how many people one team has ("3人团队", "我们仨搭伙")."""
    people = quantity.unit == "person" and quantity.text[-1:] in _PEOPLE
    ours = any(compiled(f"(?:{pattern})$").search(text, 0, quantity.start) for pattern in phrases.collective)
    if quantity.unit == "person" and ours and any(compiled(pattern).search(text) for pattern in phrases.teamed):
        return True
    after = any(compiled(pattern).match(text, quantity.end) for pattern in phrases.team)
    before = any(compiled(f"(?:{pattern})[有是共里]*$").search(text, 0, quantity.start) for pattern in phrases.team)
    return people and (after or before)


def _is_of_each(text: str, outer: Quantity, inner: Quantity) -> bool:
    between = text[outer.end : inner.start]
    each = list(_EACH.finditer(between))
    if not each or outer.value is None or outer.value <= 1 or _SENTENCE.search(between):
        return False
    noun = between[each[-1].end() :]
    if ":" in noun:
        return False
    near = len(noun) <= _EACH_WITHIN and each[-1].start() <= _GROUP_WITHIN
    if not near or re.match("年|月|天", noun):
        return False
    return each[-1][0] == "各" or _is_same_thing(text[outer.start : outer.end + _NOUN_WITHIN], noun)


def _is_same_thing(counted: str, noun: str) -> bool:
    """Whether "每班" takes up what was counted before: "三个班", or people by their measure word."""
    measured = re.match("[个名位人](?=[^个名位人])", noun)
    if measured and any(word in counted for word in "个名位人"):
        behind = noun[1:2]
        return noun[0] != "个" or behind in counted or measured.end() == len(noun)
    return noun[:1] in counted


def _times(outer: Quantity, inner: Quantity) -> Quantity:
    if outer.value is None or inner.value is None:
        return replace(inner, value=None)
    return replace(inner, value=outer.value * inner.value)
