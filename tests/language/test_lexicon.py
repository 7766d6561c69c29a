"""Names in a question: the longest wins, with every reading it can have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.knowledge import Knowledge
from assistant.language.lexicon import Lexicon, Reading, build_lexicon

GRADE = {name: Reading("value", name, "grade") for name in ("技师", "高级技师", "首席技师")}


@pytest.fixture(scope="session")
def lexicon(knowledge: Knowledge) -> Lexicon:
    return build_lexicon(knowledge)


def toy(*more: tuple[str, Reading]) -> Lexicon:
    return Lexicon([*((name, reading) for name, reading in GRADE.items()), ("高技师", GRADE["高级技师"]), *more])


def found(lexicon: Lexicon, text: str, kind: str) -> list[tuple[str, str]]:
    return [(m.surface, reading.key) for m in lexicon.find(text) for reading in m.of(kind)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("技师", ["技师"]),
        ("高级技师", ["高级技师"]),
        ("高技师", ["高级技师"]),
        ("首席技师和技师", ["首席技师", "技师"]),
        ("技师高级技师首席技师", ["技师", "高级技师", "首席技师"]),
        ("高级", []),
        ("", []),
    ],
)
def test_the_longest_name_wins(text: str, names: list[str]) -> None:
    mentions = toy().find(text)
    assert [mention.of("value")[0].key for mention in mentions] == names
    assert all(text[m.start : m.end] == m.surface for m in mentions)


def test_a_value_is_found_within_a_longer_name_of_another_kind() -> None:
    lexicon = toy(("技师学院", Reading("topic", "college")))
    (topic, value) = sorted(lexicon.find("技师学院"), key=lambda m: m.readings[0].kind)
    assert (topic.surface, topic.of("topic")[0].key, topic.of("value")) == ("技师学院", "college", [])
    assert (value.surface, value.of("value")[0].key) == ("技师", "技师")


def test_values_are_looked_for_in_the_masked_text_and_topics_in_the_whole() -> None:
    lexicon = toy(("技师联盟", Reading("topic", "alliance")))
    assert [m.surface for m in lexicon.find("技师联盟的技师", "    的技师")] == ["技师联盟", "技师"]


def test_one_name_may_have_several_readings() -> None:
    lexicon = Lexicon(
        [("一类", Reading("value", "甲", "a")), ("一类", Reading("value", "乙", "b")), ("一类", Reading("gap", "g"))]
    )
    assert sorted((r.kind, r.key) for m in lexicon.find("一类") for r in m.readings) == [
        ("gap", "g"),
        ("value", "乙"),
        ("value", "甲"),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("senior technician", 1),
        ("senior technicians", 0),
        ("a senior technician.", 1),
        ("xsenior technician", 0),
        ("3senior technician", 0),
    ],
)
def test_latin_names_are_whole_words(text: str, count: int) -> None:
    assert len(Lexicon([("Senior Technician", GRADE["高级技师"])]).find(text)) == count


def test_brackets_of_both_widths_are_the_same() -> None:
    assert [m.surface for m in Lexicon([("专业（群）", Reading("topic", "t"))]).find("优质专业(群)")] == ["专业(群)"]


@pytest.mark.parametrize(
    ("text", "kind", "keys"),
    [
        ("技师、高级技师、特级技师、首席技师", "value", ["技师", "高级技师", "特级技师", "首席技师"]),
        ("二级技师和一级技师", "value", ["技师", "高级技师"]),
        ("三级工、四级工、五级工", "value", ["高级工", "中级工", "初级工"]),
        ("技能大师工作室、技能大师特色工作站", "value", ["技能大师工作室", "技能大师特色工作站"]),
        ("优质校和优质专业", "value", ["优质校", "优质专业（群）"]),
        ("市级一类和市级二类", "value", ["市级一类", "市级二类"]),
        ("人社局和教育局", "department", ["市人力资源社会保障局", "市教育局"]),
        ("深圳和上海", "place", ["深圳", "上海"]),
    ],
)
def test_near_misses_of_the_policy_are_told_apart(lexicon: Lexicon, text: str, kind: str, keys: list[str]) -> None:
    dimensions = {"grade", "platform", "school", "event", ""}
    mentions = lexicon.find(text)
    assert [r.key for m in mentions for r in m.of(kind) if r.dimension in dimensions] == keys


def test_the_master_and_the_expert_are_different_topics(lexicon: Lexicon) -> None:
    assert {key for _, key in found(lexicon, "技能大师", "topic")} == {"skill-master-allowance"}
    assert {key for _, key in found(lexicon, "技术能手", "topic")} == {"technical-expert-allowance"}


def test_every_name_of_the_corpus_is_found_as_itself(knowledge: Knowledge, lexicon: Lexicon) -> None:
    lost = [
        (topic.id, name)
        for topic in knowledge.topics
        for name in topic.names
        if (name.lower(), topic.id) not in found(lexicon, name.lower(), "topic") and "（" not in name
    ]
    assert lost == []


@given(st.text(alphabet="技师高级首席一类 senior technician", max_size=30))
def test_mentions_of_a_kind_do_not_overlap(text: str) -> None:
    mentions = toy(("senior technician", GRADE["高级技师"])).find(text)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(mention.start >= end for mention, end in zip(mentions, ends, strict=False))
    assert all(text[m.start : m.end] == m.surface for m in mentions)
