"""What was typed by sound or by look is mended; what was typed right stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.knowledge import Knowledge
from assistant.language.normalise import normalise
from assistant.language.repair import Repairer
from assistant.language.understand import Understanding

MISSPELT = """
行懂 高计能 衣据 付加抵 定单式 留烟律 园梦 陪训 实明 木录 集具 新形学 学图制 金兰领 补帖 数子
振新 高微 高只 皮次 生军 优志校 专业裙 积效 评等机会 种籽 之心奖 奖学今 色工作占 考合优 作式国
八极工 志度 职秤 平价机治 第叁方 规犯 专向 竟外 青单 题酷 平价规范 认订目录 供布 人定全 自主平价
坡格 学力证 管里 保章 计能大 大塞 竞塞 获桨 将励 成办省 世塞 机地 食训 叫师 柔姓 新酬 空股
公资 薪筹 计师 待玉 种级 年今是 延尺 人材 急须 记师 进升的 一次姓 晋生 劳物 联萌 大湿 津帖
能首 扶执 劳动将 挂只 兼只 修假 惠材 来原 时侯 到帐 经废 水前扣 校期 正策 几钱 紧却
"""
"""Pieces of the corpus's example questions that were misspelt on purpose, as people misspell them."""


@pytest.fixture(scope="module")
def toy() -> Repairer:
    """A small domain: three names, two words, a few questions."""
    return Repairer(
        terms=["高级技师", "技师", "冠名班"],
        common=["补贴", "合格"],
        sentences=["高级技师补贴多少", "我们厂的技师", "多少钱", "怎么申请"],
        confusables=["帅师", "贴帖"],
        plain=["是的在有"],
    )


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("高级计师", "高级技师"),
        ("高及技师", "高级技师"),
        ("关明班", "冠名班"),
        ("河格", "合格"),
        ("技帅", "技师"),
        ("补帖", "补贴"),
        ("高级计师的补帖", "高级技师的补贴"),
        ("gaojijishi", "高级技师"),
        ("gao ji ji shi bu tie", "高级技师补贴"),
        ("duoshaoqian", "多少钱"),
        ("高级jishi补贴", "高级技师补贴"),
        ("高级 技师", "高级技师"),
        ("20 个", "20个"),
    ],
)
def test_a_misspelt_name_becomes_the_name(toy: Repairer, typed: str, mended: str) -> None:
    assert toy.repair(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "高级技师",
        "司机",
        "市集",
        "试机",
        "女师",
        "的是在",
        "补贴时",
        "abcd",
        "xyz123",
        "ji",
        "jis",
        "hello world",
        "how is the butie",
    ],
)
def test_what_is_a_word_already_or_like_no_name_stays(toy: Repairer, typed: str) -> None:
    assert toy.repair(typed) == typed


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("计师补贴多少", "技师补贴多少"),
        ("祭师", "技师"),
        ("特级继师", "特级技师"),
        ("首席记师", "首席技师"),
        ("技能大湿", "技能大师"),
        ("技术能守", "技术能手"),
        ("工作占", "工作站"),
        ("金兰领", "金蓝领"),
        ("金篮领", "金蓝领"),
        ("学图", "学徒"),
        ("竟赛", "竞赛"),
        ("承半竟塞", "承办竞赛"),
        ("优志校", "优质校"),
        ("新进升", "新晋升"),
        ("初及工", "初级工"),
        ("中极工", "中级工"),
        ("国家及", "国家级"),
        ("市及竞赛", "市级竞赛"),
        ("牵投单位", "牵头单位"),
        ("购放补贴", "购房补贴"),
        ("奖学今", "奖学金"),
        ("延尺退休", "延迟退休"),
        ("惠材卡", "惠才卡"),
        ("首席技师联萌", "首席技师联盟"),
        ("社宝", "社保"),
        ("职秤", "职称"),
        ("申情", "申请"),
        ("补帖", "补贴"),
        ("gaoji jishi butie duoshao", "高级技师补贴多少"),
        ("shouxi jishi", "首席技师"),
        ("jineng dashi jintie", "技能大师津贴"),
        ("qiye peiyang de jishi", "企业培养的技师"),
        ("zhongjigong", "中级工"),
        ("jinlanling", "金蓝领"),
        ("butie yigong duoshao", "补贴一共多少"),
    ],
)
def test_the_domains_words_are_mended(understanding: Understanding, typed: str, mended: str) -> None:
    assert understanding.plain(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "技师学院和技工院校",
        "技术能手和技能大师",
        "特色工作站和大师工作室",
        "优质校和优质专业",
        "国家级、省级、市级",
        "cnc操作工",
        "plc技师",
        "ai训练师",
        "3d打印",
        "我想用app申请",
        "hr要一个ppt",
        "iso9001",
        "老师和律师的补贴",
        "司机师傅",
        "试用期几个月",
        "今年几月",
        "工程师评职称",
    ],
)
def test_ordinary_words_stay(understanding: Understanding, typed: str) -> None:
    assert understanding.plain(typed) == typed


def test_the_policys_own_names_stay(knowledge: Knowledge, understanding: Understanding) -> None:
    values = [value for dimension in knowledge.dimensions.values() for value in dimension.values]
    topics = [name for topic in knowledge.topics for name in topic.names if not name.isascii() and len(name) <= 10]
    names = {normalise(name) for name in [*values, *knowledge.departments, *topics]}
    assert len(names) > 300
    assert {name for name in names if understanding._repairer.repair(name) != name} == set()


def test_questions_without_a_slip_stay_as_they_are(knowledge: Knowledge, understanding: Understanding) -> None:
    """At most one in a hundred is touched: blanks, pinyin, English and shortened lists apart."""
    slips = MISSPELT.split()
    questions = {normalise(question) for _, question in knowledge.examples()}
    chinese = {q for q in questions if not any(slip in q for slip in slips) and not any("a" <= c <= "z" for c in q)}
    repair = understanding._repairer.repair
    touched = {q: mended for q in chinese if (mended := repair(q)).replace(" ", "") != q.replace(" ", "")}
    assert len(chinese) > 2500
    assert len(touched) <= len(chinese) / 100, touched


@given(st.text(alphabet="高级技师计帅补贴帖的是abgjishi 12,。", max_size=40))
def test_repair_ends_and_keeps_what_is_neither_chinese_nor_latin(toy: Repairer, text: str) -> None:
    mended = toy.repair(text)
    assert [c for c in mended if c in "12。"] == [c for c in text if c in "12。"]
    assert text.count(",") <= mended.count(",") <= text.count(",") + text.count(" ")


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("当初签了25个 跑了3个人", "当初签了25个,跑了3个人"),
        ("我们老实考的太憋屈 文件管不管这个事", "我们老实考的太憋屈,文件管不管这个事"),
        ("国家 省 未拨 配套", "国家省未拨配套"),
        ("高级技师 补贴标准", "高级技师补贴标准"),
    ],
)
def test_a_blank_between_clauses_parts_them(toy: Repairer, text: str, repaired: str) -> None:
    assert toy.repair(text) == repaired


def test_pinyin_keeps_letters_of_no_known_word(toy: Repairer) -> None:
    assert toy.repair("gaojijishi butie q") == "高级技师补贴q"
    assert toy.repair("butie qqqqqq") == "butie qqqqqq"


def test_a_repair_cuts_no_name_in_two(understanding: Understanding) -> None:
    assert "子公司技师11个" in understanding._repairer.repair("乙子公司技师11个")
