"""Mending the text as received: what is joined, what is kept, and the proof that nothing was lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models import Policy
from assistant.policy.cleaning import clean, without_blanks
from assistant.settings import DEFAULT_CORPUS

FOLDER = DEFAULT_CORPUS / "policies" / "yantai-2024-8"
SOURCE = (FOLDER / "source.txt").read_text(encoding="utf-8")
TEXT = (FOLDER / "policy.txt").read_text(encoding="utf-8")
HEADS_IN_ASCII = ["(八)", "(九)", "(十)"]

_ASCII_HEAD = re.compile(r"^\(([一二三四五六七八九十]+)\)", re.MULTILINE)


def is_lossless(source: str, text: str) -> bool:
    """Whether both hold the same characters in the same order, white space and bracketed clause numbers apart.

    Written apart from ``clean``: nothing but brackets at a line's start is looked at.
    """
    return without_blanks(_ASCII_HEAD.sub(r"（\1）", source)) == without_blanks(text)


def places(text: str) -> st.SearchStrategy[int]:
    return st.sampled_from([index for index, character in enumerate(text) if not character.isspace()])


def test_the_policy_is_the_source_with_nothing_but_the_documented_mendings() -> None:
    assert is_lossless(SOURCE, TEXT)
    assert [match[0] for match in _ASCII_HEAD.finditer(SOURCE)] == HEADS_IN_ASCII
    assert not _ASCII_HEAD.search(TEXT)


def test_the_policy_is_what_cleaning_makes_of_the_source(policy: Policy) -> None:
    assert clean(SOURCE) == TEXT == policy.text


@given(places(TEXT))
def test_a_character_removed_from_the_policy_is_noticed(place: int) -> None:
    assert not is_lossless(SOURCE, TEXT[:place] + TEXT[place + 1 :])


@given(places(SOURCE))
def test_a_character_removed_from_the_source_is_noticed(place: int) -> None:
    assert not is_lossless(SOURCE[:place] + SOURCE[place + 1 :], TEXT)


@given(places(TEXT), st.characters(codec="utf-8", exclude_categories=("Z", "C")))
def test_a_character_exchanged_or_put_in_is_noticed(place: int, other: str) -> None:
    assert not is_lossless(SOURCE, TEXT[:place] + other + TEXT[place:])
    if other != TEXT[place]:
        assert not is_lossless(SOURCE, TEXT[:place] + other + TEXT[place + 1 :])


@given(places(TEXT[:-3]))
def test_characters_out_of_order_are_noticed(place: int) -> None:
    first, second = TEXT[place], TEXT[place + 1]
    if first != second and not second.isspace():
        assert not is_lossless(SOURCE, TEXT[:place] + second + first + TEXT[place + 2 :])


@given(st.text(alphabet="甲乙。，：1２9aQ-% 　\t\n（）()一十、", max_size=120))
def test_cleaning_any_text_loses_nothing_and_leaves_no_empty_line(source: str) -> None:
    cleaned = clean(source)
    brackets = str.maketrans("()", "（）")
    assert without_blanks(cleaned).translate(brackets) == without_blanks(source).translate(brackets)
    assert cleaned.endswith("\n")
    assert "\n\n" not in cleaned
    assert all(line == line.strip() for line in cleaned.splitlines())


LONG = "支持建设一批高水平学校和专业，给予适当补助，具体办法由主管部门会同有关部门另行制定并公布，各区市可以结合实际"


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("每处给予最高 100 万元奖励。", "每处给予最高100万元奖励。"),
        ("给予 1:1 配套补贴。", "给予1:1配套补贴。"),
        ("到 2025 年建设 3-5 处左右", "到2025年建设3-5处左右"),
        ("办公室 关于 加强\n队伍建设", "办公室关于加强队伍建设"),
        ("市法院，\n市检察院", "市法院，市检察院"),
        ("全角\u3000空格\t制表", "全角空格制表"),
        ("Class A 100 B", "Class A 100 B"),
        ("first\nsecond", "first second"),
        ("(八) 完善体系。", "（八）完善体系。"),
        ("（八）完善体系。", "（八）完善体系。"),
        ("(九）完善体系。", "（九）完善体系。"),
        ("见附件(八)第一段。", "见附件(八)第一段。"),
        ("(8) 完善体系。", "(8)完善体系。"),
        ("甲。\n\n乙。", "甲。\n乙。"),
        ("甲。\n \n\n\t\n乙。", "甲。\n乙。"),
        ("\n\n甲。\n", "甲。"),
        ("", ""),
    ],
)
def test_mendings(source: str, cleaned: str) -> None:
    assert clean(source) == cleaned + "\n"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (LONG + "制定高技", "能人才的供需预测。", True),
        (LONG + "（境）", "参加访学进修。", True),
        (LONG + "（牵头单位：市人力资", "源局）", True),
        ("（一）健全", "体系。", True),
        (LONG + "办理。", "下一段。", False),
        (LONG + "如下：", "下一段。", False),
        (LONG + "（牵头单位：市教育局）", "下一段。", False),
        (LONG + "实际", "（二）下一条。", False),
        (LONG + "实际", "(二) 下一条。", False),
        (LONG + "实际", "二、保障措施", False),
        ("某某市人民政府办公室", "某政办字〔2024〕8号", False),
    ],
)
def test_a_paragraph_broken_by_a_page_end_is_joined_with_its_rest(first: str, second: str, joined: bool) -> None:
    lines = clean(f"{first}\n\n{second}\n").splitlines()
    assert len(lines) == (1 if joined else 2)
    assert "".join(lines) == without_blanks(first + second).replace("(二)", "（二）")


def test_the_pages_of_the_source_are_joined(policy: Policy) -> None:
    for words in (
        "高技能人才供需预测",
        "（境）参加访学进修",
        "实现多劳者多得",
        "市人力资源社会保障局，配合单位",
        "人才专项资金",
    ):
        assert words in policy.text


def test_no_blank_stands_within_the_policy(policy: Policy) -> None:
    assert not re.search(r"[^\S\n]", policy.text)
    for figure in ("200名优秀学生", "2000元一次性奖学金", "3-5处左右", "最高1万元", "1:1配套"):
        assert figure in policy.text
