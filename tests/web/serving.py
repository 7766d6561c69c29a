"""Serve the page on a free loopback port, over the real assistant or another.

``python -m tests.web.serving PORT`` serves it over the scripted assistant, to look at by hand.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.settings import Settings
from assistant.web.api import answer_mcp_in_json
from assistant.web.engine import Engine
from assistant.web.feedback_store import FeedbackStore
from assistant.web.page import build_page, launch_options
from tests.web.fakes import FakeAssistant

__all__ = ["Served", "serve"]


@dataclass
class Served:
    """A running page: its address, the engine and the feedback behind it."""

    url: str
    engine: Engine
    store: FeedbackStore
    page: gr.Blocks


@contextmanager
def serve(
    settings: Settings,
    open_assistant: Callable[[Settings], Any] | None = None,
    *,
    today: Callable[[], date] = date.today,
    port: int | None = None,
) -> Iterator[Served]:
    """The page while the context lasts; the assistant is open when it begins."""
    engine = Engine(settings, open_assistant)
    engine.start().join()
    store = FeedbackStore(settings.database_url)
    page = build_page(engine, store, today=today)
    _, url, _ = page.launch(
        **launch_options(engine), server_port=port, prevent_thread_lock=True, quiet=True, mcp_server=True
    )
    answer_mcp_in_json(page)
    try:
        yield Served(url, engine, store, page)
    finally:
        page.close(verbose=False)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'feedback.db'}"
        with serve(replace(Settings(), database_url=database), FakeAssistant.open, port=int(sys.argv[1])) as served:
            print(served.url, flush=True)
            served.page.block_thread()
