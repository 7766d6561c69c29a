"""The look-up screen: the whole text with a table of contents, narrowed as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import gradio as gr

from assistant.benefits import Catalogue, format_yuan
from assistant.errors import AssistantError
from assistant.web.clauses import body_of, cite_line, clause_html
from assistant.web.engine import Engine, EngineState
from assistant.web.examples import Audience
from assistant.web.finding import Hit, Wanted, departments, find_clauses
from assistant.web.i18n import CHINESE, ENGLISH, label, language_of, say
from assistant.web.markup import button, tag

__all__ = ["LookupScreen"]

_MAX_WORDS = 100
_SIMILAR = 3


@dataclass
class LookupScreen:
    """The components of the look-up and what connects them."""

    engine: Engine
    audiences: Sequence[Audience]

    def draw(self) -> None:
        """Put the screen into the layout."""
        with gr.Row(elem_id="lookup-filters", equal_height=True):
            self.text = gr.Textbox(
                label=label("lookup_words"),
                placeholder=_words_hint(self.engine.catalogue, CHINESE),
                elem_id="lookup-words",
                max_length=_MAX_WORDS,
                scale=4,
                min_width=240,
            )
            self.department = gr.Dropdown(
                self._department_choices(CHINESE), value="", label=label("lookup_department"), scale=3, min_width=190
            )
            self.role = gr.Dropdown(
                _role_choices(CHINESE), value="", label=label("lookup_role"), scale=2, min_width=120
            )
            self.audience = gr.Dropdown(
                self._audience_choices(CHINESE), value="", label=label("lookup_audience"), scale=2, min_width=150
            )
            self.figures = gr.Checkbox(
                label=label("lookup_figures"), elem_id="lookup-figures", scale=1, min_width=130, container=False
            )
        self.results = gr.HTML(
            self._html(Wanted(), CHINESE), elem_id="lookup", apply_default_css=False, js_on_load=None
        )

    def connect(self, page: gr.Blocks) -> None:
        """Find anew whenever a filter changes.

        ``change`` and not ``input``, which Gradio sends only for keys, so never for Chinese input methods.
        """
        filters: list[Any] = [self.text, self.department, self.role, self.audience, self.figures]
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        for part in filters:
            part.change(self._find, filters, self.results, trigger_mode="always_last", **quick)
        arrived = [self.text, self.department, self.role, self.audience, self.results]
        page.load(self._arrive, None, arrived, **quick)

    def _arrive(self, request: gr.Request) -> list[Any]:
        language = language_of(request)
        return [
            gr.update(placeholder=_words_hint(self.engine.catalogue, language)),
            gr.update(choices=self._department_choices(language)),
            gr.update(choices=_role_choices(language)),
            gr.update(choices=self._audience_choices(language)),
            self._html(Wanted(), language),
        ]

    async def _find(
        self, text: str, department: str, role: str, audience: str, figures: bool, request: gr.Request
    ) -> str:
        keys = frozenset((a.policy, key) for a in self.audiences if a.id == audience for key in a.clauses)
        wanted = Wanted((text or "").strip(), department or "", role or "", keys or None, bool(figures))
        language = language_of(request)
        html = await self.engine.run(self._html, wanted, language)
        if html or not wanted.text:
            return str(html) or _nothing(language)
        return await self._similar(wanted.text, language)

    def _html(self, wanted: Wanted, language: str) -> str:
        hits = find_clauses(self.engine.library, wanted)
        return _results(hits, wanted, language) if hits else ""

    async def _similar(self, text: str, language: str) -> str:
        """Clauses near in meaning, where the words themselves do not occur."""
        nothing = _nothing(language)
        if self.engine.state is not EngineState.READY:
            return nothing
        try:
            retriever = (await self.engine.assistant()).retriever
            found = await self.engine.run(retriever.rank, text, _SIMILAR)
        except AssistantError:
            return nothing
        hits = []
        for document in found:
            policy = self.engine.library.policy(document.metadata["policy"])
            span = (int(document.metadata["start"]), int(document.metadata["end"]))
            hits.append(Hit(policy, policy.clause(document.metadata["clause"]), (span,)))
        return _results(hits, Wanted(text), language, note=say(language, "lookup_similar")) if hits else nothing

    def _department_choices(self, language: str) -> list[tuple[str, str]]:
        return [(say(language, "anything"), ""), *((name, name) for name in departments(self.engine.library))]

    def _audience_choices(self, language: str) -> list[tuple[str, str]]:
        named = [(a.name_en if language == ENGLISH else a.name, a.id) for a in self.audiences]
        return [(say(language, "anything"), ""), *named]


def _words_hint(catalogue: Catalogue, language: str) -> str:
    """What may be typed, with a clause and an amount that the policy has; empty where it has no capped benefit."""
    for benefit in catalogue:
        if benefit.cap is not None and benefit.cap.amount is not None:
            amount = format_yuan(benefit.cap.amount)
            return say(language, "lookup_words_hint", clause=benefit.clause, amount=amount)
    return ""


def _role_choices(language: str) -> list[tuple[str, str]]:
    return [
        (say(language, key), role)
        for key, role in (("role_any", ""), ("role_lead", "lead"), ("role_support", "support"))
    ]


def _nothing(language: str) -> str:
    return tag("p", say(language, "lookup_nothing"), class_="nothing", role="status")


def _results(hits: Sequence[Hit], wanted: Wanted, language: str, note: str = "") -> str:
    counted = note or ("" if wanted.is_anything else say(language, "lookup_count", count=len(hits)))
    status = tag("p", counted, class_="count", role="status") if counted else ""
    title = say(language, "contents")
    listed = tag("details", tag("summary", title) + _contents(hits), open="open")
    keys = tag("p", say(language, "lookup_keys"), class_="keys")
    found = tag("div", status + "".join(_card(hit, language) for hit in hits), class_="found")
    return tag("div", tag("nav", listed + keys, class_="contents", aria_label=title) + found, class_="lookup-columns")


def _contents(hits: Sequence[Hit]) -> str:
    parts = []
    for (_, section), group in groupby(hits, key=lambda hit: (hit.policy.id, hit.clause.section)):
        links = "".join(tag("li", tag("a", _entry(hit), href="?", data_goto=_anchor(hit))) for hit in group)
        parts.append((tag("p", escape(section)) if section else "") + tag("ul", links, lang="zh-CN"))
    return "".join(parts)


def _entry(hit: Hit) -> str:
    clause = hit.clause
    return escape(clause.label if clause.title == clause.label else clause.label + clause.title)


def _card(hit: Hit, language: str) -> str:
    line = cite_line(hit.policy, hit.clause, body_of(hit.clause))
    text = say(language, "copy_clause")
    copy = button(text, "outlined", data_copy=line, aria_label=f"{text} {hit.clause.label}")
    body = clause_html(hit.policy, hit.clause, language, hit.spans)
    return tag("div", copy + body, class_="card", id=_anchor(hit), tabindex="-1")


def _anchor(hit: Hit) -> str:
    return f"clause-{hit.policy.id}-{hit.clause.key}"
