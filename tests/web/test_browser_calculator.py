"""The calculator and its roster in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.web.conftest import OpenPage
from tests.web.driving import clipboard, open_tab, width_beyond_screen
from tests.web.serving import Served

PHONE = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def opened(real: Served, open_page: OpenPage, phone: bool = False) -> Any:
    page = open_page(real.url, phone=phone)
    open_tab(page, "calculator")
    page.wait_for_selector("#tab-calculator .benefit-title")
    return page


def total(page: Any, expected: str) -> None:
    page.locator("#total .total strong", has_text=expected).wait_for()


def number(page: Any, name: str) -> Any:
    return page.get_by_role("spinbutton", name=name)


@PHONE
def test_a_sum_at_its_cap_and_one_past_it(real: Served, open_page: OpenPage, phone: bool) -> None:
    page = opened(real, open_page, phone)
    number(page, "首席技师").fill("10")
    total(page, "8万元")
    assert "还余2万元" in page.locator("#total .cap").inner_text()
    number(page, "技师（2500元/人）").first.fill("8")
    total(page, "10万元")
    assert "正好到上限" in page.locator("#total .cap").inner_text()
    number(page, "特级技师").fill("1")
    page.locator("#total .cap.bites").wait_for()
    total(page, "10万元")
    assert "原本10.6万元" in page.locator("#total .cap").inner_text()
    assert "8 × 2500元" in page.locator("#total .lines").inner_text()
    assert "每家企业每年不超过10万元" in page.locator("#total q").first.inner_text()
    page.get_by_role("button", name="复制结果").first.click()
    assert "合计：10万元" in clipboard(page)
    assert width_beyond_screen(page) <= 0


def test_several_benefits_at_once(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    number(page, "高级技师").fill("2")
    total(page, "6000元")
    page.get_by_label("补贴项目（可选多项）").click()
    page.get_by_role("option", name="初、中、高级工").click()
    page.keyboard.press("Escape")
    number(page, "高级工").fill("50")
    total(page, "10.6万元")
    assert page.locator("#total .lines li").count() == 2


def test_a_number_that_cannot_be_is_explained(real: Served, open_page: OpenPage) -> None:
    page = opened(real, open_page)
    number(page, "高级技师").fill("1.5")
    assert "整数" in page.locator("#total .problem").inner_text()
    number(page, "高级技师").fill("20")
    total(page, "6万元")


@PHONE
def test_a_roster_with_a_bad_row(real: Served, open_page: OpenPage, phone: bool, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    people = [f"员工{n},甲厂,2024,首席技师" for n in range(13)]
    roster.write_text("\n".join(["姓名,企业,年度,等级或奖项", *people, "李四,乙厂,2024,大师傅"]), encoding="utf-8")
    page = opened(real, open_page, phone)
    page.get_by_role("button", name="花名册批量计算").click()
    page.set_input_files("#roster-file input[type=file]", roster)
    page.locator("#roster-result .sum").wait_for()
    shown = page.locator("#roster-result").inner_text()
    assert "已算13行，有问题1行" in shown
    bad = page.locator("#roster-result .table.bad").inner_text()
    assert "15" in bad
    assert "李四" in bad
    assert "大师傅" in bad
    assert "10.4万元" in shown
    assert page.locator("#roster-result .total strong").inner_text() == "10万元"
    with page.expect_download() as download:
        page.get_by_role("link", name="下载结果").or_(page.get_by_role("button", name="下载结果")).click()
    book = CalamineWorkbook.from_path(download.value.path())
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 15
    assert width_beyond_screen(page) <= 0


def test_the_template_can_be_filled_and_computed(real: Served, open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(real, open_page)
    page.get_by_role("button", name="花名册批量计算").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").or_(page.get_by_role("button", name="下载模板")).click()
    heading = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()[0]
    assert {"姓名", "企业", "年度", "等级或奖项"} <= set(heading)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    page.set_input_files("#roster-file input[type=file]", wrong)
    assert "表头" in page.locator("#roster-result .problem").inner_text()
