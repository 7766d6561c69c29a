"""Sums of several alternatives, enterprises or years told side by side: which is the most, and by how much."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.answering.case import TopicCase
from assistant.answering.figures import sum_part, working
from assistant.answering.parts import Part
from assistant.answering.totals import requests_of
from assistant.answering.wording import Wording
from assistant.benefits import calculate
from assistant.errors import InputError
from assistant.language.phrases import Phrases
from assistant.language.quantities import find_quantities
from assistant.language.query import Count, Query
from assistant.models import Bound, Calculation, CalculationLine, Derived
from assistant.policy.strict import compiled

__all__ = ["Side", "side_by_side", "sides_of", "told_beside"]

_COMPARING = frozenset({"compare", "which_more", "difference", "alike", "same", "respective"})
_OTHER_SUMS = ("to_cap", "stages", "cut_off", "inverse", "remaining", "whole_quota", "own_cost")
"""What else a difference may be asked of: not of two sums."""
_AND = re.compile("跟|和|与|比|对(?!应)|and")
_TIMES = ("year", "month")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: its name where the question gives one, and the question with its counts alone."""

    query: Query
    name: str = ""


def sides_of(query: Query, topics: Collection[str], phrases: Phrases) -> list[Side]:
    """What a question on these topics compares, told apart by enterprise, by year or by the words between its numbers.

    Empty where it sets nothing apart.
    """
    counts = sorted((c for c in query.counts if c.topic in topics), key=lambda count: count.start)
    if (
        not any(count.value for count in counts)
        or any(c.vague for c in counts)
        or query.has(*_OTHER_SUMS)
        or "quota" in query.aspects
    ):
        return []
    if query.has("at_once") and len({(count.enterprise, count.year) for count in counts}) > 1:
        return []
    ranked = _ranked(query)
    alone = query.has("respective") and not query.has("total")
    names = _names(counts) if ranked or alone else []
    if len(names) > 1:
        return [Side(_of_group(query, [c for c in counts if n in (c.enterprise, c.year)]), n) for n in names]
    if ranked or any(compiled(pattern).search(query.text) for pattern in phrases.or_else):
        counts = _with_shared(counts)
    gaps = list(pairwise(dict.fromkeys(count.start for count in counts)))
    cuts = [
        gap for gap in gaps if any(compiled(pattern).search(query.text[slice(*gap)]) for pattern in phrases.or_else)
    ]
    apart = bool(cuts) and (ranked or query.has("compare") or "amount" in query.aspects)
    if not apart and ranked and not query.has("total"):
        cuts = gaps if len(gaps) == 1 else [gap for gap in gaps if _AND.search(query.text, *gap)]
        apart = len(cuts) == 1
    if not apart and alone and "amount" in query.aspects:
        cuts, apart = gaps, bool(gaps)
    return _cut(query, counts, [after for _, after in cuts]) if apart else []


def side_by_side(sides: Sequence[Side], cases: Sequence[Sequence[TopicCase]]) -> list[Part]:
    """What each side comes to, and where the question asks, which is the most and by how much.

    cases: for each side, its topics with that side's query. Empty unless every side has a sum.
    """
    sums = [_sum_of(side) for side in cases]
    found = [one for one in sums if one is not None]
    if len(found) < 2 or len(found) < len(sums):
        return []
    ranked = not sides[0].query.has("respective")
    return told_beside(cases[0][0], _labels(sides, cases, found), found, ranked=ranked)


def told_beside(
    case: TopicCase, names: Sequence[str], sums: Sequence[Calculation], *, ranked: bool = True
) -> list[Part]:
    """Several sums, each under its name; ``ranked``: with which is the most and by how much.

    That comes first but where the question asks for each.
    """
    words = case.words
    worked = [working(case.catalogue, one, words) for one in sums]
    front = [_front(names, sums, words)] if ranked else []
    told = [words.sentence(_headed(name, text, words)) for name, (text, _) in zip(names, worked, strict=True)]
    grown = [replace(one, derived=derived) for one, (_, derived) in zip(sums, worked, strict=True)]
    proofs = [sum_part(case.catalogue, one, words).citations for one in sums]
    if any(one.bound is Bound.RANGE for one in sums):
        if ranked and (between := _between(sums, words)):
            front = [f"{front[0]}{words.pick('', ' ')}{between[0]}"]
            grown[0] = replace(grown[0], derived=(*grown[0].derived, *between[1]))
        texts = ["\n".join([*front, told[0]]), *told[1:]]
        parts = zip(texts, proofs, grown, strict=True)
        return [Part(text, proof, calculation=calculation) for text, proof, calculation in parts]
    gap = max(one.max for one in sums) - min(one.max for one in sums)
    all_of = replace(
        max(sums, key=_most),
        lines=tuple(line for one in sums for line in one.lines),
        min=gap,
        max=gap,
        caps=tuple(cap for one in sums for cap in one.caps),
        derived=tuple(figure for one in grown for figure in one.derived),
    )
    proof = tuple(dict.fromkeys(citation for cited in proofs for citation in cited))
    each = case.query.has("each") and not case.query.has("difference")
    return [Part("\n".join([*told, *front] if each else [*front, *told]), proof, calculation=all_of)]


def _front(names: Sequence[str], sums: Sequence[Calculation], words: Wording) -> str:
    """Which side is the most, and by how much; of ranges, at which end."""
    low, high = min(sums, key=_most), max(sums, key=_most)
    if _most(low) == _most(high):
        return words.pick("一样多。", "Both are the same.")
    name = words.join(n for n, one in zip(names, sums, strict=True) if _most(one) == _most(high))
    if all(one.bound is not Bound.RANGE for one in sums):
        gap = words.span(high.max - low.max, high.max - low.max, high.bound)
        if len(sums) > 2:
            least = words.join(n for n, one in zip(names, sums, strict=True) if _most(one) == _most(low))
            return words.pick(
                f"{name}最多，与最少的{least}相差{gap}。",
                f"{name}: the most. The difference is {gap} from the least, {least}.",
            )
        return words.pick(f"{name}更多，相差{gap}。", f"{name}: higher. The difference is {gap}.")
    if high.min > low.min:
        return words.pick(f"{name}更多。", f"{name}: higher.")
    if high.min == low.min:
        return words.pick(f"{name}的上限更高，下限一样。", f"{name}: higher at the upper end, the same at the lower.")
    if high.max == low.max:
        least = names[sums.index(low)]
        return words.pick(f"{least}的下限更低，上限一样。", f"{least}: lower at the lower end, the same at the upper.")
    return words.pick(f"{name}的上限更高，下限更低。", f"{name}: higher at the upper end, lower at the lower.")


def _between(sums: Sequence[Calculation], words: Wording) -> tuple[str, tuple[Derived, ...]] | None:
    """By how much the more of two ranges lies above the other at each end, and how that is worked out."""
    low, high = min(sums, key=_most), max(sums, key=_most)
    if len(sums) != 2 or high.min <= low.min:
        return None
    ends = [(high.min, low.min), (high.max, low.max)]
    gaps = tuple(Derived(f"{words.yuan(more)} − {words.yuan(less)}", more - less) for more, less in ends)
    least, most = (words.yuan(gap.value) for gap in gaps)
    if least == most:
        return words.pick(f"上下限都相差{most}。", f"The difference is {most} at both ends."), gaps
    told = words.pick(f"下限相差{least}，上限相差{most}。", f"The difference is {least} to {most}.")
    return told, gaps


def _most(one: Calculation) -> tuple[Decimal, Decimal]:
    return one.max, one.min


def _names(counts: Sequence[Count]) -> list[str]:
    """The enterprises that counts are told apart by, else the years."""
    for of in (_enterprise, _year):
        names = list(dict.fromkeys(of(count) for count in counts))
        if len(names) > 1 and all(names):
            return names
    return []


def _enterprise(count: Count) -> str:
    return count.enterprise


def _year(count: Count) -> str:
    return count.year


def _with_shared(counts: Sequence[Count]) -> list[Count]:
    """The counts, where one number stands for all the topics compared ("20个人,走甲还是走乙")."""
    told = [count for count in counts if count.value]
    if len(told) != 1 or any(count.topic == told[0].topic for count in counts if count is not told[0]):
        return list(counts)
    return [replace(count, value=told[0].value) for count in counts]


def _ranked(query: Query) -> bool:
    """Whether a question asks which is the more, or by how much."""
    return query.has("which_more", "difference") and not query.has("both_together")


def _of_group(query: Query, counts: Sequence[Count]) -> Query:
    """The question on these counts alone; "respective" is kept where it asks for nothing but each one's sum."""
    alone = query.has("respective") and not (_ranked(query) or query.has("or_else"))
    flags = (query.flags - _COMPARING) | {"total"} | ({"respective"} if alone else set())
    return replace(query, counts=tuple(counts), flags=flags)


def _cut(query: Query, counts: Sequence[Count], starts: Sequence[int]) -> list[Side]:
    """The question cut where a new side begins; what it says of time but once holds for every side."""
    bounds = [0, *starts, len(query.text)]
    spans = list(pairwise(bounds))
    timed = [any(a <= q.start < b for q in find_quantities(query.text) if q.unit in _TIMES) for a, b in spans]
    sides = []
    for begin, end in spans:
        own = _of_group(query, [count for count in counts if begin <= count.start < end])
        quantities = tuple(q for q in query.quantities if begin <= q.start < end)
        text = " " * begin + query.text[begin:end] + " " * (len(query.text) - end)
        sides.append(Side(replace(own, text=text, quantities=quantities) if sum(timed) > 1 else own))
    return sides


def _sum_of(side: Sequence[TopicCase]) -> Calculation | None:
    """What one side comes to; None where its text gives nothing to sum."""
    requests = [request for case in side for request in requests_of(case, among_others=True)]
    try:
        return calculate(side[0].catalogue, requests) if requests else None
    except InputError:
        return None


def _labels(sides: Sequence[Side], cases: Sequence[Sequence[TopicCase]], sums: Sequence[Calculation]) -> list[str]:
    """What each side is called: its own name, its only row or topic, else its place."""
    pairs = list(zip(sums, cases, strict=True))
    rows = [_only(_row_of(line, side) for line in one.lines) for one, side in pairs]
    topics = [_only(_topic_of(line, side) for line in one.lines) for one, side in pairs]
    for names in ([side.name for side in sides], rows, topics):
        if all(names) and len(set(names)) == len(sums):
            return names
    words = cases[0][0].words
    return [words.pick(f"第{n}种", f"Option {n}") for n in range(1, len(sums) + 1)]


def _headed(name: str, text: str, words: Wording) -> str:
    return f"· {text}" if text.startswith(name) else f"· {name}{words.pick('：', ': ')}{text}"


def _row_of(line: CalculationLine, cases: Sequence[TopicCase]) -> str:
    """A line's row, where its benefit has several."""
    benefit = next(c.benefit for c in cases if c.benefit and c.benefit.id == line.benefit)
    return line.label if len(benefit.rows) > 1 else ""


def _topic_of(line: CalculationLine, cases: Sequence[TopicCase]) -> str:
    return next(
        case.words.pick(case.topic.name, case.topic.name_en)
        for case in cases
        if case.benefit and case.benefit.id == line.benefit
    )


def _only(names: Iterable[str]) -> str:
    found = set(names)
    return found.pop() if len(found) == 1 else ""
