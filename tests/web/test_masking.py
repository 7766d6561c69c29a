"""Personal data never reaches the store, whatever stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models import Policy
from assistant.web.masking import mask

DIGITS = st.text("0123456789", min_size=1)
AROUND = st.text("在厂里上班，补贴多少？ （）abc,.：\n", max_size=12)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def spaced(groups: tuple[int, ...]) -> st.SearchStrategy[str]:
    """Digits in groups, with the same sign between them or none."""
    parts = st.tuples(*(digits(size) for size in groups))
    return st.builds(lambda sign, texts: sign.join(texts), st.sampled_from(["", " ", "-", "－"]), parts)


@given(AROUND, spaced((6, 8, 3)), st.sampled_from("0123456789Xx"), AROUND)
def test_identity_numbers(before: str, body: str, check: str, after: str) -> None:
    masked = mask(f"{before}{body}{check}{after}")
    assert not re.search(r"\d{3,}", masked)


@given(AROUND, st.sampled_from("3456789"), spaced((1, 4, 4)), AROUND)
def test_mobile_numbers(before: str, second: str, rest: str, after: str) -> None:
    assert mask(f"{before}1{second}{rest}{after}") == f"{before}〔电话〕{after}"


@given(AROUND, st.sampled_from([(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 1)]).flatmap(spaced), AROUND)
def test_bank_cards(before: str, card: str, after: str) -> None:
    assert not re.search(r"\d{4,}", mask(f"{before}{card}{after}"))


@given(
    st.text("甲乙厂，。", max_size=5),
    st.from_regex(r"[a-z][a-z0-9._]{0,10}@[a-z0-9]{1,8}(\.[a-z]{2,4}){1,2}", fullmatch=True),
)
def test_e_mail_addresses(before: str, address: str) -> None:
    assert mask(before + address) == f"{before}〔邮箱〕"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张伟，高级技师补多少", "我叫〔姓名〕，高级技师补多少"),
        ("我叫欧阳修文。", "我叫〔姓名〕。"),
        ("我的名字是李四", "我的名字是〔姓名〕"),
        ("本人姓名王小明，", "本人姓名〔姓名〕，"),
        ("My name is John Smith, how much?", "My name is 〔姓名〕, how much?"),
        ("电话0535-6677889", "电话〔电话〕"),
        ("手机+86 138 0000 1111转告", "手机〔电话〕转告"),
        ("１３８００００１１１１", "〔电话〕"),
        ("卡号6222 0212 3456 7890 123", "卡号〔银行卡号〕"),
        ("身份证 370602199001011234 一号", "身份证 〔身份证号〕 一号"),
        ("邮箱 zhang.wei＠example．com", "邮箱 〔邮箱〕"),
    ],
)
def test_examples(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_the_policy_itself_is_left_alone(policy: Policy) -> None:
    assert mask(policy.text) == policy.text


@pytest.mark.parametrize(
    "text", ["补贴5000-7000元", "2024年3月1日至2027年2月28日", "20 × 3000元 = 60000元", "第11条，100万元"]
)
def test_figures_are_left_alone(text: str) -> None:
    assert mask(text) == text
