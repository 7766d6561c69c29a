"""The whole page: masthead, tabs with a screen each, and the endpoints for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import gradio as gr

from assistant.web.api import Endpoints
from assistant.web.calculator import CalculatorScreen
from assistant.web.chat import ChatScreen
from assistant.web.engine import Engine
from assistant.web.examples import load_audiences
from assistant.web.feedback import FeedbackForm
from assistant.web.feedback_store import FeedbackStore
from assistant.web.header import masthead
from assistant.web.i18n import CHINESE, gradio_texts, label, language_of
from assistant.web.lookup import LookupScreen
from assistant.web.quality import QualityScreen
from assistant.web.shell import app_options
from assistant.web.theme import ASSETS, service_theme

__all__ = ["build_page", "launch_options"]

_CONCURRENCY = 64
_CACHE = (600, 3600)
"""Seconds between clearings of uploaded and written files, and how old those grow."""
_HEADER_JS = """
window.showDisplay();
watch("value", () => window.showDisplay());
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-language]")?.dataset.language;
  if (!chosen) return;
  document.cookie = `lang=${chosen}; path=/; max-age=31536000; SameSite=Lax`;
  trigger("language");
});
"""


def build_page(engine: Engine, store: FeedbackStore, *, today: Callable[[], date] = date.today) -> gr.Blocks:
    """The page over this engine; ``today`` decides whether a policy counts as in force."""
    audiences = load_audiences(engine.settings.corpus, engine.library)
    with gr.Blocks(title=label("page_title"), analytics_enabled=False, fill_width=True, delete_cache=_CACHE) as page:
        header = gr.HTML(
            masthead(engine.library, today(), CHINESE), elem_id="header", js_on_load=_HEADER_JS, apply_default_css=False
        )
        with gr.Tabs(elem_id="screens"):
            with gr.Tab(label("tab_chat"), id="chat", elem_id="tab-chat"):
                chat = ChatScreen(engine, audiences, FeedbackForm(store))
                chat.draw()
            with gr.Tab(label("tab_lookup"), id="lookup", elem_id="tab-lookup"):
                lookup = LookupScreen(engine, audiences)
                lookup.draw()
            with gr.Tab(label("tab_calculator"), id="calculator", elem_id="tab-calculator"):
                CalculatorScreen(engine).draw()
            with gr.Tab(label("tab_quality"), id="quality", elem_id="tab-quality") as quality_tab:
                quality = QualityScreen()
                quality.draw()
        chat.connect(page, header)
        lookup.connect(page)
        quality.connect(page, quality_tab)

        def show_header(request: gr.Request) -> str:
            return masthead(engine.library, today(), language_of(request))

        Endpoints(engine).register()
        page.load(show_header, None, header, api_visibility="private", queue=False, show_progress="hidden")
    page.queue(default_concurrency_limit=_CONCURRENCY)
    # Else Gradio makes a table of the last ten thousand questions after each one, for a dashboard that is off.
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    return page


def launch_options(engine: Engine) -> dict[str, Any]:
    """Arguments for ``launch``: look, language, privacy, and the routes around the page."""
    return {
        "theme": service_theme(),
        "i18n": gradio_texts(),
        "favicon_path": ASSETS / "icon-192.png",
        "pwa": True,
        "run_history": False,
        "footer_links": [],
        "show_error": True,
        "ssr_mode": False,
        "max_file_size": "20mb",
        "enable_monitoring": False,
        "app_kwargs": app_options(engine),
    }
