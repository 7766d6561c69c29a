"""One plain form for whatever was typed: width, script, invisible characters, markup, length."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.normalise import MAX_CHARACTERS, is_english, normalise

INVISIBLE = ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202e", "\x00", "\x1b", "\ue000", "\ud800"]
EMOJI = ["😀", "👨‍👩‍👧", "🇨🇳", "☎", "★", "👍🏽"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ｈｅｌｌｏ　Ｗｏｒｌｄ", "hello world"),
        ("５０％", "50%"),
        ("３０名", "30名"),
        ("①②", "12"),
        ("㈠", "(一)"),
        ("ﬁ", "fi"),
        ("e\u0301", "é"),
        ("ＡＢＣ Abc", "abc abc"),
        ("高級技師補貼多少錢？", "高级技师补贴多少钱?"),
        ("獎勵首席技師、繳納社保、新晉升", "奖励首席技师、缴纳社保、新晋升"),
        ("發展頭髮後面裡麼", "发展头发后面里么"),
        ("幹部與干部", "干部与干部"),
        ("乾隆里程了解", "乾隆里程了解"),
        ("，；：？！～", ",;:?!~"),
        ("（十一）【通知】「引用」『书』", "(十一)(通知)“引用”“书”"),
        ("……", "......"),
        ("甲、乙。", "甲、乙。"),
        ("3000 元", "3000元"),
        ("给 3000元", "给3000元"),
        ("高级  技师\t补贴", "高级 技师 补贴"),
        ("1 2", "1 2"),
        ("甲\n乙\r\n\n丙", "甲; 乙; 丙"),
        ("\n\n甲\n", "甲"),
        ("<p>高级技师</p>", "高级技师"),
        ("甲<br/>乙", "甲; 乙"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("**高级技师**", "高级技师"),
        ("`code`", "code"),
        ("~~甲~~ __乙__", "甲 乙"),
        ("甲&nbsp;乙&amp;", "甲 乙"),
        ("# 标题", "# 标题"),
        ("", ""),
        (" \u3000\t ", ""),
        ("😀", ""),
    ],
)
def test_the_plain_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("mark", [*INVISIBLE, *EMOJI], ids=ascii)
def test_what_is_not_seen_or_not_said_goes_and_joins_what_it_stood_between(mark: str) -> None:
    assert normalise(f"高级{mark}技师{mark}{mark}补贴{mark}") == "高级技师补贴"


@given(st.text(max_size=200))
def test_any_text_comes_out_plain(text: str) -> None:
    plain = normalise(text)
    assert plain == unicodedata.normalize("NFKC", plain) == plain.lower() == " ".join(plain.split())
    dropped = {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}
    assert not [character for character in plain if unicodedata.category(character) in dropped]


@given(st.text(alphabet="高級技師補貼多少錢？，「」（）１２３ab ABC%元\u200b\n", max_size=60))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_a_long_text_is_cut() -> None:
    assert normalise("高" * (MAX_CHARACTERS + 1)) == "高" * MAX_CHARACTERS
    assert normalise("高" * MAX_CHARACTERS + "低").endswith("高")


@pytest.mark.parametrize(
    "text",
    [
        "how much is the subsidy for a senior technician",
        "Which department leads the clause on contests?",
        "we have 20 technicians, how much can we get",
        "when does it expire and what does it say about 津贴",
    ],
)
def test_english(text: str) -> None:
    assert is_english(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "高级技师补贴多少",
        "gaoji jishi butie duoshao",
        "wo men chang de gao ji ji shi neng bu tie duo shao",
        "CNC操作工能不能领the补贴",
        "PPT WTO CNC",
        "the",
        "在OECD、WTO、the IMF里高级技师怎么算补贴呢",
        "3000元",
    ],
)
def test_not_english(text: str) -> None:
    assert not is_english(normalise(text))
