"""Take the pictures of docs/screenshots anew: ``python -m tests.web.screenshots URL [NAME …]``.

The page must already run, over the real assistant and with the evaluation report that it is to show.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.web.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.web.driving import ask, open_tab

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
FIGURE = "我们厂自己培养的高级技师能拿多少补贴"
SUM = "今年新晋升20名高级技师、10名首席技师，一共能补多少？"
ROSTER = """姓名,企业,年度,等级或奖项
王建国,东岳机械,2026,首席技师
李红梅,东岳机械,2026,高级技师
张海,东岳机械,2026,技师
刘洋,蓝湾船舶,2026,高级工
赵敏,蓝湾船舶,2026,特级技师
孙磊,蓝湾船舶,2026,大师傅
"""
_COLOURS = 128


def main() -> None:
    """Take the pictures named, or all."""
    url, *names = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for name, use in PICTURES.items():
            if name in names or not names:
                take(browser, url, name, use)


def take(browser: Browser, url: str, name: str, use: Callable[[Any], None]) -> None:
    """One picture, in few colours so that it stays small."""
    phone = name.endswith("phone")
    context = browser.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 800},
        device_scale_factor=1.5 if phone else 1,
        has_touch=phone,
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#examples .ask")
    page.wait_for_timeout(800)
    use(page)
    page.wait_for_timeout(1200)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    context.close()


def chat(page: Any) -> None:
    ask(page, FIGURE)


def two_questions(page: Any) -> None:
    ask(page, FIGURE)
    ask(page, SUM)


def source(page: Any) -> None:
    ask(page, FIGURE)
    page.locator("#chat .cite").first.click()


def lookup(page: Any) -> None:
    open_tab(page, "lookup")
    page.fill("#lookup-words textarea", "首席技师")


def calculator(page: Any) -> None:
    open_tab(page, "calculator")
    page.get_by_role("spinbutton", name="高级技师").fill("20")
    page.wait_for_timeout(400)
    page.get_by_role("spinbutton", name="首席技师").fill("10")


def roster(page: Any) -> None:
    open_tab(page, "calculator")
    page.get_by_role("button", name="花名册批量计算").click()
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "花名册.csv"
        people.write_text(ROSTER, encoding="utf-8")
        page.set_input_files("#roster-file input[type=file]", people)
        page.locator("#roster-result .sum").wait_for()
    page.locator("#roster").evaluate("element => element.scrollIntoView()")


def quality(page: Any) -> None:
    open_tab(page, "quality")


def large_type(page: Any) -> None:
    page.get_by_role("button", name="大字").click()
    ask(page, FIGURE)


def dark(page: Any) -> None:
    page.get_by_role("button", name="深色").click()
    ask(page, SUM)


def english(page: Any) -> None:
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="Calculator").wait_for()
    page.wait_for_timeout(800)
    ask(page, "How much is the subsidy for a senior technician?")


PICTURES: dict[str, Callable[[Any], None]] = {
    "chat-desktop": two_questions,
    "chat-phone": chat,
    "source-phone": source,
    "lookup-desktop": lookup,
    "lookup-phone": lookup,
    "calculator-desktop": calculator,
    "calculator-phone": calculator,
    "roster-desktop": roster,
    "quality-desktop": quality,
    "quality-phone": quality,
    "large-type-phone": large_type,
    "dark-desktop": dark,
    "english-desktop": english,
}


if __name__ == "__main__":
    main()
