"""The commands calc, benefits, roster and clause: output and exit codes."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_capped_sum(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "calc", "promotion-technician", "高级技师=20", "首席技师=10")
    assert code == 0
    assert out.startswith("合计：10万元\n")
    assert "每家企业每年不超过10万元（10万元），封顶前14万元，按10万元计" in out
    code, out, _ = run(capsys, "calc", "promotion-technician", "高级技师=20", "首席技师=10", "高级工=50", "--json")
    values = json.loads(out)
    assert (code, values["max"], values["bound"]) == (0, 200_000, "exact")
    assert set(values) >= {"lines", "min", "max", "bound", "caps", "assumptions"}


@pytest.mark.parametrize(
    ("arguments", "low", "high", "bound"),
    [
        (
            ["promotion-technician", "技师=40", "--paid", "30000", "--year", "2026"],
            70_000,
            70_000,
            "exact",
        ),
        (["education-surcharge-credit", "--base", "5,000,000", "--due", "1000000"], 1_000_000, 1_000_000, "exact"),
        (["education-surcharge-credit", "--base", "5000000"], 1_500_000, 1_500_000, "at_most"),
        (["skill-master-allowance", "3"], 144_000, 144_000, "exact"),
        (["skill-master-allowance", "3", "--months", "12"], 36_000, 36_000, "exact"),
        (["golden-blue-collar-subsidy", "学员=72", "--years", "2"], 432_000, 720_000, "range"),
        (["contest-award", "市级=1", "国家级=1", "--highest"], 50_000, 50_000, "at_most"),
        (["leader-match"], 1_000_000, 1_000_000, "at_most"),
        (["contest-host", "市级一类=2", "市二类=1"], 250_000, 250_000, "at_most"),
        (["training-fund-share", "--base", "1000000"], 600_000, 600_000, "at_least"),
        (["promotion-worker", "高级工=1", "promotion-technician/技师=1"], 4500, 4500, "exact"),
    ],
)
def test_sums(arguments: list[str], low: int, high: int, bound: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "calc", *arguments, "--json")
    values = json.loads(out)
    assert (code, values["min"], values["max"], values["bound"]) == (0, low, high, bound)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["promotion", "技师=1"], "没有这个补贴项目：“promotion”"),
        (["promotion-technician"], "请说明是哪一档：技师、高级技师"),
        (["promotion-technician", "技师"], "应写成 档次=数量"),
        (["promotion-technician", "技士=1"], "技师、高级技师、特级技师、首席技师"),
        (["promotion-technician", "技师=-1"], "应为1到10000000之间的整数"),
        (["promotion-technician", "技师=2.5"], "应为1到10000000之间的整数"),
        (["promotion-technician", "技师=几个"], "不是数字"),
        (["promotion-technician", "技师=1", "--months", "3"], "不按月数计算"),
        (["newcomer-living-allowance", "首席技师=1"], "原文没有写明"),
        (["worldskills-base-match"], "缺少"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "calc", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_a_broken_corpus_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_CORPUS", str(tmp_path))
    code, _, err = run(capsys, "benefits")
    assert code == 1
    assert str(tmp_path) in err


def test_the_list_of_benefits(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "benefits", "--json")
    benefits = {benefit["id"]: benefit for benefit in json.loads(out)}
    assert (code, len(benefits)) == (0, 23)
    assert benefits["promotion-technician"]["cap"]["amount"] == 100_000
    _, text, _ = run(capsys, "benefits")
    assert "高级技师：3000元/人" in text
    assert run(capsys, "benefits", "--check")[:2] == (0, "每个数字都有出处\n")


def test_a_roster_is_written_beside_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text("姓名,企业,年度,等级\n张三,甲,2025,高级工\n李四,甲,2025,坏\n", encoding="utf-8")
    code, out, err = run(capsys, "roster", str(path))
    assert code == 0
    assert "共2行，已算1行，有问题1行\n合计：2000元" in out
    assert err.startswith("第3行 李四：没有这个等级或奖项：“坏”")
    assert {p.name for p in tmp_path.iterdir()} == {
        "people.csv",
        "people-结果.xlsx",
        "people-结果.csv",
        "people-结果-汇总.csv",
    }


def test_a_roster_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    rows = "".join(f"人{n},甲,2025,首席技师\n" for n in range(13))
    path.write_text("姓名,企业,年度,等级\n" + rows, encoding="gbk")
    code, out, _ = run(capsys, "roster", str(path), "--json")
    values = json.loads(out)
    assert (code, values["max"], values["cut"]) == (0, 100_000, 4000)
    assert values["groups"][0]["payable"] == 100_000
    assert [p.name for p in tmp_path.iterdir()] == ["people.csv"]


def test_a_roster_without_a_usable_row_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text("姓名,等级\n张三,坏\n", encoding="utf-8")
    assert run(capsys, "roster", str(path))[0] == 2
    assert run(capsys, "roster", str(tmp_path / "none.csv"))[0] == 2
    assert run(capsys, "roster")[0] == 2
    assert run(capsys, "roster", "--template", str(tmp_path / "t.xlsx"))[0] == 0


@pytest.mark.parametrize("key", ["11", "十一", "（十一）", "第十一条"])
def test_a_clause_by_any_of_its_names(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "clause", key)
    assert code == 0
    assert "牵头单位：市委组织部、市人力资源社会保障局" in out
    assert "每家企业每年不超过10万元" in out


def test_a_clause_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "clause", "11", "--json")
    values = json.loads(out)
    assert (code, values["label"]) == (0, "（十一）")
    assert {"name": "市委组织部", "role": "lead"}.items() <= values["departments"][0].items()
    code, _, err = run(capsys, "clause", "18")
    assert code == 2
    assert "可查的条款：引言" in err


def test_a_clause_takes_under_half_a_second_of_processor_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "assistant", "clause", "11"]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "（十一）" in done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_each_command_names_its_function() -> None:
    from assistant.cli import calculator, lookup

    commands = argparse.ArgumentParser().add_subparsers()
    calculator.add_commands(commands)
    lookup.add_commands(commands)
    assert list(commands.choices) == ["calc", "benefits", "roster", "clause"]
    assert all(callable(parser.get_default("run")) for parser in commands.choices.values())
