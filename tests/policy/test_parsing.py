"""The parts of the policy: keys, labels, titles, departments, sentences, and each one's offsets."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import CorpusError
from assistant.models import Policy
from assistant.policy.parsing import chinese_number, label_of, parse_clauses

RS, EDU = "市人力资源社会保障局", "市教育局"
ORG, UNION = "市委组织部", "市总工会"
DISTRICTS = ("各区市政府", "管委")

# As read from the document: key -> label, section, title, lead departments, supporting departments.
PARTS = {
    "引言": ("引言", "", "引言", (), ()),
    "总体要求": ("总体要求", "总体要求", "总体要求", (), ()),
    "1": ("（一）", "实施技能人才培养提升行动", "健全高技能人才培养体系", (RS, "市发展改革委", EDU), ("市税务局",)),
    "2": (
        "（二）",
        "实施技能人才培养提升行动",
        "以产业引领技能人才培养",
        (RS, "市大数据局", "市农业农村局", "市应急局"),
        (EDU,),
    ),
    "3": ("（三）", "实施技能人才培养提升行动", "发挥职业学校培养高技能人才的基础性作用", (RS, EDU), ()),
    "4": ("（四）", "实施技能人才培养提升行动", "加强技能人才培养载体平台建设", (RS,), ("市工业和信息化局",)),
    "5": ("（五）", "实施技能人才职业拓展行动", "拓宽技能人才职业发展通道", (RS,), ("市国资委",)),
    "6": ("（六）", "实施技能人才职业拓展行动", "健全技能人才评价制度", (RS,), (EDU, "市文化和旅游局")),
    "7": ("（七）", "实施技能人才职业拓展行动", "推行职业技能等级认定", (RS,), (EDU, "市国资委")),
    "8": ("（八）", "实施技能人才职业拓展行动", "完善职业技能竞赛体系", (RS, UNION), (EDU, "团市委", *DISTRICTS)),
    "9": ("（九）", "实施技能人才成长集聚行动", "健全高技能人才岗位使用机制", (RS, EDU), ()),
    "10": ("（十）", "实施技能人才成长集聚行动", "完善技能要素参与分配制度", (RS, "市国资委"), ()),
    "11": ("（十一）", "实施技能人才成长集聚行动", "完善技能人才稳才留才引才机制", (ORG, RS), (EDU, *DISTRICTS)),
    "12": ("（十二）", "实施技能人才成长集聚行动", "充分发挥高技能人才带动作用", (RS, EDU), ()),
    "13": ("（十三）", "实施技能人才激励示范行动", "实施技能人才攀登计划", (ORG, RS), ()),
    "14": (
        "（十四）",
        "实施技能人才激励示范行动",
        "健全高技能人才奖励激励机制",
        (ORG, RS, UNION, "团市委", "市妇联"),
        (),
    ),
    "15": ("（十五）", "保障措施", "强化组织领导", (), ()),
    "16": ("（十六）", "保障措施", "加大资金投入", (), ()),
    "17": ("（十七）", "保障措施", "夯实工作基础", (), ()),
    "附则": ("附则", "", "附则", (), ()),
}


def clauses(*paragraphs: str) -> dict[str, str]:
    """The keys and texts of a policy of these paragraphs."""
    return {clause.key: clause.text for clause in parse_clauses("p", "\n".join(paragraphs) + "\n")}


def test_the_twenty_parts_in_order(policy: Policy) -> None:
    assert [clause.key for clause in policy.clauses] == list(PARTS)
    assert len(policy.clauses) == 20


@pytest.mark.parametrize("key", PARTS)
def test_a_part_is_what_the_document_says(policy: Policy, key: str) -> None:
    clause = policy.clause(key)
    assert (clause.label, clause.section, clause.title, clause.leads, clause.supports) == PARTS[key]
    assert clause.policy == policy.id


@pytest.mark.parametrize("key", PARTS)
def test_every_offset_gives_its_words(policy: Policy, key: str) -> None:
    clause = policy.clause(key)
    assert policy.text[clause.start : clause.end] == clause.text
    for part in clause.sentences:
        assert policy.text[part.start : part.end] == part.text
    for department in clause.departments:
        assert policy.text[department.start : department.end] == department.name
    parts = [*clause.sentences, *clause.departments]
    assert all(clause.start <= part.start < part.end <= clause.end for part in parts)
    assert all(first.end <= second.start for first, second in pairwise(parts))


@pytest.mark.parametrize("key", PARTS)
def test_the_sentences_leave_nothing_of_a_part_out(policy: Policy, key: str) -> None:
    clause = policy.clause(key)
    body = re.sub(r"^（[一二三四五六七八九十]+）", "", clause.text)
    body = re.sub(r"\n?（牵头单位：[^（）]*）$", "", body)
    assert "".join(sentence.text for sentence in clause.sentences) == body.replace("\n", "")
    assert all(re.fullmatch(r"[^。；]+[。；]?", sentence.text) for sentence in clause.sentences)


def test_every_department_named_in_the_document_is_held_by_a_part(policy: Policy) -> None:
    listings = re.findall(r"（(牵头单位：[^（）]*)）", policy.text)
    named = [name for text in listings for name in re.split("[、，：]", text) if not name.endswith("单位")]
    assert [d.name for clause in policy.clauses for d in clause.departments] == named
    assert {d.role for clause in policy.clauses for d in clause.departments} == {"lead", "support"}


def test_between_the_parts_stand_only_headings_and_the_frame(policy: Policy) -> None:
    edges = [0, *(edge for clause in policy.clauses for edge in (clause.start, clause.end)), len(policy.text)]
    between = [policy.text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert [text for text in between[1:-1] if text] == [
        "一、总体要求",
        "二、实施技能人才培养提升行动",
        "三、实施技能人才职业拓展行动",
        "四、实施技能人才成长集聚行动",
        "五、实施技能人才激励示范行动",
        "六、保障措施",
    ]
    assert policy.clause("附则").text.startswith(policy.validity)


def test_clause_at_gives_the_part_that_holds_an_offset(policy: Policy) -> None:
    for clause in policy.clauses:
        assert policy.clause_at(clause.start) is policy.clause_at(clause.end - 1) is clause
    with pytest.raises(KeyError):
        policy.clause_at(0)
    with pytest.raises(KeyError):
        policy.clause_at(policy.clause("11").end)


def test_a_citation_is_the_first_place_of_its_words_within_the_clause(policy: Policy) -> None:
    citation = policy.cite("市教育局", "11")
    clause = policy.clause("11")
    assert clause.start <= citation.start < citation.end <= clause.end
    assert (citation.policy, citation.clause, citation.label) == (policy.id, "11", "（十一）")
    assert policy.text[citation.start : citation.end] == citation.quote == "市教育局"
    assert policy.cite("市教育局").clause == "1"
    with pytest.raises(ValueError, match="每家企业每月"):
        policy.cite("每家企业每月不超过10万元", "11")
    with pytest.raises(ValueError):
        policy.cite("每家企业每年不超过10万元", "12")


@given(st.data())
def test_any_words_of_a_part_can_be_cited(policy: Policy, data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(policy.clauses))
    start = data.draw(st.integers(clause.start, clause.end - 1))
    end = data.draw(st.integers(start + 1, clause.end))
    citation = policy.cite(policy.text[start:end], clause.key)
    assert policy.text[citation.start : citation.end] == citation.quote == policy.text[start:end]
    assert clause.start <= citation.start <= start


HEAD = ("关于某事的意见", "一、第一部分")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [("一三", "第2条"), ("二", "第1条"), ("一二二", "第3条"), ("一二一", "第3条"), ("一二三五", "第4条")],
)
def test_clause_numbers_with_a_gap_are_refused(numbers: str, expected: str) -> None:
    paragraphs = [f"（{number}）名称。正文。" for number in numbers]
    with pytest.raises(CorpusError, match=rf"^p: .*（{numbers[-1]}）之前应为{expected}"):
        clauses(*HEAD, *paragraphs)


def test_numbers_run_on_over_sections() -> None:
    found = clauses(*HEAD, "（一）甲。", "二、第二部分", "（二）乙。")
    assert list(found) == ["1", "2"]
    with pytest.raises(CorpusError):
        clauses(*HEAD, "（一）甲。", "二、第二部分", "（一）乙。")


@pytest.mark.parametrize(
    "sentence",
    [
        "按照（五）办理。",
        "依照本意见第（三）条执行，并参照（二）项。",
        "分为：（一）甲；（二）乙；（三）丙。",
        "见一、总体部署。",
        "二、这是一句话，不是标题，因为它太长，而且里面有标点，所以它不能另起一个部分，只能算是正文。",
    ],
)
def test_a_reference_within_a_sentence_is_no_heading(sentence: str) -> None:
    found = clauses(*HEAD, f"（一）甲。{sentence}", "（二）乙。")
    assert found == {"1": f"（一）甲。{sentence}", "2": "（二）乙。"}


def test_a_paragraph_below_a_clause_belongs_to_it() -> None:
    found = clauses(*HEAD, "（一）甲。", "还有一段，提到（三）。", "（牵头单位：市甲局）", "（二）乙。")
    assert found["1"] == "（一）甲。\n还有一段，提到（三）。\n（牵头单位：市甲局）"


def test_a_section_without_clauses_is_named_by_its_heading() -> None:
    opening = "为了办好某事，" + "结合实际，" * 8 + "提出如下意见。"
    found = clauses("关于某事的意见", opening, "一、基本原则", "坚持甲。", "坚持乙。", "二、措施", "（一）丙。")
    assert found == {"引言": opening, "基本原则": "坚持甲。\n坚持乙。", "1": "（一）丙。"}


def test_the_line_to_whom_a_text_goes_belongs_to_its_opening() -> None:
    opening = "为了办好某事，" + "结合实际，" * 8 + "提出如下意见。"
    found = clauses("关于某事的意见", "各区市人民政府，有关单位：", opening, "一、基本原则", "坚持甲。")
    assert found["引言"] == f"各区市人民政府，有关单位：\n{opening}"


def test_what_stands_below_the_validity_belongs_to_its_part() -> None:
    found = clauses(*HEAD, "（一）甲。", "本办法自2025年1月1日起施行，有效期5年。", "某办公室", "2024年1月1日")
    assert found == {"1": "（一）甲。", "附则": "本办法自2025年1月1日起施行，有效期5年。\n某办公室\n2024年1月1日"}


@pytest.mark.parametrize(
    ("listing", "departments"),
    [
        ("（牵头单位：市甲局）", [("市甲局", "lead")]),
        (
            "（牵头单位：市甲局、市乙局，配合单位：市丙局）",
            [("市甲局", "lead"), ("市乙局", "lead"), ("市丙局", "support")],
        ),
        (
            "（牵头单位：市甲局；配合单位：市乙局、市丙局）",
            [("市甲局", "lead"), ("市乙局", "support"), ("市丙局", "support")],
        ),
        ("（责任单位：市甲局）", [("市甲局", "lead")]),
        ("（配合单位：市甲局）", [("市甲局", "support")]),
        ("（市甲局）", []),
    ],
)
def test_departments(listing: str, departments: list[tuple[str, str]]) -> None:
    text = f"一、部分\n（一）名称。正文。{listing}\n"
    (clause,) = parse_clauses("p", text)
    assert [(d.name, d.role) for d in clause.departments] == departments
    assert all(text[d.start : d.end] == d.name for d in clause.departments)
    if departments:
        assert [sentence.text for sentence in clause.sentences] == ["名称。", "正文。"]


@pytest.mark.parametrize(
    ("number", "label"), [(1, "（一）"), (9, "（九）"), (10, "（十）"), (11, "（十一）"), (20, "（二十）")]
)
def test_labels(number: int, label: str) -> None:
    assert label_of(number) == label


@given(st.integers(1, 99))
def test_a_number_survives_its_label(number: int) -> None:
    assert chinese_number(label_of(number).strip("（）")) == number


@pytest.mark.parametrize(
    "text", ["", "百", "1", "十十", "一百", "甲", "（一）", "二十a", "一二", "零", "二十零", "零一", "一\n"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        chinese_number(text)
