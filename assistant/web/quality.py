"""The quality screen: the latest evaluation in a sentence for a layman, then the whole report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.i18n import CHINESE, language_of, say

__all__ = ["REPORTS", "QualityScreen"]

REPORTS = Path(__file__).resolve().parent.parent.parent / "eval" / "reports"


@dataclass
class QualityScreen:
    """The page of the latest report; read anew each time that it is opened."""

    reports: Path = REPORTS

    def draw(self) -> None:
        """Put the screen into the layout."""
        self.html = gr.HTML(self._render(CHINESE), elem_id="quality", apply_default_css=False, js_on_load=None)

    def connect(self, page: gr.Blocks, tab: gr.Tab) -> None:
        """Read the report when the page or the tab is opened."""
        for event in (page.load, tab.select):
            event(self._show, None, self.html, queue=False, show_progress="hidden", api_visibility="private")

    def _show(self, request: gr.Request) -> str:
        return self._render(language_of(request))

    def _render(self, language: str) -> str:
        report = self.reports / "latest.html"
        head = f"<h2>{say(language, 'quality_title')}</h2>"
        if not report.is_file():
            return f'{head}<p class="nothing">{say(language, "quality_none")}</p>'
        page = escape(report.read_text(encoding="utf-8"))
        return (
            f"{head}<p>{say(language, 'quality_intro')}</p>{_summary(self.reports / 'latest.json', language)}"
            f'<iframe sandbox="" title="{say(language, "quality_report")}" srcdoc="{page}"></iframe>'
        )


def _summary(path: Path, language: str) -> str:
    """How many questions of each set were fully right; nothing where the figures cannot be read."""
    try:
        answers: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["answers"]
        tiles = "".join(
            f'<div class="tile"><strong>{part["right"]["right"] / part["right"]["total"]:.1%}</strong>'
            f"<span>{say(language, 'quality_tile', right=part['right']['right'], total=part['right']['total'])}</span>"
            f"<span>{say(language, f'split_{split}')}</span></div>"
            for split, part in answers.items()
        )
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return ""
    return f'<div class="tiles">{tiles}</div>'
