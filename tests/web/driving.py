"""What a person does on the page, for browser tests."""

from __future__ import annotations

from typing import Any

__all__ = ["ask", "axe_violations", "clipboard", "open_tab", "replies", "width_beyond_screen"]

_REPLY_MS = 15_000
_WIDTH_BEYOND_SCREEN = """() => {
  const messages = [...document.querySelectorAll("#chat .message")];
  const right = Math.max(0, ...messages.map((message) => message.getBoundingClientRect().right));
  return Math.max(document.documentElement.scrollWidth, Math.ceil(right)) - document.documentElement.clientWidth;
}"""


def ask(page: Any, question: str) -> str:
    """Type a question, send it, and wait for the whole reply with its actions; the reply's text."""
    before = replies(page).count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    return wait_for_reply(page, before)


def wait_for_reply(page: Any, before: int) -> str:
    """The text of the reply that comes after so many."""
    done = page.locator("#chat .bot.message .reply-actions")
    done.nth(before).wait_for(timeout=_REPLY_MS)
    return str(replies(page).nth(before).inner_text())


def replies(page: Any) -> Any:
    """The finished replies."""
    return page.locator("#chat .bot.message:has(.reply-actions)")


def open_tab(page: Any, name: str) -> None:
    """Choose one of the tabs chat, lookup, calculator, quality."""
    page.click(f"#tab-{name}-button")
    page.wait_for_selector(f"#tab-{name}", state="visible")


def clipboard(page: Any) -> str:
    """What the page copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def width_beyond_screen(page: Any) -> int:
    """Pixels by which the page, or a message of the chat, is wider than the screen."""
    return int(page.evaluate(_WIDTH_BEYOND_SCREEN))


def axe_violations(page: Any, source: str) -> list[str]:
    """The serious and critical violations that axe-core finds, a line each."""
    page.evaluate(source)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['impact']} {violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
