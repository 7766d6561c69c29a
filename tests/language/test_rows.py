"""Which rows of a topic a question names: the pairing of two dimensions, what is outside, what is excluded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.language.query import Query
from assistant.language.topics import Topic
from assistant.language.understand import Understanding
from tests.language.conftest import TODAY

GRADES = ["技师", "高级技师", "特级技师", "首席技师"]


def chosen(understanding: Understanding, topic: str, text: str) -> Query:
    """The question with its rows chosen for this one topic, whatever topic it would be taken for."""
    return understanding.resolved(replace(understanding.read(text, TODAY), topics=(topic,)))


def check(understanding: Understanding, topic: str, text: str, rows: list[str], absent: list[str]) -> None:
    query = chosen(understanding, topic, text)
    assert (list(query.rows[topic]), list(query.absent[topic])) == (rows, absent)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("技师", ["技师"]),
        ("高级技师多少", ["高级技师"]),
        ("特级和首席", ["特级技师", "首席技师"]),
        ("二级技师、一级技师", ["技师", "高级技师"]),
        ("技师、高级技师、特级技师、首席技师", GRADES),
        ("补贴多少", []),
        ("除了高级技师以外，其他几种", ["技师", "特级技师", "首席技师"]),
        ("不算技师，其他的技师类", ["高级技师", "特级技师", "首席技师"]),
        ("是首席技师不是高级技师", ["首席技师"]),
        ("senior technician", ["高级技师"]),
    ],
)
def test_one_dimension(understanding: Understanding, text: str, rows: list[str]) -> None:
    check(understanding, "promotion-technician", text, rows, [])


@pytest.mark.parametrize(
    ("text", "rows", "absent"),
    [
        ("国家级优质校", ["国家级优质校"], []),
        ("优质专业群国家级", ["国家级优质专业（群）"], []),
        ("省级优质校和优质专业", ["省级优质校", "省级优质专业（群）"], []),
        ("国家级、省级优质校", ["国家级优质校", "省级优质校"], []),
        ("国家级优质校和省级优质专业", ["国家级优质校", "省级优质专业（群）"], []),
        (
            "国家级优质校和优质专业、省级优质校",
            ["国家级优质校", "国家级优质专业（群）", "省级优质校"],
            [],
        ),
        ("优质校", ["国家级优质校", "省级优质校"], []),
        ("国家级", ["国家级优质校", "国家级优质专业（群）"], []),
        ("市级优质校", [], ["市级优质校"]),
    ],
)
def test_two_dimensions_are_paired(understanding: Understanding, text: str, rows: list[str], absent: list[str]) -> None:
    check(understanding, "quality-school-subsidy", text, rows, absent)


@pytest.mark.parametrize(
    ("text", "rows", "absent"),
    [
        ("国家级高技能人才培训基地", ["国家级高技能人才培训基地"], []),
        ("国家级技能大师工作室", ["国家级技能大师工作室"], []),
        ("省级技能大师特色工作站", ["省级技能大师特色工作站"], []),
        ("省级技能大师工作室", [], ["省级技能大师工作室"]),
        ("国家级技能大师特色工作站", [], ["国家级技能大师特色工作站"]),
        (
            "国家级、省级高技能人才培训基地",
            ["国家级高技能人才培训基地", "省级高技能人才培训基地"],
            [],
        ),
    ],
)
def test_a_pair_that_the_policy_does_not_have_is_absent(
    understanding: Understanding, text: str, rows: list[str], absent: list[str]
) -> None:
    check(understanding, "platform-match", text, rows, absent)


@pytest.mark.parametrize(
    ("text", "rows", "absent"),
    [
        ("承办市级一类、市级二类", ["市级一类行业技能竞赛", "市级二类行业技能竞赛"], []),
        ("承办烟台市职业技能大赛", ["烟台市职业技能大赛"], []),
        ("承办省级竞赛", ["省级行业技能竞赛"], []),
        ("承办省级和国家级行业技能竞赛", ["省级行业技能竞赛", "国家级行业技能竞赛"], []),
        ("市级承办", ["烟台市职业技能大赛", "市级一类行业技能竞赛", "市级二类行业技能竞赛"], []),
        ("承办市级三类竞赛", [], ["市级三类"]),
        ("承办区级比赛", [], ["区县级"]),
    ],
)
def test_one_dimension_or_two(understanding: Understanding, text: str, rows: list[str], absent: list[str]) -> None:
    check(understanding, "contest-host", text, rows, absent)


@pytest.mark.parametrize(
    ("topic", "text", "absent"),
    [
        ("contest-award", "区里比赛拿奖", ["区县级"]),
        ("promotion-technician", "高级工", ["高级工"]),
        ("promotion-worker", "首席技师", ["首席技师"]),
        ("newcomer-living-allowance", "引进的中级工", ["中级工"]),
    ],
)
def test_names_outside_a_closed_list(understanding: Understanding, topic: str, text: str, absent: list[str]) -> None:
    check(understanding, topic, text, [], absent)


def test_each_row_is_chosen_by_its_own_facets(understanding: Understanding) -> None:
    """By the plain values' names, in either order, every row of every topic is chosen and no other."""
    wrong = []
    for topic in understanding.knowledge.topics:
        for key, row in topic.rows.items():
            words = list(row.facets.values())
            for said in ("".join(words), "的".join(reversed(words))):
                choice = chosen(understanding, topic.id, said)
                if choice.rows[topic.id] != (key,) and not _shares_facets(topic, key):
                    wrong.append((topic.id, said, choice.rows[topic.id]))
    assert wrong == []


def _shares_facets(topic: Topic, key: str) -> bool:
    """Whether another row has these facets and more, so that they cannot tell it apart."""
    own = topic.rows[key].facets.items()
    return any(other != key and own <= row.facets.items() for other, row in topic.rows.items())
