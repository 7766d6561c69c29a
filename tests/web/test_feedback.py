"""Feedback in a real database, out of it by command, and as evaluation questions."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import AssistantError
from assistant.models import Policy
from assistant.web.feedback_export import question_rows
from assistant.web.feedback_store import Feedback, FeedbackStore
from eval.dataset import parse_question


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(f"sqlite:///{tmp_path / 'deep' / 'feedback.db'}")


def judgement(policy: Policy, **changed: object) -> Feedback:
    quote = "遴选200名左右烟台市技术能手，每人给予2000元一次性市政府津贴"
    values = {
        "reply_id": "r1",
        "rating": "up",
        "turns": ["技术能手发多少"],
        "reply": "每人2000元，一次性发放。",
        "status": "answered",
        "citations": [{"policy": policy.id, "clause": "13", "quote": quote}],
    }
    return Feedback(**{**values, **changed})  # type: ignore[arg-type]


def test_what_is_put_comes_back_in_order(store: FeedbackStore, policy: Policy) -> None:
    first, second = (
        judgement(policy),
        judgement(policy, reply_id="r2", rating="down", reasons=["金额不对"], comment="不对"),
    )
    store.put(first)
    store.put(second)
    assert [(f.reply_id, f.rating, list(f.reasons), f.comment) for f in store.all()] == [
        ("r1", "up", [], ""),
        ("r2", "down", ["金额不对"], "不对"),
    ]


def test_the_last_judgement_of_a_reply_counts_and_can_be_withdrawn(store: FeedbackStore, policy: Policy) -> None:
    store.put(judgement(policy))
    store.put(judgement(policy, rating="down"))
    assert [f.rating for f in store.all()] == ["down"]
    store.withdraw("r1")
    store.withdraw("never")
    assert list(store.all()) == []


def test_personal_data_is_nowhere_in_the_file(tmp_path: Path, policy: Policy) -> None:
    path = tmp_path / "feedback.db"
    secrets = ["13800001111", "370602199001011234", "6222021234567890123", "a.b@example.com", "王建国"]
    text = f"我叫王建国，{'，'.join(secrets[:4])}"
    FeedbackStore(f"sqlite:///{path}").put(judgement(policy, turns=[text, text], reply=text, comment=text))
    content = path.read_bytes()
    assert not [secret for secret in secrets if secret.encode() in content]
    with sqlite3.connect(path) as database:
        assert json.loads(database.execute("select turns from feedback").fetchone()[0])[0].startswith("我叫〔姓名〕")


def test_a_database_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(AssistantError, match="POLICY_DATABASE_URL"):
        FeedbackStore("sqlite:////proc/nowhere/feedback.db")
    with pytest.raises(AssistantError, match="POLICY_DATABASE_URL"):
        FeedbackStore("nonsense")


def test_a_liked_reply_becomes_a_complete_question(policy: Policy) -> None:
    (row,) = question_rows([judgement(policy)])
    question = parse_question(row)
    assert (question.kind, question.clauses, question.behaviour) == ("amount", ("13",), "answer")
    assert [int(amount) for amount in question.yuan] == [2000]
    assert policy.cite(question.proof[0], "13")


@pytest.mark.parametrize(
    ("status", "turns", "kind", "behaviour"),
    [
        ("answered", ["a", "b"], "follow_up", "answer"),
        ("not_covered", ["a"], "unanswerable", "refuse"),
        ("out_of_scope", ["a"], "out_of_scope", "refuse"),
        ("clarify", ["a"], "clarify", "clarify"),
    ],
)
def test_a_disliked_reply_becomes_an_open_question(
    policy: Policy, status: str, turns: list[str], kind: str, behaviour: str
) -> None:
    disliked = judgement(policy, rating="down", status=status, turns=turns, reasons=["没答到"], comment="看不出")
    question = parse_question(next(iter(question_rows([disliked]))))
    assert (question.kind, question.behaviour, question.clauses, question.yuan) == (kind, behaviour, (), ())
    assert "没答到（看不出）" in question.why


def test_the_command_exports_and_converts(
    tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'feedback.db'}"
    FeedbackStore(url).put(judgement(policy))
    monkeypatch.setenv("POLICY_DATABASE_URL", url)
    assert main(["feedback", "--export"]) == 0
    assert json.loads(capsys.readouterr().out)["turns"] == ["技术能手发多少"]
    target = tmp_path / "drafts.jsonl"
    assert main(["feedback", "--to-questions", str(target)]) == 0
    assert parse_question(json.loads(target.read_text(encoding="utf-8"))).text == "技术能手发多少"
    monkeypatch.setenv("POLICY_DATABASE_URL", "nonsense")
    assert main(["feedback", "--export"]) == 1
