"""The scorers' own reader of figures."""

from decimal import Decimal

import pytest

from eval.figures import clauses_named, fold, money, numbers, percentages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("最高10.8万元生活补贴和26万元购房补贴", {108000, 260000}),
        ("每人分别给予2500元、3000元、6000元和8000元", {2500, 3000, 6000, 8000}),
        ("技师、高级技师2500、3000元", {2500, 3000}),
        ("按5000-7000元/人/年", {5000, 7000}),
        ("5–7万元", {50000, 70000}),
        ("共 108,000 元", {108000}),
        ("１０万元", {100000}),
        ("三千元，五十万", {3000, 500000}),
        ("一万二块钱", {12000}),
        ("20 × 3000元 = 6万元", {3000, 60000}),
        ("高技能人才总量达到50万人", set()),
        ("每年不超过80名", set()),
        ("RMB 100,000 at most, or 5,000 yuan", {100000, 5000}),
        ("¥3,000", {3000}),
        ("30萬元", {300000}),
        ("2024年3月1日", set()),
        ("3000元至1万元", {3000, 10000}),
        ("40×2000=80000元，130000元封顶10万元", {2000, 80000, 130000, 100000} - {2000}),
        ("5千块", {5000}),
        ("两千五百元", {2500}),
        ("千万不要", set()),
        ("21.6万元–36万元", {216000, 360000}),
        ("最高100万元、10万元配套", {1000000, 100000}),
    ],
)
def test_money(text: str, expected: set[int]) -> None:
    assert money(text) == {Decimal(value) for value in expected}


def test_percentages() -> None:
    assert percentages("60%以上，百分之三十，5 percent") == {Decimal(60), Decimal(30), Decimal(5)}


def test_numbers_of_the_user_count_without_a_unit() -> None:
    assert {Decimal(12000), Decimal(9000), Decimal(20)} <= numbers("收入一万二，月薪9000，20人")


def test_clauses_named() -> None:
    assert clauses_named("见第十八条、（十一）和第 8 条, clause 13") == {"18", "11", "8", "13"}


def test_fold_ignores_blanks_width_and_case() -> None:
    assert fold("2024 年３月（Ａ）") == "2024年3月(a)"
