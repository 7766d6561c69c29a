"""Parts to a reply: the figure first, the condition that matters, what is open, the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.answering.parts import Part, Weight
from assistant.answering.wording import Wording, in_english
from assistant.models import Answer, Bound, Calculation, Citation, Policy, Status

__all__ = ["compose", "status_of"]


def status_of(parts: Sequence[Part]) -> Status:
    """The status that these parts make."""
    if any(part.weight is Weight.ASK for part in parts):
        return Status.CLARIFY
    told = any(part.weight in (Weight.ANSWER, Weight.CORRECTION) for part in parts)
    is_open = any(part.weight is Weight.OPEN for part in parts)
    if told:
        return Status.PARTIAL if is_open else Status.ANSWERED
    return Status.NOT_COVERED


def compose(
    answer_id: str, policy: Policy, parts: Sequence[Part], words: Wording, terms: Mapping[str, str] | None = None
) -> Answer:
    """The reply that these parts make, in the order of their weight.

    terms: for replies in English, the policy's names in English.
    """
    ordered = sorted(parts, key=lambda part: part.weight)
    status = status_of(ordered)
    told = [part.text for part in ordered if part.weight in (Weight.CORRECTION, Weight.ANSWER)]
    texts = list(dict.fromkeys(p.text.strip() for p in ordered if p.text.strip() and not _is_told_within(p, told)))
    citations = _without_contained([citation for part in ordered for citation in part.citations])
    if words.english:
        texts = [in_english(text, terms or {}) for text in texts]
    labels = list(dict.fromkeys(citation.label for citation in citations))
    if labels:
        texts.append(words.source(policy, labels))
    calculations = [part.calculation for part in ordered if part.calculation is not None]
    return Answer(
        id=answer_id,
        status=status,
        text="\n".join(texts),
        citations=tuple(citations),
        calculation=_merged(calculations),
        options=next((part.options for part in ordered if part.options), ()),
    )


def _is_told_within(part: Part, told: Sequence[str]) -> bool:
    """Whether a fact is but the end of what a longer one says."""
    fact = part.weight is Weight.ANSWER and part.calculation is None
    return fact and any(other != part.text and other.endswith(f"，{part.text}") for other in told)


def _without_contained(citations: Sequence[Citation]) -> list[Citation]:
    """Each stretch of text once: a quote within a longer one adds no proof."""
    unique = list(dict.fromkeys(citations))
    return [
        one
        for one in unique
        if not any(
            other is not one
            and other.policy == one.policy
            and other.start <= one.start
            and one.end <= other.end
            and (other.start, other.end) != (one.start, one.end)
            for other in unique
        )
    ]


def _merged(calculations: Sequence[Calculation]) -> Calculation | None:
    """All sums of a reply as one: their lines and caps side by side, their totals added."""
    if len(calculations) < 2:
        return calculations[0] if calculations else None
    bounds = {calculation.bound for calculation in calculations}
    bound = next((b for b in (Bound.AT_MOST, Bound.RANGE, Bound.AT_LEAST) if b in bounds), Bound.EXACT)
    return Calculation(
        lines=tuple(line for calculation in calculations for line in calculation.lines),
        min=sum((calculation.min for calculation in calculations), Decimal(0)),
        max=sum((calculation.max for calculation in calculations), Decimal(0)),
        bound=bound,
        caps=tuple(cap for calculation in calculations for cap in calculation.caps),
        assumptions=tuple(dict.fromkeys(a for calculation in calculations for a in calculation.assumptions)),
        conditions=tuple(dict.fromkeys(c for calculation in calculations for c in calculation.conditions)),
        citations=tuple(dict.fromkeys(c for calculation in calculations for c in calculation.citations)),
        derived=tuple(figure for calculation in calculations for figure in calculation.derived),
    )
