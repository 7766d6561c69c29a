"""Yes or no before the rest: funds, limits, proportions, awards side by side, who acts alone, names and those above."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.models import Status

_GRADES = ["技师", "高级技师", "特级技师", "首席技师"]


@pytest.mark.parametrize(
    ("question", "first", "clause"),
    [
        ("高级技师能延迟退休吗", "可以。", "10"),
        ("民营企业要遵守工资增幅那条吗", "不适用。", "10"),
        ("老板说初级工中级工的补贴也占公司一年10万那个额度，对吗", "不占也不受这个限", "11"),
        ("从别的公司跳槽来的技师能领晋升补贴吗", "不能。", "11"),
        ("我们厂自己办的技能比赛，市里补不补", "不给。", "8"),
        (
            "学校去年建成了省级优质校，今年又升国家级，能拿160万吗",
            "各类面向企事业单位、个人的财政奖补资金，按“就高不重复”执行",
            "16",
        ),
        ("学徒和金蓝领哪个标准高", "企业学徒培养补贴更高。", "2"),
        ("烟台市技能大师支持期3年没错吧？那我这每月一千总共36000", "不是这样。支持期是4年。", "13"),
        ("今年评的今年能发吗", "不是这样。", "16"),
        ("初级工补贴是从就业补助资金出的吗", "不是。资金从失业保险基金中列支。", "11"),
        ("新引进技师的生活补贴是失业保险基金出吗", "不是。资金从青年人才补助资金中统筹使用。", "11"),
        ("高级工补贴是失业保险基金出的吧", "对。", "11"),
        ("50个高级工是不是10万封顶", "不是，这一项没有写总额上限。", "11"),
        ("技能人才占就业人口比例是35%吧", "不是这样。", "总体要求"),
        ("高技能人才占技能人才的30%对吧", "不是这样。", "总体要求"),
        ("高技能人才占技能人才的比例超过35%对吧", "对。", "总体要求"),
        ("每100个上班的里头得有35个高技能人才，对吗", "不是这样。", "总体要求"),
        ("职教经费一线工人那块只占到百分之五十五，算达到文件要求吗", "不行。", "16"),
        ("医院新引进的技师，在烟台交了社保一年多，能领生活补贴吗", "不能。", "11"),
        ("学校直接推荐的学徒，不是我们自己挑的，给补贴吗", "不能。", "2"),
        ("参加国家级比赛只拿了参与奖，能领5万吗", "不能。", "8"),
        ("去年就有技师证，今年复审换证，还能领2500吗", "不能。", "11"),
        ("技能大师和技术能手的津贴能一起拿吗", "各类面向企事业单位、个人的财政奖补资金，按“就高不重复”执行", "16"),
        ("领了技师补贴还能领技能大师津贴吗", "各类面向企事业单位、个人的财政奖补资金，按“就高不重复”执行", "16"),
        ("竞赛那条光人社局一家牵头吧", "不是只有这一家。", "8"),
        ("第四条是人社局单独牵头吗", "是，只有这一家。", "4"),
        ("产业技能领军人才一年选80个，我排全市第60应该稳了吧", "不是这样。", "13"),
        ("新来的首席技师今天入职，明天就能申请那个生活补贴吗", "还不能。", "11"),
        ("抄送名单里有没有法院", "文件注明“此件公开发布”", "附则"),
        ("主送机关有哪些", "文件发给各区市人民政府（管委）", "引言"),
    ],
)
def test_the_verdict_comes_first(rules: Assistant, question: str, first: str, clause: str) -> None:
    answer = rules.ask(question)
    assert answer.text.startswith(first)
    assert clause in {citation.clause for citation in answer.citations}
    assert rules.verify(answer, question) == ()


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("哪些条只有人社局一家牵头", {"4", "5", "6", "7"}),
        ("人社局和教育局共同牵头哪些条款", {"1", "3", "9", "12"}),
        ("人社局和国资委一起牵头的有哪几条", {"10"}),
        ("大数据局跟这个政策有啥关系", {"2"}),
        ("团市委是牵头单位吗", {"8", "14"}),
        ("第三条谁配合", {"3"}),
    ],
)
def test_who_acts(rules: Assistant, question: str, clauses: set[str]) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert {citation.clause for citation in answer.citations} == clauses


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(_GRADES), st.sampled_from(["及以上", "以上", "（含）以上", "及以下", "以下"]))
def test_a_name_and_those_beyond_it(rules: Assistant, grade: str, reach: str) -> None:
    """Every row above, or below, is told with the one named, and no other of the topic."""
    answer = rules.ask(f"新晋升{grade}{reach}每人补多少")
    place = _GRADES.index(grade)
    meant = _GRADES[place:] if "上" in reach else _GRADES[: place + 1]
    amounts = {"技师": "2500元", "高级技师": "3000元", "特级技师": "6000元", "首席技师": "8000元"}
    told = {name for name, amount in amounts.items() if amount in answer.text}
    assert told == set(meant)


def test_rows_that_say_the_same_are_told_in_one_sentence(rules: Assistant) -> None:
    answer = rules.ask("高级技师及以上能延迟退休吗")
    assert answer.text.splitlines()[0] == (
        "可以。企业在聘的高级技师、特级技师、首席技师，经协商一致和参保地人力资源社会保障部门批准，可延迟退休。"
    )


@pytest.mark.parametrize(
    "question", ["我老婆在青岛那边的厂升了高级技师，青岛一次性补多少钱？", "我在威海上班，威海评上首席技师一次性给多少"]
)
def test_another_city_has_no_figure_of_ours(rules: Assistant, question: str) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.OUT_OF_SCOPE
    assert answer.citations == ()


def test_our_own_figure_stands_beside_another_city(rules: Assistant) -> None:
    answer = rules.ask("烟台和青岛的技师补贴哪个高")
    assert answer.text.splitlines()[:2] == [
        "本意见只适用于烟台市，没有写青岛的规定。",
        "技师每人2500元，一次性发放。每家企业每年不超过10万元。",
    ]
