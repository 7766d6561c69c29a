"""Numbers as people say and write them, with their units; vague ones are never turned into a number."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.normalise import normalise
from assistant.language.quantities import Quantity, find_quantities, spoken_number

EXACT = """
20个人 20 person | 二十个人 20 person | 三十二名 32 person | ５人 5 person | 一百零五人 105 person
一百二十人 120 person | 一百一十五人 115 person | 一千二百人 1200 person | 两千三百人 2300 person
20位 20 person | 十口 10 person | 1个 1 person | 一个人 1 person | 两个人 2 person | 二十一个 21 person
俩 2 person | 仨 3 person | 我俩 2 person | 俩人 2 person | 我们仨 3 person | 五级工三个 3 person | 0人 0 person
三家 3 enterprise | 3家企业 3 enterprise | 两家公司 2 enterprise | 2个公司 2 enterprise | 三个厂 3 enterprise
两个项目 2 project | 3个项目 3 project | 三项 3 project | 两场 2 project | 12项 12 project
2处 2 place | 两座 2 place | 7处 7 place
12万元 120000 yuan | 1.2千 1200 yuan | 1.2万 12000 yuan | 1.5w 15000 yuan | 3k 3000 yuan | 10w元 100000 yuan
2千5 2500 yuan | 2万5 25000 yuan | 1万2 12000 yuan | 一万二 12000 yuan | 一千二 1200 yuan | 八千 8000 yuan
一万五千元 15000 yuan | 两千五百元 2500 yuan | 一千零五十元 1050 yuan | 十万零五百元 100500 yuan
一万两千三百四十五元 12345 yuan | 五千块钱 5000 yuan | 3500块 3500 yuan | 5万块 50000 yuan | 二百五十元 250 yuan
十万 100000 yuan | 一百万 1000000 yuan | 三千万 30000000 yuan | 100万 1000000 yuan | 2亿 200000000 yuan
1亿元 100000000 yuan | 3,000元 3000 yuan | 1,200,000元 1200000 yuan | 2500.5元 2500.5 yuan | 10.8万元 108000 yuan
3000rmb 3000 yuan | 两块 2 yuan
百分之三十 30 percent | 百分之五十 50 percent | 30% 30 percent | 30％ 30 percent | 九成 90 percent
两成 20 percent | 5个百分点 5 percent | 2.5% 2.5 percent
两年半 2.5 year | 一年半 1.5 year | 半年 0.5 year | 一年 1 year | 3年 3 year | 3.5年 3.5 year | 满1年 1 year
头三年 3 year | 俩月 2 month | 仨月 3 month | 两个月 2 month | 八个月 8 month | 36个月 36 month
3天 3 day | 半天 0.5 day | 2小时 2 hour | 12课时 12 hour | 六十岁 60 age | 35周岁 35 age
20 people 20 person | 3 years 3 year | 12 months 12 month | 2 companies 2 enterprise | 3 projects 3 project
2500 2500 bare | 0.5 0.5 bare | 12345 12345 bare
"""

VAGUE = """
十来个人 person | 二十来个 person | 一百来人 person | 百来号人 person | 10余人 person | 20多个 person | 二十多人 person
100多人 person | 十几个 person | 几十人 person | 好几个 person | 几个 person | 这几个人 person | 几百人 person
一批人 person | 若干名 person | 一些人 person | 不少人 person | 三五个 person | 七八个人 person | 两三名 person
一二十人 person | 五六十人 person | 3到5人 person | 3-5个 person | 20~30人 person | 2—3人 person | 五到七名 person
5000-7000元 yuan | 五千到七千元 yuan | 1000多元 yuan | 一万多元 yuan | 三千多块 yuan | 十来年 year | 50上下 person
"""

NO_NUMBER = """
第三名 第十一条 第11条 第二年 三级工 二级工 一次性 每人 每个 几年 几个月 哪几个 两倍 三分之一 半 万 亿 零
2026年 二〇二六年 2024年度 一级技师 高级技师 有一点 一定 统一
"""


def _cases(table: str) -> list[str]:
    return [case.strip() for line in table.strip().splitlines() for case in line.split("|")]


def only(text: str) -> Quantity:
    (found,) = find_quantities(normalise(text))
    return found


@pytest.mark.parametrize("case", _cases(EXACT))
def test_a_definite_number(case: str) -> None:
    said, value, unit = case.rsplit(" ", 2)
    found = only(said)
    assert (found.value, found.unit, found.vague) == (Decimal(value), unit, False)


@pytest.mark.parametrize("case", _cases(VAGUE))
def test_a_vague_number_has_no_value(case: str) -> None:
    said, unit = case.rsplit(" ", 1)
    found = only(said)
    assert (found.value, found.unit, found.vague) == (None, unit, True)


@pytest.mark.parametrize("said", NO_NUMBER.split())
def test_words_that_count_nothing(said: str) -> None:
    assert find_quantities(normalise(said)) == []


def test_the_tables_are_long_enough() -> None:
    assert len(_cases(EXACT)) >= 60
    assert len(_cases(VAGUE)) >= 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20名技师、10名高级技师", [(20, "person"), (10, "person")]),
        ("五十个技师三十个高级技师", [(50, "person"), (30, "person")]),
        ("3人2家", [(3, "person"), (2, "enterprise")]),
        ("2万元5000元", [(20_000, "yuan"), (5000, "yuan")]),
        ("2年6个月", [(2, "year"), (6, "month")]),
        (
            "两家公司各有3名，社保8个月，投了500万",
            [(2, "enterprise"), (3, "person"), (8, "month"), (5_000_000, "yuan")],
        ),
        ("2026年高级技师3个", [(3, "person")]),
        ("2025年20名，2026年30名", [(20, "person"), (30, "person")]),
    ],
)
def test_several_numbers_in_order(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(q.value, q.unit) for q in find_quantities(normalise(text))] == expected


def test_names_that_hold_numerals_are_passed_over() -> None:
    text = "三级工3个"
    assert [q.value for q in find_quantities(text, [(0, 3)])] == [3]
    assert find_quantities("二十人", [(0, 3)]) == []


@given(st.integers(1, 99_999_999))
def test_a_numeral_read_aloud_is_the_number(number: int) -> None:
    assert spoken_number(_aloud(number)) == number


@given(st.integers(1, 99_999_999), st.sampled_from([("个人", "person"), ("元", "yuan"), ("处", "place")]))
def test_digits_and_spoken_numerals_agree(number: int, unit: tuple[str, str]) -> None:
    for text in (f"{number}{unit[0]}", f"{number:,}{unit[0]}", f"{_aloud(number)}{unit[0]}"):
        found = only(text)
        assert (found.value, found.unit) == (number, unit[1])


@given(
    st.text(
        alphabet="零一二两三四五六七八九十百千万亿半俩仨多来个人名家年月元块万%成第0123456789.,-到至各 ", max_size=30
    )
)
def test_whatever_is_said_each_number_is_its_own_stretch_of_the_text(text: str) -> None:
    found = find_quantities(text)
    assert all(text[q.start : q.end] == q.text != "" for q in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(q.value is None or q.value >= 0 for q in found)


@pytest.mark.parametrize("text", ["", "甲", "1", "二a", "第二", "两个"])
def test_what_is_no_spoken_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        spoken_number(text)


@pytest.mark.parametrize(
    ("text", "value"), [("半", "0.5"), ("二五", "25"), ("二〇二六", "2026"), ("俩", "2"), ("十", "10")]
)
def test_short_numerals(text: str, value: str) -> None:
    assert spoken_number(text) == Decimal(value)


_NAMES = "零一二三四五六七八九"


def _aloud(number: int) -> str:
    """A number up to 99,999,999 as it is read out: 10203 -> 一万零二百零三."""
    upper, lower = divmod(number, 10_000)
    if not upper:
        return _section(lower)
    return f"{_section(upper)}万" + ("" if not lower else ("零" if lower < 1000 else "") + _section(lower))


def _section(number: int) -> str:
    """1 to 9999: thousands to ones, with 零 over a gap."""
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if gap and words else "") + _NAMES[digit] + name
        gap = not digit
    return words
