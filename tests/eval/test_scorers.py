"""The scorers, each on a right and on a wrong answer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.models import Answer, Bound, Calculation, CalculationLine, Status
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS
from eval.dataset import Question, parse_question
from eval.grading import grade, rate, refusals
from eval.scorers import is_right, score

LIBRARY = load_library(DEFAULT_CORPUS)
POLICY = LIBRARY.default
QUOTE = "每人分别给予2500元、3000元、6000元和8000元一次性补贴，每家企业每年不超过10万元"


def question(**changes: object) -> Question:
    row: dict[str, object] = {
        "id": "q1", "kind": "calc", "turns": ["我们今年自己培养了41个技师，一共多少"], "clauses": ["11"],
        "any_clause": False, "yuan": [100000], "not_yuan": [102500], "say": [["最高", "不超过"]], "not_say": ["大概"],
        "behaviour": "answer", "why": "…",
    }  # fmt: skip
    return parse_question(row | changes)


def answer(**changes: object) -> Answer:
    line = CalculationLine("promotion", "技师", "41 × 2500元", Decimal(102500), Decimal(102500), Bound.EXACT)
    right = Answer(
        "a1",
        Status.ANSWERED,
        "一共10万元：每家企业每年不超过10万元。",
        (POLICY.cite(QUOTE, "11"),),
        Calculation((line,), Decimal(100000), Decimal(100000), Bound.EXACT),
    )
    return replace(right, **changes)  # type: ignore[arg-type]


def test_a_right_answer_passes_everything() -> None:
    scores = score(question(), answer(), LIBRARY)
    assert is_right(scores), scores
    assert not any(item.reason for item in scores.values())


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("figures", "不超过上限。", "missing 100000"),
        ("figures", "10万元，不超过上限；原本10.25万元", "wrong 102500"),
        ("support", "10万元，不超过；另加3.3万元", "no source for 33000"),
        ("support", "10万元，不超过上限的70%", "no source for 70"),
        ("support", "10万元，不超过，见第十八条", "no such clause: 18"),
        ("words", "一共10万元", "none of 最高/不超过"),
        ("words", "大概10万元，不超过", "says 大概"),
        ("quotes", "10万元，「不超过十万元」", "is not verbatim"),
    ],
)
def test_a_wrong_text_fails_with_its_reason(name: str, text: str, reason: str) -> None:
    item = score(question(), answer(text=text), LIBRARY)[name]
    assert not item.passed
    assert reason in item.reason


def test_the_right_amount_said_in_passing_is_not_the_result() -> None:
    line = CalculationLine("promotion", "技师", "24 × 2500元", Decimal(60000), Decimal(60000), Bound.EXACT)
    other = answer(
        text="合计6万元。每家企业每年不超过10万元。",
        calculation=Calculation((line,), Decimal(60000), Decimal(60000), Bound.EXACT),
    )
    assert "in passing" in score(question(), other, LIBRARY)["figures"].reason


def test_a_second_total_beside_the_right_one_is_wrong() -> None:
    beside = answer(text="一共10万元，不超过上限。另一项：合计最高3万元。")
    assert "also comes to 30000" in score(question(), beside, LIBRARY)["figures"].reason


def test_subtotals_of_a_calculation_are_supported() -> None:
    lines = tuple(
        CalculationLine("b", row, f"{count} × 100元", Decimal(100 * count), Decimal(100 * count), Bound.EXACT, "甲")
        for row, count in (("x", 3), ("y", 4))
    )
    summed = answer(
        text="共10万元，不超过；甲700元", calculation=Calculation(lines, Decimal(1), Decimal(1), Bound.EXACT)
    )
    assert score(question(), summed, LIBRARY)["support"].passed


def test_a_figure_of_the_user_may_be_repeated() -> None:
    asked = question(turns=["同事说能拿33000，对吗"])
    assert score(asked, answer(text="不是3.3万元，是10万元"), LIBRARY)["support"].passed


@pytest.mark.parametrize(
    ("behaviour", "status", "passed"),
    [
        ("answer", Status.PARTIAL, True),
        ("answer", Status.NOT_COVERED, False),
        ("refuse", Status.BLOCKED, True),
        ("refuse", Status.PARTIAL, False),
        ("clarify", Status.CLARIFY, True),
        ("clarify", Status.ANSWERED, False),
        ("answer", Status.ERROR, False),
    ],
)
def test_behaviour(behaviour: str, status: Status, passed: bool) -> None:
    assert score(question(behaviour=behaviour), answer(status=status), LIBRARY)["behaviour"].passed is passed


def test_recall_needs_every_clause_unless_any_will_do() -> None:
    both = question(clauses=["11", "16"])
    assert score(both, answer(), LIBRARY)["recall"].value == 0.5
    assert score(question(clauses=["11", "16"], any_clause=True), answer(), LIBRARY)["recall"].passed
    assert score(question(clauses=["8"]), answer(), LIBRARY)["precision"].value == 0


def test_quotes_must_stand_where_they_say() -> None:
    right = POLICY.cite(QUOTE, "11")
    for wrong in (
        replace(right, start=right.start + 1, end=right.end + 1),
        replace(right, quote=QUOTE.replace("3000", "5000")),
        replace(right, clause="8", label="（八）"),
        replace(right, label="（八）"),
        replace(right, policy="elsewhere"),
    ):
        assert not score(question(), answer(citations=(wrong,)), LIBRARY)["quotes"].passed


def test_grading_counts_a_crash_as_wrong() -> None:
    def solver(asked: Question) -> Answer:
        if asked.id == "q2":
            raise RuntimeError("boom")
        return answer()

    graded = grade([question(), question(id="q2")], solver, LIBRARY)
    assert [item.right for item in graded] == [True, False]
    assert rate(graded).value == 0.5
    assert "error instead of answer" in graded[1].reasons


def test_refusal_precision_and_recall() -> None:
    due, wrong = question(behaviour="refuse", id="due"), question(id="wrong")
    graded = grade([due, wrong], lambda asked: answer(status=Status.NOT_COVERED), LIBRARY)
    precision, recall = refusals(graded)
    assert (precision.value, recall.value) == (0.5, 1.0)
