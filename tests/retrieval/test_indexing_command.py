from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.settings import DEFAULT_CORPUS


def test_index_says_how_much_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 0
    assert "1份政策" in capsys.readouterr().out


def test_search_tells_clause_and_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "首席技师联盟", "--k", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. （十二）")
    assert "首席技师联盟" in lines[1]
    assert len(lines) == 4


def test_search_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "职工教育经费 一线", "--k", "3", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert len(hits) == 3
    assert list(hits[0]) == ["policy", "clause", "score", "text"]
    assert hits[0]["clause"] == "16"


def test_batch_answers_line_by_line_under_the_same_ids(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked = [{"id": "a", "query": "首席技师联盟"}, {"id": 7, "query": "延迟退休"}]
    source.write_text("\n\n".join(json.dumps(item) for item in asked), encoding="utf-8")
    assert main(["search", "--batch", str(source), str(target), "--k", "1"]) == 0
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(answer["id"], answer["hits"][0]["clause"]) for answer in answers] == [("a", "12"), (7, "10")]


def test_another_corpus_and_store_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, store = tmp_path / "corpus", tmp_path / "store"
    shutil.copytree(DEFAULT_CORPUS / "policies" / "yantai-2024-8", corpus / "policies" / "other")
    facts = corpus / "policies" / "other" / "policy.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("id: yantai-2024-8", "id: other"), encoding="utf-8")
    assert main(["index", "--corpus", str(corpus), "--store", str(store)]) == 0
    assert main(["search", "技能大师", "--corpus", str(corpus), "--store", str(store), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["hits"][0]["policy"] == "other"
    assert (store / "current.json").is_file()


WRONG = {
    "nothing to search": (["search"], "二者选一"),
    "both ways": (["search", "x", "--batch", "a", "b"], "二者选一"),
    "an empty query": (["search", "  "], "是空的"),
    "k of zero": (["search", "x", "--k", "0"], "--k"),
    "an unknown policy": (["search", "x", "--policy", "no"], "yantai-2024-8"),
    "no such corpus": (["index", "--corpus", "/nonexistent"], "语料文件夹"),
    "no such file": (["search", "--batch", "/nonexistent", "out"], "读不了文件"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_input_ends_with_2_and_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "不是 JSON"),
        ("[]", "缺少 id"),
        ('{"query": "x"}', "缺少 id"),
        ('{"id": "a"}', "query"),
        ('{"id": "a", "query": " "}', "query"),
        ('{"id": "a", "query": 5}', "query"),
    ],
)
def test_a_bad_line_is_named_by_its_number(
    tmp_path: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "query": "技师"}\n' + line, encoding="utf-8")
    assert main(["search", "--batch", str(source), str(tmp_path / "out.jsonl")]) == 2
    error = capsys.readouterr().err
    assert "第2行" in error
    assert said in error
    assert not (tmp_path / "out.jsonl").exists()


def test_a_corpus_without_policies_is_the_callers_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--corpus", str(tmp_path)]) == 2
    assert "没有政策" in capsys.readouterr().err
