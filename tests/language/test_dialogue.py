"""Follow-ups: what they leave out is taken over, what they name replaces it, another topic drops it."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.language.dialogue import continued
from assistant.language.query import Query
from assistant.language.understand import Understanding
from tests.language.conftest import TODAY

RATE = "我们厂自己培养的高级技师能拿多少补贴"
SUM = "我厂今年升了20个高级技师，一共补多少"
AWARD = "省级比赛获奖奖多少"
MONTHLY = "技能大师每月津贴多少"
TECHNICIANS, WORKERS = "promotion-technician", "promotion-worker"


@pytest.fixture(scope="session")
def asked(understanding: Understanding):
    """The last of some questions, understood after the others."""
    read = cache(understanding.read)

    def last(*turns: str) -> Query:
        query: Query | None = None
        for turn in turns:
            query = continued(understanding, query, read(turn, TODAY))
        assert query is not None
        return query

    return last


def counts(query: Query) -> list[tuple[str, object]]:
    return [(count.row, count.value) for count in query.counts]


@pytest.mark.parametrize(
    ("turns", "topic", "rows"),
    [
        ((RATE, "那特级技师呢"), TECHNICIANS, ("特级技师",)),
        ((RATE, "首席呢"), TECHNICIANS, ("首席技师",)),
        ((RATE, "那高级工呢"), WORKERS, ("高级工",)),
        ((RATE, "那高级工呢", "中级工呢"), WORKERS, ("中级工",)),
        ((AWARD, "国家级呢"), "contest-award", ("国家级",)),
        ((AWARD, "市级的呢？", "世界级呢"), "contest-award", ("世界级",)),
    ],
)
def test_a_value_that_is_named_replaces_the_one_before(asked, turns: tuple[str, ...], topic: str, rows) -> None:
    query = asked(*turns)
    assert query.topics == (topic,)
    assert query.rows[topic] == rows
    assert query.aspects == ("amount",)


@pytest.mark.parametrize(
    ("turns", "aspect"),
    [
        ((RATE, "有上限吗"), "cap"),
        ((RATE, "哪个部门管"), "department"),
        ((RATE, "依据是哪条"), "clause"),
        ((RATE, "什么时候发"), "payment_time"),
        ((RATE, "怎么申请"), "apply"),
        ((MONTHLY, "发几年"), "duration"),
        ((RATE, "哪个部门管", "什么时候发"), "payment_time"),
    ],
)
def test_another_aspect_of_the_same_topic(asked, turns: tuple[str, ...], aspect: str) -> None:
    query, first = asked(*turns), asked(turns[0])
    assert query.topics == first.topics
    assert query.rows == first.rows
    assert aspect in query.aspects


def test_a_topic_that_is_named_anew_drops_what_was_said(asked) -> None:
    query = asked(RATE, "技能大师津贴每月多少")
    assert query.topics == ("skill-master-allowance",)
    assert query.rows == {}
    query = asked(SUM, "金蓝领培训补贴给谁")
    assert query.topics == ("golden-blue-collar-subsidy",)
    assert counts(query) == [("", None)]
    assert "recipient" in query.aspects


def test_a_role_changes_the_topic(asked) -> None:
    assert asked(AWARD, "那承办呢").topics == ("contest-host",)


@pytest.mark.parametrize("turn", ["失业金怎么领", "公积金怎么提取"])
def test_another_subject_takes_nothing_over(asked, turn: str) -> None:
    query = asked(RATE, turn)
    assert query.subject
    assert query.topics == ()


def test_another_place_is_seen_in_a_follow_up(asked) -> None:
    assert asked(RATE, "深圳呢").places == ("深圳",)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((RATE, "20个呢"), [("高级技师", 20)]),
        ((SUM, "那30个呢"), [("高级技师", 30)]),
        ((SUM, "再加上10个首席技师呢"), [("高级技师", 20), ("首席技师", 10)]),
        ((SUM, "还有5个技师"), [("高级技师", 20), ("技师", 5)]),
        ((SUM, "再加上10个首席技师呢", "还有5个技师"), [("高级技师", 20), ("首席技师", 10), ("技师", 5)]),
        ((SUM, "不对，是15个"), [("高级技师", 15)]),
        ((SUM, "我说的是首席技师"), [("首席技师", 20)]),
        ((SUM, "换成首席技师呢"), [("首席技师", 20)]),
        ((SUM, "你算错了吧"), [("高级技师", 20)]),
        ((SUM, "有上限吗"), [("高级技师", 20)]),
        (("我厂今年升了20个高级技师和5个技师，一共补多少", "不对，技师是8个"), [("高级技师", 20), ("技师", 8)]),
    ],
)
def test_numbers_are_taken_over_added_and_corrected(asked, turns: tuple[str, ...], expected) -> None:
    assert counts(asked(*turns)) == expected


@pytest.mark.parametrize("doubt", ["你说错了吧，不是5000吗", "你确定？", "我同事说是5000", "不可能吧", "再查一下"])
def test_doubt_keeps_the_topic_and_its_rows(asked, doubt: str) -> None:
    query = asked(RATE, doubt)
    assert query.topics == (TECHNICIANS,)
    assert query.rows[TECHNICIANS] == ("高级技师",)
    assert query.has("push_back", "confirm")


def test_without_a_past_there_is_nothing_to_push_back_on(asked) -> None:
    assert not asked("你说错了吧，高级技师是5000").has("push_back", "accumulate")


def test_a_total_is_still_asked_after_a_correction(asked) -> None:
    assert asked(SUM, "不对，是15个").has("total")


def test_a_question_that_names_its_topic_stands_alone(asked) -> None:
    after, alone = asked(RATE, AWARD), asked(AWARD)
    assert (after.topics, after.rows, after.aspects) == (alone.topics, alone.rows, alone.aspects)


def test_english_follow_ups(asked) -> None:
    query = asked("how much for a senior technician trained by our company", "what about chief technicians")
    assert query.topics == (TECHNICIANS,)
    assert query.rows[TECHNICIANS] == ("首席技师",)


def test_a_greeting_is_no_past(asked) -> None:
    after, alone = asked("你好", RATE), asked(RATE)
    assert (after.topics, after.rows) == (alone.topics, alone.rows)


def test_a_question_on_several_things_is_about_the_last_that_were_talked_of(asked) -> None:
    query = asked("厂里自己培养的技师晋升补多少", "高级技师呢", "这俩差多少")
    assert query.rows[TECHNICIANS] == ("技师", "高级技师")


def test_several_things_of_two_topics_are_summed_one_of_each(asked) -> None:
    query = asked("承办市级一类竞赛补多少", "二类呢", "这两种各办一个总共多少")
    assert counts(query) == [("市级一类行业技能竞赛", 1), ("市级二类行业技能竞赛", 1)]


def test_a_change_of_subject_takes_nothing_over(asked) -> None:
    query = asked(MONTHLY, "换个事儿问，职工教育经费一线得占多少")
    assert query.topics == ("training-fund-share",)


def test_a_mere_grade_is_asked_of_the_topic_before(asked) -> None:
    assert asked("延迟退休要什么条件", "我才是高级工，能不能办").topics == ("delayed-retirement",)


@pytest.mark.parametrize(
    ("turn", "row"), [("那高级的呢", "高级技师"), ("那特级的呢", "特级技师"), ("那技师呢", "技师")]
)
def test_a_row_named_by_its_beginning_in_a_follow_up(asked, turn: str, row: str) -> None:
    assert asked("在聘的技师比照什么职称", turn).rows["title-equivalence"] == (row,)


def test_a_part_of_a_number_that_is_another_row_is_taken_off(asked) -> None:
    told = asked("今年升了30个技师补多少", "总数不变，其中10个其实是高级技师，那是多少")
    assert counts(told) == [("技师", 20), ("高级技师", 10)]
    assert counts(asked("今年升了30个技师补多少", "总数不变，其中30个其实是高级技师")) == [("高级技师", 30)]


def test_another_firm_without_a_name_is_added_as_one_of_two(asked) -> None:
    told = asked(SUM, "我老表另开了家独立公司，也升了20个高级技师，两家加起来呢")
    assert [(count.enterprise, count.value) for count in told.counts] == [("第1家", 20), ("第2家", 20)]


def test_a_row_that_is_taken_away_whole(asked) -> None:
    told = asked("自己培养8个特级技师、8个首席技师，能拿多少", "首席的去掉呢")
    assert counts(told) == [("特级技师", 8), ("首席技师", 0)]


def test_another_award_is_added_to_the_sum_before(asked) -> None:
    told = asked("承办市级一类一个项目补多少", "一个选手市级赛里成绩优异，他的也给加上，总共多少")
    assert told.topics == ("contest-host", "contest-award")
