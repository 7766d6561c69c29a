"""For everyone: large type, contrast, dark, English, narrow phones, keyboard, axe, installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import OpenPage
from tests.web.driving import ask, axe_violations, open_tab, width_beyond_screen
from tests.web.serving import Served

PHONE = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
QUESTION = "我们厂自己培养的高级技师能拿多少补贴"
_ENGLISH_ONLY = r"""() => {
  const found = [];
  for (const element of document.querySelectorAll(".gradio-container *")) {
    if (!element.offsetParent || element.closest("[lang=en], iframe")) continue;
    for (const name of ["aria-label", "title", "placeholder"]) {
      const text = element.getAttribute(name) ?? "";
      if (/[A-Za-z]{4,}/.test(text)) found.push(`${name}=${text}`);
    }
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE && /[A-Za-z]{4,}/.test(node.textContent)) found.push(node.textContent);
  }
  return found;
}"""


def font_size(page: Any, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


@PHONE
def test_large_type_enlarges_everything_and_is_remembered(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    ask(page, QUESTION)
    places = [
        "#chat .bot.message .prose",
        "#source .clause",
        "#question textarea",
        "#tab-chat-button",
        ".policy-number",
    ]
    before = [font_size(page, place) for place in places]
    page.get_by_role("button", name="大字").click()
    assert all(font_size(page, place) >= size * 1.2 for place, size in zip(places, before, strict=True))
    assert width_beyond_screen(page) <= 0
    page.reload()
    page.wait_for_selector("#examples .ask")
    assert page.get_by_role("button", name="大字").get_attribute("aria-pressed") == "true"
    assert font_size(page, "#question textarea") >= 19


@PHONE
def test_english_by_switch_keeps_the_conversation(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = open_page(real.url, phone=phone)
    ask(page, QUESTION)
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="Calculator").wait_for()
    page.get_by_role("button", name="Copy answer").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#chat .user.message").inner_text().strip() == QUESTION
    assert "In force" in page.locator("#header .strips").inner_text()
    assert "3,000 yuan" in ask(page, "How much is the subsidy for a senior technician?")
    open_tab(page, "lookup")
    page.get_by_role("button", name="Copy clause").first.wait_for()
    open_tab(page, "calculator")
    page.get_by_text("Benefits (choose several)").wait_for()
    assert width_beyond_screen(page) <= 0
    page.get_by_role("button", name="中文").click()
    page.get_by_role("tab", name="补贴计算").wait_for()


def test_a_chinese_page_says_nothing_in_english(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url, locale="en-US")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    ask(page, QUESTION)
    page.locator("#chat").get_by_role("button", name="踩").click()
    page.get_by_label("金额不对").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(_ENGLISH_ONLY) == []
    for name in ("lookup", "calculator"):
        open_tab(page, name)
        page.wait_for_timeout(900)
        assert page.evaluate(_ENGLISH_ONLY) == [], name


@pytest.mark.parametrize("display", ["", "大字", "高对比", "深色"])
@PHONE
def test_axe_finds_nothing_serious_on_any_screen(real: Served, open_page: OpenPage, phone: bool, display: str) -> None:
    page = open_page(real.url, phone=phone)
    if display:
        page.get_by_role("button", name=display).click()
    assert axe_violations(page, AXE) == []
    ask(page, "我们公司20个人今年升了级，能补多少")
    page.locator("#chat").get_by_role("button", name="踩").last.click()
    page.get_by_label("金额不对").wait_for()
    page.wait_for_timeout(500)
    assert axe_violations(page, AXE) == []
    for name in ("lookup", "calculator", "quality"):
        open_tab(page, name)
        page.wait_for_timeout(700)
        if name == "calculator":
            page.get_by_role("spinbutton", name="首席技师").fill("13")
            page.get_by_role("button", name="花名册批量计算").click()
            page.locator("#total .cap").wait_for()
            page.wait_for_timeout(300)
        assert axe_violations(page, AXE) == [], name


def test_nothing_is_wider_than_a_narrow_phone(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url, viewport={"width": 360, "height": 740})
    ask(page, "承办竞赛的补助都有哪些标准")
    assert width_beyond_screen(page) <= 0
    for name in ("lookup", "calculator", "quality"):
        page.click(f"#tab-{name}-button")
        page.wait_for_timeout(600)
        assert width_beyond_screen(page) <= 0, name


def test_the_first_tab_stop_skips_to_the_question(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到提问框"
    page.keyboard.press("Enter")
    assert page.locator("#question textarea").evaluate("e => e === document.activeElement")


def test_it_can_be_installed(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    page.wait_for_function("navigator.serviceWorker.ready.then((registration) => !!registration.active)")
    session = page.context.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_without_a_network_it_says_so(real: Served, open_page: OpenPage) -> None:
    page = open_page(real.url)
    page.wait_for_function("navigator.serviceWorker.ready.then((registration) => !!registration.active)")
    page.reload()
    page.wait_for_selector("#question")
    page.context.set_offline(True)
    page.reload()
    assert "没有网络连接" in page.inner_text("h1")
    page.context.set_offline(False)
