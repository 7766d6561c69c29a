"""What a question leaves open between several topics: asked back, or each told; statements and talks before it."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.models import Status


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("厂里职工升了等级给多少钱", ("1000元", "2500元")),
        ("我们厂20个人升级了补多少", ("1000元", "2500元")),
        ("我被市里评上人才了，现在该每月领还是一次性领，多少钱呐", ("10.8万元", "1000元", "2000元")),
        ("俺们建成了一个基地，批文都下来了，能补多少", ("100万元", "30万元", "1:1")),
        ("那个补贴一个人多少钱来着", ("2500元", "1000元")),
    ],
)
def test_what_may_mean_several_things_is_asked_back_with_their_figures(
    rules: Assistant, question: str, figures: tuple[str, ...]
) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.CLARIFY
    assert len(answer.options) > 1
    assert all(figure in answer.text for figure in figures)


@pytest.mark.parametrize("question", ["晋升补贴标准", "民企和国企都一样能拿升级补贴吗"])
def test_a_family_asked_about_as_a_whole_is_told_whole(rules: Assistant, question: str) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert "高级工2000元" in answer.text
    assert "首席技师8000元" in answer.text


@pytest.mark.parametrize(
    ("turns", "status", "said"),
    [
        (("我儿子拿了省赛一等奖", "能奖多少", "他师傅有奖吗"), Status.NOT_COVERED, "没有写教练"),
        (("我想问竞赛奖金", "国家级的", "团队4个人怎么分"), Status.NOT_COVERED, "没有写团队奖励怎么分"),
        (("首席技师晋升8000", "那引进一个首席呢", "每月多少"), Status.NOT_COVERED, "没有写每月或每年多少元"),
        (("国企工资增幅那条", "管理层涨8%", "工人涨7%行吗"), Status.ANSWERED, "不符合。"),
        (("承办竞赛补多少", "顺便问下明天烟台下不下雪"), Status.OUT_OF_SCOPE, ""),
        (("技师晋升补贴多少", "那今年全市这笔预算还剩多少？已经发了几个人？"), Status.NOT_COVERED, "没有写"),
        (
            ("跟技校搞定制化培养奖励最高多少", "不对，我说的是学校那头，毕业生大多留在烟台的，给学校多少"),
            Status.ANSWERED,
            "100万元",
        ),
    ],
)
def test_talks(rules: Assistant, turns: tuple[str, ...], status: Status, said: str) -> None:
    answer = rules.ask(turns[-1], turns[:-1])
    assert answer.status is status
    assert said in answer.text
