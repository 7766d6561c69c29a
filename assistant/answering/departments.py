"""Which departments act on a clause, and on which clauses a department acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.documents import department_list, department_part, department_roles
from assistant.answering.parts import Part, Weight
from assistant.answering.wording import Wording
from assistant.language.query import Query
from assistant.models import Policy

__all__ = ["departments_asked", "departments_of_clauses"]

_MENTIONED = 0.15
"""The score from which a question on a department is about one topic's clause, not about all clauses."""
_UNNAMED = 0.45
"""The same where it names no topic."""


def departments_of_clauses(query: Query, policy: Policy, words: Wording) -> list[Part]:
    """Who leads and supports the clauses named; that none does is an answer to a question of yes or no."""
    parts = [department_part(policy, key, words) for key in query.clauses]
    if len(parts) == 2 and query.has("compare", "same", "alike", "which_more"):
        return _compared(parts, query, policy, words)
    return [replace(part, weight=Weight.ANSWER) for part in parts] if query.has("polar") else parts


def _compared(parts: Sequence[Part], query: Query, policy: Policy, words: Wording) -> list[Part]:
    """Who acts on each of two clauses, headed by whether those asked about are the same."""
    one, other = (policy.clause(key) for key in query.clauses)
    roles = {role for role in ("lead", "support") if query.has(role)} or {"lead", "support"}
    sides = [{(d.name, d.role) for d in clause.departments if d.role in roles} for clause in (one, other)]
    same = words.pick("一样。", "They are the same. ")
    front = same if sides[0] == sides[1] else words.pick("不一样。", "They differ. ")
    told = [
        f"{words.clause(clause.label)}{words.pick('：', ': ')}{part.text}"
        for clause, part in zip((one, other), parts, strict=True)
    ]
    return [
        replace(part, text=head + text, weight=Weight.ANSWER)
        for head, text, part in zip((front, ""), told, parts, strict=True)
    ]


def departments_asked(query: Query, policy: Policy, clause_of: Mapping[str, str], words: Wording) -> list[Part]:
    """What the departments named do in the clause asked about, else in all; empty where that is not asked.

    clause_of: the clause of each topic.
    """
    asked = query.has("lead", "support", "listing", "involved") or {"department", "clause"} & set(query.aspects)
    if not query.departments or not (asked or (query.clauses and query.has("exclude"))):
        return []
    if query.clauses and query.has("exclude"):
        return [department_part(policy, key, words) for key in query.clauses]
    if query.clauses:
        return [_roles(policy, key, query, words) for key in query.clauses]
    least = _MENTIONED if query.mentioned or query.previous or query.has("clause_pointing") else _UNNAMED
    scored = [item for item in query.ranking if item.label in clause_of and item.score >= least]
    near = [item.label for item in scored if policy.clause(clause_of[item.label]).departments]
    if query.previous and query.topics and not query.has("listing"):
        near = [topic for topic in query.topics if policy.clause(clause_of[topic]).departments]
    if not near or query.has("listing") or "clause" in query.aspects:
        return [department_list(policy, query.departments, query, words)]
    clauses = dict.fromkeys(clause_of[topic] for topic in query.topics or near[:1])
    if not query.topics and not any(_names(policy, key, query.departments) for key in clauses):
        return [department_list(policy, query.departments, query, words)]
    if query.has("exclude"):
        return [department_part(policy, key, words) for key in clauses]
    return [_roles(policy, key, query, words) for key in clauses]


def _roles(policy: Policy, key: str, query: Query, words: Wording) -> Part:
    """What the departments do in a clause, headed by whether they act alone where that is asked."""
    part = department_roles(policy, key, query.departments, words)
    if not (query.has("acting_alone") and query.has("polar")):
        return part
    role = "support" if query.has("support") and not query.has("lead") else "lead"
    alone = {d.name for d in policy.clause(key).departments if d.role == role} == set(query.departments)
    front = (
        words.pick("是，只有这一家。", "Yes, alone. ") if alone else words.pick("不是只有这一家。", "No, not alone. ")
    )
    return replace(part, text=front + part.text, weight=Weight.ANSWER)


def _names(policy: Policy, key: str, departments: Sequence[str]) -> bool:
    return any(d.name in departments for d in policy.clause(key).departments)
