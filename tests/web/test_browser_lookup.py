"""The look-up in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.models import Policy
from tests.web.conftest import OpenPage
from tests.web.driving import clipboard, open_tab, width_beyond_screen
from tests.web.serving import Served

PHONE = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def opened(real: Served, open_page: OpenPage, phone: bool = False) -> Any:
    page = open_page(real.url, phone=phone)
    open_tab(page, "lookup")
    page.wait_for_selector("#lookup .card")
    return page


def labels(page: Any) -> list[str]:
    return [text.split("）")[0] + "）" for text in page.locator("#lookup .card .clause-title").all_inner_texts()]


def choose(page: Any, box: str, value: str) -> None:
    page.get_by_label(box, exact=True).click()
    page.get_by_role("option", name=value, exact=True).click()


def count(page: Any, number: int) -> None:
    page.wait_for_function(f"document.querySelectorAll('#lookup .card').length === {number}")


@PHONE
def test_by_department_and_copied(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = opened(real, open_page, phone)
    choose(page, "部门", "市总工会")
    count(page, 2)
    assert labels(page) == ["（八）", "（十四）"]
    assert page.locator("#lookup .departments mark").all_inner_texts() == ["市总工会", "市总工会"]
    page.get_by_role("button", name="复制条文 （十四）").click()
    copied = clipboard(page)
    assert copied.startswith("依据烟政办字〔2024〕8号第（十四）条：健全高技能人才奖励激励机制。")
    assert "牵头单位" not in copied
    assert width_beyond_screen(page) <= 0


def test_by_role_beside_a_department(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    choose(page, "部门", "市国资委")
    count(page, 3)
    choose(page, "牵头或配合", "牵头")
    count(page, 1)
    assert labels(page) == ["（十）"]


def test_results_come_as_one_types_and_are_highlighted(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    page.locator("#lookup-words textarea").press_sequentially("奖学金")
    count(page, 1)
    assert labels(page) == ["（三）"]
    assert set(page.locator("#lookup mark").all_inner_texts()) == {"奖学金"}


@pytest.mark.parametrize(("typed", "found"), [("11", "（十一）"), ("第十三条", "（十三）"), ("108000元", "（十三）")])
def test_by_number_and_by_money(real: Served, open_page: OpenPage, typed: str, found: str) -> None:
    page = opened(real, open_page)
    page.fill("#lookup-words textarea", typed)
    count(page, 1)
    assert labels(page) == [found]


def test_words_that_the_text_lacks_find_what_is_near(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    page.fill("#lookup-words textarea", "带徒弟的师傅")
    page.get_by_text("意思相近的条款").wait_for()
    assert page.locator("#lookup .card").count() == 3


def test_figures_only_and_audience(real: Served, open_page: OpenPage, policy: Policy) -> None:
    page = opened(real, open_page)
    page.get_by_label("只看有金额、比例的").check()
    page.get_by_text("找到").wait_for()
    assert "（五）" not in labels(page)
    choose(page, "对象", "参赛选手")
    count(page, 2)
    assert labels(page) == ["（八）", "（十三）"]


def test_the_whole_text_with_its_contents(real: Served, open_page: OpenPage, policy: Policy) -> None:
    page = opened(real, open_page)
    count(page, len(policy.clauses))
    for clause, shown in zip(policy.clauses, page.locator("#lookup .card .clause").all_text_contents(), strict=True):
        assert "".join(shown.split()).startswith("".join(clause.section.split()) if clause.section else "")
        for sentence in clause.sentences:
            assert sentence.text in shown
    page.locator("#lookup .contents a", has_text="（十六）").click()
    page.wait_for_timeout(400)
    assert 0 <= page.locator("#lookup .card:focus").bounding_box()["y"] < 400
    assert "（十六）" in page.locator("#lookup .card:focus").inner_text()


def test_by_keyboard_alone(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    page.locator("#tab-lookup-button").focus()
    page.keyboard.press("/")
    page.keyboard.type("8")
    count(page, 1)
    page.keyboard.press("ArrowDown")
    assert "（八）" in page.locator("#lookup .card:focus").inner_text()
    page.keyboard.press("c")
    page.get_by_text("已复制").wait_for()
    assert clipboard(page).startswith("依据烟政办字〔2024〕8号第（八）条：")
    page.keyboard.press("Escape")
    assert page.locator("#lookup-words textarea").evaluate("e => e === document.activeElement")


def test_print_shows_only_the_text(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    page.emulate_media(media="print")
    assert not page.locator("#lookup-filters").is_visible()
    assert not page.locator("#header .masthead").is_visible()
    assert page.locator("#header .policy-number").is_visible()
    assert page.locator("#lookup .card").first.is_visible()
