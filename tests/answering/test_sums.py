"""Sums that a question asks for in another form: how many, what is left, by how much more, over all places."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.models import Status


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("光升首席技师，一年里到第几个人厂里就撞上封顶", ("第13个", "最多12个", "13 × 8000元", "12 × 8000元")),
        ("一年只升技师，正正好把一家企业的额度用光，得升几个", ("40个正好用完", "40 × 2500元")),
        ("学徒按最低的标准算，要多少个学徒考核合格才能拿到30万", ("60个", "60 × 5000元")),
        ("新晋升技师12个、高级技师10个、特级技师3个，能领多少，离公司封顶还差多少", ("7.8万元", "2.2万元")),
        ("试点企业办职业教育投了200万，两项附加应缴70万，能抵多少，还要缴多少", ("60万元", "10万元")),
        ("技能大师把支持期拿满，比技术能手总共多拿多少津贴", ("4.6万元",)),
        ("市级培训基地和省级高技能人才培训基地，市里给的钱哪个上限高，高多少", ("70万元",)),
        ("建成世界技能大赛省级集训基地，省里补了80万，市里再配多少，加起来多少", ("80万元", "160万元")),
        ("未来技能之星一年的奖学金要是全发足，市里一年得出多少", ("40万元", "200 × 2000元")),
        ("市级培训基地建3到5处，每处都顶格奖，市里总共拿出多少到多少", ("300万元", "500万元")),
        ("12名新型学徒考核合格，又有8名特级技师新晋升，两项加起来最少最多多少", ("10.8万元", "13.2万元")),
        ("技能大师一整年的津贴是多少", ("1.2万元",)),
        ("技能大师津贴领了一年半，到手多少，还剩多少", ("1.8万元", "3万元")),
        ("新设3处特色工作站，两年后个个考核优秀，前前后后顶多补多少", ("45万元",)),
        ("晋升技师这块今年已经批了6.25万，剩下的日子最多还能领多少", ("最多还能领3.75万元", "10万元 − 6.25万元")),
        ("今年技师类补贴已到账10万了，还能再领多少", ("不能再领",)),
        ("今年已领7.3万，额度里还装得下几个首席技师拿足额", ("再加3个", "2.7万元")),
        ("东厂升了5个首席技师，西厂升几个特级技师就到上限", ("第17个", "最多16个")),
        (
            "今年晋升技师已领9万，又升了5个首席技师，全年一共是多少",
            ("9万元 + 1万元 = 10万元", "按每家企业每年不超过10万元"),
        ),
        (
            "假设十四五末全市就业人员有200万，按目标技能人才和高技能人才各多少",
            ("超过60万人", "超过21万人", "60万 × 35%"),
        ),
    ],
)
def test_forms_of_sums(rules: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert rules.verify(answer, question) == ()


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("甲公司今年自己培养了50个新晋升技师，能领多少", "把乙公司的10个首席技师也算进来，两家合计呢"), "18万元"),
        (("新晋升10个高级技师、5个首席技师（自主培育）一共补多少", "去掉2个首席技师呢，一共多少"), "5.4万元"),
        (("招了20个学徒都考核合格，补多少", "有3个后来没过，那是多少"), "8.5万元"),
        (("自己培养的首席技师今年新晋升20个，能补多少", "要是分到两年，今年10个明年10个，合计呢"), "16万元"),
        (("我公司技师类晋升补贴今年已经领了85000", "又有3个首席技师新晋升，还能再拿多少"), "1.5万元"),
        (("承办市级一类一个项目补多少", "二类呢", "省级行业竞赛呢", "这三种各承办一个，总共最高多少"), "35万元"),
        (
            ("国家级竞赛选手最高奖多少", "承办国家级行业赛一个项目呢", "这两个加起来，再加一名省级得奖选手，一共"),
            "57万元",
        ),
        (
            ("2025年升了20个高级技师和18个技师，一共多少", "说错年份了，那18个技师是2026年才升的，两年合起来呢"),
            "10.5万元",
        ),
        (("2025年升了30个高级技师能拿多少", "2026年又升了20个首席技师，两年一共多少"), "19万元"),
        (("我升了特级技师，补多少", "同一批还有3个首席技师，连我一共多少"), "3万元"),
        (("我们今年升了11个人能补多少", "8个高级工，3个技师，都是自己厂培养的"), "2.35万元"),
        (("自培30个高级技师、10个首席技师，能拿多少", "那10个首席挪到明年才考下来，两年一共多少"), "17万元"),
        (("升了10个特级技师、6个首席技师，一共多少", "首席里头有2个是外省挖来的，得刨掉，那一共呢"), "9.2万元"),
    ],
)
def test_follow_ups_change_the_sum(rules: Assistant, turns: tuple[str, ...], said: str) -> None:
    answer = rules.ask(turns[-1], turns[:-1])
    assert said in answer.text
    assert rules.verify(answer, turns[-1], turns[:-1]) == ()


@pytest.mark.parametrize("question", ["一个学徒考核合格，一年补企业几千", "世界技能大赛拿奖的选手最高奖几万"])
def test_an_amount_asked_for_is_no_vague_number(rules: Assistant, question: str) -> None:
    assert rules.ask(question).status is Status.ANSWERED


def test_what_another_year_paid_leaves_this_years_limit_alone(rules: Assistant) -> None:
    assert "不能再领" not in rules.ask("晋升技师的补贴去年领了10万，今年还能领多少").text


def test_a_row_named_without_a_number_is_not_left_out_of_a_total(rules: Assistant) -> None:
    answer = rules.ask("今年晋升了15个人，技师和高级技师各多少没说，一共补多少")
    assert answer.status is Status.CLARIFY
    assert "高级技师有几个" in answer.text


def test_a_vague_number_is_asked_back(rules: Assistant) -> None:
    assert rules.ask("我们厂今年自己培养了一批首席技师，总共能领多少").status is Status.CLARIFY


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "今年承办烟台市职业技能大赛2个项目、国家级行业技能竞赛1个、市级二类3个，上限加一块多少",
            ("95万元", "3 × 5万元"),
        ),
        ("两个金蓝领基地，一个合格50人一个合格65人，加起来一年最少补多少最多补多少", ("34.5万元", "57.5万元")),
        ("带了45个企业新型学徒，有3个没考过，剩下都合格，区间是多少", ("21万元", "29.4万元")),
        (
            "一厂技师18名，二厂特级技师20名，三厂首席技师12名外加技师3名，三家合起来一共补多少",
            ("24.5万元", "独立的企业"),
        ),
        ("三家独立子公司，连着两年、每家每年都升13个首席，一共能补多少", ("60万元",)),
        ("承办一个省级行业技能竞赛项目，另外一名老师在别的省级赛里拿了优异成绩，补助加奖励多少", ("22万元",)),
        ("技能大师选满80人，财政一年发多少津贴，整个支持期又是多少", ("96万元", "384万元")),
        ("产业技能领军人才一年选10个，个个顶格，3年支持期生活加购房总共多少", ("368万元",)),
        ("特级技师晋升补助，第几个人开始就拿不足额了", ("第17个",)),
        ("已有7个高级技师要报晋升补助，额度里还能再装几个首席、保证每个都拿全", ("再加9个", "7.9万元")),
        ("新型学徒制12个人，8个学一年、4个学两年，最多补多少", ("8万元", "11.2万元")),
        ("40个学徒考核过了36个，企业能拿多少", ("36 × 5000", "18万元", "25.2万元")),
        ("两个金蓝领基地，一个合格65人一个合格50人，加起来最多补多少", ("115 ×", "57.5万元")),
        (
            "学校建成了省级优质专业群，又承办了一个市级二类的竞赛项目，这两笔加起来顶多多少",
            ("35万元", "30万元", "5万元"),
        ),
        ("两家分厂都是独立法人，一家升了15个首席技师一家升了8个，各能拿多少，一块是多少", ("16.4万元", "6.4万元")),
        ("三家子公司，头一家升首席技师14个，第二家高级技师33个，第三家技师40个，合起来多少", ("29.9万元", "第二家：")),
        (
            "A厂44个技师全是2025年升的，B厂2025年升22个、2026年又升22个，各自到手总共多少",
            ("21万元", "b厂共：", "11万元"),
        ),
        ("三所学校：甲建成国家级优质校，乙建成一个省级优质专业群，丙建成一个国家级优质专业群，合计多少", ("180万元",)),
        ("老李新晋升高级技师，小王选上技术能手，小张省级竞赛成绩优异，这三个人的钱加起来最高多少", ("2.5万元",)),
        ("建成省级高技能人才培训基地一个，承办省级行业技能竞赛一个项目，合计最高多少", ("50万元", "1 × 30万元")),
        ("今年升了10名技师，又承办了一个市级一类行业技能竞赛项目，两项分别最多能拿多少", ("10万元", "2.5万元")),
    ],
)
def test_sums_over_groups_years_and_parts(rules: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert rules.verify(answer, question) == ()


def test_a_number_with_a_name_not_understood_is_asked_about(rules: Assistant) -> None:
    answer = rules.ask("承办省级行业技能竞赛2个、国际赛1个，一共多少")
    assert answer.status is Status.CLARIFY
    assert "国际赛1个" in answer.text
    assert "40万元" not in answer.text


def test_a_number_of_what_is_left_open_is_not_summed(rules: Assistant) -> None:
    answer = rules.ask("烟台选手世界技能大赛拿了金牌，奖50万是给一个人的吗，三个人的队怎么分")
    assert answer.status is Status.PARTIAL
    assert answer.calculation is None and "50万元" in answer.text and "没有写" in answer.text


def test_the_sum_of_parts_of_one_award_is_no_false_claim(rules: Assistant) -> None:
    answer = rules.ask("产业技能领军人才两笔都拿满，是36.8万吗")
    assert not answer.text.startswith("不是")
