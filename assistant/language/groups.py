"""Enterprises and years that a question tells apart, and how many of them a number holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.language.phrases import Phrases
from assistant.language.quantities import Quantity
from assistant.language.query import Count
from assistant.policy.strict import compiled

__all__ = ["Groups", "find_groups", "lone_enterprise", "lone_year", "repeated"]

_EACH_WITHIN = 8
_NOUN = 1
"""How far behind a number of enterprises its own noun may begin ("三家子公司")."""
_EVERY = "每家|每个公司|每个厂|每个企业|各家|each"
_MOST_ALIKE = 50
_COUNTED = ("person", "place", "project")
_ALIKE = {"enterprise": "家", "year": "年"}
_BREAK = re.compile(r"[,;。?!]")
_PERIOD = re.compile("(?:的)?(?:支持)?期")
"""Behind a number of years that only says how long one recipient is paid."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Enterprises and years named in a question, each with where it begins to hold.

    alike: how many like enterprises or years the counts of a stretch hold for ("两家各…"), as
    (start, end, number, "家" or "年"). firms: the same for the enterprises of which a part of the
    question says what they did, without a number of its own. lone: the only enterprise that has a name.
    spread: over how many enterprises or years a number is spread ("分两年"), as (number, "家" or "年").
    span: how many years the question speaks of, 0 where it tells none or several such numbers.
    """

    enterprises: tuple[tuple[int, str], ...] = ()
    years: tuple[tuple[int, str], ...] = ()
    alike: tuple[tuple[int, int, int, str], ...] = ()
    firms: tuple[tuple[int, int, int, str], ...] = ()
    lone: str = ""
    spread: tuple[tuple[int, str], ...] = ()
    span: int = 0

    def at(self, position: int) -> tuple[str, str]:
        """The enterprise and year that hold at a position of the text."""
        return _last_before(self.enterprises, position), _last_before(self.years, position)


def find_groups(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Groups:
    """The enterprises and years that a question tells apart; one alone makes no group."""
    enterprises, years = _markers(text, phrases.enterprises), _markers(text, phrases.years)
    same = any(compiled(pattern).search(text) for pattern in phrases.one_enterprise)
    return Groups(
        () if same else _one_by_one(text, phrases) or _told_apart(enterprises),
        _told_apart(years),
        tuple(stretch for stretch in _alike(text, quantities, phrases) if not (same and stretch[3] == "家")),
        () if same else tuple(_firms(text, quantities)),
        lone_enterprise(text, phrases),
        tuple((int(q.value or 1), _ALIKE[q.unit]) for q in quantities if _is_spread(text, q, phrases)),
        _span(quantities),
    )


def lone_enterprise(text: str, phrases: Phrases) -> str:
    """The first enterprise that a question names, though it may be the only one."""
    return next((name for _, name in _markers(text, phrases.enterprises)), "")


def lone_year(text: str, phrases: Phrases) -> str:
    """The first year that a question names, though it may be the only one."""
    return next((name for _, name in _markers(text, phrases.years)), "")


def repeated(counts: Sequence[Count], groups: Groups) -> list[Count]:
    """The counts written out once for each of the enterprises or years said to be alike."""
    written = list(counts)
    for kind in _ALIKE.values():
        written = [each for count in written for each in _each_of(count, kind, groups)]
    if any(count.enterprise for count in written) and groups.lone:
        return [count if count.enterprise else replace(count, enterprise=groups.lone) for count in written]
    for number, kind in groups.spread:
        written = _spread(written, number, kind)
    return written


def _spread(counts: Sequence[Count], number: int, kind: str) -> list[Count]:
    """Counts that are told by no enterprise or year, spread over so many as evenly as whole numbers allow."""
    apart = any(count.enterprise if kind == "家" else count.year for count in counts)
    if apart or any(count.value is None or count.value != int(count.value) for count in counts):
        return list(counts)
    spread = []
    for place in range(number):
        name = f"第{place + 1}{kind}"
        for count in counts:
            share, over = divmod(int(count.value or 0), number)
            part = replace(count, value=Decimal(share + (place < over)))
            spread.append(replace(part, enterprise=name) if kind == "家" else replace(part, year=name))
    return [count for count in spread if count.value]


def _each_of(count: Count, kind: str, groups: Groups) -> list[Count]:
    """A count written out for each of the enterprises, or years, that are alike where it stands."""
    stretches = groups.alike if count.value is not None else () if count.vague else groups.firms
    alike = next((a for a in stretches if a[3] == kind and a[0] <= count.start < a[1]), None)
    if alike is None:
        return [count]
    names = [f"第{number}{kind}" for number in range(1, min(alike[2], _MOST_ALIKE) + 1)]
    return [replace(count, enterprise=name) if kind == "家" else replace(count, year=name) for name in names]


def _firms(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int, int, str]]:
    """From each number of enterprises to the end of its part of the question, without one that others add up to."""
    firms = [quantity for quantity in quantities if quantity.unit == "enterprise" and quantity.value]
    for place, firm in enumerate(firms):
        parts = [later.value or Decimal(0) for later in firms[place + 1 :]]
        if _is_several(firm) and not (len(parts) > 1 and sum(parts, Decimal(0)) == firm.value):
            stop = _BREAK.search(text, firm.end)
            yield firm.start, stop.start() if stop else len(text), int(firm.value or 1), "家"


def _alike(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> Iterator[tuple[int, int, int, str]]:
    """Stretches that begin with a number of enterprises or years said to be alike, up to the next such marker."""
    yield from _listed(text, phrases)
    firms = [q for q in quantities if q.unit == "enterprise" and _is_several(q)]
    apart = any(compiled(pattern).search(text) for pattern in phrases.respective)
    if len({firm.value for firm in firms}) == 1 and re.search(_EVERY, text) and not apart:
        stop = _BREAK.search(text, firms[0].end)
        beyond = min(stop.start() if stop else len(text), firms[0].end + _EACH_WITHIN)
        others = [place for place, _ in _markers(text, phrases.enterprises) if place > beyond]
        yield firms[0].start, min(others, default=len(text)), int(firms[0].value or 1), "家"
        if not others and (years := _years_alike(text, quantities, phrases)):
            yield years
        return
    if years := _years_alike(text, quantities, phrases):
        yield years
        return
    ends = [quantity.start for quantity in quantities if quantity.unit == "enterprise"]
    ends += [match.start() for pattern in phrases.enterprises for match in compiled(pattern).finditer(text)]
    for quantity in quantities:
        if quantity.unit in _ALIKE and _is_several(quantity) and _is_each(text, quantity, phrases):
            later = [end for end in ends if end > quantity.end + _NOUN]
            yield quantity.start, min(later, default=len(text)), int(quantity.value or 1), _ALIKE[quantity.unit]


def _years_alike(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> tuple[int, int, int, str] | None:
    """The whole text, where it speaks of several years that are alike."""
    spans = [q for q in quantities if q.unit == "year" and _is_several(q) and not _PERIOD.match(text, q.end)]
    if (
        len({span.value for span in spans}) == 1
        and not _markers(text, phrases.years)
        and _is_yearly(text, quantities, phrases)
    ):
        later = (compiled(pattern).search(text, spans[0].end) for pattern in phrases.of_which)
        end = min((part.start() for part in later if part), default=len(text))
        return 0, end, int(spans[0].value or 1), "年"
    return None


def _is_yearly(text: str, quantities: Sequence[Quantity], phrases: Phrases) -> bool:
    """Whether a number of people or things is said to come every year."""
    counted = [q for q in quantities if q.unit in _COUNTED]
    return any(
        compiled(p).search(text[max(0, q.start - _EACH_WITHIN) : q.start]) for q in counted for p in phrases.each_year
    )


def _span(quantities: Sequence[Quantity]) -> int:
    spans = {int(q.value or 0) for q in quantities if q.unit == "year"}
    return spans.pop() if len(spans) == 1 else 0


def _is_several(quantity: Quantity) -> bool:
    return quantity.value is not None and quantity.value == int(quantity.value) and quantity.value > 1


def _is_spread(text: str, quantity: Quantity, phrases: Phrases) -> bool:
    """Whether a number of enterprises or years is what a number of people or things is spread over."""
    ahead = text[: quantity.start]
    small = _is_several(quantity) and (quantity.value or 0) <= _MOST_ALIKE
    if any(compiled(p).match(text, quantity.end) for p in phrases.paid_out):
        return False
    return quantity.unit in _ALIKE and small and any(compiled(f"(?:{p})$").search(ahead) for p in phrases.spread)


def _is_each(text: str, quantity: Quantity, phrases: Phrases) -> bool:
    behind = text[quantity.end : quantity.end + _EACH_WITHIN]
    cues = (*phrases.each, *phrases.each_year) if quantity.unit == "year" else phrases.each
    return any(compiled(pattern).search(behind) for pattern in cues)


def _markers(text: str, patterns: Sequence[str]) -> tuple[tuple[int, str], ...]:
    found = sorted({(m.start(), m[0]) for pattern in patterns for m in compiled(pattern).finditer(text)})
    return tuple(marker for marker, later in pairwise([*found, (len(text) + 9, "")]) if later[0] > marker[0])


def _told_apart(markers: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    return markers if len({name for _, name in markers}) > 1 else ()


def _one_by_one(text: str, phrases: Phrases) -> tuple[tuple[int, str], ...]:
    """Enterprises without a name told one after another ("一家升了5个，一家升了3个"); one alone makes no group."""
    starts = sorted({match.start() for pattern in phrases.one_by_one for match in compiled(pattern).finditer(text)})
    return tuple((start, f"第{n}家") for n, start in enumerate(starts, 1)) if len(starts) > 1 else ()


def _listed(text: str, phrases: Phrases) -> Iterator[tuple[int, int, int, str]]:
    """Enterprises named one after another before "各": "乙厂、丙厂各建成一个"."""
    name = "|".join(f"(?:{pattern})" for pattern in phrases.enterprises)
    for match in re.finditer(rf"(?:{name})(?:[、和与跟]?(?:{name}))+(?=.{{0,3}}(?:各|每家|都|均))", text):
        number = len(re.findall(name, match[0]))
        stop = _BREAK.search(text, match.end())
        yield match.start(), stop.start() if stop else len(text), number, "家"


def _last_before(markers: tuple[tuple[int, str], ...], position: int) -> str:
    name = markers[0][1] if markers else ""
    for start, marker in markers:
        if start <= position:
            name = marker
    return name
