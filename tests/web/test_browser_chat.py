"""The chat in a real browser, over the real assistant."""

from __future__ import annotations

import re
import threading
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.conftest import OpenPage
from tests.web.driving import ask, clipboard, replies, wait_for_reply, width_beyond_screen
from tests.web.serving import Served

PHONE = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
QUESTION = "我们厂自己培养的高级技师能拿多少补贴"


@PHONE
def test_the_main_question_gets_its_figure_and_its_clause(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    reply = ask(page, QUESTION)
    assert "3000元" in reply
    assert "（十一）" in reply
    assert width_beyond_screen(page) <= 0


@PHONE
def test_three_turns_with_a_clarification_by_button(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    ask(page, "我们公司20个人今年升了级，能补多少")
    option = page.locator("#chat .options .option").first
    chosen = option.inner_text()
    option.click()
    assert "元" in wait_for_reply(page, 1)
    assert chosen in page.locator("#chat .user.message").last.inner_text()
    assert "牵头" in ask(page, "这由哪个部门牵头") or replies(page).count() == 3
    assert page.locator("#chat .user.message").count() == 3


@PHONE
def test_a_source_opens_beside_the_reply_at_the_highlighted_quote(
    real: Served, open_page: OpenPage, phone: bool
) -> None:
    page = open_page(real.url, phone=phone)
    ask(page, QUESTION)
    ask(page, "烟台市职业技能大赛多久举办一次")
    last = replies(page).last.locator(".cite").first.get_attribute("data-clause")
    page.wait_for_function(f"document.querySelector('#source .clause')?.dataset.clause === '{last}'")
    replies(page).first.locator(".cite").first.click()
    page.wait_for_function("document.querySelector('#source .clause')?.dataset.clause === '11'")
    mark = page.locator("#source mark").first
    assert "3000元" in "".join(page.locator("#source mark").all_inner_texts())
    page.wait_for_timeout(900)
    box, screen = mark.bounding_box(), page.viewport_size
    assert 0 <= box["y"] < screen["height"]
    assert 0 <= page.locator("#header .policy-number").bounding_box()["y"] < 140
    reply_box = page.locator("#chat").bounding_box()
    if phone:
        assert box["y"] > reply_box["y"] + reply_box["height"]
    else:
        assert box["x"] > reply_box["x"] + reply_box["width"]


def test_the_steps_are_thoughts_with_durations(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, "特级技师晋升能补多少钱")
    thought = page.locator("#chat .thought-group").first
    assert re.search(r"处理步骤\s*\(.*s\)", thought.inner_text())
    thought.locator(".title").first.click()
    page.wait_for_function("document.querySelector('#chat .thought-group').innerText.includes('检索')")
    assert "核对" in thought.inner_text()


def test_a_reply_is_copied_as_text_with_its_citation_line(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, QUESTION)
    page.locator("#chat [data-copy]").first.click()
    copied = clipboard(page)
    assert "3000元" in copied
    assert "依据烟政办字〔2024〕8号第（十一）条：「" in copied
    assert "<" not in copied


def test_a_shared_link_asks_its_question(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, QUESTION)
    page.locator("#chat [data-share]").first.click()
    link = clipboard(page)
    assert link == f"{real.url}?q={quote(QUESTION)}"
    other = open_page(link)
    assert "3000元" in wait_for_reply(other, 0)


def test_markup_in_a_shared_link_stays_text(real: Served, open_page: OpenPage) -> None:
    page = open_page(
        real.url + "?q=" + quote("<img src=x onerror=\"document.title='owned'\"> [高级技师](javascript:1)")
    )
    wait_for_reply(page, 0)
    assert page.title() != "owned"
    assert page.locator("#chat img[onerror], #chat a[href^='javascript']").count() == 0


def test_editing_and_retrying_replace_what_was_said(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, QUESTION)
    ask(page, "那首席技师呢")
    page.get_by_role("button", name="重试").click()
    page.wait_for_function("document.querySelectorAll('#chat .user.message').length === 2")
    wait_for_reply(page, 1)
    page.get_by_role("button", name="编辑").first.click()
    page.locator("#chat .user textarea").fill("特级技师晋升补多少")
    page.get_by_role("button", name="发送").first.click()
    page.wait_for_function("document.querySelectorAll('#chat .user.message').length === 1")
    assert "6000元" in wait_for_reply(page, 0)


def test_stop_ends_a_reply_that_takes_too_long(scripted: Served, held: threading.Event, open_page: OpenPage) -> None:
    page = open_page(scripted.url)
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.locator("#question").get_by_role("button", name="停止").click()
    page.get_by_text("已停止").wait_for()
    assert replies(page).count() == 0
    held.set()
    assert "3000元" in ask(page, QUESTION)


def test_a_second_question_waits_for_the_first_reply(
    scripted: Served, held: threading.Event, open_page: OpenPage
) -> None:
    page = open_page(scripted.url)
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("正在查阅政策").wait_for()
    page.fill("#question textarea", "竞赛奖励多少")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    held.set()
    assert "3000元" in wait_for_reply(page, 0)
    assert page.locator("#chat .user.message").count() == 1
    assert page.locator("#question textarea").input_value() == "竞赛奖励多少"


def test_a_greeting_that_comes_late_leaves_the_question_alone(
    scripted: Served, held: threading.Event, open_page: OpenPage
) -> None:
    page = open_page(scripted.url)
    late: list[Any] = []

    def delay(route: Any) -> None:
        arriving = '"keep"' in (route.request.post_data or "")
        late.append((route, route.fetch())) if arriving and not late else route.continue_()

    page.route("**/gradio_api/run/predict*", delay)
    page.reload()
    page.wait_for_selector("#examples .ask")
    while not late:
        page.wait_for_timeout(20)
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    stop = page.locator("#question").get_by_role("button", name="停止")
    stop.wait_for()
    route, response = late[0]
    route.fulfill(response=response)
    page.wait_for_timeout(500)
    assert stop.is_visible()
    assert page.locator("#chat .user.message").count() == 1
    held.set()
    assert "3000元" in wait_for_reply(page, 0)


def test_a_question_asked_before_the_page_is_all_there_is_not_lost(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    held: list[Any] = []

    def hold(route: Any) -> None:
        arriving = '"keep"' in (route.request.post_data or "")
        held.append(route) if arriving and not held else route.continue_()

    page.route("**/gradio_api/run/predict*", hold)
    page.reload()
    page.wait_for_selector("#examples .ask")
    assert "3000元" in ask(page, QUESTION)
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_timeout(800)
    assert replies(page).count() == 1
    assert not page.locator("#examples").is_visible()
    assert "首席技师" in ask(page, "首席技师呢")


def test_a_failure_says_what_to_do(scripted: Served, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(scripted.engine, "ask", fail)
    page = open_page(scripted.url)
    reply = ask(page, QUESTION)
    assert "暂时无法回答" in reply
    assert "条款速查" in reply


@PHONE
def test_an_expired_policy_is_warned_of(scripted: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(scripted.url, phone=phone)
    strip = page.locator("#header .strips").inner_text()
    assert "烟政办字〔2024〕8号" in strip
    assert "已到期" in strip
    assert "2027年2月28日到期" in page.get_by_role("alert").first.inner_text()


@PHONE
def test_examples_by_audience(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    page.get_by_role("tab", name="企业人事").click()
    page.get_by_role("button", name=QUESTION).click()
    assert "3000元" in wait_for_reply(page, 0)


def test_a_conversation_is_kept_only_with_consent(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector("#examples .ask")
    assert page.locator("#chat .user.message").count() == 0
    page.get_by_label("保留对话记录").check()
    ask(page, QUESTION)
    page.wait_for_timeout(500)
    page.reload()
    assert "3000元" in wait_for_reply(page, 0)
    page.get_by_role("button", name="清空对话").click()
    page.wait_for_selector("#examples .ask")
    page.reload()
    page.wait_for_selector("#examples .ask")
    assert page.locator("#chat .user.message").count() == 0


@PHONE
def test_a_thumb_down_with_a_reason_is_stored_masked(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    question = f"我叫李建国，电话1380000{'1111' if phone else '2222'}，高级技师补多少"
    ask(page, question)
    page.locator("#chat").get_by_role("button", name="踩").click()
    page.get_by_label("金额不对").check()
    page.locator("#feedback").get_by_label("补充说明").fill("应该是别的数，联系我 a@b.cn")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("谢谢您的反馈").wait_for()
    stored = list(real.store.all())[-1]
    assert (stored.rating, stored.reasons) == ("down", ["金额不对"])
    assert stored.turns == ["我叫〔姓名〕，电话〔电话〕，高级技师补多少"]
    assert stored.comment == "应该是别的数，联系我 〔邮箱〕"


def test_a_thumb_up_is_stored_and_can_be_taken_back(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    ask(page, "技术能手发多少")
    before: list[Any] = list(real.store.all())
    page.locator("#chat").get_by_role("button", name="赞", exact=True).click()
    page.get_by_text("谢谢您的反馈").wait_for()
    assert [item.rating for item in real.store.all()][len(before) :] == ["up"]
    page.locator("#chat").get_by_role("button", name="已赞").click()
    page.wait_for_timeout(600)
    assert len(list(real.store.all())) == len(before)
