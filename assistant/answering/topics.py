"""Answer one topic of a query: yes or no first, then figures, then facts, then what the policy leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.claims import claimed, is_false
from assistant.answering.conditions import met_condition, unmet_conditions
from assistant.answering.figures import rate_part, sum_part
from assistant.answering.parts import Part, Weight
from assistant.answering.sums import Inputs, inputs_of, paid_by_group, requests_for
from assistant.answering.wording import Wording, wording
from assistant.benefits import AmountKind, Benefit, Catalogue, Request, calculate, chinese_amounts
from assistant.errors import InputError
from assistant.language.knowledge import Fact, Knowledge, Silence, Topic
from assistant.language.query import Query
from assistant.models import Citation, Policy
from assistant.policy import Library

__all__ = ["Likeness", "TopicAnswerer", "department_part"]

Likeness = Callable[[str, Sequence[str]], list[float]]
"""How like a question each of several texts is."""

_MONEY = frozenset({"amount", "cap"})
_OPEN_SILENCES = frozenset({"ranking", "proration"})
"""Open details that leave the figure itself standing: the figure is told, with what is open."""
_ROW_ASPECTS = frozenset({"what", "amount", "eligibility", "standing"})
_UNIT_KINDS = {
    "yuan": {AmountKind.PERCENT, AmountKind.RATIO, AmountKind.MONEY},
    "date": {AmountKind.DATE},
    "count": {AmountKind.COUNT},
    "year": {AmountKind.DURATION},
}
_WHOLE_ANSWERS = frozenset({"department", "clause", "payment_time", "stacking"})
_MOST_FACTS = 3
_SAID = 0.7
"""The share of a text's character pairs that make another say the same."""
_MARGIN = 0.1
_LISTED = 3
"""How many things a sentence lists before it counts as a list."""
_STRICT = re.compile(r"具体|准数|确切|精确|别给我区间|不要(区间|封顶|说最高|最高)|单价|别说最高|就说|exact|precise")
_GENERIC_ROWS = re.compile(
    r"各|分别|每一?[级档种]|[几哪]档|哪几|标准|都(是|给|有)|不同|等级(不同|对应)|each|respectively|all"
)


class TopicAnswerer:
    """Answers topics from the corpus's facts and the benefits' figures.

    library, catalogue, knowledge: the policies, their figures, and what is said about them.
    likeness: how like a question each of several texts is.
    """

    def __init__(self, library: Library, catalogue: Catalogue, knowledge: Knowledge, likeness: Likeness) -> None:
        self._library = library
        self._catalogue = catalogue
        self._knowledge = knowledge
        self._likeness = likeness

    def answer(self, topic: Topic, query: Query) -> list[Part]:
        """The parts of a reply on this topic; never empty."""
        return self._one(topic, query).parts()

    def _one(self, topic: Topic, query: Query) -> _OneTopic:
        return _OneTopic(self._library, self._catalogue, self._knowledge, self._likeness, topic, query)

    def rates(self, topic: Topic, query: Query) -> list[Part]:
        """What a topic with money pays, without regard to what else the question says."""
        return [rate_part(self._catalogue, topic, (), wording(query.english))]

    def joint_sum(self, topics: Sequence[Topic], query: Query) -> Part | None:
        """One sum over several topics, where the question gives counts for at least two of them."""
        summed = [self._one(topic, query) for topic in topics if topic.benefit]
        requests = [request for one in summed for request in one.requests(among_others=len(topics) > 1)]
        if len({request.benefit for request in requests}) < 2:
            return None
        paid: dict[tuple[str, str, str], Decimal] = {}
        for one in summed:
            mine = [request for request in requests if one.benefit and request.benefit == one.benefit.id]
            if mine and one.benefit and one.benefit.cap:
                paid |= paid_by_group(one.given, mine, query)
        return sum_part(self._catalogue, calculate(self._catalogue, requests, paid), wording(query.english))

    def condition_parts(self, topics: Sequence[Topic], query: Query) -> list[Part]:
        """The conditions that the benefits of these topics state, each once."""
        words = wording(query.english)
        needs = dict.fromkeys(
            need
            for topic in topics
            if topic.benefit
            for need in _needs(self._catalogue.benefit(topic.benefit), topic, words)
        )
        return [Part(conditions_text(list(needs), words), (), Weight.CONDITION)] if needs else []

    def named(self, topic: Topic, part: Part, query: Query) -> Part:
        """The part with its topic's name in front, for replies on several topics."""
        words = wording(query.english)
        name = words.pick(topic.name, topic.name_en)
        if part.weight is not Weight.ANSWER or name in part.text or not name:
            return part
        return replace(part, text=f"{name}{words.pick('：', ': ')}{part.text}")


def _needs(benefit: Benefit, topic: Topic, words: Wording) -> list[str]:
    if not words.english:
        return list(benefit.conditions)
    return [condition.need_en for condition in topic.conditions if condition.need_en][:2]


def _holds(fact: Fact, unit: str, aspect: str) -> bool:
    """Whether a fact's words hold what an aspect asks for: a figure of its kind, or a list."""
    if aspect == "list":
        return fact.quote.count("、") >= _LISTED - 1
    if aspect in ("recipient", "eligibility"):
        return True
    if aspect == "date" and re.search(r"20\d\d", fact.quote):
        return True
    return any(amount.kind in _UNIT_KINDS.get(unit, ()) for amount in chinese_amounts(fact.quote))


def _says_no_more(text: str, other: str) -> bool:
    """Whether nearly all that a text says stands in another."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(pair in other for pair in pairs) >= _SAID * max(len(pairs), 1)


def conditions_text(needs: Sequence[str], words: Wording) -> str:
    """The line of conditions."""
    return words.sentence(words.pick("条件：", "Conditions: ") + words.join(needs))


class _OneTopic:
    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        knowledge: Knowledge,
        likeness: Likeness,
        topic: Topic,
        query: Query,
    ) -> None:
        self.likeness = likeness
        self.policy: Policy = library.policy(topic.policy)
        self.catalogue = catalogue
        self.knowledge = knowledge
        self.topic = topic
        self.query = query
        self.words: Wording = wording(query.english)
        self.benefit: Benefit | None = catalogue.benefit(topic.benefit) if topic.benefit else None
        self.given = inputs_of(topic, self.benefit, query, knowledge.phrases) if self.benefit else Inputs()
        self.rows = query.rows.get(topic.id, ())
        self.claims = claimed(query, self.given.used)
        self.aspects = self._aspects()
        self.asks_money = bool(_MONEY & set(self.aspects))

    def _aspects(self) -> tuple[str, ...]:
        """What is asked, with what a bare question on this topic means."""
        pays = self.benefit is not None and self.benefit.has_amount
        aspects = self.query.aspects
        if pays and "amount" not in aspects and any(q.unit in ("yuan", "bare", "percent") for q in self.claims):
            return ("amount", *(aspect for aspect in aspects if aspect not in ("what", "eligibility")))
        if aspects == ("what",) and pays and self.rows:
            return ("amount",)
        if self.given.base is not None and "amount" not in aspects:
            return ("amount", *aspects)
        if aspects:
            return aspects
        if pays and (self.rows or self.query.has("polar", "total")):
            return ("amount",)
        return ("what",)

    def cite(self, *quotes: str) -> tuple[Citation, ...]:
        return tuple(self.policy.cite(quote, self.topic.clause) for quote in dict.fromkeys(quotes) if quote)

    def parts(self) -> list[Part]:
        requests = self.requests()
        if refusal := self._unmet(summed=bool(requests)):
            return refusal
        if absence := self._absent():
            return absence
        if period := self._period_end():
            return period
        if (
            "standing" not in self.aspects
            and not self.asks_money
            and (reached := met_condition(self.topic, self.query))
        ):
            yes = self.words.pick("这一条够了：", "Yes, this is met: ")
            need = self.words.sentence(self.words.pick(reached.need, reached.need_en))
            return [Part(yes + need, self.cite(reached.quote), Weight.CORRECTION)]
        if difference := self._difference():
            return difference
        silences = [] if requests else self._silences()
        if silences and not self._has_answer_beside(silences):
            return self._open(silences)
        parts = self._sum(requests) if requests else []
        parts = parts or self._missing() or self._by_aspect()
        parts = self._with_verdict(self._with_conditions(parts))
        return parts + (self._open(silences) if silences else [])

    def requests(self, *, among_others: bool = False) -> list[Request]:
        several = any((count.value or 0) > 1 for count in self.query.counts if count.topic == self.topic.id)
        if self.benefit is None or not (self.asks_money or (self.query.has("total") and several)):
            return []
        phrases = self.knowledge.phrases
        return requests_for(self.catalogue, self.topic, self.query, self.given, phrases, among_others=among_others)

    def _unmet(self, *, summed: bool) -> list[Part]:
        unmet = unmet_conditions(self.topic, self.query)
        if summed and self.given.base is None and not self.query.has("polar"):
            return []
        if summed:
            unmet = [(c, said) for c, said in unmet if not any(word in said for word in self.topic.not_counted)]
        if not unmet:
            return []
        first = unmet[0][0]
        no = self.words.pick(first.no or f"不能。{first.need}", first.no_en or f"No. {first.need_en}")
        parts = [Part(self.words.sentence(no), self.cite(first.quote), Weight.CORRECTION)]
        if self.asks_money and self.benefit is not None and "给予" in first.quote and self.query.aspects:
            parts.append(rate_part(self.catalogue, self.topic, self.rows, self.words))
        return parts

    def _absent(self) -> list[Part]:
        absent = self.query.absent.get(self.topic.id, ())
        if not absent or self.rows:
            return []
        outside = self.topic.absent == "outside"
        named, listed = self.words.join(absent), self.words.join(self.topic.rows)
        say = self.words.pick(
            self.topic.absent_say or f"政策没有列{named}，只列了{listed}",
            self.topic.absent_say_en or f"The policy does not list {named}; it lists {listed}",
        )
        if outside and not say.startswith(("不", "没", "政策没有", "No")):
            say = self.words.pick(f"不能，{named}不在其中。{say}", f"No, {named} is not included. {say}")
        elif named not in say and not outside:
            say = self.words.pick(f"政策没有写{named}。{say}", f"The policy says nothing on {named}. {say}")
        weight = Weight.CORRECTION if outside or self.query.has("polar") else Weight.OPEN
        return [Part(self.words.sentence(say), self._proofs(), weight)]

    def _with_verdict(self, parts: list[Part]) -> list[Part]:
        """The parts with a yes or no in front where the question states a figure to be confirmed."""
        if not parts or parts[0].weight in (Weight.OPEN, Weight.ASK):
            return parts
        verdicts = [
            verdict
            for quantity in self.claims
            if (verdict := is_false(quantity, self.topic, self.benefit, self.rows)) is not None
        ]
        if self.query.has("push_back") and not any(verdict is False for verdict in verdicts):
            front = self.words.pick("按原文核对过，没有变：", "Checked against the text, it stands: ")
        elif any(verdicts):
            front = self.words.pick("不是这样。", "No. ")
        elif verdicts and self.query.has("asserted") and not set(self.query.aspects) - _MONEY:
            front = self.words.pick("对。", "Yes. ")
        elif self.query.has("polar") and self.query.has("able") and self.asks_money and not self.query.aspects:
            front = self.words.pick("符合条件的可以。", "Yes, if the conditions hold. ")
        else:
            return parts
        return [replace(parts[0], text=front + parts[0].text, weight=Weight.CORRECTION), *parts[1:]]

    def _sum(self, requests: Sequence[Request]) -> list[Part]:
        paid = paid_by_group(self.given, requests, self.query) if self.benefit and self.benefit.cap else {}
        try:
            calculation = calculate(self.catalogue, requests, paid)
        except InputError as error:
            return [Part(str(error), self._proofs(), Weight.ASK)]
        return [sum_part(self.catalogue, calculation, self.words)]

    def _missing(self) -> list[Part]:
        """A question back where one missing fact decides the answer."""
        if not (self.asks_money or "standing" in self.aspects):
            return []
        if "standing" not in self.aspects and not (self.benefit and self.benefit.has_amount):
            return []
        counts = [count for count in self.query.counts if count.topic == self.topic.id]
        rate = (
            self._rate()
            if self.benefit
            else Part(" ".join(p.text for p in self._of_aspect("what") or []), self._proofs())
        )
        vague = any(count.vague for count in counts) and "quota" not in self.aspects
        if vague and self.benefit and self.benefit.formula.counts:
            ask = self.words.pick("要算总数，请告诉我具体是几个。", "For the total, please tell me the exact number.")
            return [replace(rate, text=f"{rate.text}\n{ask}", weight=Weight.ASK)]
        bare = [q for q in self.query.quantities if q.unit == "person" and (q.vague or (q.value or 0) > 1)]
        undecided = self.topic.rows and self._is_undecided() and not self.query.excluded and not self.topic.together
        if undecided and (bare or (self.query.has("personal") and not _GENERIC_ROWS.search(self.query.text))):
            label = self.words.join(
                self.words.pick(d.label, d.label_en)
                for name in self.topic.dimensions
                if (d := self.knowledge.dimensions.get(name))
            )
            ask = self.words.pick(f"请问是哪种{label}？", f"Which {label} is it?")
            options = tuple(self.topic.rows)
            return [replace(rate, text=f"{ask}{rate.text}", weight=Weight.ASK, options=options)]
        return []

    def _is_undecided(self) -> bool:
        """Whether the question names no row, or too little of one to tell rows apart."""
        if not self.rows:
            return True
        named = [d for d in self.topic.dimensions if self.query.values.get(d)]
        return len(self.rows) > 1 and len(named) < len(self.topic.dimensions)

    def _with_conditions(self, parts: list[Part]) -> list[Part]:
        """The parts with the benefit's conditions, where a figure was told and no condition yet."""
        if self.benefit is None or not self.asks_money or "eligibility" in self.aspects:
            return parts
        needs = _needs(self.benefit, self.topic, self.words)
        if not needs or not any(part.citations and part.weight is Weight.ANSWER for part in parts):
            return parts
        return [*parts, Part(conditions_text(needs, self.words), (), Weight.CONDITION)]

    def _period_end(self) -> list[Part]:
        """When a support period ends that begins on a date in the question."""
        duration = self.benefit.duration if self.benefit else None
        starts = self.query.has("period_end") and self.query.has("since")
        if duration is None or not starts or not self.query.dates or "deadline" in self.aspects:
            return []
        begin = self.query.dates[0]
        months = begin.year * 12 + (begin.month or 1) - 1 + duration.months - 1
        last = self.words.when(months // 12, months % 12 + 1)
        text = self.words.pick(f"到{last}。", f"Until {last}. ")
        proof = self.cite(duration.quote)
        return [Part(text + self.words.sentence(duration.quote if not self.words.english else ""), proof)]

    def _difference(self) -> list[Part]:
        """By how much two rows differ, where the question asks for that."""
        if not (self.benefit and self.benefit.has_amount and self.query.has("difference") and len(self.rows) == 2):
            return []
        number = next(
            (int(q.value) for q in self.query.quantities if q.unit in ("person", "place", "project") and q.value), 1
        )
        counted = [Request(self.benefit.id, row, count=number) for row in self.rows]
        first, second = (calculate(self.catalogue, [request]) for request in counted)
        high, low = max(first.max, second.max), min(first.max, second.max)
        terms = sorted((first.lines[0], second.lines[0]), key=lambda line: -line.max)
        shown = " − ".join(f"{line.label} {line.expression}" for line in terms)
        head = self.words.pick("相差", "The difference is ") + self.words.span(high - low, high - low, first.bound)
        result = replace(first, lines=tuple(terms), min=high - low, max=high - low)
        text = self.words.sentence(head) + "\n" + self.words.pick("算法：", "How: ") + self.words.sentence(shown)
        return [Part(text, self._proofs(), Weight.ANSWER, result)]

    def _rate(self) -> Part:
        return rate_part(self.catalogue, self.topic, self.rows, self.words)

    def _by_aspect(self) -> list[Part]:
        parts: list[Part] = []
        unanswered: list[str] = []
        for aspect in self._ordered_aspects():
            found = self._of_aspect(aspect)
            if found is None:
                unanswered.append(aspect)
            parts += [part for part in found or () if part.text not in {other.text for other in parts}]
        told = bool(parts)
        silent = {aspect for silence in self._silences() for aspect in silence.aspects}
        for aspect in (aspect for aspect in unanswered if aspect not in silent):
            if self.knowledge.aspects[aspect].open or not told:
                parts += self._instead(aspect)
                told = True
        parts = parts or self._of_aspect("what") or []
        return self._with_nearest_facts(parts)

    def _ordered_aspects(self) -> list[str]:
        """The aspects in the order of the question; what a yes/no is about comes before the figure."""
        if not self.query.has("polar", "confirm"):
            return list(self.aspects)
        return sorted(self.aspects, key=lambda aspect: aspect in _MONEY)

    def _with_nearest_facts(self, parts: list[Part]) -> list[Part]:
        """The parts with the fact likest to the question and the main fact, where only facts were told."""
        if self.asks_money or not parts or any(part.weight is not Weight.ANSWER for part in parts):
            return parts
        if set(self.aspects) & _WHOLE_ANSWERS:
            return parts
        facts = list(self.topic.facts)
        told = {part.text for part in parts}
        scores = self.likeness(self.query.text, [fact.say for fact in facts])
        main = [fact for fact in facts if "what" in fact.aspects][:1]
        ranked = [facts[i] for i in sorted(range(len(facts)), key=lambda i: -scores[i])]
        for fact in (*ranked[:1], *main):
            part = self._fact(fact)
            if part.text not in told and len(parts) < _MOST_FACTS and not self.rows:
                parts = [*(other for other in parts if not _says_no_more(other.text, part.text)), part]
                told.add(part.text)
        return parts

    def _instead(self, aspect: str) -> list[Part]:
        """For an aspect that no fact declares: the main fact where it holds the answer, else that it is not said."""
        main = [fact for fact in self.topic.facts if "what" in fact.aspects]
        if any(_holds(fact, self.knowledge.aspects[aspect].unit, aspect) for fact in main):
            return [self._fact(fact) for fact in main]
        return [self._not_said(aspect)]

    def _of_aspect(self, aspect: str) -> list[Part] | None:
        """What the policy says of one aspect; None where it says nothing."""
        if aspect in _MONEY and self.benefit is not None and self.benefit.has_amount:
            return [self._rate()]
        if self.rows and aspect in _ROW_ASPECTS and (rows := self._row_parts()):
            return rows
        if aspect == "standing":
            return self._of_aspect("what")
        if aspect == "eligibility":
            return self._eligibility()
        facts = [fact for fact in self.topic.facts if aspect in fact.aspects]
        if facts:
            return [self._fact(fact) for fact in facts[:_MOST_FACTS]]
        if aspect == "department":
            return self._department()
        if aspect == "clause":
            return [self._clause()]
        if aspect == "payment_time" and self.benefit is not None:
            return self._elsewhere("payment")
        if aspect == "stacking":
            return self._elsewhere("stacking")
        if aspect == "what" and self.benefit is not None:
            return [self._rate()]
        return None

    def _row_parts(self) -> list[Part]:
        rows = [self.topic.rows[key] for key in self.rows if self.topic.rows[key].say]
        return [Part(self.words.sentence(self.words.pick(row.say, row.say_en)), self.cite(row.quote)) for row in rows]

    def _fact(self, fact: Fact) -> Part:
        return Part(self.words.sentence(self.words.pick(fact.say, fact.say_en)), self.cite(fact.quote))

    def _eligibility(self) -> list[Part]:
        facts = [fact for fact in self.topic.facts if "eligibility" in fact.aspects]
        asked = self.query.has("polar") and not self.claims
        polar = self.words.pick("符合条件的可以。", "Yes, if the conditions hold. ") if asked else ""
        if facts and self.benefit is None:
            facts = [*(fact for fact in self.topic.facts if "what" in fact.aspects), *facts]
        if facts:
            parts = [self._fact(fact) for fact in dict.fromkeys(facts[:2])]
            return [replace(parts[0], text=polar + parts[0].text), *parts[1:]]
        if self.topic.conditions:
            needs = [self.words.pick(c.need, c.need_en) for c in self.topic.conditions]
            text = self.words.pick("条件：", "Conditions: ") + "；".join(needs)
            quotes = [condition.quote for condition in self.topic.conditions]
            return [Part(polar + self.words.sentence(text), self.cite(*quotes))]
        return self._of_aspect("what") or []

    def _department(self) -> list[Part]:
        return [department_part(self.policy, self.topic.clause, self.words)]

    def _clause(self) -> Part:
        clause = self.policy.clause(self.topic.clause)
        name = self.words.pick(self.topic.name, self.topic.name_en)
        text = self.words.pick(
            f"{name}写在{self.words.clause(clause.label)}。", f"{name} stands in {self.words.clause(clause.label)}."
        )
        return Part(text, self._proofs())

    def _elsewhere(self, role: str) -> list[Part] | None:
        """A general rule of the policy, from the topic that has this role."""
        for topic in self.knowledge.topics:
            if topic.policy == self.topic.policy and topic.role == role:
                fact = topic.facts[0]
                text = self.words.sentence(self.words.pick(fact.say, fact.say_en))
                return [Part(text, (self.policy.cite(fact.quote, topic.clause),))]
        return None

    def _proofs(self) -> tuple[Citation, ...]:
        if self.benefit is not None:
            return self.catalogue.citations(self.benefit.id)
        what = next((fact for fact in self.topic.facts if "what" in fact.aspects), None)
        return self.cite(what.quote) if what else ()

    def _silences(self) -> list[Silence]:
        found = []
        for silence in self.topic.silent:
            asked = any(aspect in self.query.aspects for aspect in silence.aspects)
            cued = any(re.search(cue, self.query.text) for cue in silence.cues)
            answered = any(a in self.query.aspects for f in self.topic.facts for a in f.aspects if a in silence.aspects)
            if cued or (asked and not silence.cues and not answered):
                found.append(silence)
        return found[:1]

    def _has_answer_beside(self, silences: Sequence[Silence]) -> bool:
        """Whether the question also asks for something that the policy does answer."""
        if self.benefit is None or not self.asks_money:
            return not self._is_left_open(silences) and self._fact_is_nearer(silences)
        if _STRICT.search(self.query.text):
            return False
        open_aspects = {aspect for silence in silences for aspect in silence.aspects}
        if open_aspects & _OPEN_SILENCES and self.benefit is not None and self.benefit.has_amount:
            return True
        if self.query.has("push_back"):
            return True
        answered = {aspect for fact in self.topic.facts for aspect in fact.aspects} - open_aspects
        answered |= _MONEY if self.benefit is not None and self.benefit.has_amount else set()
        return bool(answered & set(self.query.aspects) - {"eligibility", "what", "clause"} - open_aspects)

    def _is_left_open(self, silences: Sequence[Silence]) -> bool:
        """Whether all that is asked is named as left open, and no fact answers any of it."""
        asked = set(self.query.aspects) - {"what", "eligibility", "clause"}
        left = {aspect for silence in silences for aspect in silence.aspects}
        told = {aspect for fact in self.topic.facts for aspect in fact.aspects}
        return bool(asked) and asked <= left and not asked & told

    def _fact_is_nearer(self, silences: Sequence[Silence]) -> bool:
        """Whether what the policy says is likelier to be asked than what it leaves open."""
        says = [fact.say for fact in self.topic.facts]
        scores = self.likeness(self.query.text, [*says, *(silence.say for silence in silences)])
        return max(scores[: len(says)], default=0.0) > max(scores[len(says) :]) + _MARGIN

    def _open(self, silences: Iterable[Silence]) -> list[Part]:
        return [
            Part(
                self.words.sentence(self.words.pick(silence.say, silence.say_en)),
                self.cite(silence.quote),
                Weight.OPEN,
            )
            for silence in silences
        ]

    def _not_said(self, aspect: str) -> Part:
        described = self.knowledge.aspects[aspect]
        name = self.words.pick(self.topic.name, self.topic.name_en)
        text = self.words.pick(
            f"政策没有写{name}的{described.name}。", f"The policy does not say {described.name_en} for {name}."
        )
        leads = self.policy.clause(self.topic.clause).leads
        if described.open and leads:
            text += self.words.pick(f"可问牵头单位：{self.words.join(leads)}。", f" Ask: {self.words.join(leads)}.")
        return Part(text, (), Weight.OPEN)


def department_part(policy: Policy, key: str, words: Wording) -> Part:
    """Who leads a clause and who supports it; that none is named where none is."""
    clause = policy.clause(key)
    if not clause.departments:
        heading = clause.sentences[0]
        text = words.pick(
            f"{words.clause(clause.label)}没有写牵头单位和配合单位。",
            f"{words.clause(clause.label).capitalize()} names no department.",
        )
        return Part(text, (policy.cite(heading.text, key),))
    leads, supports = words.join(clause.leads), words.join(clause.supports)
    text = words.pick("牵头单位：", "Lead: ") + leads
    if supports:
        text += words.pick("；配合单位：", "; support: ") + supports
    start, end = clause.departments[0].start, clause.departments[-1].end
    return Part(words.sentence(text), (Citation(policy.id, key, clause.label, policy.text[start:end], start, end),))
