"""The clause behind a reply: whole, with the quoted words highlighted, beside the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

import gradio as gr

from assistant.policy import Library
from assistant.web.clauses import cite_line, clause_html
from assistant.web.conversation import Turn, citations_of
from assistant.web.i18n import CHINESE, language_of, say
from assistant.web.markup import button, tag

__all__ = ["SourcePanel"]

_JS = """
window.addEventListener("open-source", (event) => { element.dataset.asked = "yes"; trigger("cite", event.detail); });
watch("value", () => {
  window.showSource(element, element.dataset.asked === "yes");
  element.dataset.asked = "";
});
"""

_OPENINGS = count()


@dataclass
class SourcePanel:
    """The panel and the event that fills it when a source is chosen."""

    library: Library

    def draw(self) -> None:
        """Put the panel into the layout."""
        self.html = gr.HTML(self.empty(CHINESE), elem_id="source", js_on_load=_JS, apply_default_css=False)

    def connect(self) -> None:
        """Open the clause whose chip was pressed."""
        self.html.cite(self._open, None, self.html, show_progress="hidden", api_visibility="private", queue=False)

    def after(self, turns: Sequence[Turn], language: str) -> str:
        """What the panel shows beside these turns: the clause of the last reply's first source."""
        answer = turns[-1]["answer"] if turns else None
        citations = citations_of(answer) if answer else ()
        if not citations:
            return self.empty(language)
        chosen = citations[0]
        return self._clause(chosen.policy, chosen.clause, chosen.start, chosen.end, language)

    def empty(self, language: str) -> str:
        """What the panel shows where there is no source."""
        return f'<div class="source-empty"><p>{say(language, "source_empty")}</p></div>'

    def _open(self, event: gr.EventData, request: gr.Request) -> str:
        chosen = event._data
        start, end = int(chosen["start"]), int(chosen["end"])
        html = self._clause(str(chosen["policy"]), str(chosen["clause"]), start, end, language_of(request))
        return f"<!-- {next(_OPENINGS)} -->{html}"  # differs from what is shown, so that it is scrolled to again

    def _clause(self, policy_id: str, key: str, start: int, end: int, language: str) -> str:
        policy = self.library.policy(policy_id)
        clause = policy.clause(key)
        line = cite_line(policy, clause, f"「{policy.text[start:end]}」")
        buttons = button(say(language, "copy_quote"), "quiet", data_copy=line)
        buttons += button(say(language, "back_to_chat"), "quiet back-to-chat")
        head = tag("span", escape(policy.number), lang="zh-CN") + tag("span", buttons)
        text = clause_html(policy, clause, language, [(start, end)])
        return tag("div", head, class_="source-head") + tag(
            "div", text, class_="source-scroll", tabindex="0", role="region", aria_label=say(language, "source_text")
        )
