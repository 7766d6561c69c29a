"""What is answered by words: places in the text, roles of departments, dates reckoned, comparisons, further aspects."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering import Assistant
from assistant.models import Status

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("turns", "said", "clauses"),
    [
        (["“青年人才”和“失业保险基金”，后一个词哪几条提到了"], ["失业保险基金"], {"11", "16"}),
        (["到2025年要办成哪几件事"], ["市级培训基地", "等级认定"], {"4", "7"}),
        (["引才机制那条归谁牵头"], ["市委组织部"], {"11"}),
        (["教育局在攀登计划那条里是啥角色"], ["市教育局不在其中"], {"13"}),
        (["除了人社局，载体平台那条还有谁"], ["市工业和信息化局"], {"4"}),
        (["2025年核准的奖补哪年拨付"], ["次年", "2026年"], {"16"}),
        (["2026年到账的奖补是哪一年核准的"], ["上一年", "2025年"], {"16"}),
        (["烟台市职业技能大赛2025年办过，下一届是哪年"], ["2027年"], {"8"}),
        (["国家级技能大师工作室和省级技能大师特色工作站哪个配套高"], ["一样"], {"4"}),
        (["技师和首席技师晋升补贴哪个多"], ["首席技师更高"], {"11"}),
        (["有效期五年，对吧"], ["不是这样", "3年"], {"附则"}),
        (["技能大师一年评选90名对吧"], ["不是这样", "不超过80名"], {"13"}),
        (["技能大师津贴每月多少，一共几年"], ["1000元", "4年"], {"13"}),
        (["“就高不重复”这条原话怎么写的"], ["「各类面向企事业单位"], {"16"}),
        (["急需紧缺工种的技师2025年3月开始交社保，啥时候满足年限"], ["2026年3月"], {"11"}),
    ],
)
def test_it_says_so_and_cites_just_these_clauses(
    rules: Assistant, turns: list[str], said: list[str], clauses: set[str]
) -> None:
    answer = rules.ask(turns[-1], tuple(turns[:-1]), TODAY)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert {citation.clause for citation in answer.citations} == clauses


def test_a_department_that_no_clause_names_is_not_covered(rules: Assistant) -> None:
    answer = rules.ask("市审计局牵头哪几条", (), TODAY)
    assert answer.status is Status.NOT_COVERED
    assert "市审计局" in answer.text


def test_a_claimed_total_that_is_right_is_confirmed(rules: Assistant) -> None:
    assert rules.ask("技能大师4年总共4.8万，对吧", (), TODAY).text.startswith("对。")


def test_an_unmet_condition_comes_before_the_year_of_payment(rules: Assistant) -> None:
    answer = rules.ask("工作站才运行满一年，考核优秀，那5万今年能到账吗", (), TODAY)
    assert {citation.clause for citation in answer.citations} == {"4"}


def test_a_claimed_figure_of_a_name_that_is_not_listed_is_declined(rules: Assistant) -> None:
    """Whether it counts gets a no; a figure that is said of it is not in the policy."""
    assert rules.ask("承办市级三类行业技能竞赛每个项目补3万吧").status is Status.NOT_COVERED
    assert rules.ask("技校建成了市级优质校，给不给补贴").status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("世界级选手的最高奖励是国家级选手的几倍", ("10倍", "50万元 ÷ 5万元")),
        ("新型学徒和金蓝领都按最高那档，每人差多少", ("相差2000元", "1 × 7000元", "1 × 5000元")),
        (
            "同样20个人考核合格，走企业新型学徒跟走金蓝领，都按最高标准，总额差多少",
            ("4万元", "20 × 7000元", "20 × 5000元"),
        ),
        ("一个选上产业技能领军人才，一个选上技能大师，都按整个支持期算，差多少钱", ("32万元", "36.8万元", "4.8万元")),
        ("领军人才的生活补贴和技能大师的津贴，哪个总数大", ("生活补贴高", "10.8万元", "4.8万元")),
        ("金蓝领跟学徒制，哪个上限高", ("企业学徒培养补贴更高", "7000元", "5000元")),
        ("高级技师比照的职称跟特级技师比照的一样吗", ("不一样", "副高级", "正高级")),
    ],
)
def test_what_two_pay_is_compared(rules: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert rules.verify(answer, question) == ()
