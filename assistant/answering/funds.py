"""Which of several sums are paid out of the fund that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.answering.case import TopicCase

__all__ = ["of_named_fund"]

_LEAST = 4
"""How many characters in a row of a fund's name a question must share with the policy's words on it."""


def of_named_fund(cases: Sequence[TopicCase]) -> list[TopicCase]:
    """Those of the cases of which the policy says that they are paid out of the fund that the question names."""
    return [case for case in cases if any(_shared(case.query.text, quote) >= _LEAST for quote in _funds(case))]


def _funds(case: TopicCase) -> list[str]:
    """What is said of where a topic's money comes from, by the policy's own sentence on that money."""
    own = case.proofs()
    facts = [(fact, place) for fact in case.topic.facts if "fund" in fact.aspects for place in case.cite(fact.quote)]
    return [fact.say for fact, at in facts if any(at.start < proof.end and proof.start < at.end for proof in own)]


def _shared(text: str, quote: str) -> int:
    return SequenceMatcher(None, text, quote, autojunk=False).find_longest_match().size
