"""Score one answer against one question: deterministic checks, each with its reason.

figures    every gold amount is said, no forbidden one, and the sum asked for is the one that is told
support    every money figure, percentage and clause number in the text stands in a cited quote, in the
           calculation or in the user's own words
words      the required words occur, the forbidden do not
behaviour  the status is what the question calls for
recall     the gold clauses are cited
precision  nothing but the gold clauses is cited (reported, not needed for "fully right")
quotes     every citation is policy.txt[start:end] of the clause it names, and 「…」 in the text is verbatim
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.models import Answer, Calculation, Policy, Status
from assistant.policy import Library
from eval.dataset import Behaviour, Question
from eval.figures import clauses_named, fold, money, numbers, percentages

__all__ = ["CORE", "Score", "is_right", "score"]

CORE = ("figures", "support", "words", "behaviour", "recall", "quotes")
"""The scores that a fully right answer passes, all of them."""

_EXPECTED = {
    Behaviour.ANSWER: {Status.ANSWERED, Status.PARTIAL},
    Behaviour.REFUSE: {Status.NOT_COVERED, Status.OUT_OF_SCOPE, Status.BLOCKED},
    Behaviour.CLARIFY: {Status.CLARIFY},
}
_OPERATOR = re.compile("[+−×÷]")
_TOTAL = re.compile(r"(?:合计|总计|共计|Total:)[^。；，\n]*")
"""A total with its range: the phrase after a word for it."""
_SENTENCE = re.compile(r"[。；\n]|\. ")
_VERBATIM = re.compile(r"「([^」]+)」")


@dataclass(frozen=True, slots=True)
class Score:
    """The result of one check: ``value`` from 0 to 1, None where it does not apply; the reason where below 1."""

    value: float | None
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing was found wrong."""
        return self.value is None or self.value >= 1


def score(question: Question, answer: Answer, library: Library) -> dict[str, Score]:
    """Every score of this answer, by name."""
    return {
        "figures": _figures(question, answer),
        "support": _support(question, answer, library),
        "words": _words(question, answer),
        "behaviour": _behaviour(question, answer),
        "recall": _recall(question, answer),
        "precision": _precision(question, answer),
        "quotes": _quotes(question, answer, library),
    }


def is_right(scores: dict[str, Score]) -> bool:
    """Whether the answer is fully right."""
    return all(scores[name].passed for name in CORE)


def _figures(question: Question, answer: Answer) -> Score:
    if not question.yuan and not question.not_yuan:
        return Score(None)
    said = money(answer.text)
    missing = [value for value in question.yuan if value not in said]
    wrong = [value for value in question.not_yuan if value in said]
    reasons = [f"missing {_list(missing)}"] * bool(missing) + [f"states the wrong {_list(wrong)}"] * bool(wrong)
    if question.kind == "calc" and question.yuan and not missing and answer.calculation:
        told = {answer.calculation.min, answer.calculation.max} | _headline(answer.text)
        others = [total for match in _TOTAL.finditer(answer.text) if (total := money(match[0]))]
        beside = [total for total in others if not total & set(question.yuan)]
        if not told & set(question.yuan):
            reasons.append(f"comes to {_list(sorted(told))}; the right amount is said in passing only")
        elif beside:
            reasons.append(f"also comes to {_list(sorted(set().union(*beside)))}")
    return Score(0 if reasons else 1, "; ".join(reasons))


def _headline(text: str) -> set[Decimal]:
    """The amounts of the first sentence that has any: what a reader takes for the result."""
    return next((found for part in _SENTENCE.split(text) if (found := money(part))), set())


def _support(question: Question, answer: Answer, library: Library) -> Score:
    sources = " ; ".join([*(citation.quote for citation in answer.citations), *question.turns])
    known = numbers(sources) | _calculated(answer.calculation)
    unsupported = sorted((money(answer.text) | percentages(answer.text)) - known)
    existing = {clause.key for clause in library.clauses()} | clauses_named(" ".join(question.turns))
    invented = sorted(clauses_named(answer.text) - existing)
    reasons = [f"no source for {_list(unsupported)}"] * bool(unsupported)
    reasons += [f"no such clause: {'、'.join(invented)}"] * bool(invented)
    return Score(0 if reasons else 1, "; ".join(reasons))


def _calculated(calculation: Calculation | None) -> set[Decimal]:
    if calculation is None:
        return set()
    found = {calculation.min, calculation.max}
    subtotals: dict[tuple[str, ...], list[Decimal]] = {}
    for line in calculation.lines:
        found |= {line.min, line.max} | numbers(line.expression)
        for group in ((line.enterprise,), (line.enterprise, line.year), (line.benefit, line.enterprise, line.year)):
            low, high = subtotals.get(group, [Decimal(0), Decimal(0)])
            subtotals[group] = [low + line.min, high + line.max]
    found.update(*subtotals.values())
    for cap in calculation.caps:
        found |= {cap.limit, cap.before, cap.already_paid, cap.allowed, cap.limit - cap.already_paid}
    for citation in calculation.citations:
        found |= numbers(citation.quote)
    worked = {figure.value for figure in calculation.derived if _comes_to(figure.expression) == figure.value}
    return found | worked | {round(value, 2) for value in worked}


def _comes_to(expression: str) -> Decimal | None:
    """What arithmetic in plain amounts comes to, from left to right; None where a term is no single amount."""
    terms = [sorted(numbers(term)) for term in _OPERATOR.split(expression)]
    if not all(len(term) == 1 for term in terms):
        return None
    parts = [
        term[0] / 100 if "%" in said else term[0] for term, said in zip(terms, _OPERATOR.split(expression), strict=True)
    ]
    result = parts[0]
    for operator, value in zip(_OPERATOR.findall(expression), parts[1:], strict=True):
        result = {"+": result + value, "−": result - value, "×": result * value, "÷": result / (value or 1)}[operator]
    return result


def _words(question: Question, answer: Answer) -> Score:
    text = fold(answer.text)
    missing = [group for group in question.say if not any(fold(word) in text for word in group)]
    forbidden = [word for word in question.not_say if fold(word) in text]
    if not question.say and not question.not_say:
        return Score(None)
    reasons = ["none of " + "/".join(group[:4]) for group in missing] + [f"says {word}" for word in forbidden]
    return Score(0 if reasons else 1, "; ".join(reasons))


def _behaviour(question: Question, answer: Answer) -> Score:
    if answer.status in _EXPECTED[question.behaviour]:
        return Score(1)
    return Score(0, f"{answer.status.value} instead of {question.behaviour.value}")


def _recall(question: Question, answer: Answer) -> Score:
    if not question.clauses:
        return Score(None)
    cited = {citation.clause for citation in answer.citations}
    found = [key for key in question.clauses if key in cited]
    if (question.any_clause and found) or len(found) == len(question.clauses):
        return Score(1)
    missing = [key for key in question.clauses if key not in cited]
    share = 0.0 if question.any_clause else len(found) / len(question.clauses)
    return Score(share, f"does not cite {'、'.join(missing)}")


def _precision(question: Question, answer: Answer) -> Score:
    cited = {citation.clause for citation in answer.citations}
    if question.behaviour is not Behaviour.ANSWER or not cited:
        return Score(None)
    extra = sorted(cited - set(question.clauses))
    return Score(1 - len(extra) / len(cited), f"also cites {'、'.join(extra)}" if extra else "")


def _quotes(question: Question, answer: Answer, library: Library) -> Score:
    policies = {policy.id: policy for policy in library.policies}
    reasons = []
    for citation in answer.citations:
        policy = policies.get(citation.policy)
        if policy is None:
            reasons.append(f"unknown policy {citation.policy}")
        elif not citation.quote or policy.text[citation.start : citation.end] != citation.quote:
            reasons.append(f"not the words at {citation.start}:{citation.end}: {citation.quote[:30]}")
        elif _clause_at(policy, citation.start, citation.end) != (citation.clause, citation.label):
            reasons.append(f"not in {citation.label}: {citation.quote[:30]}")
    sources = [fold(policy.text) for policy in library.policies] + [fold(turn) for turn in question.turns]
    quoted = _VERBATIM.findall(answer.text)
    loose = [words for words in quoted if not any(fold(words) in source for source in sources)]
    reasons += [f"「{words[:30]}」 is not verbatim" for words in loose]
    return Score(0 if reasons else 1, "; ".join(reasons)) if answer.citations or reasons else Score(None)


def _clause_at(policy: Policy, start: int, end: int) -> tuple[str, str] | None:
    for clause in policy.clauses:
        if clause.start <= start and end <= clause.end:
            return clause.key, clause.label
    return None


def _list(values: Iterable[Decimal]) -> str:
    return "、".join(f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}" for value in values)
