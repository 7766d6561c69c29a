"""Yes or no: conditions unmet, names that the policy leaves out, figures that the speaker believes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.case import MONEY, TopicCase
from assistant.answering.claims import is_false
from assistant.answering.comparing import ranks
from assistant.answering.conditions import met_condition, unmet_conditions
from assistant.answering.facts import fact_part, row_parts
from assistant.answering.figures import rate_part
from assistant.answering.parts import Part, Weight
from assistant.language.quantities import Quantity, find_quantities
from assistant.language.topics import Condition
from assistant.models import Bound

__all__ = ["absent", "aside", "limit_of_another", "reached", "unlisted", "unmet", "with_verdict"]

_PAUSE = re.compile("[,;。?!]")
_FUND = re.compile("资金|基金")
_GRANTS = re.compile(r"(?<![可不认许])可(?![靠持否])|允许|支持|\bmay\b|allowed")
"""What says in a fact that something is granted."""
_SURE = 0.4
"""The score from which a fact is what a question for leave is after."""
_FUND_NAME = 4
"""The least length of a fund's name, in characters."""


def unmet(case: TopicCase, *, summed: bool) -> list[Part]:
    """A no where the question's own words show a condition to be unmet; ``summed``: it gives counts to sum."""
    compared = case.query.has("compare") and len(case.query.topics) > 1
    if compared or (case.query.has("entitled_when") and case.query.dates):
        return []
    found = unmet_conditions(case.topic, case.query)
    if summed and ((case.given.base is None and not case.query.has("polar")) or aside(case)):
        return []
    if summed:
        found = [(c, said) for c, said in found if not any(word in said for word in case.topic.not_counted)]
    if not found:
        return []
    first = found[0][0]
    no = case.words.pick(first.no or f"不能。{first.need}", first.no_en or f"No. {first.need_en}")
    parts = [Part(case.words.sentence(no), case.cite(first.quote), Weight.CORRECTION)]
    if case.asks_money and case.benefit is not None and "给予" in first.quote and case.query.aspects:
        others = [row for row in case.topic.rows if row not in case.rows]
        rows = others if case.topic.together and case.rows and case.query.has("total") else case.rows
        parts.append(rate_part(case.catalogue, case.topic, rows, case.words))
    elif case.benefit is None and len(case.rows) == 1:
        parts += row_parts(case)
    return parts


def aside(case: TopicCase) -> list[Part]:
    """A no to a question asked beside a sum that the question gives an amount for ("投了600万能抵多少,是发现金吗")."""
    found = [(c, said) for c, said in unmet_conditions(case.topic, case.query) if said]
    last = case.asked[-1].text if len(case.asked) > 1 else ""
    if case.given.base is None or not found or not all(said in last for _, said in found):
        return []
    if find_quantities(last):
        return []
    first = found[0][0]
    no = case.words.pick(first.no or first.need, first.no_en or first.need_en)
    return [Part(case.words.sentence(no), case.cite(first.quote), Weight.ANSWER)]


def reached(case: TopicCase) -> list[Part]:
    """That a duration which the question names is long enough."""
    when = case.query.has("entitled_when") and len(case.query.dates) == 1
    if "standing" in case.aspects or (case.asks_money and not when):
        return []
    if case.query.has("entitled_when") and not case.query.dates and (short := _short_before(case)):
        need = case.words.sentence(case.words.pick(short.need, short.need_en))
        text = case.words.pick("要等这一条满足：", "As soon as this is met: ") + need
        return [Part(text, case.cite(short.quote), Weight.CORRECTION)]
    condition = met_condition(case.topic, case.query)
    if condition is None and when:
        condition = next((c for c in case.topic.conditions if c.at_least), None)
    if condition is None:
        return []
    need = case.words.sentence(case.words.pick(condition.need, condition.need_en))
    if ("date" in case.aspects or when) and condition.at_least and len(case.query.dates) == 1:
        begin = case.query.dates[0]
        months = begin.year * 12 + (begin.month or 1) - 1 + condition.at_least.months
        since, full = case.words.when(begin.year, begin.month), case.words.when(months // 12, months % 12 + 1)
        text = case.words.pick(f"从{since}算起，到{full}才够：", f"Counted from {since} this is met in {full}: ")
        return [Part(text + need, case.cite(condition.quote), Weight.CORRECTION)]
    yes = case.words.pick("这一条够了：", "Yes, this is met: ")
    return [Part(yes + need, case.cite(condition.quote), Weight.CORRECTION)]


def _short_before(case: TopicCase) -> Condition | None:
    """The duration to be reached of which the question before told too short a time."""
    before = case.query.previous
    if before is None or case.topic.id not in before.topics:
        return None
    return next((c for c, _ in unmet_conditions(case.topic, before) if c.at_least is not None), None)


def absent(case: TopicCase) -> list[Part]:
    """That the policy does not list what the question names."""
    names = case.query.absent.get(case.topic.id, ())
    outside = case.topic.absent == "outside"
    if not names or (case.rows and not _asks_only_of(case, names) and not _alone(case)):
        return []
    named, listed = case.words.join(names), case.words.join(case.topic.rows)
    say = case.words.pick(
        case.topic.absent_say or f"政策没有列{named}，只列了{listed}",
        case.topic.absent_say_en or f"The policy does not list {named}; it lists {listed}",
    )
    if outside and not say.startswith(("不", "没", "政策没有", "No")):
        say = case.words.pick(f"不能，{named}不在其中。{say}", f"No, {named} is not included. {say}")
    elif named not in say and not outside:
        say = case.words.pick(f"政策没有写{named}。{say}", f"The policy says nothing on {named}. {say}")
    wonders = case.query.has("polar") and not case.query.has("asserted", "confirm")
    weight = Weight.CORRECTION if outside or wonders else Weight.OPEN
    return [Part(case.words.sentence(say), case.proofs(), weight)]


def _alone(case: TopicCase) -> bool:
    """Whether the question is on this topic alone and wants a yes or no, though it names rows beside what is absent."""
    outside = case.topic.absent == "outside"
    return outside and case.query.has("polar") and not case.query.has("compare") and len(case.query.topics) == 1


def unlisted(case: TopicCase) -> list[Part]:
    """That the policy does not list one of the names asked about, where it is told of the others."""
    names = case.query.absent.get(case.topic.id, ())
    if not names or not case.rows or case.topic.absent == "outside" or case.benefit is not None:
        return []
    named = case.words.join(names)
    text = case.words.pick(f"政策没有写{named}。", f"The policy says nothing on {named}.")
    return [Part(text, case.proofs(), Weight.OPEN)]


def _asks_only_of(case: TopicCase, names: Sequence[str]) -> bool:
    """Whether what asks names these alone, the rows standing in what is told before ("A has x, B has y; what of C")."""
    if case.topic.absent == "outside" or case.benefit is not None:
        return False
    asking = ""
    for asked in case.asked:
        stretches = [part for part in _PAUSE.split(asked.text) if _named(part, (*names, *case.rows), ())]
        asking += stretches[-1] if stretches else ""
    return _named(asking, names, ()) and not _named(asking, case.rows, names)


def _named(text: str, names: Sequence[str], but: Sequence[str]) -> bool:
    """Whether one of these names stands in a text, not as a piece of one of the others."""
    for name in but:
        text = text.replace(name, "")
    return any(name in text for name in names)


def with_verdict(case: TopicCase, parts: list[Part]) -> list[Part]:
    """The parts with a yes or no in front where the question states a figure to be confirmed."""
    alike = case.query.has("same") and len(case.query.topics) > 1
    if not parts or alike or parts[0].weight in (Weight.OPEN, Weight.ASK):
        return parts
    total = parts[0].calculation
    verdicts = [
        verdict and not (total is not None and quantity.value in (total.min, total.max))
        for quantity in case.claims
        if (verdict := _is_false(quantity, case)) is not None
    ]
    recounted = any(quantity.unit == "person" for quantity in case.query.quantities)
    spent = case.given.spent
    if said := _on_the_fund(case, parts) or (_on_a_missing_cap(case, verdicts) if total is not None else ""):
        front = said
    elif total is not None and spent is not None and case.query.has("polar"):
        enough = spent >= total.min
        front = case.words.pick("够了。" if enough else "还不够。", "Yes, enough. " if enough else "No, not enough. ")
    elif total is not None and total.max == 0 and case.query.has("polar"):
        front = case.words.pick("不能再领，额度已经用完：", "No, nothing is left of the limit: ")
    elif case.query.has("push_back") and not recounted and not any(verdict is False for verdict in verdicts):
        front = case.words.pick("按原文核对过，没有变：", "Checked against the text, it stands: ")
    elif any(verdicts):
        front = case.words.pick("不是这样。", "No. ") + _right_duration(case)
    elif verdicts and case.query.has("asserted") and not set(case.query.aspects) - MONEY and _is_of_its_time(case):
        front = case.words.pick("对。", "Yes. ")
    elif ranks(case.query) or len(case.query.topics) > 1:
        return parts
    elif case.query.has("polar") and case.query.has("able") and case.asks_money and not case.query.aspects:
        front = case.words.pick("符合条件的可以。", "Yes, if the conditions hold. ")
    elif total is None and case.query.has("permission") and _grants(case, parts):
        front = case.words.pick("可以。", "Yes. ")
    else:
        return parts
    return [replace(parts[0], text=front + parts[0].text, weight=Weight.CORRECTION), *parts[1:]]


def _grants(case: TopicCase, parts: Sequence[Part]) -> bool:
    """Whether a fact alone, and surely the one that is asked for, says that something is granted."""
    sure = len(case.asked) == 1 and bool(case.asked[0].points) and case.asked[0].points[0].score >= _SURE
    answered = all(part.weight is not Weight.OPEN for part in parts)
    return sure and answered and bool(_GRANTS.search(parts[0].text))


def _is_false(quantity: Quantity, case: TopicCase) -> bool | None:
    """Whether a claimed figure is none of the topic's, nor of another one that the question is on as well."""
    verdict = is_false(quantity, case.topic, case.benefit, case.rows, case.query.text)
    others = [topic for topic in case.knowledge.topics if topic.id in case.query.topics and topic is not case.topic]
    for topic in others if verdict else ():
        benefit = case.catalogue.benefit(topic.benefit) if topic.benefit else None
        if is_false(quantity, topic, benefit, case.query.rows.get(topic.id, ()), case.query.text) is False:
            return None
    return verdict


def _right_duration(case: TopicCase) -> str:
    """For how long it is paid, where the question believes in another period."""
    months = case.benefit.duration_months if case.benefit else None
    spans = {q.value * (12 if q.unit == "year" else 1) for q in case.claims if q.unit in ("year", "month") and q.value}
    if not months or not spans or months in spans or months % 12:
        return ""
    return case.words.pick(f"支持期是{months // 12}年。", f"It is paid for {months // 12} years. ")


def limit_of_another(case: TopicCase) -> list[Part]:
    """What the policy says of a limit that the question believes in but that another topic of the family has."""
    if not case.topic.family or case.benefit is None or case.benefit.cap is not None:
        return []
    wonders = case.query.has("polar", "confirm", "asserted") and (case.query.has("used_up") or "cap" in case.aspects)
    if not wonders or case.query.has("difference"):
        return []
    family = [t for t in case.knowledge.topics if t.family == case.topic.family and t.benefit]
    caps = {cap.amount for topic in family if (cap := case.catalogue.benefit(topic.benefit).cap) is not None}
    told = {q.value for q in case.query.quantities if q.unit == "yuan"}
    facts = [fact for fact in case.topic.facts if "cap" in fact.aspects][:1]
    return [fact_part(case, fact) for fact in facts] if caps & told else []


def _on_the_fund(case: TopicCase, parts: Sequence[Part]) -> str:
    """Yes or no to whether the fund that the question names pays; empty where nothing such is asked or told."""
    own = case.benefit.fund if case.benefit else ""
    told = bool(own) and any(own in part.text for part in parts)
    if not told or not case.query.has("polar", "confirm", "asserted") or case.topic.id != case.query.topics[0]:
        return ""
    named = {_longest_in(case.policy.text, case.query.text[: match.end()]) for match in _FUND.finditer(case.query.text)}
    named = {name for name in named if len(name) >= _FUND_NAME}
    if len(named) != 1:
        return ""
    return case.words.pick("对。", "Yes. ") if named.pop() in own else case.words.pick("不是。", "No. ")


def _longest_in(policy: str, text: str) -> str:
    """The longest end of a text that stands in the policy."""
    return next((text[start:] for start in range(len(text)) if text[start:] in policy), "")


def _on_a_missing_cap(case: TopicCase, verdicts: Sequence[bool]) -> str:
    """A no to a limit that the question believes in, where the policy sets none for this sum."""
    asked = case.query.has("polar", "confirm") and "cap" in case.query.aspects
    unlimited = case.benefit is not None and case.benefit.cap is None and case.benefit.bound is Bound.EXACT
    if not (asked and unlimited and verdicts):
        return ""
    return case.words.pick("不是，这一项没有写总额上限。", "No, the policy sets no overall limit here. ")


def _is_of_its_time(case: TopicCase) -> bool:
    """Whether the question names no year beyond the policy's validity, for which a figure would have to be stated."""
    return all(day.year <= case.policy.expires.year for day in case.query.dates)
