"""Comparisons: sums of alternatives, enterprises and years side by side, rows, topics, departments, periods."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.assistant import Assistant
from assistant.models import Status

_LIMIT = 100_000
_RATES = {"技师": 2500, "高级技师": 3000, "特级技师": 6000, "首席技师": 8000}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "我们公司今年升8个技师划算还是升4个特级技师划算，分别能拿多少",
            ("特级技师更多，相差4000元", "8 × 2500元 = 2万元", "4 × 6000元 = 2.4万元"),
        ),
        ("甲厂升了10个高级技师，乙厂升了6个首席技师，哪家拿得多，多多少", ("乙厂更多，相差1.8万元",)),
        ("今年升45个高级技师，明年升10个技师，哪年拿得多", ("今年更多，相差7.5万元", "按10万元计")),
        ("搞一个国家级高技能人才培训基地跟搞三个省级的，哪个钱多", ("国家级高技能人才培训基地更多，相差最高10万元",)),
        ("升50个技师或者升20个首席技师，我们公司拿得一样多吗", ("一样多。",)),
        (
            "甲厂升了60个技师，乙厂升了30个首席技师，丙厂升了5个高级工，哪家最多哪家最少",
            ("甲厂、乙厂最多，与最少的丙厂相差9万元",),
        ),
        ("企业学徒制30人一年和金蓝领50人一年哪个补得多", ("上限更高，下限一样", "15万元至21万元", "15万元至25万元")),
        ("20个学徒学两年 vs 40个学徒学一年，哪个补得多", ("一样多", "20万元至28万元")),
        ("10个技师和10个高级技师分别能拿多少", ("10 × 2500元 = 2.5万元", "10 × 3000元 = 3万元")),
        ("20个人走企业学徒制还是走金蓝领，补贴分别多少", ("10万元至14万元", "6万元至10万元")),
        ("一个技能大师四年的津贴，比一个技术能手的津贴多多少？", ("相差4.6万元",)),
    ],
)
def test_sums_side_by_side(rules: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert "合计" not in answer.text
    assert rules.verify(answer, question) == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations(list(_RATES)).map(lambda names: names[:2]), st.integers(2, 60), st.integers(2, 60))
def test_the_more_is_the_more(rules: Assistant, names: list[str], one: int, other: int) -> None:
    """Whatever the two rows and numbers, the ranking and the gap are those of the sums within the limit."""
    question = f"升{one}个{names[0]}还是升{other}个{names[1]}，哪个拿得多"
    answer = rules.ask(question)
    sums = [min(_LIMIT, number * _RATES[name]) for number, name in zip((one, other), names, strict=True)]
    assert rules.verify(answer, question) == ()
    assert answer.calculation is not None
    assert answer.calculation.max == abs(sums[0] - sums[1])
    first = answer.text.splitlines()[0]
    if sums[0] == sums[1]:
        assert first == "一样多。"
    else:
        assert first.startswith(f"{names[sums.index(max(sums))]}更多")


def test_a_wrong_gap_is_refused(rules: Assistant) -> None:
    """The difference told must be that of the sides: any other is no proof."""
    from dataclasses import replace

    question = "甲厂升了10个高级技师，乙厂升了6个首席技师，哪家拿得多，多多少"
    answer = rules.ask(question)
    assert answer.calculation is not None
    wrong = replace(answer.calculation, min=answer.calculation.min + 1000, max=answer.calculation.max + 1000)
    lie = replace(answer, calculation=wrong, text=answer.text.replace("1.8万元", "1.9万元", 1))
    assert rules.verify(lie, question) != ()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("升技师的补贴和升高级技师的补贴一样吗", "高级技师更高"),
        ("国家级技能大师工作室，应该比省级技能大师特色工作站的市里配套高一大截吧？", "两者一样"),
        ("技能大师的支持期和领军人才的支持期一样长吗", "不一样，烟台市技能大师津贴更长"),
        ("第九条和第十二条的牵头单位一样吗", "一样。"),
        ("牵头第八条和第十条的部门一样吗", "不一样。"),
        ("同样是技师，外地头一回引进来的急需紧缺工种和厂里自己培养升上来的，给的钱有啥不一样", "不一样。"),
        ("能比照职称享受待遇的那几级，和可以办延迟退休的那几级，名单是同一批吗？", "不一样"),
        ("新升高级工的一次性补贴，跟新引进的高级技师的生活补贴，是从一个锅里出的钱吗", "不一样"),
        ("国赛拿奖的选手跟省赛拿奖的选手，市里最高能差几倍", "2.5倍"),
        (
            "我们高技能人才培训基地，停在省级还是再冲国家级？配套上限差多大",
            "国家级高技能人才培训基地多，相差最高70万元",
        ),
    ],
)
def test_what_a_comparison_comes_to_is_said_first(rules: Assistant, question: str, first: str) -> None:
    answer = rules.ask(question)
    assert answer.text.startswith(first)
    assert rules.verify(answer, question) == ()
