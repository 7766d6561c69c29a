"""Pages served over the real and the scripted assistant, and a browser that sees nothing but loopback."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.benefits import Catalogue, load_benefits
from assistant.models import Policy
from assistant.policy import Library, load_library
from assistant.settings import Settings
from tests.web.fakes import FakeAssistant
from tests.web.serving import Served, serve

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DESKTOP, _PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
OpenPage = Callable[..., Any]


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(Settings().corpus)


@pytest.fixture(scope="session")
def policy(library: Library) -> Policy:
    return library.default


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    return load_benefits(Settings().corpus, library)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over the real assistant, its index and feedback in a folder of this session."""
    folder = tmp_path_factory.mktemp("web")
    settings = replace(
        Settings.from_environment(), store=folder / "store", database_url=f"sqlite:///{folder / 'feedback.db'}"
    )
    with serve(settings) as served:
        assert served.engine.problem == ""
        yield served


@pytest.fixture(scope="session")
def scripted(tmp_path_factory: pytest.TempPathFactory, policy: Policy) -> Iterator[Served]:
    """The page over a scripted assistant, on the day after the policy expired."""
    settings = replace(Settings(), database_url=f"sqlite:///{tmp_path_factory.mktemp('scripted') / 'feedback.db'}")
    expired = policy.expires + timedelta(days=1)

    def today() -> date:
        return expired

    with serve(settings, FakeAssistant.open, today=today) as served:
        yield served


@pytest.fixture
def held(scripted: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Replies of ``scripted`` come only when this is set."""
    released, answer = threading.Event(), scripted.engine.ask

    async def wait(*asked: Any) -> Any:
        while not released.is_set():
            await asyncio.sleep(0.02)
        return await answer(*asked)

    monkeypatch.setattr(scripted.engine, "ask", wait)
    yield released
    released.set()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; without Chromium its tests are skipped, or fail where REQUIRE_BROWSER=1.

    One a module: while Playwright runs, this thread has an event loop, and other tests start their own.
    """
    if not CHROMIUM.exists():
        reason = f"no Chromium at {CHROMIUM}; install it or name it in CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[OpenPage]:
    """Opens an address in a fresh context; fails the test on a script error or a request to the outside."""
    contexts, complaints = [], []

    def watch_request(request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
            complaints.append(f"request to the outside: {request.url}")

    def opened(url: str, *, phone: bool = False, viewport: dict[str, int] | None = None, **options: Any) -> Any:
        size = viewport or (_PHONE if phone else _DESKTOP)
        context = chromium.new_context(viewport=size, has_touch=phone, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("request", watch_request)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.goto(url)
        page.wait_for_selector("#question textarea")
        page.wait_for_function("document.querySelectorAll('#examples .ask, #chat .message').length > 0")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
