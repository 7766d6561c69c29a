"""One topic asked about by one query: all that its answer is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.claims import claimed
from assistant.answering.figures import rate_part
from assistant.answering.inputs import Inputs, inputs_of
from assistant.answering.parts import Part
from assistant.answering.wording import Wording, wording
from assistant.benefits import Benefit, Catalogue
from assistant.language.knowledge import Knowledge
from assistant.language.query import Asked, Query, Scored
from assistant.language.topics import AMOUNT, Topic
from assistant.models import Citation, Policy
from assistant.policy import Library

__all__ = ["MONEY", "WHOLE_ANSWERS", "Likeness", "TopicCase"]

Likeness = Callable[[str, Sequence[str]], list[float]]
"""How like a question each of several texts is."""

MONEY = frozenset({"amount", "cap"})
"""The aspects that ask for a figure of money."""

WHOLE_ANSWERS = frozenset({"department", "clause", "payment_time", "stacking"})
"""The aspects that one rule or line answers whole, whatever the topic."""

_COMMON = MONEY | {"what", "eligibility", "ranking", "proration"}
"""The aspects that a question on an open detail may ask of what the policy says as well."""
_CLEAR = 0.5
"""The score from which a point is what a single question is after."""
_TIE = 0.08
_LOOSE_TIE = 0.15
"""By how much less sure a second point may be to be told as well; in one of several questions."""
_FIGURE = 0.2
"""By how much surer an open detail may be where the question's words ask for the figure alone."""
_FAR = 0.3
"""By how much surer the first point is where no other can be meant."""


class TopicCase:
    """A topic with the query about it, its benefit, the rows named, the inputs given and the claims made."""

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
        self.asked = tuple(asked for asked in query.asked if asked.topic == topic.id)
        self.asks_money = bool(MONEY & set(self.aspects)) or any(AMOUNT in self.points(a) for a in self.asked)

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

    def points(self, asked: Asked) -> tuple[str, ...]:
        """The points that a single question is clearly after, surest first."""
        if not asked.points or asked.points[0].score < _CLEAR:
            return ()
        first, *others = asked.points
        figure = next((point for point in others if point.label == AMOUNT), None)
        if figure and self._wants_figure(asked) and figure.score >= first.score - _FIGURE:
            return (AMOUNT,)
        tie = _TIE if len(self.query.asked) == 1 else _LOOSE_TIE
        near = [item.label for item in others[:1] if item.score >= first.score - tie]
        if self.topic.silence_at(near[0] if near else AMOUNT) and not self.topic.fact_at(first.label):
            near = []
        silence = self.topic.silence_at(first.label)
        told = {aspect for fact in self.topic.facts for aspect in fact.aspects} | _COMMON
        if silence is not None and set(silence.aspects) & set(asked.aspects) - told:
            near = []
        if silence is not None and "what" not in asked.aspects and len(self.query.asked) == 1:
            near = [label for label in near if not self._is_main(label)]
        return (first.label, *near)

    def _wants_figure(self, asked: Asked) -> bool:
        """Whether a question's words ask for nothing but an amount, which the policy gives."""
        pays = self.benefit is not None and self.benefit.has_amount
        open_first = self.topic.silence_at(asked.points[0].label) is not None
        return pays and open_first and asked.aspects == ("amount",)

    def _is_main(self, point: str) -> bool:
        """Whether a point is what the topic is, told of it whatever is asked."""
        fact = self.topic.fact_at(point)
        return fact is not None and "what" in fact.aspects

    def is_left_open(self, asked: Asked) -> bool:
        """Whether a single question is after one open detail, and clearly after nothing else."""
        first, *others = asked.points or (Scored("", 0.0),)
        clear = first.score >= max([_CLEAR, *(item.score + _FAR for item in others)])
        return clear and self.topic.silence_at(first.label or AMOUNT) is not None

    def sums(self, asked: Asked) -> bool:
        """Whether a single question asks for money in its own words."""
        return bool(MONEY & set(asked.aspects))

    def cite(self, *quotes: str) -> tuple[Citation, ...]:
        """Citations of these words in the topic's clause, each once."""
        return tuple(self.policy.cite(quote, self.topic.clause) for quote in dict.fromkeys(quotes) if quote)

    def payment_rule(self) -> Topic | None:
        """The topic of this policy that says how long after approval is paid, or None."""
        return next((t for t in self.knowledge.topics if t.payment and t.policy == self.topic.policy), None)

    def rate(self) -> Part:
        """What the topic's benefit pays, of the rows named or of all."""
        return rate_part(self.catalogue, self.topic, self.rows, self.words)

    def proofs(self) -> tuple[Citation, ...]:
        """The words that say what the topic is."""
        if self.benefit is not None:
            return self.catalogue.citations(self.benefit.id)
        what = next((fact for fact in self.topic.facts if "what" in fact.aspects), None)
        return self.cite(what.quote) if what else ()
