"""How many of what: numbers bound to rows, by enterprise and by year, and those who passed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.language.query import Count
from assistant.language.understand import Understanding
from tests.language.conftest import TODAY

VAGUE = "?"
Told = tuple[str, object, str, str]


def counted(understanding: Understanding, topic: str, text: str) -> list[Told]:
    """(row, number, enterprise, year) of each count; "?" for a vague one, None where none was named."""
    query = understanding.resolved(replace(understanding.read(text, TODAY), topics=(topic,)))
    return [(c.row, VAGUE if c.vague else c.value, c.enterprise, c.year) for c in query.counts]


def plain(*pairs: tuple[str, object]) -> list[Told]:
    return [(row, number, "", "") for row, number in pairs]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("20个高级技师", [("高级技师", 20)]),
        ("高级技师20个", [("高级技师", 20)]),
        ("高级技师20名、首席技师10名", [("高级技师", 20), ("首席技师", 10)]),
        ("20名高级技师和10名首席技师", [("高级技师", 20), ("首席技师", 10)]),
        ("高级技师：20，首席技师：10", [("高级技师", 20), ("首席技师", 10)]),
        ("高级技师=20 首席技师=10", [("高级技师", 20), ("首席技师", 10)]),
        ("技师×12、高级技师×8", [("技师", 12), ("高级技师", 8)]),
        ("12技师8高级技师", [("技师", 12), ("高级技师", 8)]),
        ("技师（12人）、高级技师（8人）", [("技师", 12), ("高级技师", 8)]),
        ("俩高级技师仨首席", [("高级技师", 2), ("首席技师", 3)]),
        (
            "3个技师、2个高级技师、1个特级技师、1个首席技师",
            [("技师", 3), ("高级技师", 2), ("特级技师", 1), ("首席技师", 1)],
        ),
        ("20人晋升，其中高级技师12人，技师8人", [("高级技师", 12), ("技师", 8)]),
        ("20人全部是高级技师", [("高级技师", 20)]),
        ("技师和高级技师分别是5名、3名", [("技师", 5), ("高级技师", 3)]),
        ("技师、高级技师、特级技师分别5人、3人、2人", [("技师", 5), ("高级技师", 3), ("特级技师", 2)]),
        ("不算技师，高级技师3个", [("高级技师", 3)]),
        ("除了技师以外3个高级技师", [("高级技师", 3)]),
        ("高级技师", [("高级技师", None)]),
        ("高级技师和首席技师", [("高级技师", None), ("首席技师", None)]),
        ("高级技师十来个", [("高级技师", VAGUE)]),
        ("好几个高级技师", [("高级技师", VAGUE)]),
        ("高级技师20来人，首席技师3个", [("高级技师", VAGUE), ("首席技师", 3)]),
        ("50个参加考试，30个考过了高级技师", [("高级技师", 30)]),
        ("参评高级技师20人，通过15人", [("高级技师", 15)]),
        ("高级技师每人3000元", [("高级技师", None)]),
        ("2026年的高级技师", [("高级技师", None)]),
    ],
)
def test_numbers_before_and_after_names(
    understanding: Understanding, text: str, counts: list[tuple[str, object]]
) -> None:
    assert counted(understanding, "promotion-technician", text) == plain(*counts)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("甲公司首席技师15名，乙公司高级技师6名", [("首席技师", 15, "甲公司", ""), ("高级技师", 6, "乙公司", "")]),
        ("甲厂20个高级技师，乙厂20个高级技师", [("高级技师", 20, "甲厂", ""), ("高级技师", 20, "乙厂", "")]),
        ("甲公司高级技师10名，乙公司5名", [("高级技师", 10, "甲公司", ""), ("高级技师", 5, "乙公司", "")]),
        ("总公司5个技师，分公司3个高级技师", [("技师", 5, "总公司", ""), ("高级技师", 3, "分公司", "")]),
        ("两家公司各有5个首席技师", [("首席技师", 5, "第1家", ""), ("首席技师", 5, "第2家", "")]),
        ("我们两家厂每家升了13个首席技师", [("首席技师", 13, "第1家", ""), ("首席技师", 13, "第2家", "")]),
        ("甲公司和乙公司各10名高级技师", [("高级技师", 10, "第1家", ""), ("高级技师", 10, "第2家", "")]),
        (
            "三家企业分别升了20名、15名、10名首席技师",
            [("首席技师", 20, "第1家", ""), ("首席技师", 15, "第2家", ""), ("首席技师", 10, "第3家", "")],
        ),
        ("甲公司高级技师10名", [("高级技师", 10, "", "")]),
        ("2025年高级技师20名，2026年高级技师30名", [("高级技师", 20, "", "2025年"), ("高级技师", 30, "", "2026年")]),
        ("去年升了20个高级技师，今年又升了10名", [("高级技师", 20, "", "去年"), ("高级技师", 10, "", "今年")]),
        ("去年5个技师今年3个技师", [("技师", 5, "", "去年"), ("技师", 3, "", "今年")]),
        ("连续两年各升了13名首席技师", [("首席技师", 13, "", "第1年"), ("首席技师", 13, "", "第2年")]),
        (
            "今年5个技师，明年6个技师，后年7个技师",
            [("技师", 5, "", "今年"), ("技师", 6, "", "明年"), ("技师", 7, "", "后年")],
        ),
        ("60个技师，今年20个明年40个", [("技师", 20, "", "今年"), ("技师", 40, "", "明年")]),
        ("60个技师，今年20个明年30个", [("技师", 60, "", "今年"), ("技师", 30, "", "明年")]),
        ("60个技师分两年评上", [("技师", 30, "", "第1年"), ("技师", 30, "", "第2年")]),
        ("60个技师分两年评，各30个", [("技师", 30, "", "第1年"), ("技师", 30, "", "第2年")]),
        ("60个技师的补贴分两年发", [("技师", 60, "", "")]),
        ("7个技师分两年评上", [("技师", 4, "", "第1年"), ("技师", 3, "", "第2年")]),
        ("50个高级技师分给两家公司", [("高级技师", 25, "第1家", ""), ("高级技师", 25, "第2家", "")]),
        (
            "三家子公司各升30个高级技师",
            [("高级技师", 30, "第1家", ""), ("高级技师", 30, "第2家", ""), ("高级技师", 30, "第3家", "")],
        ),
        ("上半年3个高级技师，下半年5个高级技师", [("高级技师", 3, "", ""), ("高级技师", 5, "", "")]),
    ],
)
def test_enterprises_and_years_are_told_apart(understanding: Understanding, text: str, counts: list[Told]) -> None:
    assert counted(understanding, "promotion-technician", text) == counts


@pytest.mark.parametrize(
    ("topic", "text", "counts"),
    [
        (
            "contest-host",
            "承办市级一类2个项目、市级二类1个项目",
            [("市级一类行业技能竞赛", 2), ("市级二类行业技能竞赛", 1)],
        ),
        ("contest-host", "办一类竞赛两个项目", [("市级一类行业技能竞赛", 2)]),
        ("contest-host", "承办省级竞赛两个项目、国家级一个", [("省级行业技能竞赛", 2), ("国家级行业技能竞赛", 1)]),
        ("contest-award", "省赛获奖2个，国赛获奖1个", [("省级", 2), ("国家级", 1)]),
        (
            "quality-school-subsidy",
            "国家级优质校1所，省级优质专业2个",
            [("国家级优质校", 1), ("省级优质专业（群）", 2)],
        ),
        ("master-station-subsidy", "新设2处，1处考核优秀", [("新设", 2), ("满2年考核优秀", 1)]),
        ("platform-match", "国家级技能大师工作室1个", [("国家级技能大师工作室", 1)]),
    ],
)
def test_projects_and_places(
    understanding: Understanding, topic: str, text: str, counts: list[tuple[str, object]]
) -> None:
    assert counted(understanding, topic, text) == plain(*counts)


@pytest.mark.parametrize(
    ("topic", "text", "numbers"),
    [
        ("apprenticeship-subsidy", "带了12个学徒", [12]),
        ("apprenticeship-subsidy", "30个学徒，25个考核合格", [25]),
        ("apprenticeship-subsidy", "招了30个学徒，5个没过", [25]),
        ("apprenticeship-subsidy", "100个学徒，合格率百分之九十", [90]),
        ("apprenticeship-subsidy", "100个学徒九成合格", [90]),
        ("apprenticeship-subsidy", "学徒十来个", [VAGUE]),
        ("skill-master-allowance", "我们厂3个技能大师", [3]),
        ("technical-expert-allowance", "2名技术能手", [2]),
        ("city-training-base-award", "建成2处市级培训基地", [2]),
        ("apprenticeship-subsidy", "学徒补贴多少", [None]),
    ],
)
def test_things_without_rows(understanding: Understanding, topic: str, text: str, numbers: list[object]) -> None:
    assert [number for _, number, _, _ in counted(understanding, topic, text)] == numbers


def test_apprentices_by_enterprise(understanding: Understanding) -> None:
    told = counted(understanding, "apprenticeship-subsidy", "甲公司带了10个学徒，乙公司带了20个学徒")
    assert told == [("", 10, "甲公司", ""), ("", 20, "乙公司", "")]


def test_a_number_belongs_to_the_topic_whose_name_is_nearest(understanding: Understanding) -> None:
    text = "3个技能大师，5个技术能手，一共每人多少"
    topics = ("skill-master-allowance", "technical-expert-allowance")
    query = understanding.resolved(replace(understanding.read(text, TODAY), topics=topics))
    assert {(c.topic, c.value) for c in query.counts} == {(topics[0], 3), (topics[1], 5)}


def test_a_count_says_where_it_stands(understanding: Understanding) -> None:
    text = "高级技师20名、首席技师10名"
    query = understanding.resolved(replace(understanding.read(text, TODAY), topics=("promotion-technician",)))
    first, second = query.counts
    assert (first, second) == (
        Count("promotion-technician", "高级技师", Decimal(20), start=text.index("20")),
        Count("promotion-technician", "首席技师", Decimal(10), start=text.index("10")),
    )


@pytest.mark.parametrize(
    ("topic", "text", "counts"),
    [
        (
            "contest-host",
            "国家级行业技能竞赛1个项目、省级行业技能竞赛2个项目、市级二类3个项目",
            [("国家级行业技能竞赛", 1), ("省级行业技能竞赛", 2), ("市级二类行业技能竞赛", 3)],
        ),
        ("quality-school-subsidy", "三所学校各建成一个省级优质专业群", [("省级优质专业（群）", 3)]),
        ("apprenticeship-subsidy", "三个班，每班20个学徒", [("", 60)]),
        ("apprenticeship-subsidy", "一共30个学徒，分两批，每批15个", [("", 30)]),
        ("apprenticeship-subsidy", "学徒30人25个合格", [("", 25)]),
        ("apprenticeship-subsidy", "学徒30个里5个没过", [("", 25)]),
        ("promotion-technician", "技师和高级技师各5个", [("技师", 5), ("高级技师", 5)]),
        ("promotion-technician", "25人晋升，其中高级技师10个，其余都是技师", [("高级技师", 10), ("技师", 15)]),
        ("promotion-technician", "40人晋升，一半是技师，一半是高级技师", [("技师", 20), ("高级技师", 20)]),
        ("promotion-technician", "技师升高级技师10个", [("高级技师", 10)]),
        ("master-station-subsidy", "新设3处，两年后个个考核优秀", [("新设", 3), ("满2年考核优秀", 3)]),
        ("master-station-subsidy", "新设三处，两处考核优秀、一处没评上", [("新设", 3), ("满2年考核优秀", 2)]),
    ],
)
def test_numbers_multiply_subtract_and_share(
    understanding: Understanding, topic: str, text: str, counts: list[tuple[str, object]]
) -> None:
    assert counted(understanding, topic, text) == plain(*counts)


@pytest.mark.parametrize(
    ("topics", "text", "numbers"),
    [
        (("apprenticeship-subsidy", "promotion-technician"), "12名新型学徒考核合格，又有8名特级技师", {12, 8}),
        (
            ("skill-master-allowance", "technical-expert-allowance"),
            "2个技能大师，又有6个人评上技术能手，加上这6个人的津贴",
            {2, 6},
        ),
        (
            ("golden-blue-collar-subsidy", "apprenticeship-subsidy"),
            "金蓝领学员20个考核合格，学徒10个考核合格，两项补贴加在一起",
            {20, 10},
        ),
    ],
)
def test_each_number_counts_once_over_all_topics(
    understanding: Understanding, topics: tuple[str, ...], text: str, numbers: set[int]
) -> None:
    query = understanding.resolved(replace(understanding.read(text, TODAY), topics=topics))
    assert len(query.counts) == len(numbers)
    assert {count.value for count in query.counts} == numbers
