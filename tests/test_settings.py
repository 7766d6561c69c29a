from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import InputError
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = "POLICY_LLM_TIMEOUT"


@pytest.mark.parametrize(("text", "seconds"), [("", 8), (" ", 8), ("8", 8), (" 2.5 ", 2.5), ("1e2", 100)])
def test_a_number_is_read(text: str, seconds: float) -> None:
    assert Settings.from_environment({VARIABLE: text}).llm_timeout_s == seconds


@pytest.mark.parametrize("text", ["abc", "0", "-1", "nan", "inf", "-inf", "8s", "8,5", "1e999", "八"])
def test_what_is_no_number_of_seconds_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=f"{VARIABLE} 应是大于 0 的秒数，例如 8，现在是“{text}”"):
        Settings.from_environment({VARIABLE: text})


def test_without_variables_nothing_is_needed() -> None:
    assert Settings.from_environment({}).llm_timeout_s == Settings().llm_timeout_s == 8


def test_the_command_line_says_it_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "abc")
    assert main(["clause", "11"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"环境变量 {VARIABLE} 应是大于 0 的秒数，例如 8，现在是“abc”\n"


def test_the_web_app_says_it_in_one_line() -> None:
    environment = {**os.environ, VARIABLE: "abc"}
    run = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 2
    assert VARIABLE in run.stderr
    assert run.stderr.count("\n") == 1
