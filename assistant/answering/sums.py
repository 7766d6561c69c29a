"""From a query's counts to requests for the calculator, or to the question that is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.answering.inputs import Inputs, segment_at
from assistant.benefits import Benefit, Catalogue, Formula, Request
from assistant.language.phrases import Phrases
from assistant.language.quantities import find_quantities
from assistant.language.query import Count, Query
from assistant.language.topics import Topic
from assistant.policy.strict import compiled

__all__ = ["paid_by_group", "paid_in_asked_year", "requests_for"]

_LENGTH_WITHIN = 6
_AWAY = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
"""How many years from this one a word means."""
_BREAKS = ",;。?!"
_ONE_EACH = re.compile(r"各[^,;。]{0,4}(一|1)(个|家|项|名|人|处|场)")


def paid_by_group(
    given: Inputs, requests: Sequence[Request], query: Query, phrases: Phrases
) -> dict[tuple[str, str, str], Decimal]:
    """What was received before, by (benefit, enterprise, year): for the group named last before it."""
    paid: dict[tuple[str, str, str], Decimal] = {}
    for value, start in given.paid:
        if _is_of_another_year(query.text, start, requests, phrases):
            continue
        named = [count for count in query.counts if count.enterprise or count.year]
        before = [count for count in named if _group_start(query, count) <= start]
        group = before[-1] if before else None
        matching = [r for r in requests if group is None or (r.enterprise, r.year) == (group.enterprise, group.year)]
        if not matching:
            continue
        request = matching[0]
        key = (request.benefit, request.enterprise, request.year)
        paid[key] = paid.get(key, Decimal(0)) + value
    return paid


def _is_of_another_year(text: str, start: int, requests: Sequence[Request], phrases: Phrases) -> bool:
    """Whether an amount was paid in a year that is told just before it, and the sum is for another one."""
    years = sorted((m.start(), m[0]) for pattern in phrases.years for m in compiled(pattern).finditer(text))
    before = [name for place, name in years if place < start]
    after = [name for place, name in years if place >= start]
    counted = {request.year for request in requests if request.year}
    if not before:
        return False
    return before[-1] not in counted if counted else bool(after) and before[-1] not in after


def _group_start(query: Query, count: Count) -> int:
    name = count.enterprise or count.year
    place = query.text.find(name)
    return place if place >= 0 else count.start


def requests_for(
    catalogue: Catalogue, topic: Topic, query: Query, given: Inputs, phrases: Phrases, *, among_others: bool = False
) -> list[Request]:
    """The requests that this topic's counts, rows and amounts make; empty where there is nothing to sum.

    among_others: other topics are summed with it, so that a single person or thing counts too.
    """
    benefit = catalogue.benefit(topic.benefit)
    if benefit.formula.takes_base:
        if given.base is None:
            return []
        row = (query.rows.get(topic.id) or ("",))[0]
        return [Request(benefit.id, row if len(benefit.rows) > 1 else "", base=given.base, due=given.due)]
    if not benefit.formula.counts or given.part_of_year:
        return []
    counts = [
        count
        for count in _usable(topic, benefit, query, given.months, among_others=among_others)
        if query.has("adds") or not _is_past(count, query.text, phrases)
    ]
    if len(counts) > 1:
        counts = _of_asked_year(_without_unmet(topic, counts, query.text), query.text, phrases)
    counts = _of_one_intake(benefit, counts)
    if lengths := _by_length(benefit, query):
        row = counts[0].row if counts and len(benefit.rows) > 1 else ""
        return [Request(benefit.id, row, count=people, years=years) for people, years in lengths]
    yearly = any(count.year for count in counts)
    if not (benefit.cap and "enterprise" in benefit.cap.per):
        counts = _merged(counts)
    if not (among_others and counts) and not _is_sum(benefit, query, counts, given):
        return []
    return [
        Request(
            benefit.id,
            count.row if len(benefit.rows) > 1 else "",
            count=int(count.value or 1),
            years=None if yearly else given.years,
            months=given.months,
            enterprise=count.enterprise,
            year=count.year,
        )
        for count in counts
    ]


def _of_one_intake(benefit: Benefit, counts: list[Count]) -> list[Count]:
    """The counts, once for all years where these are as many as those for which each person is paid by the month."""
    whole = benefit.duration_months if benefit.formula is Formula.PER_UNIT_MONTH else None
    alike = len({(count.row, count.value, count.start) for count in counts}) == 1
    return [replace(counts[0], year="")] if whole and alike and len(counts) * 12 == whole else counts


def _by_length(benefit: Benefit, query: Query) -> list[tuple[int, int]]:
    """How many for how many years, where parts of one group differ in that ("8个学一年、4个学两年")."""
    if benefit.formula is not Formula.PER_UNIT_YEAR:
        return []
    found = find_quantities(query.text)
    rates = {q.end for q in found if q.unit in ("yuan", "bare")}
    told = [q for q in found if q.unit in ("person", "year") and q.value and q.start not in rates]
    pairs: list[tuple[int, int]] = []
    for people, years in pairwise(told):
        between = query.text[people.end : years.start]
        whole = people.value == int(people.value or 0) and years.value == int(years.value or 0)
        near = len(between) <= _LENGTH_WITHIN and not any(mark in between for mark in _BREAKS)
        if (people.unit, years.unit) == ("person", "year") and near and whole:
            pairs.append((int(people.value or 0), int(years.value or 0)))
    return pairs if len(pairs) > 1 and len({years for _, years in pairs}) > 1 else []


def _is_past(count: Count, text: str, phrases: Phrases) -> bool:
    """Whether a count stands in a part of the question that tells what was received before."""
    segment = segment_at(text, count.start)
    return len(text) > len(segment) + 1 and any(compiled(cue).search(segment) for cue in phrases.already_paid)


def _without_unmet(topic: Topic, counts: list[Count], text: str) -> list[Count]:
    """The counts but for those of whom the question says that a condition is not met, if others remain."""
    patterns = [pattern for condition in topic.conditions for pattern in condition.unmet]
    kept = [
        c for c in counts if not any(compiled(p).search(segment_at(text, c.start, _BREAKS + "、")) for p in patterns)
    ]
    return kept or counts


def paid_in_asked_year(requests: Sequence[Request], query: Query, years_later: int, phrases: Phrases) -> list[Request]:
    """Those of the requests that were approved so many years before the year in which the question asks what is paid.

    All of them where it asks no such thing, or none of theirs is that year.
    """
    asked = [match for pattern in phrases.paid_in_year for match in compiled(pattern).finditer(query.text)]
    told = {request.year for request in requests if request.year}
    if not asked or len(told) < 2:
        return list(requests)
    year = _calendar_year(asked[-1][0], query)
    kept = [r for r in requests if year is not None and _calendar_year(r.year, query) == year - years_later]
    return [replace(request, year="") for request in kept] or list(requests)


def _calendar_year(text: str, query: Query) -> int | None:
    """The year that the beginning of a text names by its number or by its distance from the day of the question."""
    number = re.match(r"20\d\d", text)
    named = next((away for word, away in _AWAY.items() if text.startswith(word)), None)
    return int(number[0]) if number else None if named is None else query.as_of.year + named


def _of_asked_year(counts: list[Count], text: str, phrases: Phrases) -> list[Count]:
    """The counts of the one year that the question's last part asks about, where that part counts nothing itself."""
    years = {count.year for count in counts if count.year}
    last = re.split(f"[{_BREAKS}]", text.rstrip(_BREAKS))[-1]
    asked = [year for year in years if year in last and not any(compiled(p).search(last) for p in phrases.paid_in_year)]
    if len(years) < 2 or len(asked) != 1 or any(count.start >= len(text) - len(last) - 1 for count in counts):
        return counts
    return [count for count in counts if count.year == asked[0]]


def _merged(counts: Sequence[Count]) -> list[Count]:
    """Counts of one row added up, where no cap tells enterprises apart."""
    totals: dict[tuple[str, str], Count] = {}
    for count in counts:
        first = totals.get((count.topic, count.row), Count(count.topic, count.row, Decimal(0), start=count.start))
        merged = replace(first, value=(first.value or Decimal(0)) + (count.value or Decimal(0)))
        totals[count.topic, count.row] = merged
    return list(totals.values())


def _usable(topic: Topic, benefit: Benefit, query: Query, months: int | None, *, among_others: bool) -> list[Count]:
    counts = _by_enterprise(topic, benefit, query)
    things = not benefit.unit.startswith("元/人")
    numbered = any(count.value for count in counts)
    if len(query.topics) > 1 and not numbered:
        counts = _told_apart(topic, counts)
        if among_others and not counts and topic.id not in query.mentioned:
            return []
    if topic.together and query.has("total", "cap") and not numbered:
        people = {q.value for q in query.quantities if q.unit in ("person", "place") and q.value}
        rows = query.rows.get(topic.id) or tuple(topic.rows)
        return [Count(topic.id, row, people.copy().pop() if len(people) == 1 else Decimal(1)) for row in rows]
    if not numbered and query.has("total") and _one_of_each(topic, counts, query):
        counts = [replace(count, value=Decimal(1)) for count in counts]
    whole = [count for count in counts if not count.row and count.value]
    if topic.together and whole and (query.has("total", "whole_period") or (not things and (whole[0].value or 0) > 1)):
        return [replace(count, row=row) for count in whole for row in query.rows.get(topic.id) or topic.rows]
    if topic.together and query.has("total"):
        counts = _completed(topic, counts, query)
    if things and among_others and not topic.rows and not counts and query.has("total"):
        return [Count(topic.id, "", Decimal(1))]
    one_of_several = among_others and (bool(topic.rows) or topic.id in query.mentioned)
    if things or (query.has("total") and (topic.together or one_of_several)):
        counts = [c if c.value is not None or c.vague else replace(c, value=Decimal(1)) for c in counts]
    spans = benefit.formula is Formula.PER_UNIT_MONTH and (months or 0) > 1 and not query.has("polar")
    monthly = benefit.formula is Formula.PER_UNIT_MONTH
    over_time = (_is_over_time(benefit, query) and monthly) or spans
    if not numbered and not any(c.vague for c in counts) and not topic.rows and over_time:
        return [Count(topic.id, "", Decimal(1))]
    if topic.rows:
        counts = [count for count in counts if count.row]
    return [
        count for count in counts if count.value is not None and count.value == int(count.value) and count.value > 0
    ]


def _by_enterprise(topic: Topic, benefit: Benefit, query: Query) -> list[Count]:
    """The topic's counts; where each enterprise is paid once, the enterprises are counted and not their people."""
    counts = [count for count in query.counts if count.topic == topic.id]
    if not benefit.unit.endswith("/家"):
        return counts
    people = {q.start for q in query.quantities if q.unit == "person"}
    counts = [replace(c, value=None) if c.value and c.start in people else c for c in counts]
    firms = [q for q in query.quantities if q.unit == "enterprise" and (q.value or 0) > 1]
    if len(firms) != 1 or any(count.value or count.enterprise for count in counts):
        return counts
    return [Count(topic.id, "", firms[0].value, start=firms[0].start)]


def _one_of_each(topic: Topic, counts: Sequence[Count], query: Query) -> bool:
    """Whether as many people are told as rows are named ("丈夫是甲妻子是乙,俩人一共")."""
    people = {q.value for q in query.quantities if q.unit == "person"}
    rows = {count.row for count in counts if count.row and not count.vague}
    return not topic.together and len(rows) == len(counts) > 1 and len(rows) in people


def _told_apart(topic: Topic, counts: Sequence[Count]) -> list[Count]:
    """The counts without those of a name that means several rows."""
    rows = {count.start: {other.row for other in counts if other.start == count.start} for count in counts}
    return [count for count in counts if topic.together or len(rows[count.start]) == 1]


def _completed(topic: Topic, counts: Sequence[Count], query: Query) -> list[Count]:
    """The counts with the rows that one recipient gets besides: for all its stages, those left unnamed as well."""
    numbers = {count.value for count in counts if count.value}
    known = {count.row for count in counts}
    counts = [c if c.value or c.vague or len(numbers) != 1 else replace(c, value=min(numbers)) for c in counts]
    if earlier := _number_before(counts, query):
        first = next(iter(topic.rows))
        counts += [Count(topic.id, first, earlier)] if first not in known else []
    elif query.has("stages") and len(numbers) == 1:
        counts += [Count(topic.id, row, min(numbers)) for row in topic.rows if row not in known]
    return counts


def _number_before(counts: Sequence[Count], query: Query) -> Decimal | None:
    """The only number that stands before all those bound to a row, and is no less: all that there are of the topic."""
    starts = {count.start for count in counts if count.value}
    loose = [q for q in query.quantities if q.unit in ("person", "place") and q.value and q.start not in starts]
    if len(loose) != 1 or not starts or loose[0].start > min(starts):
        return None
    return loose[0].value if all((count.value or 0) <= (loose[0].value or 0) for count in counts) else None


def _is_over_time(benefit: Benefit, query: Query) -> bool:
    return benefit.formula in (Formula.PER_UNIT_MONTH, Formula.PER_UNIT_YEAR) and query.has("total", "whole_period")


def _is_list(counts: Sequence[Count], query: Query) -> bool:
    """Whether each of several rows stands with a number of its own, and one answer is asked for all."""
    apart = query.has("compare", "or_else", "each", "respective", "every_row", "difference", "per_enterprise")
    return not apart and len({count.start for count in counts}) == len(counts) > 2


def _is_sum(benefit: Benefit, query: Query, counts: Sequence[Count], given: Inputs) -> bool:
    if not counts:
        return False
    several = sum((count.value or Decimal(0) for count in counts), Decimal(0)) > 1
    total = query.has("total", "whole_period")
    if len(counts) > 1 and not total and all(count.value == 1 for count in counts):
        return bool(_ONE_EACH.search(query.text)) or _is_list(counts, query)
    if given.paid or (given.months or 0) > 1 or (given.years or 0) > 1:
        return True
    return several or (total and len(counts) > 1) or (total and _is_over_time(benefit, query))
