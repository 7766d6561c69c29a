"""The alarm: answers to the visible questions must not get worse, and no figure or quote may be wrong."""

from __future__ import annotations

import pytest

from eval.bar import below, measured, read_bar
from eval.dataset import HIDDEN, SPLITS
from eval.grading import Graded
from eval.suites import answers, verifier
from eval.workbench import Workbench

Answers = dict[str, list[Graded]]


@pytest.fixture(scope="session")
def graded(bench: Workbench) -> Answers:
    """The product's answers to the visible questions."""
    return {split: answers.run(bench, split) for split in SPLITS if split not in HIDDEN}


MOST_EXCHANGES_MISSED = 5
"""Two true figures exchanged between lines of one reply: the one fault that the verifier does not always see."""


def _failing(graded: Answers, score: str) -> list[str]:
    items = [item for group in graded.values() for item in group if not item.scores[score].passed]
    return [f"{item.question.id}: {item.scores[score].reason}" for item in items]


def test_no_figure_is_without_a_source(graded: Answers) -> None:
    assert _failing(graded, "support") == []


def test_every_quote_resolves(graded: Answers) -> None:
    assert _failing(graded, "quotes") == []


def test_no_answer_crashes(graded: Answers) -> None:
    assert [item.answer.text for group in graded.values() for item in group if item.answer.status == "error"] == []


def test_no_score_falls_below_the_bar(graded: Answers) -> None:
    assert below(read_bar(), measured(graded)) == []


def test_the_verifier_catches_decisive_faults_and_spares_right_answers(bench: Workbench, graded: Answers) -> None:
    outcome = verifier.run((item for group in graded.values() for item in group), bench.verify, bench.library.default)
    missed = [(found, item.fault, item.detail) for found, item in outcome.missed if item.decisive]
    assert [fault for fault in missed if fault[1] != "figures_exchanged"] == []
    assert len(missed) <= MOST_EXCHANGES_MISSED
    assert outcome.false_alarms == []
