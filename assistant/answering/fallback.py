"""When no topic fits: the sentence that retrieval finds, if it is close enough, else an honest no."""

from __future__ import annotations

from assistant.answering.parts import Part, Weight
from assistant.answering.planner import Plan
from assistant.answering.wording import wording
from assistant.language.query import Query
from assistant.models import Citation, Status
from assistant.policy import Library
from assistant.retrieval import ClauseRetriever

__all__ = ["sentence_plan"]

_CLOSE = 0.9
"""The calibrated score from which a sentence is told as an answer."""


def sentence_plan(retriever: ClauseRetriever, library: Library, query: Query) -> Plan:
    """The best sentence quoted with its citation, or that the policy says nothing found."""
    words = wording(query.english)
    found = retriever.invoke(query.text) if query.text else []
    if found and float(found[0].metadata["score"]) >= _CLOSE:
        best = found[0].metadata
        policy = library.policy(best["policy"])
        clause = policy.clause(best["clause"])
        quote = policy.text[best["start"] : best["end"]]
        citation = Citation(policy.id, clause.key, clause.label, quote, best["start"], best["end"])
        text = words.pick(f"{words.clause(clause.label)}写道：「{quote}」", f"{clause.label}: 「{quote}」")
        return Plan((Part(text, (citation,)),))
    policy = library.default
    text = words.pick(
        f"《{policy.title}》里没有找到对应的规定，不能据此回答。请换个说法，或写明等级、奖项或补贴的名称。",
        f"The policy {policy.number} does not say anything on this. Try naming the grade, award or subsidy.",
    )
    return Plan((Part(text, (), Weight.OPEN),), Status.NOT_COVERED)
