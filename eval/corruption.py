"""Spoil right answers on purpose, each in one known way, to see whether the verifier notices.

``decisive`` faults change a figure or a clause number: all of them must be caught.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.models import Answer, Calculation, Policy
from eval.figures import clauses_named, money, numbers

__all__ = ["FAULTS", "Spoiled", "spoil"]

FAULTS = (
    "figure_changed", "figure_swapped", "figures_exchanged", "percentage_changed", "figure_added", "sum_changed",
    "cap_dropped", "bound_dropped", "clause_wrong", "clause_invented", "citation_wrong", "citation_invented",
    "quote_altered", "offset_shifted",
)  # fmt: skip
"""Every kind of fault; which of them apply depends on the answer."""

_DECISIVE = frozenset(FAULTS) - {"bound_dropped"}
_FIGURE = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|元|万|\s?yuan)")
_EQUAL_RANK = re.compile(r"\s*(?:和|与|及|and)\s*")
"""Between two figures of which the same is said, so that exchanging them changes nothing."""
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_CLAUSE = re.compile(r"(?<=第)[一二三四五六七八九十]{1,3}(?=条)|(?<=（)[一二三四五六七八九十]{1,3}(?=）)")
_BOUND = re.compile(r"最高(?:不超过)?|(?<!不)不超过|最多|至多|上限|up to |at most ")


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An answer with one fault in it; ``detail`` says what was done."""

    fault: str
    answer: Answer
    detail: str

    @property
    def decisive(self) -> bool:
        """Whether the fault changes a figure, a clause number or the words that prove them."""
        return self.fault in _DECISIVE


def spoil(answer: Answer, policy: Policy) -> Iterator[Spoiled]:
    """The right answer with each fault that applies to it, one at a time."""
    yield from _figures(answer, policy)
    yield from _calculations(answer)
    yield from _bounds(answer)
    yield from _clauses(answer, policy)
    yield from _citations(answer, policy)


def _figures(answer: Answer, policy: Policy) -> Iterator[Spoiled]:
    found = list(_FIGURE.finditer(answer.text))
    cited = numbers(" ; ".join(citation.quote for citation in answer.citations))
    for match in found[:1]:
        value = next(iter(money(match[0])), None)
        if value is None:
            return
        yield _with_text(answer, "figure_changed", match, _written(value * 3 + 70))
        others = sorted(money(policy.text) - money(answer.text) - cited)
        if others:
            yield _with_text(answer, "figure_swapped", match, _written(others[len(answer.text) % len(others)]))
    beside = [match for match in found[1:] if money(match[0]) != money(found[0][0])]
    if beside and _EQUAL_RANK.fullmatch(answer.text[found[0].end() : beside[0].start()]):
        beside = []
    if beside:
        first, second = found[0], beside[0]
        text = (
            answer.text[: first.start()] + second[0] + answer.text[first.end() : second.start()] + first[0]
            + answer.text[second.end() :]
        )  # fmt: skip
        yield Spoiled("figures_exchanged", replace(answer, text=text), f"{first[0]} ↔ {second[0]}")
    for match in list(_PERCENT.finditer(answer.text))[:1]:
        yield _with_text(answer, "percentage_changed", match, f"{float(match[1]) + 7:g}%")
    yield Spoiled("figure_added", replace(answer, text=answer.text + "另外再补贴4321元。"), "另外再补贴4321元")


def _calculations(answer: Answer) -> Iterator[Spoiled]:
    calculation = answer.calculation
    if calculation is None:
        return
    wrong = replace(calculation, min=calculation.min + 1000, max=calculation.max + 1000)
    yield _with_sum(answer, "sum_changed", calculation, wrong)
    if any(cap.bites for cap in calculation.caps):
        cut = sum(((cap.before - cap.allowed) for cap in calculation.caps if cap.bites), Decimal(0))
        open_sum = replace(calculation, min=calculation.min + cut, max=calculation.max + cut, caps=())
        yield _with_sum(answer, "cap_dropped", calculation, open_sum)


def _bounds(answer: Answer) -> Iterator[Spoiled]:
    text = _BOUND.sub("", answer.text)
    if text != answer.text and _FIGURE.search(answer.text):
        yield Spoiled("bound_dropped", replace(answer, text=text), "最高/不超过 left out")


def _clauses(answer: Answer, policy: Policy) -> Iterator[Spoiled]:
    match = _CLAUSE.search(answer.text)
    if not match:
        return
    own = clauses_named(answer.text) | {citation.clause for citation in answer.citations}
    other = next(part.label for part in policy.clauses if part.key.isdigit() and part.key not in own)
    yield _with_text(answer, "clause_wrong", match, other.strip("（）"))
    yield _with_text(answer, "clause_invented", match, "二十三")


def _citations(answer: Answer, policy: Policy) -> Iterator[Spoiled]:
    if not answer.citations:
        return
    first, *rest = answer.citations
    cited = {citation.clause for citation in answer.citations}
    other = next(part for part in policy.clauses if part.key not in cited and part.key.isdigit())
    elsewhere = policy.cite(other.sentences[0].text, other.key)
    for fault, citation in (
        ("citation_wrong", replace(first, clause=other.key, label=other.label)),
        ("citation_wrong", elsewhere if not rest and _FIGURE.search(answer.text) else None),
        ("citation_invented", replace(first, clause="23", label="（二十三）")),
        ("quote_altered", replace(first, quote=_altered(first.quote))),
        ("offset_shifted", replace(first, start=first.start + 1, end=first.end + 1)),
    ):
        if citation is not None:
            yield Spoiled(
                fault, replace(answer, citations=(citation, *rest)), f"{citation.label} {citation.quote[:40]}"
            )


def _with_text(answer: Answer, fault: str, match: re.Match[str], words: str) -> Spoiled:
    text = answer.text[: match.start()] + words + answer.text[match.end() :]
    return Spoiled(fault, replace(answer, text=text), f"{match[0]} → {words}")


def _with_sum(answer: Answer, fault: str, right: Calculation, wrong: Calculation) -> Spoiled:
    """The wrong sum in the calculation, and in the text wherever the right one is said."""

    def written(match: re.Match[str]) -> str:
        said = money(match[0])
        return _written(wrong.max) if said == {right.max} else _written(wrong.min) if said == {right.min} else match[0]

    spoiled = replace(answer, calculation=wrong, text=_FIGURE.sub(written, answer.text))
    return Spoiled(fault, spoiled, f"{right.min:f}–{right.max:f} → {wrong.min:f}–{wrong.max:f}")


def _written(value: Decimal) -> str:
    number = value / 10_000 if value >= 10_000 and value % 100 == 0 else value
    unit = "元" if number == value else "万元"
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def _altered(quote: str) -> str:
    digit = re.search(r"\d", quote)
    if digit:
        return quote[: digit.start()] + str((int(digit[0]) + 1) % 10) + quote[digit.end() :]
    middle = len(quote) // 2
    return quote[:middle] + "某" + quote[middle + 1 :]
