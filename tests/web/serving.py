"""The real page over a fake assistant, on a free loopback port."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.settings import Settings
from assistant.web.engine import Engine
from assistant.web.feedback_store import FeedbackStore
from assistant.web.page import build_page, launch_options
from tests.web.fakes import FakeAssistant

if __name__ == "__main__":
    settings = Settings(database_url="sqlite:////tmp/fb-dev.db")
    engine = Engine(settings, FakeAssistant.open)
    engine.start(print)
    page = build_page(engine, FeedbackStore(settings.database_url))
    _, url, _ = page.launch(**launch_options(engine), server_port=int(sys.argv[1]), prevent_thread_lock=True, quiet=True, mcp_server=True)
    print(url, flush=True)
    page.block_thread()
