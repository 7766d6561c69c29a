"""The spoiled answers, and the count of those that a verifier catches."""

from dataclasses import replace
from decimal import Decimal

from assistant.models import Answer, Bound, Calculation, CalculationLine, CapEffect, Status
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS
from eval.corruption import FAULTS, spoil
from eval.dataset import Question, parse_question
from eval.grading import grade
from eval.report.words import FAULTS as WORDED
from eval.suites import verifier

LIBRARY = load_library(DEFAULT_CORPUS)
POLICY = LIBRARY.default
QUOTE = "每人分别给予2500元、3000元、6000元和8000元一次性补贴，每家企业每年不超过10万元"


def capped() -> Answer:
    line = CalculationLine("promotion", "技师", "41 × 2500元", Decimal(102500), Decimal(102500), Bound.EXACT)
    cap = CapEffect(
        "promotion", "每年不超过10万元", Decimal(100000), Decimal(102500), Decimal(0), Decimal(100000), True, QUOTE
    )
    return Answer(
        "a",
        Status.ANSWERED,
        "最高10万元：41 × 2500元超过上限。见第（十一）条。",
        (POLICY.cite(QUOTE, "11"),),
        Calculation((line,), Decimal(100000), Decimal(100000), Bound.EXACT, (cap,)),
    )


def share() -> Answer:
    quote = "按投资额30%抵免当年应缴纳教育费附加和地方教育附加"
    return Answer("b", Status.ANSWERED, "按投资额的30%抵免。", (POLICY.cite(quote, "1"),))


def question() -> Question:
    return parse_question({
        "id": "q", "kind": "calc", "turns": ["41个技师"], "clauses": ["11"], "any_clause": True, "yuan": [100000],
        "not_yuan": [], "say": [], "not_say": [], "behaviour": "answer", "why": "",
    })  # fmt: skip


def test_every_fault_is_made_and_differs_from_the_answer() -> None:
    spoiled = [item for answer in (capped(), share()) for item in spoil(answer, POLICY)]
    assert {item.fault for item in spoiled} == set(FAULTS) == set(WORDED)
    assert all(item.answer not in (capped(), share()) for item in spoiled)


def test_the_cap_is_dropped_in_the_sum_and_in_the_text() -> None:
    dropped = next(item.answer for item in spoil(capped(), POLICY) if item.fault == "cap_dropped")
    assert dropped.calculation is not None
    assert dropped.calculation.max == 102500
    assert "10.25万元" in dropped.text


def test_clause_numbers_keep_their_form() -> None:
    texts = {item.fault: item.answer.text for item in spoil(capped(), POLICY)}
    assert "见第（一）条" in texts["clause_wrong"]
    assert "见第（二十三）条" in texts["clause_invented"]


def test_a_blind_verifier_misses_all_and_a_nervous_one_alarms() -> None:
    graded = grade([question()], lambda _: capped(), LIBRARY)
    blind = verifier.run(graded, lambda answer, asked: (), POLICY)
    assert blind.decisive.value == 0
    assert blind.false_alarms == []
    nervous = verifier.run(graded, lambda answer, asked: ("no",), POLICY)
    assert nervous.decisive.value == 1
    assert len(nervous.false_alarms) == 1
    assert verifier.summarise(nervous)["alarms"] == [{"id": "q", "reasons": "no"}]


def test_only_right_answers_are_spoiled() -> None:
    graded = grade([question()], lambda _: replace(capped(), text="不知道"), LIBRARY)
    assert verifier.run(graded, lambda answer, asked: (), POLICY).right == 0
