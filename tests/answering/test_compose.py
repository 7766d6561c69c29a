"""Parts to a reply: their order, the status that they make, and what is cited."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from assistant.answering.compose import compose, status_of
from assistant.answering.parts import Part, Weight
from assistant.answering.wording import wording
from assistant.models import Answer, Bound, Calculation, CalculationLine, Policy, Status
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS

C, A, N, O, Q = Weight.CORRECTION, Weight.ANSWER, Weight.CONDITION, Weight.OPEN, Weight.ASK  # noqa: E741


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_library(DEFAULT_CORPUS).default


def reply(policy: Policy, *parts: Part, english: bool = False) -> Answer:
    return compose("a", policy, parts, wording(english))


def total(amount: int, bound: Bound = Bound.EXACT) -> Calculation:
    line = CalculationLine("b", "甲", f"1 × {amount}元", Decimal(amount), Decimal(amount), bound)
    return Calculation((line,), Decimal(amount), Decimal(amount), bound)


@pytest.mark.parametrize(
    ("weights", "status"),
    [
        ([A], Status.ANSWERED),
        ([C], Status.ANSWERED),
        ([A, N], Status.ANSWERED),
        ([C, A, N], Status.ANSWERED),
        ([A, O], Status.PARTIAL),
        ([C, O], Status.PARTIAL),
        ([A, N, O], Status.PARTIAL),
        ([O], Status.NOT_COVERED),
        ([N], Status.NOT_COVERED),
        ([N, O], Status.NOT_COVERED),
        ([], Status.NOT_COVERED),
        ([Q], Status.CLARIFY),
        ([A, Q], Status.CLARIFY),
        ([O, Q], Status.CLARIFY),
        ([C, A, N, O, Q], Status.CLARIFY),
    ],
)
def test_the_status_that_parts_make(weights: list[Weight], status: Status) -> None:
    for order in list(permutations(weights))[:24]:
        assert status_of([Part(str(weight), (), weight) for weight in order]) is status


def test_parts_are_told_by_their_weight_and_within_it_in_order(policy: Policy) -> None:
    parts = [
        Part("问。", (), Q),
        Part("开。", (), O),
        Part("一。"),
        Part("条。", (), N),
        Part("二。"),
        Part("不是。", (), C),
    ]
    assert reply(policy, *parts).text == "不是。\n一。\n二。\n条。\n开。\n问。"


def test_the_same_words_are_told_once_and_empty_ones_not_at_all(policy: Policy) -> None:
    assert reply(policy, Part("甲。"), Part(" 甲。 "), Part(""), Part("  ")).text == "甲。"


def test_the_source_is_named_once_for_each_clause(policy: Policy) -> None:
    quotes = [policy.cite("每家企业每年不超过10万元", "11"), policy.cite("连续补贴3年", "11")]
    expiry = policy.cite(policy.validity)
    answer = reply(policy, Part("甲。", (quotes[0],)), Part("乙。", (quotes[1], expiry)))
    assert answer.text == "甲。\n乙。\n依据：第（十一）条、附则"
    assert answer.citations == (*quotes, expiry)
    english = reply(policy, Part("One.", (quotes[0],)), english=True)
    assert english.text == "One.\nSource: clause 11 of 烟政办字〔2024〕8号"


def test_without_citations_no_source_is_named(policy: Policy) -> None:
    assert reply(policy, Part("甲。")).text == "甲。"


def test_each_stretch_of_text_is_cited_once(policy: Policy) -> None:
    long = policy.cite("给予2500元、3000元、6000元和8000元一次性补贴，每家企业每年不超过10万元", "11")
    short, other = policy.cite("每家企业每年不超过10万元", "11"), policy.cite("连续补贴3年", "11")
    answer = reply(policy, Part("甲。", (short, long)), Part("乙。", (long, other)), Part("丙。", (other,)))
    assert answer.citations == (long, other)


def test_options_are_those_of_the_first_part_that_has_some(policy: Policy) -> None:
    answer = reply(
        policy, Part("甲。"), Part("哪种？", (), Q, None, ("甲", "乙")), Part("哪级？", (), Q, None, ("丙",))
    )
    assert answer.options == ("甲", "乙")
    assert reply(policy, Part("甲。")).options == ()


def test_one_sum_stays_as_it_is(policy: Policy) -> None:
    calculation = total(100)
    assert reply(policy, Part("甲。"), Part("乙。", (), A, calculation)).calculation is calculation
    assert reply(policy, Part("甲。")).calculation is None


def test_several_sums_are_added_up(policy: Policy) -> None:
    answer = reply(policy, Part("甲。", (), A, total(100)), Part("乙。", (), A, total(20, Bound.AT_MOST)))
    assert answer.calculation is not None
    assert (answer.calculation.min, answer.calculation.max) == (120, 120)
    assert answer.calculation.bound is Bound.AT_MOST
    assert [line.max for line in answer.calculation.lines] == [100, 20]


def test_the_same_parts_make_the_same_reply(policy: Policy) -> None:
    parts = [Part("甲。", (policy.cite("连续补贴3年", "11"),)), Part("乙。", (), O)]
    assert reply(policy, *parts) == reply(policy, *parts)
