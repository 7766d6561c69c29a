from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.benefits import AmountKind, chinese_amounts, chinese_numeral, format_yuan, format_yuan_range
from assistant.models import Bound

MONEY, PERCENT, RATIO = AmountKind.MONEY, AmountKind.PERCENT, AmountKind.RATIO
COUNT, DURATION, DATE, NUMBER = AmountKind.COUNT, AmountKind.DURATION, AmountKind.DATE, AmountKind.NUMBER


@pytest.mark.parametrize(
    ("text", "low", "high", "kind", "unit"),
    [
        ("2500元", 2500, 2500, MONEY, "元"),
        ("10万元", 100_000, 100_000, MONEY, "元"),
        ("10.8 万元", 108_000, 108_000, MONEY, "元"),
        ("5000-7000元/人/年", 5000, 7000, MONEY, "元/人/年"),
        ("5000元到7000元", 5000, 7000, MONEY, "元"),
        ("5-10万元", 50_000, 100_000, MONEY, "元"),
        ("3000-1万元", 3000, 10_000, MONEY, "元"),
        ("21.6–36万元", 216_000, 360_000, MONEY, "元"),
        ("五千至七千元", 5000, 7000, MONEY, "元"),
        ("二十万五千元", 205_000, 205_000, MONEY, "元"),
        ("一亿二千万元", 120_000_000, 120_000_000, MONEY, "元"),
        ("3,000 yuan", 3000, 3000, MONEY, "元"),
        ("¥1,234.5", Decimal("1234.5"), Decimal("1234.5"), MONEY, "元"),
        ("30%", 30, 30, PERCENT, "%"),
        ("百分之三十", 30, 30, PERCENT, "%"),
        ("百分之零点五", Decimal("0.5"), Decimal("0.5"), PERCENT, "%"),
        ("1:1", 1, 1, RATIO, ""),
        ("200名", 200, 200, COUNT, "名"),
        ("3-5处", 3, 5, COUNT, "处"),
        ("50万人", 500_000, 500_000, COUNT, "人"),
        ("满1年", 1, 1, DURATION, "年"),
        ("每两年", 2, 2, DURATION, "年"),
        ("48个月", 48, 48, DURATION, "个月"),
        ("2035年", 2035, 2035, DATE, ""),
        ("2024年3月1日", 20240301, 20240301, DATE, ""),
        ("2024-03-01", 20240301, 20240301, DATE, ""),
        ("3月1日", 301, 301, DATE, ""),
        ("9+N", 9, 9, NUMBER, ""),
        ("２０００元", 2000, 2000, MONEY, "元"),
    ],
)
def test_one_figure(text: str, low: Decimal, high: Decimal, kind: AmountKind, unit: str) -> None:
    (amount,) = chinese_amounts(text)
    assert (amount.value, amount.upper, amount.kind, amount.unit) == (low, high, kind, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2.4万元\n条件：满1年", ["2.4万元", "1年"]),
        ("2.4万元 条件", ["2.4万元"]),
        ("共20\n名额另定", ["20"]),
        ("1\n-3名", ["1", "3名"]),
        ("2024年\n3月", ["2024年", "3月"]),
    ],
)
def test_a_figure_ends_with_its_line_and_has_one_unit(text: str, found: list[str]) -> None:
    assert [amount.text for amount in chinese_amounts(text)] == found
    assert chinese_amounts("10元\n以上是标准")[0].bound is Bound.EXACT


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("最高不超过100万元、60万元和50万元", [Bound.AT_MOST] * 3),
        ("每年不超过10万元", [Bound.AT_MOST]),
        ("比例超过30%", [Bound.AT_LEAST]),
        ("不低于50%", [Bound.AT_LEAST]),
        ("60%以上", [Bound.AT_LEAST]),
        ("5万元以内", [Bound.AT_MOST]),
        ("最高5万元，每人1000元", [Bound.AT_MOST, Bound.EXACT]),
        ("3000-5000元", [Bound.RANGE]),
    ],
)
def test_how_words_bind_a_figure(text: str, bounds: list[Bound]) -> None:
    assert [amount.bound for amount in chinese_amounts(text)] == bounds


@pytest.mark.parametrize(
    "text", ["第十一条", "（十一）", "一次性补贴", "“双一流”高校", "市级一类", "一批平台", "“十四五”末"]
)
def test_numerals_that_measure_nothing(text: str) -> None:
    assert chinese_amounts(text) == []


def test_spans_hold_the_words() -> None:
    text = "20 × 3000元 = 6万元，共3人"
    for amount in chinese_amounts(text):
        assert text[amount.start : amount.end] == amount.text


def test_a_word_is_no_numeral() -> None:
    with pytest.raises(ValueError, match="工"):
        chinese_numeral("工")


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("3000", "3000元"),
        ("9999", "9999元"),
        ("10000", "1万元"),
        ("100000", "10万元"),
        ("118000", "11.8万元"),
        ("255500", "25.55万元"),
        ("112550", "112550元"),
        ("0.05", "0.05元"),
        ("300000.150", "300000.15元"),
        ("0", "0元"),
    ],
)
def test_yuan_in_words(yuan: str, text: str) -> None:
    assert format_yuan(Decimal(yuan)) == text


def test_a_range_names_the_unit_once() -> None:
    assert format_yuan_range(Decimal(5000), Decimal(7000)) == "5000–7000元"
    assert format_yuan_range(Decimal(150_000), Decimal(210_000)) == "15–21万元"
    assert format_yuan_range(Decimal(9000), Decimal(15_000)) == "9000元–1.5万元"
    assert format_yuan_range(Decimal(7000), Decimal(7000)) == "7000元"


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_what_is_written_is_read_again(yuan: Decimal) -> None:
    (amount,) = chinese_amounts(format_yuan(yuan))
    assert amount.value == yuan
