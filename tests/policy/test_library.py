"""Loading policies: every refusal names the file and what is wrong, and clauses are found by any of their names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import CorpusError, InputError, UnknownName
from assistant.models import Policy
from assistant.policy import Library, load_library, load_policy
from assistant.settings import DEFAULT_CORPUS

FOLDER = DEFAULT_CORPUS / "policies" / "yantai-2024-8"
Copied = Callable[[str, str, str], Path]


def test_the_facts_of_the_document(policy: Policy) -> None:
    assert (policy.id, policy.number, policy.city) == ("yantai-2024-8", "烟政办字〔2024〕8号", "烟台市")
    assert policy.issuer == "烟台市人民政府办公室"
    assert policy.title in policy.text
    assert (policy.issued, policy.effective, policy.expires) == (date(2024, 1, 23), date(2024, 3, 1), date(2027, 2, 28))
    assert policy.validity == "本意见自2024年3月1日起施行，有效期3年"
    assert policy.number in policy.text


@pytest.mark.parametrize(
    "reference", ["11", "十一", "第十一条", "（十一）", "(十一)", "第11条", "第（十一）条", " 11 ", "011", "１１"]
)
def test_clause_eleven_by_its_names(library: Library, reference: str) -> None:
    assert library.find_clause(reference).key == "11"


@pytest.mark.parametrize(
    ("reference", "key"), [("附则", "附则"), ("引言", "引言"), (" 总体要求 ", "总体要求"), ("十", "10"), ("1", "1")]
)
def test_other_names_of_clauses(library: Library, reference: str, key: str) -> None:
    assert library.find_clause(reference).key == key


@pytest.mark.parametrize(
    "reference",
    ["18", "十八", "0", "-1", "1.5", "", "  ", "第条", "附录", "eleven", "11a", "①", "²", "二十", "十十", "1-3", "百"],
)
def test_a_clause_that_does_not_exist_names_those_that_do(library: Library, reference: str) -> None:
    with pytest.raises(InputError) as refused:
        library.find_clause(reference)
    assert f"“{reference}”" in str(refused.value)
    assert "引言、总体要求、1、2、" in str(refused.value)


def test_every_key_and_label_finds_its_clause(library: Library, policy: Policy) -> None:
    for clause in policy.clauses:
        assert library.find_clause(clause.key) is library.find_clause(clause.label) is clause


def test_a_clause_of_a_named_policy(library: Library, policy: Policy) -> None:
    assert library.find_clause("11", policy.id) is policy.clause("11")
    with pytest.raises(UnknownName, match=r"没有这个政策：“other”.*yantai-2024-8"):
        library.find_clause("11", "other")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("policy.yaml", "issuer:", "publisher:", r"policy\.yaml: 未知的键“publisher”；.*id、number、title、issuer"),
        ("policy.yaml", "city: 烟台市\n", "", r"policy\.yaml: 缺少键“city”；.*id、number、title、issuer、city"),
        (
            "policy.yaml",
            "city: 烟台市\n",
            "city: 烟台市\nlanguage: zh\n",
            r"policy\.yaml: 未知的键“language”；应有且仅有",
        ),
        ("policy.yaml", "city: 烟台市\n", "city: 烟台市\ncity: 烟台市\n", r"policy\.yaml: .*重复的键“city”"),
        ("policy.yaml", "city: 烟台市", "city: ''", r"policy\.yaml: city 应为非空的文字，现为“”"),
        ("policy.yaml", "city: 烟台市", "city: [烟台市", r"policy\.yaml: 不是有效的 YAML"),
        (
            "policy.yaml",
            "issued: 2024-01-23",
            "issued: last year",
            r"policy\.yaml: issued 应为日期，如 2024-03-01，不加引号",
        ),
        ("policy.yaml", "issued: 2024-01-23", "issued: 2024-13-23", r"policy\.yaml: 不是有效的 YAML：.*month"),
        ("policy.yaml", "issued: 2024-01-23", "issued: 2024-01-23 10:00:00", r"policy\.yaml: issued 应为日期"),
        ("policy.yaml", "effective: 2024-03-01", "effective: '2024-03-01'", r"policy\.yaml: effective 应为日期"),
        (
            "policy.yaml",
            "expires: 2027-02-28",
            "expires: 2024-02-29",
            r"expires（2024-02-29）应不早于 effective（2024-03-01）",
        ),
        ("policy.yaml", "city: 烟台市", "city: [烟台市]", r"policy\.yaml: city 应为非空的文字"),
        ("policy.yaml", "number: 烟政办字〔2024〕8号", "number: 8", r"policy\.yaml: number 应为非空的文字，现为“8”"),
        ("policy.yaml", "有效期3年", "有效期5年", r"policy\.yaml.*validity 不是正文原文.*有效期5年"),
        ("policy.txt", "（十二）充分发挥", "（十三）充分发挥", r"yantai-2024-8.*（十三）之前应为第12条"),
        ("policy.txt", "（十二）充分发挥", "充分发挥", r"yantai-2024-8.*（十三）之前应为第12条"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_key(name: str, old: str, new: str, message: str, copied: Copied) -> None:
    with pytest.raises(CorpusError, match=message):
        load_policy(copied(name, old, new))


@pytest.mark.parametrize("content", ["", "[]", "just words"])
def test_facts_that_are_no_mapping_are_refused(content: str, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "policy.txt", tmp_path)
    (tmp_path / "policy.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"policy\.yaml"):
        load_policy(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"缺少文件：.*policy\.yaml"):
        load_policy(tmp_path)
    shutil.copy(FOLDER / "policy.yaml", tmp_path)
    with pytest.raises(CorpusError, match=r"缺少文件：.*policy\.txt"):
        load_policy(tmp_path)


def test_a_policy_without_its_mended_text_is_made_from_the_source(tmp_path: Path, policy: Policy) -> None:
    for name in ("policy.yaml", "source.txt"):
        shutil.copy(FOLDER / name, tmp_path)
    assert load_policy(tmp_path) == policy


def test_a_corpus_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="里没有政策"):
        load_library(tmp_path)


def test_a_policy_whose_id_is_not_its_folders_name_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "policies" / "town")
    with pytest.raises(CorpusError, match=r"town.policy\.yaml: id 应与文件夹同名（town），现为“yantai-2024-8”"):
        load_library(tmp_path)


def test_a_folder_without_facts_and_a_text_that_is_no_utf8_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "yantai-2024-8"
    shutil.copytree(FOLDER, folder)
    (folder / "policy.txt").write_bytes("烟台".encode("gbk"))
    with pytest.raises(CorpusError, match=r"policy\.txt: 读不了，应为 UTF-8"):
        load_library(tmp_path)
    (folder / "policy.yaml").rename(folder / "polcy.yaml")
    with pytest.raises(CorpusError, match=r"缺少文件：.*policy\.yaml"):
        load_library(tmp_path)


def test_several_policies_in_the_order_of_their_ids(tmp_path: Path) -> None:
    for number in ("2", "1"):
        folder = tmp_path / "policies" / f"town-{number}"
        folder.mkdir(parents=True)
        shutil.copy(FOLDER / "policy.txt", folder)
        facts = (FOLDER / "policy.yaml").read_text(encoding="utf-8")
        (folder / "policy.yaml").write_text(facts.replace("yantai-2024-8", folder.name), encoding="utf-8")
    library = load_library(tmp_path)
    assert [policy.id for policy in library.policies] == ["town-1", "town-2"]
    assert library.default is library.policy("town-1")
    assert library.find_clause("（十一）", "town-2").policy == "town-2"
    assert len(list(library.clauses())) == 40
