"""The commands ask and batch: output, exit codes, and what is refused with its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.cli import main
from assistant.settings import Settings

RATE = "我们厂自己培养的高级技师能拿多少补贴"
GOOD = {"id": "a", "turns": [RATE], "as_of": "2026-11-22"}
Ran = tuple[int, str, str]


@pytest.fixture(autouse=True)
def opened(rules: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the assistant that is open already."""

    def open_(cls: type[Assistant], settings: Settings) -> Assistant:
        return rules

    monkeypatch.setattr(Assistant, "open", classmethod(open_))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    try:
        code = main(arguments)
    except SystemExit as stopped:  # argparse
        code = int(stopped.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def batch(capsys: pytest.CaptureFixture[str], folder: Path, content: str | bytes) -> Ran:
    source = folder / "in.jsonl"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    return run(capsys, "batch", str(source), str(folder / "out.jsonl"))


def lines(*rows: dict) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def answers(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]


def timeless(answer: dict) -> dict:
    return {key: value for key, value in answer.items() if key not in ("id", "elapsed_ms", "steps")}


def test_ask_prints_the_reply_and_its_proof(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", RATE, "--as-of", "2026-11-22")
    assert (code, err) == (0, "")
    assert "3000元" in out.splitlines()[0]
    assert "原文：\n  （十一）「" in out


def test_ask_prints_the_choices_of_a_question_back(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "我评上了，能拿多少")
    assert code == 0
    assert out.count("\n  · ") >= 2


def test_ask_as_json_is_the_answer(capsys: pytest.CaptureFixture[str], rules: Assistant) -> None:
    code, out, _ = run(capsys, "ask", RATE, "--json", "--as-of", "2026-11-22")
    assert code == 0
    told, asked = json.loads(out), rules.ask(RATE, (), date(2026, 11, 22))
    assert told["id"] == asked.id
    assert timeless(told) == timeless(asked.to_json())


def test_the_day_decides_whether_the_policy_is_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    assert "已过有效期" in run(capsys, "ask", RATE, "--as-of", "2027-03-01")[1]
    assert "已过有效期" not in run(capsys, "ask", RATE, "--as-of", "2027-02-28")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "问题是空的"),
        (["ask", " \n"], "问题是空的"),
        (["ask", RATE, "--as-of", "2026-13-01"], "--as-of: 日期“2026-13-01”应写成 YYYY-MM-DD"),
        (["ask", RATE, "--as-of", "tomorrow"], "日期“tomorrow”"),
        (["ask"], "用法有误"),
        (["ask", RATE, "--when", "2026-01-01"], "用法有误"),
        (["batch", "in.jsonl"], "用法有误"),
        (["answer", RATE], "invalid choice: 'answer'"),
        ([], "用法有误"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_batch_equals_ask(capsys: pytest.CaptureFixture[str], tmp_path: Path, rules: Assistant) -> None:
    day = date(2026, 11, 22)
    rows = [
        {"id": "one", "turns": [RATE], "as_of": "2026-11-22"},
        {"id": "two", "turns": [RATE, "那首席技师呢"], "as_of": "2026-11-22"},
        {"id": "three", "turns": ["今天天气怎么样"], "as_of": "2027-03-01"},
        {"id": 4, "turns": ["我厂升了13个首席技师，一共多少"]},
        {"id": "empty", "turns": [""]},
    ]
    assert batch(capsys, tmp_path, lines(*rows)) == (0, "", "")
    told = answers(tmp_path)
    assert [answer["id"] for answer in told] == ["one", "two", "three", "4", "empty"]
    asked = [
        rules.ask(RATE, (), day),
        rules.ask("那首席技师呢", (RATE,), day),
        rules.ask("今天天气怎么样", (), date(2027, 3, 1)),
        rules.ask("我厂升了13个首席技师，一共多少", (), None),
        rules.ask("", (), None),
    ]
    assert [timeless(answer) for answer in told] == [timeless(answer.to_json()) for answer in asked]
    assert [answer["status"] for answer in told] == ["answered", "answered", "out_of_scope", "answered", "clarify"]


@pytest.mark.parametrize(
    "content", ["", "\n\n", "\ufeff" + lines(GOOD), "\n" + lines(GOOD) + "\n \n", lines(GOOD)[:-1]]
)
def test_empty_lines_and_a_byte_order_mark_are_nothing(
    content: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert batch(capsys, tmp_path, content)[0] == 0
    assert len(answers(tmp_path)) == content.count('"id"')


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nope", "不是 JSON"),
        ('{"id": "a", "turns": ["x"]', "不是 JSON"),
        ("[1]", "turns 应为非空的字符串列表"),
        ('"text"', "turns 应为非空的字符串列表"),
        ('{"id": "a"}', "turns 应为非空的字符串列表"),
        ('{"id": "a", "turns": []}', "turns 应为非空的字符串列表"),
        ('{"id": "a", "turns": "x"}', "turns 应为非空的字符串列表"),
        ('{"id": "a", "turns": ["x", 1]}', "turns 应为非空的字符串列表"),
        ('{"turns": ["x"]}', "缺少 id"),
        ('{"id": null, "turns": ["x"]}', "缺少 id"),
        ('{"id": "a", "turns": ["x"], "as_of": "2026/11/22"}', "日期“2026/11/22”应写成 YYYY-MM-DD"),
        ('{"id": "a", "turns": ["x"], "as_of": 20261122}', "日期“20261122”应写成 YYYY-MM-DD"),
    ],
)
def test_a_bad_line_is_named_by_its_number_before_anything_is_written(
    line: str, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = batch(capsys, tmp_path, f"{lines(GOOD)}\n{line}\n{lines(GOOD)}")
    assert (code, out) == (2, "")
    assert f"in.jsonl 第3行: {message}" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_files_that_cannot_be_read_or_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = str(tmp_path / "out.jsonl")
    for source in (tmp_path / "none.jsonl", tmp_path):
        code, _, err = run(capsys, "batch", str(source), target)
        assert (code, err.count("\n")) == (2, 1)
        assert f"读不了文件 {source}" in err
    code, _, err = batch(capsys, tmp_path, lines(GOOD).encode("utf-16"))
    assert code == 2
    assert "UTF-8" in err
    source = tmp_path / "in.jsonl"
    source.write_text(lines(GOOD), encoding="utf-8")
    code, _, err = run(capsys, "batch", str(source), str(tmp_path / "none" / "out.jsonl"))
    assert (code, err.count("\n")) == (2, 1)
    assert "写不进文件" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", ""], 2),
        (["ask", "甲", "--as-of", "x"], 2),
        (["batch", "none.jsonl", "out.jsonl"], 2),
        (["clause", "8"], 0),
    ],
)
def test_the_process_ends_with_the_exit_code(arguments: list[str], code: int, tmp_path: Path) -> None:
    here = {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "assistant", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=dict(os.environ) | here, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
