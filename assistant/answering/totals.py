"""A topic's money: the sum, what is missing for it, a difference, the end of a period, the conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.case import TopicCase
from assistant.answering.facts import of_aspect
from assistant.answering.figures import rate_part, sum_part
from assistant.answering.granted import with_granted
from assistant.answering.parts import Part, Weight
from assistant.answering.sums import paid_by_group, paid_in_asked_year, requests_for
from assistant.answering.unplaced import unplaced
from assistant.answering.wording import Wording
from assistant.benefits import Benefit, Request, calculate
from assistant.errors import InputError
from assistant.language.topics import Topic
from assistant.models import Bound, Calculation
from assistant.policy.strict import compiled

__all__ = [
    "conditions_text",
    "missing",
    "needs_of",
    "requests_of",
    "total",
    "with_conditions",
]

_NUMBERED = re.compile(r"第\d+[年家]")


def requests_of(case: TopicCase, *, among_others: bool = False) -> list[Request]:
    """What the question gives to be summed for this topic; ``among_others``: other topics are summed with it."""
    several = any((count.value or 0) > 1 for count in case.query.counts if count.topic == case.topic.id)
    if case.benefit is None or not (case.asks_money or (case.query.has("total") and (several or among_others))):
        return []
    if "quota" in case.aspects and case.query.has("compare") and not case.query.has("total"):
        return []
    if not case.query.has("total") and (case.query.has("same") or _is_left_open(case)):
        return []
    phrases = case.knowledge.phrases
    found = requests_for(case.catalogue, case.topic, case.query, case.given, phrases, among_others=among_others)
    if rule := case.payment_rule():
        found = paid_in_asked_year(found, case.query, rule.payment.years if rule.payment else 0, phrases)
    return with_granted(case.benefit, case.given.granted, found, case.query) if case.given.granted else found


def _is_left_open(case: TopicCase) -> bool:
    """Whether all the numbers of several questions stand in those that the policy leaves open."""
    places = [count.start for count in case.query.counts if count.topic == case.topic.id and (count.value or 0) > 1]
    asking = [
        asked for asked in case.asked if any(compiled(p).search(asked.text) for p in case.knowledge.phrases.asking)
    ]
    left = [asked.text for asked in asking if asked.points and case.topic.silence_at(asked.points[0].label)]
    spans = [(begin, begin + len(text)) for text in left if (begin := case.query.text.find(text)) >= 0]
    several = len(case.query.asked) > 1
    return several and bool(places) and all(any(a <= place < b for a, b in spans) for place in places)


def total(case: TopicCase, requests: Sequence[Request]) -> list[Part]:
    """The sum of these requests, or the question back that a bad quantity needs."""
    if strange := unplaced(case.topic, case.query, case.knowledge.phrases):
        named = case.words.join(strange)
        ask = case.words.pick(f"请问“{named}”指的是哪一种？", f"Which one is meant by “{named}”?")
        rates = rate_part(case.catalogue, case.topic, (), case.words)
        return [replace(rates, text=f"{ask}{rates.text}", weight=Weight.ASK, options=tuple(case.topic.rows))]
    if _means_several_rows(case):
        return [_which_row(case)]
    if left_out := _rows_left_out(case, requests):
        ask = case.words.pick(f"请告诉我{case.words.join(left_out)}有几个，才能算总数。", "How many are there of: ")
        ask += "" if not case.words.english else case.words.join(left_out) + "? "
        return [replace(case.rate(), text=f"{ask}{case.rate().text}", weight=Weight.ASK)]
    capped = case.benefit is not None and case.benefit.cap is not None
    paid = paid_by_group(case.given, requests, case.query, case.knowledge.phrases) if capped else {}
    if capped and not paid and (earlier := _counted_before(case, requests)):
        paid = {(r.benefit, r.enterprise, r.year): calculate(case.catalogue, earlier).max for r in earlier}
        requests = [request for request in requests if request not in earlier]
    try:
        calculation = calculate(case.catalogue, requests, paid)
    except InputError as error:
        return [Part(str(error), case.proofs(), Weight.ASK)]
    if case.given.received is not None and len(requests) == 1:
        return [_received_and_left(case, requests[0], case.given.received)]
    part = _with_end_first(case, sum_part(case.catalogue, calculation, case.words), calculation)
    if reached := _reaches_cap(case, calculation):
        part = replace(part, text=f"{reached}\n{part.text}")
    if capped and case.query.has("spread") and _are_spread(requests):
        evenly = case.words.pick(
            "没有说各有几个，按平均分到各份计算", "Spread evenly, as no numbers are given for each"
        )
        part = replace(part, text=f"{part.text}\n" + case.words.sentence(evenly))
    if any(cap.bites for cap in calculation.caps) and _are_unsure(case, requests):
        part = replace(part, text=f"{part.text}\n" + case.words.sentence(_taken_apart(case)))
    return [part, *_paid_when(case, requests), *_whole_period(case, requests)]


def _are_spread(requests: Sequence[Request]) -> bool:
    """Whether the years or enterprises of a sum have no names of their own ("第2年")."""
    names = {request.year or request.enterprise for request in requests}
    return len(names) > 1 and all(_NUMBERED.fullmatch(name) for name in names)


def _paid_when(case: TopicCase, requests: Sequence[Request]) -> list[Part]:
    """When that is paid which is approved in a year, where the question asks what is paid in one of several years."""
    named = {count.year for count in case.query.counts if count.topic == case.topic.id and count.year}
    rule = case.payment_rule()
    asked = case.query.has("paid_in_year")
    if not asked or len(named) < 2 or any(request.year for request in requests) or rule is None:
        return []
    fact = rule.facts[0]
    return [
        Part(case.words.sentence(case.words.pick(fact.say, fact.say_en)), (case.policy.cite(fact.quote, rule.clause),))
    ]


def _reaches_cap(case: TopicCase, calculation: Calculation) -> str:
    """Whether a sum comes up to its limit, where the question asks for that and there is but one limit."""
    if not case.query.has("reaches_cap") or len(calculation.caps) != 1:
        return ""
    cap, words = calculation.caps[0], case.words
    if cap.bites:
        return words.pick("超过上限。", "Yes, it is above the limit.")
    if calculation.max == cap.allowed:
        return words.pick("正好到上限，没有超。", "It is just at the limit.")
    limit = words.pick(f"没到上限（{cap.label}）", f"No, it is below the limit of {words.yuan(cap.limit)}")
    return words.sentence(limit)


def _counted_before(case: TopicCase, requests: Sequence[Request]) -> list[Request]:
    """The requests whose sum the question takes as there already: it asks what those told last add to it."""
    groups = {(request.enterprise, request.year) for request in requests}
    if not case.query.has("adds") or len(groups) > 1 or len(requests) < 2:
        return []
    starts = {count.row: count.start for count in case.query.counts if count.topic == case.topic.id}
    last = max(requests, key=lambda request: starts.get(request.row, 0))
    return [request for request in requests if request is not last]


def _rows_left_out(case: TopicCase, requests: Sequence[Request]) -> list[str]:
    """The rows named beside those counted, without a number though each is asked for: no total may leave them out."""
    counts = [count for count in case.query.counts if count.topic == case.topic.id and count.row]
    bare = [count.row for count in counts if count.value is None and not count.vague]
    summed = {request.row for request in requests}
    listed = case.query.has("each") and case.query.has("total")
    return [row for row in dict.fromkeys(bare) if listed and row not in summed]


def _with_end_first(case: TopicCase, part: Part, calculation: Calculation) -> Part:
    """The part with that end of a range first that alone the question asks for."""
    low, high = case.query.has("low_end"), case.query.has("high_end")
    if calculation.bound is not Bound.RANGE or calculation.min == calculation.max or low == high:
        return part
    words = case.words
    head = (
        words.pick("按最低标准：", "At the lowest rate: ")
        if low
        else words.pick("按最高标准：", "At the highest rate: ")
    )
    told = words.sentence(head + words.yuan_both(calculation.min if low else calculation.max))
    return replace(part, text=f"{told}\n{part.text}")


def _are_unsure(case: TopicCase, requests: Sequence[Request]) -> bool:
    """Whether the enterprises are named in a way that leaves open whether they are one or several."""
    names = {request.enterprise for request in requests if request.enterprise}
    patterns = case.knowledge.phrases.enterprises_unsure
    return len(names) > 1 and any(compiled(pattern).search(name) for name in names for pattern in patterns)


def _taken_apart(case: TopicCase) -> str:
    return case.words.pick(
        "以上按各是独立的企业、上限各算各的；若同属一家企业，上限合在一起算",
        "This takes them as separate enterprises, each with its own limit; one enterprise has one limit",
    )


def _whole_period(case: TopicCase, requests: Sequence[Request]) -> list[Part]:
    """A second sum, over the whole period, where the question asks for it beside a shorter time."""
    benefit = case.benefit
    whole = benefit.duration_months if benefit else None
    months = requests[0].months if len(requests) == 1 else None
    if not (whole and months and months < whole and case.query.has("period_besides")):
        return []
    longer = calculate(case.catalogue, [replace(requests[0], months=whole)])
    return [sum_part(case.catalogue, longer, case.words)]


def _received_and_left(case: TopicCase, request: Request, months: int) -> Part:
    """What was paid in the months before, and what the rest of the period still brings."""
    both = calculate(case.catalogue, [replace(request, months=months), request])
    before, left = both.lines
    words = case.words
    head = words.pick("还能领", "Still to come: ") + words.yuan_both(left.max)
    rest = words.pick("还能领：", "Still to come: ") + f"{left.expression} = {words.yuan(left.max)}"
    past = words.pick("已领：", "Paid before: ") + f"{before.expression} = {words.yuan_both(before.max)}"
    text = "\n".join(words.sentence(line) for line in (head, past, rest))
    return Part(text, case.proofs(), Weight.ANSWER, both)


def missing(case: TopicCase) -> list[Part]:
    """A question back where one missing fact decides the answer."""
    if not (case.asks_money or "standing" in case.aspects):
        return []
    if "standing" not in case.aspects and not (case.benefit and case.benefit.has_amount):
        return []
    counts = [count for count in case.query.counts if count.topic == case.topic.id]
    rate = case.rate() if case.benefit else Part(" ".join(p.text for p in of_aspect(case, "what") or []), case.proofs())
    of_one = case.query.has("per_person") and not case.query.has("total")
    crowd = any(q.crowd for q in case.query.quantities) and not (case.benefit and case.benefit.by_head)
    vague = (
        any(count.vague for count in counts) and not crowd and not {"quota", "cap"} & set(case.aspects) and not of_one
    )
    if vague and case.benefit and case.benefit.formula.counts:
        ask = case.words.pick("要算总数，请告诉我具体是几个。", "For the total, please tell me the exact number.")
        return [replace(rate, text=f"{rate.text}\n{ask}", weight=Weight.ASK)]
    bare = [q for q in case.query.quantities if q.unit == "person" and (q.vague or (q.value or 0) > 1)]
    undecided = case.topic.rows and _is_undecided(case) and not case.query.excluded and not case.topic.together
    if undecided and (bare or (case.query.has("personal") and not case.query.has("every_row"))):
        return [_which_row(case)]
    by_head = case.benefit is not None and case.benefit.formula.counts and case.benefit.by_head
    numbered = any(count.value for count in counts)
    if by_head and not numbered and case.query.has("total") and case.query.has("collective") and not of_one:
        if {"quota", "cap"} & set(case.aspects):
            return []
        ask = case.words.pick("请告诉我有多少人，才能算总数。", "For the total, how many people are there? ")
        return [replace(rate, text=f"{ask}{rate.text}", weight=Weight.ASK)]
    return []


def _which_row(case: TopicCase) -> Part:
    """A question back: which row is meant, with what each pays."""
    rate = case.rate() if case.benefit else Part(" ".join(p.text for p in of_aspect(case, "what") or []), case.proofs())
    label = case.words.join(
        case.words.pick(d.label, d.label_en)
        for name in case.topic.dimensions
        if (d := case.knowledge.dimensions.get(name)) and (len(case.rows) < 2 or name not in case.query.values)
    )
    ask = case.words.pick(f"请问是哪种{label}？", f"Which {label} is it?")
    return replace(rate, text=f"{ask}{rate.text}", weight=Weight.ASK, options=case.rows or tuple(case.topic.rows))


def _means_several_rows(case: TopicCase) -> bool:
    """Whether one number stands with a name that may mean several rows, each of which would come to another sum."""
    if case.topic.together or case.query.has("each", "every_row", "respective", "all_of_them"):
        return False
    counts = [c for c in case.query.counts if c.topic == case.topic.id and c.value and c.row]
    rows: dict[int, set[str]] = {}
    for count in counts:
        rows.setdefault(count.start, set()).add(count.row)
    alike = len({(count.start, count.value) for count in counts}) == 1
    return alike and len(rows[counts[0].start]) > 1


def _is_undecided(case: TopicCase) -> bool:
    """Whether the question names no row, or too little of one to tell rows apart."""
    if not case.rows:
        return True
    named = [d for d in case.topic.dimensions if case.query.values.get(d)]
    places = {count.start for count in case.query.counts if count.topic == case.topic.id and count.row in case.rows}
    if len(places) == len(case.rows) > 1:
        return False
    return len(case.rows) > 1 and len(named) < len(case.topic.dimensions)


def with_conditions(case: TopicCase, parts: list[Part]) -> list[Part]:
    """The parts with the benefit's conditions, where a figure was told and no condition yet."""
    if case.benefit is None or not case.asks_money or "eligibility" in case.aspects:
        return parts
    needs = needs_of(case.benefit, case.topic, case.words)
    if not needs or not any(part.citations and part.weight is Weight.ANSWER for part in parts):
        return parts
    return [*parts, Part(conditions_text(needs, case.words), (), Weight.CONDITION)]


def needs_of(benefit: Benefit, topic: Topic, words: Wording) -> list[str]:
    """The conditions of a topic with money, in the language of the reply."""
    if not words.english:
        return list(benefit.conditions)
    return [condition.need_en for condition in topic.conditions if condition.need_en][:2]


def conditions_text(needs: Sequence[str], words: Wording) -> str:
    """The line of conditions."""
    return words.sentence(words.pick("条件：", "Conditions: ") + words.join(needs))
