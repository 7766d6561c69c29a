"""The last gate: right answers pass, and each way of making one wrong is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.answering import Assistant
from assistant.models import Answer, Citation, Status

TODAY = date(2026, 11, 22)
RATE = "我们厂自己培养的高级技师能拿多少补贴"
SUM = "承办了市级一类行业技能竞赛四个项目，最高合计能补多少"
CAPPED = "我厂今年新晋升首席技师13名，一共能拿多少"
RATES = "企业自主培育新晋升的技师、高级技师每人分别补多少"
SPOILED = Callable[[Answer], Answer]


def told(old: str, new: str) -> SPOILED:
    """The answer with other words in its text."""

    def spoil(answer: Answer) -> Answer:
        assert old in answer.text
        return replace(answer, text=answer.text.replace(old, new, 1))

    return spoil


def added(words: str) -> SPOILED:
    return lambda answer: replace(answer, text=answer.text + words)


def cited(**changes: object) -> SPOILED:
    """The answer with another first citation."""

    def spoil(answer: Answer) -> Answer:
        first, *rest = answer.citations
        return replace(answer, citations=(replace(first, **changes), *rest))

    return spoil


def moved(answer: Answer) -> Answer:
    first, *rest = answer.citations
    return replace(answer, citations=(replace(first, start=first.start + 1, end=first.end + 1), *rest))


def shortened(answer: Answer) -> Answer:
    first, *rest = answer.citations
    return replace(answer, citations=(replace(first, quote=first.quote[:-1]), *rest))


def reworded(answer: Answer) -> Answer:
    first, *rest = answer.citations
    return replace(answer, citations=(replace(first, quote=first.quote.replace("3000", "5000")), *rest))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (told("3000元", "5000元"), "没有依据的数字：money 5000"),
        (told("3000元", "3千5百元"), "没有依据的数字"),
        (told("3000元", "三千五百元"), "没有依据的数字：money 3500"),
        (told("3000元", "0.35万元"), "没有依据的数字：money 3500"),
        (told("10万元", "100万元"), "没有依据的数字：money 1000000"),
        (told("10万元", "10元"), "没有依据的数字：money 10"),
        (added("\n另外再补4321元。"), "没有依据的数字：money 4321"),
        (added("\n个人承担70%。"), "没有依据的数字：percent 70"),
        (added("\n连续发7年。"), "没有依据的数字：duration-year 7"),
        (added("\n全市名额77人。"), "没有依据的数字：number 77"),
        (added("\n2019年起施行。"), "没有依据的数字：date 2019"),
        (told("第（十一）条", "第（十二）条"), "第（十二）条没有引文"),
        (told("第（十一）条", "第（二十三）条"), "没有第（二十三）条"),
        (added("\n另见第（十八）条。"), "没有第（十八）条"),
        (added("\n原文：「人人有份」。"), "「」里的话不在引文中：人人有份"),
        (added("\n原文：「每年遴选不超过80名烟台市技能大师」。"), "「」里的话不在引文中"),
        (cited(clause="12", label="（十二）"), "引文不在第12条"),
        (cited(label="（十二）"), "引文不在第11条"),
        (cited(clause="23", label="（二十三）"), "没有这一条：23"),
        (cited(policy="other"), "引文与原文不符"),
        (cited(quote=""), "引文与原文不符"),
        (reworded, "引文与原文不符"),
        (shortened, "引文与原文不符"),
        (moved, "引文与原文不符"),
        (lambda answer: replace(answer, citations=()), "没有依据的数字"),
    ],
)
def test_a_spoiled_answer_is_noticed(rules: Assistant, spoil: SPOILED, reason: str) -> None:
    answer = rules.ask(RATE, (), TODAY)
    assert rules.verify(answer, RATE) == ()
    assert any(found.startswith(reason) for found in rules.verify(spoil(answer), RATE))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (told("40万元", "41万元"), "没有依据的数字：money 410000"),
        (told("4 × 10万元", "7 × 11万元"), "没有依据的数字"),
        (lambda answer: replace(answer, text=answer.text.replace("最高", "")), "最高额没有说明是最高"),
        (lambda answer: replace(answer, calculation=None), "没有依据的数字：money 400000"),
    ],
)
def test_a_spoiled_sum_is_noticed(rules: Assistant, spoil: SPOILED, reason: str) -> None:
    answer = rules.ask(SUM, (), TODAY)
    assert (answer.calculation and answer.calculation.max) == Decimal(400_000)
    assert rules.verify(answer, SUM) == ()
    assert any(found.startswith(reason) for found in rules.verify(spoil(answer), SUM))


def raised(answer: Answer) -> Answer:
    """With a sum of which the lines and the text know nothing."""
    assert answer.calculation is not None
    amount = answer.calculation.max + 1000
    return replace(answer, calculation=replace(answer.calculation, min=amount, max=amount))


def uncapped(answer: Answer) -> Answer:
    """With the sum before the cap, in the calculation and in the text."""
    assert answer.calculation is not None
    (cap,) = answer.calculation.caps
    calculation = replace(answer.calculation, min=cap.before, max=cap.before, caps=())
    return replace(answer, calculation=calculation, text=answer.text.replace("10万元", "10.4万元"))


@pytest.mark.parametrize("spoil", [raised, uncapped])
def test_a_calculation_that_does_not_add_up_is_noticed(rules: Assistant, spoil: SPOILED) -> None:
    answer = rules.ask(CAPPED, (), TODAY)
    assert (answer.calculation and answer.calculation.max) == Decimal(100_000)
    assert rules.verify(answer, CAPPED) == ()
    assert rules.verify(spoil(answer), CAPPED)


def test_english_figures_are_checked_too(rules: Assistant) -> None:
    question = "How much for a senior technician trained by our company?"
    answer = rules.ask(question, (), TODAY)
    assert "3,000 yuan" in answer.text
    assert rules.verify(answer, question) == ()
    assert rules.verify(told("3,000 yuan", "5,000 yuan")(answer), question)


def test_a_quote_in_the_text_that_is_cited_passes(rules: Assistant) -> None:
    answer = rules.ask(RATE, (), TODAY)
    quoting = replace(answer, text=answer.text + f"\n原文：「{answer.citations[0].quote}」")
    assert rules.verify(quoting, RATE) == ()


def test_a_figure_of_the_question_may_be_repeated_to_correct_it(rules: Assistant) -> None:
    answer = Answer("a", Status.ANSWERED, "不是8000元。")
    assert rules.verify(answer, "是8000元吧") == ()
    assert rules.verify(answer, "那高级工呢", ("不是8000吗",)) == ()
    assert rules.verify(answer, "是5000元吧")


def test_a_failure_needs_no_proof(rules: Assistant) -> None:
    assert rules.verify(Answer("a", Status.ERROR, "系统出错，错误码500，请30秒后再试。"), "") == ()


@pytest.mark.parametrize("question", [RATE, CAPPED])
def test_an_exact_figure_needs_no_upper_limit_in_words(rules: Assistant, question: str) -> None:
    answer = rules.ask(question, (), TODAY)
    assert "最高" not in answer.text
    assert rules.verify(answer, question) == ()


def test_figures_that_changed_places_are_noticed(rules: Assistant) -> None:
    answer = rules.ask(RATES, (), TODAY)
    assert rules.verify(answer, RATES) == ()
    assert "技师2500元、高级技师3000元" in answer.text
    swapped = told("技师2500元、高级技师3000元", "技师3000元、高级技师2500元")(answer)
    assert rules.verify(swapped, RATES)


def test_a_citation_may_not_reach_beyond_its_clause(rules: Assistant) -> None:
    policy = rules.library.default
    clause = policy.clause("11")
    start, end = clause.end - 5, clause.end + 5
    citation = Citation(policy.id, "11", clause.label, policy.text[start:end], start, end)
    assert rules.verify(Answer("a", Status.ANSWERED, "好。", (citation,)), "") == ("引文不在第11条",)


def test_no_right_answer_is_flagged(rules: Assistant) -> None:
    """A hundred of the corpus's example questions, of every kind: no alarm, and hardly one has to fall back."""
    questions = [question for _, question in rules.knowledge.examples()]
    asked = questions[:: len(questions) // 100]
    answers = {question: rules.ask(question, (), TODAY) for question in asked}
    assert len(answers) >= 100
    alarms = {question: rules.verify(answer, question, (), TODAY) for question, answer in answers.items()}
    assert {question: reasons for question, reasons in alarms.items() if reasons} == {}
    fallen = [
        q for q, a in answers.items() if next(s for s in a.steps if s.name == "核对").detail != "引文与数字都有依据"
    ]
    assert fallen == []
