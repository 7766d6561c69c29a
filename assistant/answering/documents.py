"""Answers about the document itself: in force or not, which department, which clause."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.answering.parts import Part, Weight
from assistant.answering.wording import Wording
from assistant.language.query import PolicyDate, Query
from assistant.language.topics import Payment
from assistant.models import Citation, Clause, Policy

__all__ = [
    "clause_part",
    "department_list",
    "department_part",
    "department_roles",
    "expiry_notice",
    "no_such_clause",
    "outside_validity",
    "payment_year",
    "time_left",
    "validity_part",
]


_YEARS = 6
"""Years before effect or after expiry beyond which a date is no case to be judged but part of what is asked."""


def _validity_citation(policy: Policy) -> Citation:
    return policy.cite(policy.validity)


def _in_force(policy: Policy, day: PolicyDate) -> int:
    """-1 before the policy took effect, 0 while it is in force, 1 after it expired; the whole span counts."""
    if (day.year, day.month or 12, day.day or 31) < _key(policy.effective):
        return -1
    if (day.year, day.month or 1, day.day or 1) > _key(policy.expires):
        return 1
    return 0


def _key(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _years(policy: Policy) -> int:
    """For how many whole years a policy is valid."""
    return (policy.expires + timedelta(days=1)).year - policy.effective.year


def _span(policy: Policy, words: Wording) -> str:
    start, end = (words.when(d.year, d.month, d.day) for d in (policy.effective, policy.expires))
    return words.pick(
        f"{policy.validity.removesuffix('。')}，到{end}止",
        f"It took effect on {start} and is valid for {_years(policy)} years, until {end}",
    )


def validity_part(policy: Policy, query: Query, as_of: date, words: Wording) -> Part:
    """Whether the policy is in force on the dates asked about, or today."""
    asked = query.dates or (PolicyDate(as_of.year, as_of.month, as_of.day),)
    states = [(day, _in_force(policy, day)) for day in asked]
    day, state = next(((d, s) for d, s in states if s), states[0])
    when = words.when(day.year, day.month, day.day)
    verdict = {
        -1: words.pick(f"{when}还没有施行，不适用。", f"On {when} it was not yet in force. "),
        0: words.pick(f"{when}在有效期内。", f"On {when} it is in force. "),
        1: words.pick(f"{when}已过有效期，不再适用。", f"On {when} it has expired and no longer applies. "),
    }[state]
    if state == 0 and not day.month and day.year == policy.expires.year:
        last = words.when(policy.expires.year, policy.expires.month, policy.expires.day)
        verdict = words.pick(
            f"{when}只到{last}为止有效，之后就过期了。", f"In {when} it is in force until {last} only. "
        )
    if not query.dates and not (query.has("polar") and query.has("now")):
        verdict = ""
    told = [q for q in query.quantities if q.unit == "year" and q.value is not None]
    if told and query.has("asserted"):
        agrees = told[0].value == _years(policy)
        verdict = words.pick("对。" if agrees else "不是这样。", "Yes. " if agrees else "No. ")
    text = verdict + words.sentence(_span(policy, words))
    if query.has("time_left") and (left := time_left(policy, as_of, words)):
        today = words.when(as_of.year, as_of.month, as_of.day)
        text = words.pick(f"从{today}算，还有{left}。{text}", f"From {today}, {left} are left. {text}")
    return Part(text, (_validity_citation(policy),))


def time_left(policy: Policy, as_of: date, words: Wording) -> str:
    """For how many whole months and days a policy is valid after a day; empty where it is not in force on it."""
    if not policy.effective <= as_of <= policy.expires:
        return ""
    months = (policy.expires.year - as_of.year) * 12 + policy.expires.month - as_of.month
    months -= _after_months(as_of, months) > policy.expires
    days = (policy.expires - _after_months(as_of, months)).days
    told = [words.pick(f"{months}个月", f"{months} months")] if months else []
    told += [words.pick(f"{days}天", f"{days} days")] if days or not months else []
    return words.pick("零", " and ").join(told)


def _after_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has none such."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def outside_validity(policy: Policy, query: Query, words: Wording) -> Part | None:
    """A no where every date in the question lies before the policy's effect, or after its expiry."""
    states = {_in_force(policy, day): day for day in query.dates}
    far = any(not policy.effective.year - _YEARS <= day.year <= policy.expires.year + _YEARS for day in query.dates)
    if not states or 0 in states or far or query.has("by_now"):
        return None
    state, day = next(iter(states.items()))
    when = words.when(day.year, day.month, day.day)
    if state < 0:
        text = words.pick(
            f"不能按本意见办：{when}在施行之前。{policy.validity}，没有写施行前的情形可以适用。",
            f"No: {when} is before the policy took effect. {_span(policy, words)}. "
            "It does not say that earlier cases are covered.",
        )
    else:
        text = words.pick(
            f"不能按本意见办：{when}已过有效期。{_span(policy, words)}，没有写到期后怎么办。",
            f"No: by {when} the policy has expired. {_span(policy, words)}. It says nothing on what follows.",
        )
    return Part(text, (_validity_citation(policy),), Weight.CORRECTION)


def payment_year(query: Query, payment: Payment, proof: tuple[Citation, ...], words: Wording) -> Part:
    """In which year that is paid which was approved in the question's year, or approved what was paid in it."""
    year = min(day.year for day in query.dates)
    if query.has("approved_in"):
        text, other = words.pick(payment.approved_in, payment.approved_in_en), year - payment.years
    else:
        text, other = words.pick(payment.paid_in, payment.paid_in_en), year + payment.years
    return Part(text.format(year=year, other=other), proof, Weight.CORRECTION)


def expiry_notice(policy: Policy, as_of: date, words: Wording) -> Part | None:
    """A warning where the policy is not in force on the day of the question."""
    state = _in_force(policy, PolicyDate(as_of.year, as_of.month, as_of.day))
    if state == 0:
        return None
    text = (
        words.pick("注意：本意见已过有效期。", "Note: this policy has expired. ")
        if state > 0
        else words.pick("注意：本意见还没有施行。", "Note: this policy is not yet in force. ")
    )
    return Part(text + words.sentence(_span(policy, words)), (_validity_citation(policy),), Weight.CONDITION)


def department_part(policy: Policy, key: str, words: Wording) -> Part:
    """Who leads a clause and who supports it; that none is named where none is."""
    clause = policy.clause(key)
    if not clause.departments:
        heading = clause.sentences[0]
        text = words.pick(
            f"{words.clause(clause.label)}没有写牵头单位和配合单位。",
            f"{words.clause(clause.label).capitalize()} names no department.",
        )
        return Part(text, (policy.cite(heading.text, key),), Weight.OPEN)
    leads, supports = words.join(clause.leads), words.join(clause.supports)
    text = words.pick("牵头单位：", "Lead: ") + leads
    if supports:
        text += words.pick("；配合单位：", "; support: ") + supports
    start, end = clause.departments[0].start, clause.departments[-1].end
    return Part(words.sentence(text), (Citation(policy.id, key, clause.label, policy.text[start:end], start, end),))


def department_list(policy: Policy, departments: Sequence[str], query: Query, words: Wording) -> Part:
    """Every clause that a department leads or supports; one role only where only that is asked."""
    wonders = query.has("polar") and not query.has("listing")
    roles = [role for role in ("lead", "support") if query.has(role) and not wonders] or ["lead", "support"]
    lines: list[str] = []
    citations: list[Citation] = []
    held = {d.role for clause in policy.clauses for d in clause.departments if d.name in departments}
    roles = roles if held & set(roles) else [*roles, *sorted(held)]
    jointly = len(departments) > 1 and query.has("acting_jointly")
    alone = query.has("acting_alone") and query.has("listing")
    for department in (words.join(departments),) if jointly else departments:
        for role in roles:
            acting = set(departments) if jointly else {department}
            clauses = [clause for clause in policy.clauses if _acts(clause, acting, role, alone=alone)]
            citations += [c for clause in clauses for c in department_part(policy, clause.key, words).citations]
            named = words.join(f"{clause.label}{words.pick(clause.title, '')}" for clause in clauses)
            label = words.pick(
                {"lead": "牵头", "support": "配合"}[role], {"lead": "leads", "support": "supports"}[role]
            )
            how = words.pick("共同" if jointly else "单独" if alone else "", "")
            if named:
                lines.append(words.pick(f"{department}{how}{label}的条款：{named}", f"{department} {label}: {named}"))
            else:
                lines.append(words.pick(f"{department}没有{how}{label}的条款", f"{department} {label} no clause"))
    if not any(d.name in departments for clause in policy.clauses for d in clause.departments):
        return _unnamed(departments, words)
    text = "\n".join(map(words.sentence, lines))
    keys = list(dict.fromkeys(citation.clause for citation in citations))
    if len(keys) == 1 and roles != ["support"]:
        text += "\n" + department_part(policy, keys[0], words).text
    named_at_all = {d.name for clause in policy.clauses for d in clause.departments} & set(departments)
    return Part(
        text, tuple(dict.fromkeys(citations)), Weight.ANSWER if named_at_all or query.has("polar") else Weight.OPEN
    )


def _acts(clause: Clause, departments: set[str], role: str, *, alone: bool) -> bool:
    """Whether all of these departments have this role in a clause; ``alone``: no other has it."""
    acting = {d.name for d in clause.departments if d.role == role}
    return departments == acting if alone else departments <= acting


def _unnamed(departments: Sequence[str], words: Wording) -> Part:
    """That no clause names these departments."""
    named = words.join(departments)
    text = words.pick(
        f"政策没有写{named}：各条的牵头单位、配合单位里都没有。", f"No clause names {named} as lead or support."
    )
    return Part(text, (), Weight.OPEN)


def department_roles(policy: Policy, key: str, departments: Sequence[str], words: Wording) -> Part:
    """What a department does in one clause: it leads, it supports, or it is not named."""
    clause = policy.clause(key)
    said = []
    for name in departments:
        role = next((d.role for d in clause.departments if d.name == name), "")
        said.append(
            words.pick(
                {"lead": f"{name}是牵头单位", "support": f"{name}是配合单位", "": f"{name}不在其中"}[role],
                {"lead": f"{name} leads", "support": f"{name} supports", "": f"{name} is not named"}[role],
            )
        )
    whole = department_part(policy, key, words)
    text = words.sentence(words.pick(f"{words.clause(clause.label)}：", "") + "；".join(said)) + whole.text
    return Part(text, whole.citations)


def clause_part(policy: Policy, key: str, names: Sequence[str], words: Wording, *, unpaid: bool) -> Part:
    """What a clause is about: its title and what it provides; ``unpaid``: that it pays nothing comes first."""
    clause = policy.clause(key)
    listed = words.join(names)
    heading = next((s for s in clause.sentences), None)
    label = words.clause(clause.label)
    text = words.pick(f"{label}没有写补贴或奖励的金额。", f"{label.capitalize()} states no amount. ") if unpaid else ""
    text += words.pick(f"{label}是“{clause.title}”", f"{label.capitalize()}")
    text += words.pick(f"，写了：{listed}。" if listed else "。", f" is about: {listed}." if listed else ".")
    return Part(text, (policy.cite(heading.text, key),) if heading else ())


def no_such_clause(policy: Policy, numbers: Sequence[int], words: Wording) -> Part:
    """The clause asked about does not exist; which ones do."""
    numbered = [clause for clause in policy.clauses if clause.key.isdigit()]
    first, last = numbered[0].label, numbered[-1].label
    asked = words.join(f"第{n}条" if not words.english else str(n) for n in numbers)
    text = words.pick(
        f"本意见没有{asked}，只有{first}至{last}共{len(numbered)}条，不能据此确认。",
        f"There is no clause {asked}: the policy has clauses {numbered[0].key} to {numbered[-1].key} only.",
    )
    return Part(text, (), Weight.OPEN)
