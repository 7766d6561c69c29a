"""Which rows of a topic a question names: values of dimensions, paired where two dimensions choose a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.language.lexicon import Mention, Reading
from assistant.language.topics import Topic

__all__ = ["RowChoice", "RowMention", "choose_rows", "is_piece", "whole_names"]

_BREAK = re.compile(r"[,;。?!]")
_LISTING = re.compile(
    r"[、和与及,跟]|还是|或|外加|加上|再加|还有|另有|[一二两三四五六七八九十\d](?:个|项|场|次|处|家|所)|比(?![赛武])|\band\b|\bplus\b"
)
_Value = tuple[int, int, str, str]  # start, end, dimension, value
_Combination = dict[str, str]


@dataclass(frozen=True, slots=True)
class RowMention:
    """A row named in a question, and where its name begins and ends."""

    row: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RowChoice:
    """The rows that a question names, in order, and the names that no row of the topic bears."""

    mentions: tuple[RowMention, ...]
    absent: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The keys of the rows, each once."""
        return tuple(dict.fromkeys(mention.row for mention in self.mentions))


def choose_rows(
    topic: Topic,
    text: str,
    mentions: Sequence[Mention],
    excluded: dict[str, tuple[str, ...]] | None = None,
    *,
    rest: bool = False,
) -> RowChoice:
    """The rows of a topic that these names choose; ``excluded`` values choose none.

    With exclusions and no other name, or with ``rest`` ("其他几种"), the rows left over are chosen.
    """
    dimensions = topic.dimensions
    without = excluded or {}
    offered = {(d, v) for row in topic.rows.values() for d, v in row.facets.items()}
    values = [
        (mention.start, mention.end, reading.dimension, reading.key)
        for mention in mentions
        for reading in _readings(mention, dimensions, offered)
        if reading.key not in without.get(reading.dimension, ())
        and (
            topic.absent == "outside" or (reading.dimension, reading.key) in offered or _is_plain(mention, reading.key)
        )
    ]
    whole = [dict(row.facets) for row in topic.rows.values()]
    found: list[RowMention] = []
    absent: list[str] = []
    for start, end, combination in _apart(topic, text, _combinations(text, values, dimensions, whole), values):
        rows = _rows_of(topic, combination)
        found += [RowMention(row, start, end) for row in rows]
        if not rows:
            absent.append("".join(combination.get(dimension, "") for dimension in dimensions))
    relevant = {value for dimension in dimensions for value in without.get(dimension, ())}
    if relevant and (rest or not (found or absent)):
        found = [
            RowMention(key, 0, 0)
            for key, row in topic.rows.items()
            if not any(value in without.get(dimension, ()) for dimension, value in row.facets.items())
        ]
    return RowChoice(tuple(found), tuple(dict.fromkeys(absent)))


def is_piece(mention: RowMention, name: RowMention, text: str) -> bool:
    """Whether a mention is but a piece of a longer name, one that is no list."""
    inside = name.start <= mention.start and mention.end <= name.end
    longer = name.end - name.start > mention.end - mention.start
    return inside and longer and not _LISTING.search(text[name.start : name.end])


def whole_names(choices: Sequence[RowChoice], text: str) -> list[RowChoice]:
    """The choices of several topics, without a name that is but a piece of one longer name of another topic.

    Nor does a name reach over a comma for a piece that another topic names there by itself.
    """

    def in_longer(mention: RowMention, others: Sequence[RowChoice]) -> bool:
        return any(is_piece(mention, name, text) for choice in others for name in choice.mentions)

    def reaches_over(mention: RowMention, others: Sequence[RowChoice]) -> bool:
        breaks = [match.end() for match in _BREAK.finditer(text, mention.start, mention.end)]
        return bool(breaks) and any(
            breaks[-1] <= name.start and name.end == mention.end for choice in others for name in choice.mentions
        )

    kept = []
    for choice in choices:
        others = [other for other in choices if other is not choice]
        mentions = tuple(m for m in choice.mentions if not (in_longer(m, others) or reaches_over(m, others)))
        kept.append(replace(choice, mentions=mentions))
    return kept


def _readings(mention: Mention, dimensions: Sequence[str], offered: set[tuple[str, str]]) -> list[Reading]:
    readings = [r for r in mention.of("value") if r.dimension in dimensions]
    return [r for r in readings if (r.dimension, r.key) in offered] or readings[:1]


def _is_plain(mention: Mention, value: str) -> bool:
    """Whether the speaker used the value's own name, not a loose wording that may mean something else."""
    return mention.surface in (value, value.lower()) or mention.surface.endswith(value[-1])


def _apart(
    topic: Topic, text: str, combined: Sequence[tuple[int, int, _Combination]], values: Sequence[_Value]
) -> list[tuple[int, int, _Combination]]:
    """The combinations, but names of a list that make no row together each by itself ("甲2个、乙一类3个")."""
    told: list[tuple[int, int, _Combination]] = []
    for start, end, combination in combined:
        exact = any(
            all(row.facets.get(dimension) == value for dimension, value in combination.items())
            for row in topic.rows.values()
        )
        own = {v[2]: v[3] for v in values if start <= v[0] and v[1] <= end and combination.get(v[2]) == v[3]}
        if not exact and own and len(own) < len(combination) and _rows_of(topic, own):
            told.append((start, end, own))
            continue
        if len(combination) == 1 or exact or not _LISTING.search(text[start:end]):
            told.append((start, end, combination))
            continue
        parts = [v for v in values if start <= v[0] and v[1] <= end and combination.get(v[2]) == v[3]]
        told += [(first, last, {dimension: value}) for first, last, dimension, value in parts]
    return [item for place, item in enumerate(told) if item not in told[:place]]


def _rows_of(topic: Topic, combination: _Combination) -> list[str]:
    exact = [
        key
        for key, row in topic.rows.items()
        if all(row.facets.get(dimension) == value for dimension, value in combination.items())
    ]
    if exact or len(combination) == 1:
        return exact
    return [
        key
        for key, row in topic.rows.items()
        if len(row.facets) == 1 and all(combination.get(d) == v for d, v in row.facets.items())
    ]


def _by_themselves(segment: Sequence[_Value]) -> list[tuple[int, int, _Combination]]:
    return [(start, end, {dimension: value}) for start, end, dimension, value in segment]


def _combinations(
    text: str, values: list[_Value], dimensions: Sequence[str], offered: Sequence[_Combination]
) -> list[tuple[int, int, _Combination]]:
    """The names of each part of a question paired, with those of the part before where a part has but one kind.

    offered: the combinations that make a row.
    """
    if len(dimensions) < 2:
        return _by_themselves(values)
    combined: list[tuple[int, int, _Combination]] = []
    carried: list[_Value] = []
    for segment in _segments(text, values):
        kinds = {value[2] for value in segment}
        others = [value for value in carried if value[2] not in kinds]
        if len(kinds) == 1 and others:
            pairs = _pair([*others, *segment])
            fitting = [pair for pair in pairs if pair[2] in offered]
            known = any(row.get(kind) == name for _, _, kind, name in segment for row in offered)
            combined += fitting or (pairs if known or not combined else _by_themselves(segment))
        elif len(kinds) > 1:
            combined += _pair(segment)
        else:
            combined += _by_themselves(segment)
        carried = segment or carried
    return _without_covered(combined)


def _segments(text: str, values: list[_Value]) -> list[list[_Value]]:
    breaks = [match.start() for match in _BREAK.finditer(text)]
    segments: list[list[_Value]] = [[]]
    position = 0
    for value in values:
        while position < len(breaks) and breaks[position] < value[0]:
            position += 1
            if segments[-1]:
                segments.append([])
        segments[-1].append(value)
    return segments


def _pair(values: list[_Value]) -> list[tuple[int, int, _Combination]]:
    """Pair the first kind of name with the second: "A1、A2 B1" and "B1 A1、A2" both give A1B1 and A2B1."""
    first_kind = values[0][2]
    pending: list[_Value] = []
    pairs: list[tuple[int, int, _Combination]] = []
    paired = False
    for value in values:
        if value[2] == first_kind:
            if paired:
                pending, paired = [], False
            pending.append(value)
        else:
            for one in pending:
                start, end = min(one[0], value[0]), max(one[1], value[1])
                pairs.append((start, end, {one[2]: one[3], value[2]: value[3]}))
            paired = True
    if not paired:
        last = next((value for value in reversed(values) if value[2] != first_kind), None)
        for one in pending:
            combination = {one[2]: one[3]} | ({last[2]: last[3]} if last else {})
            pairs.append((one[0], one[1], combination))
    return pairs


def _without_covered(combined: list[tuple[int, int, _Combination]]) -> list[tuple[int, int, _Combination]]:
    """Drop a lone name that a full pair already holds."""
    return [
        item
        for item in combined
        if not any(other is not item and item[2].items() < other[2].items() for other in combined)
    ]
