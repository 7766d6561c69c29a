"""Every question is well formed and its gold is proved by the policy's own words."""

import re
from collections import Counter
from decimal import Decimal
from math import prod

import pytest

from assistant.benefits import load_benefits
from assistant.errors import InputError
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS
from eval.dataset import KINDS, SPLITS, Behaviour, load_split, parse_question
from eval.figures import fold, money
from eval.splitting import halve
from eval.suites.calculator import check_golds

POLICY = load_library(DEFAULT_CORPUS).default
QUESTIONS = [question for split in SPLITS for question in load_split(split)]
_TERM = r"\d[\d,]*(?:\.\d+)?\s*(?:万|%)?\s*元?"
_SUM = re.compile(rf"(?<![\d.])({_TERM}(?:\s*[×*+\-]\s*{_TERM})+)\s*=\s*({_TERM})")
OWN = [question for split in ("dev", "test", "fresh") for question in load_split(split)]


def test_ids_and_conversations_are_unique() -> None:
    for values in ([question.id for question in QUESTIONS], [question.turns for question in QUESTIONS]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_there_are_enough_of_every_kind_and_clause() -> None:
    assert len(OWN) >= 400
    assert {question.kind for question in OWN} == set(KINDS)
    asked = {key for question in OWN for key in question.clauses}
    assert asked >= {clause.key for clause in POLICY.clauses}


def test_halves_are_balanced_by_kind() -> None:
    dev, test = (Counter(question.kind for question in load_split(split)) for split in ("dev", "test"))
    assert all(abs(dev[kind] - test[kind]) <= 1 for kind in KINDS)


def test_every_proof_is_in_the_policy() -> None:
    text = fold(POLICY.text)
    wrong = [(question.id, words) for question in OWN for words in question.proof if fold(words) not in text]
    assert wrong == []


def test_clauses_exist_and_are_named_where_an_answer_is_due() -> None:
    keys = {clause.key for clause in POLICY.clauses}
    for question in QUESTIONS:
        assert set(question.clauses) <= keys, question.id
        assert question.clauses or question.behaviour is not Behaviour.ANSWER, question.id


def test_a_proof_stands_in_a_gold_clause() -> None:
    for question in OWN:
        if question.behaviour is Behaviour.ANSWER:
            golden = fold("\n".join(POLICY.clause(key).text for key in question.clauses))
            assert any(fold(words) in golden for words in question.proof), question.id


def test_golds_do_not_contradict_themselves() -> None:
    for question in QUESTIONS:
        assert not set(question.yuan) & set(question.not_yuan), question.id
        assert all(question.say), question.id
        needed = {word for group in question.say if len(group) == 1 for word in group}
        assert not needed & set(question.not_say), question.id


def test_a_single_gold_amount_of_a_lookup_stands_in_its_proof() -> None:
    for question in OWN:
        if question.kind == "amount" and question.behaviour is Behaviour.ANSWER:
            proved = money("\n".join(question.proof))
            assert set(question.yuan) <= proved, question.id


def test_the_sums_written_out_in_the_reasons_are_right() -> None:
    sums = [(question.id, *found) for question in QUESTIONS for found in _SUM.findall(question.why)]
    assert len(sums) > 90
    for question_id, terms, total in sums:
        assert _evaluate(terms) in {_value(total), _value(total) * 10_000, _value(total) / 10_000}, question_id


def test_golds_are_what_the_calculator_gives() -> None:
    catalogue = load_benefits(DEFAULT_CORPUS, load_library(DEFAULT_CORPUS))
    checks = list(check_golds(catalogue, {question.id: question for question in QUESTIONS}))
    assert len(checks) >= 39
    assert [check for check in checks if check.problem] == []


def test_halving_is_stable_whatever_the_order() -> None:
    rows = [{"id": str(n), "kind": "calc" if n % 3 else "date", "turns": [f"问{n}"]} for n in range(20)]
    assert halve(rows) == halve(list(reversed(rows)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "riddle"}, "riddle"),
        ({"colour": 1}, "unknown keys"),
        ({"turns": []}, "turns"),
        ({"behaviour": "sing"}, "sing"),
    ],
)
def test_a_bad_row_is_refused(change: dict[str, object], message: str) -> None:
    row: dict[str, object] = {
        "id": "x", "kind": "date", "turns": ["?"], "clauses": [], "any_clause": False, "yuan": [], "not_yuan": [],
        "say": [], "not_say": [], "behaviour": "refuse", "why": "",
    }  # fmt: skip
    parse_question(row)
    with pytest.raises(ValueError, match=message):
        parse_question(row | change)


def test_an_unknown_split_is_refused_with_the_allowed_ones() -> None:
    with pytest.raises(InputError, match="dev, test, samples, fresh"):
        load_split("exam")


def _evaluate(terms: str) -> Decimal:
    """The value of products added and subtracted, as the questions' reasons write them."""
    signed = re.sub(r"\s*-\s*", "+-", terms).split("+")
    return sum((_product(term) for term in signed), Decimal(0))


def _product(term: str) -> Decimal:
    sign = -1 if term.startswith("-") else 1
    return sign * prod((_value(factor) for factor in re.split("[×*]", term.lstrip("-"))), start=Decimal(1))


def _value(term: str) -> Decimal:
    digits = term.replace(",", "").replace("元", "").strip()
    scale = {"万": Decimal(10_000), "%": Decimal("0.01")}.get(digits[-1:], Decimal(1))
    return Decimal(digits.rstrip("万% ")) * scale
