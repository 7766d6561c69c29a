"""Dates in questions: periods that end, what lasts long enough, the year of payment, years beyond the policy."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering import Assistant

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("turns", "said", "clause"),
    [
        (["离失效还剩多少天"], "从2026年11月22日算，还有3个月零6天。", "附则"),
        (["明年还办市赛不，去年刚办过"], "2027年在其中", "8"),
        (["2024年办了市大赛，2027年还会办吗"], "2027年不在其中", "8"),
        (["技能大师2025年7月开始领，领到哪年，一共多少"], "到2029年6月。", "13"),
        (["印发日期和生效日期分别是哪天"], "2024年1月23日成文并印发", "附则"),
        (["2018年在烟台干过，现在又被引回烟台企业，生活补贴那三年能给我吗"], "首次新引进", "11"),
        (["假如领军人才2025年5月入选，支持期哪年哪月满"], "到2028年4月。", "13"),
        (["技能大师2026年3月评上，最后一笔津贴是哪年哪月"], "到2030年2月。", "13"),
        (["社保2026年2月开始交，哪个月能满一年"], "从2026年2月算起，到2027年2月才够", "11"),
        (["去年3月来烟台上班交社保的技师，什么时候开始有生活补贴"], "到2026年3月才够", "11"),
        (["社保交了8个月能领生活补贴吗", "那什么时候能领"], "要等这一条满足：须在烟缴纳社保满1年。", "11"),
        (["社保交了11个月零20天，算满一年吗"], "还不能。", "11"),
        (["核准在2026年1月，钱哪年给"], "（2027年）拨付", "16"),
        (["2027年2月评上的技术能手，2028年能拿到钱吗"], "（2028年）拨付", "16"),
        (["学校2024年9月建成优质校，钱2025年给吧"], "（2025年）拨付", "16"),
        (["年底才核准的项目，当年就能拨钱吗"], "不是这样。", "16"),
        (["文件从发布那天就生效吗"], "不是印发当天", "附则"),
        (["五年后还能申请吗"], "2031年已过有效期", "附则"),
        (["再过两年还能不能申请"], "2028年已过有效期", "附则"),
        (["2035年还能领这个补贴吗"], "2035年已过有效期", "附则"),
    ],
)
def test_dates(rules: Assistant, turns: list[str], said: str, clause: str) -> None:
    history = tuple(turns[:-1])
    answer = rules.ask(turns[-1], history, TODAY)
    assert said in answer.text
    assert clause in {citation.clause for citation in answer.citations}
    assert rules.verify(answer, turns[-1], history, TODAY) == ()


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("中间断了两个月社保还算满一年吗", ("还不能", "这一条够了")),
        ("工作站运行两年后还能拿多少", ("有效期",)),
        ("2035年目标多少人", ("有效期",)),
        ("领军人才的生活补贴和购房补贴加起来最多多少，三年后还给吗", ("有效期",)),
    ],
)
def test_what_is_no_such_date(rules: Assistant, question: str, unsaid: tuple[str, ...]) -> None:
    answer = rules.ask(question, as_of=TODAY)
    assert [words for words in unsaid if words in answer.text] == []


@pytest.mark.parametrize("months", [1, 11, 12, 13])
def test_how_long_is_long_enough(rules: Assistant, months: int) -> None:
    answer = rules.ask(f"新引进的技师社保交了{months}个月，够领生活补贴的条件了吗", as_of=TODAY)
    assert answer.text.startswith("还不能。" if months < 12 else "这一条够了")
