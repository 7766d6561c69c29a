"""The chat screen: question, reply with numbered sources, and the cited clause beside it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.models import Answer, Status
from assistant.web.conversation import Turn, ask, is_waiting, messages, questions, readable, turn_at
from assistant.web.engine import Engine, EngineState
from assistant.web.examples import Audience, examples_html
from assistant.web.feedback import FeedbackForm
from assistant.web.i18n import CHINESE, label, language_of, say
from assistant.web.source_panel import SourcePanel

__all__ = ["ChatScreen"]

_LOG = logging.getLogger(__name__)
_PIECE = re.compile(r"[^，。；\n]*[，。；\n]?")
_PIECE_PAUSE_S = 0.02
_LONGEST_STREAM_S = 0.4
_MAX_QUESTION = 2000
_KEPT_TURNS = 50
_QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_EXAMPLES_JS = """
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-question]");
  if (chosen) trigger("choose", { question: chosen.dataset.question });
});
"""


@dataclass
class ChatScreen:
    """The components of the chat and what connects them. Make it inside a ``gr.Blocks``."""

    engine: Engine
    audiences: Sequence[Audience]
    feedback: FeedbackForm

    def draw(self) -> None:
        """Put the screen into the layout."""
        self.turns = gr.State([])
        self.saved = gr.BrowserState({"keep": False, "turns": []}, storage_key="conversation", secret="on-this-device")
        with gr.Row(elem_classes="chat-row"):
            with gr.Column(scale=7, min_width=320, elem_classes="chat-column"):
                self.chatbot = gr.Chatbot(
                    elem_id="chat",
                    label=label("chat"),
                    show_label=False,
                    container=False,
                    height="100%",
                    layout="bubble",
                    editable="user",
                    buttons=[],
                    latex_delimiters=[],
                    allow_tags=False,
                    placeholder=None,
                )
                self.examples = gr.HTML(
                    self._examples_html(CHINESE), elem_id="examples", js_on_load=_EXAMPLES_JS, apply_default_css=False
                )
                self.feedback.draw()
                self.question = gr.Textbox(
                    elem_id="question",
                    label=label("question"),
                    show_label=False,
                    placeholder=label("question_hint"),
                    lines=1,
                    max_lines=5,
                    max_length=_MAX_QUESTION,
                    submit_btn=say(CHINESE, "send"),
                )
                with gr.Row(elem_id="under-question"):
                    self.keep = gr.Checkbox(
                        label=label("keep_history"), value=False, elem_id="keep-history", container=False, min_width=200
                    )
                    self.clear = gr.Button(label("clear_chat"), elem_id="clear-chat", size="sm", scale=0)
            with gr.Column(scale=5, min_width=320, elem_classes="source-column"):
                self.panel = SourcePanel(self.engine.library)
                self.panel.draw()

    def connect(self, page: gr.Blocks, header: gr.HTML) -> None:
        """Join the events of the screen. Call it once everything is drawn.

        header: sends ``language`` when another language is chosen, which loads the page anew.
        """
        seen = [self.turns, self.chatbot, self.question]
        arrived = [*seen, self.examples, self.keep, self.panel.html, self.saved]
        begun = [
            self.question.submit(self._take, [self.question, self.turns], seen, **_QUICK),
            self.examples.choose(self._take_example, self.turns, seen, **_QUICK),
            self.chatbot.option_select(self._take_option, self.turns, seen, **_QUICK),
            self.chatbot.edit(self._take_edited, self.turns, seen, **_QUICK),
            self.chatbot.retry(self._take_again, self.turns, seen, **_QUICK),
            page.load(self._arrive, [self.saved, self.turns], arrived, **_QUICK),
        ]
        replied = [self.turns, self.chatbot, self.question, self.panel.html]
        replies = [
            event.then(self._reply, self.turns, replied, show_progress="hidden", api_visibility="private")
            for event in begun
        ]
        for reply in replies:
            reply.then(self._save, [self.keep, self.turns], self.saved, **_QUICK)
        self.question.stop(self._stop, self.turns, replied, cancels=replies, **_QUICK)
        self.clear.click(self._clear, None, [*seen, self.panel.html, self.saved], **_QUICK)
        self.keep.input(self._save, [self.keep, self.turns], self.saved, **_QUICK)
        self.chatbot.like(
            self.feedback.judge, self.turns, self.feedback.outputs, show_progress="hidden", api_visibility="private"
        )
        self.panel.connect()
        carried = header.language(self._carry, [self.keep, self.turns], self.saved, **_QUICK)
        carried.then(
            None, js="() => setTimeout(() => location.replace(location.pathname), 50)", api_visibility="private"
        )

    def _take(self, question: str, turns: list[Turn], request: gr.Request) -> list[Any]:
        question = (question or "").strip()
        if not question or is_waiting(turns):
            return [gr.skip()] * 3
        asked = [*turns, ask(question)][-_KEPT_TURNS:]
        language = language_of(request)
        waiting = "loading" if self.engine.state is EngineState.WARMING else "working"
        chat = messages(self.engine.library, asked, language, waiting=waiting)
        return [asked, chat, _box(language, busy=True)]

    def _take_example(self, turns: list[Turn], event: gr.EventData, request: gr.Request) -> list[Any]:
        return self._take(str(event._data["question"]), turns, request)

    def _take_option(self, turns: list[Turn], event: gr.SelectData, request: gr.Request) -> list[Any]:
        return self._take(str(event.value), turns, request)

    def _take_edited(self, turns: list[Turn], event: gr.EditData, request: gr.Request) -> list[Any]:
        kept = turns if is_waiting(turns) else turns[: turn_at(turns, _first(event.index))]
        return self._take(str(event.value), kept, request)

    def _take_again(self, turns: list[Turn], request: gr.Request) -> list[Any]:
        if not turns or is_waiting(turns):
            return [gr.skip()] * 3
        return self._take(turns[-1]["question"], turns[:-1], request)

    def _arrive(self, saved: dict[str, Any], begun: list[Turn], request: gr.Request) -> list[Any]:
        if begun:  # a quick hand asked before the page had told that it is here
            return [gr.skip()] * 7
        turns = readable(self.engine.library, saved["turns"])
        language = language_of(request)
        rest = [saved["keep"], self.panel.after(turns, language), self._save(saved["keep"], turns)]
        shared = str(request.query_params.get("q") or "")[:_MAX_QUESTION]
        if shared.strip():
            shown = self._take(shared, turns, request)
        elif turns:
            shown = [turns, messages(self.engine.library, turns, language), _box(language, busy=False)]
        else:  # told after a quick hand's question, an empty chat would take it away
            shown = [gr.skip(), gr.skip(), gr.skip() if language == CHINESE else _box(language, busy=False)]
        return [*shown, self._examples_html(language), *rest]

    async def _reply(self, turns: list[Turn], request: gr.Request) -> AsyncIterator[list[Any]]:
        if not is_waiting(turns):
            yield [gr.skip()] * 4
            return
        language = language_of(request)
        *earlier, turn = turns
        answer = (await self._answer(turn["question"], questions(earlier), language)).to_json()
        answered = [*earlier, Turn(id=turn["id"], question=turn["question"], answer=answer, stopped=False)]
        shown, pieces = 0, [piece for piece in _PIECE.findall(answer["text"]) if piece]
        for piece in pieces:
            shown += len(piece)
            yield [gr.skip(), messages(self.engine.library, answered, language, shown=shown), gr.skip(), gr.skip()]
            await asyncio.sleep(min(_PIECE_PAUSE_S, _LONGEST_STREAM_S / len(pieces)))
        chat = messages(self.engine.library, answered, language)
        yield [answered, chat, _box(language, busy=False), self.panel.after(answered, language)]

    async def _answer(self, question: str, history: Sequence[str], language: str) -> Answer:
        try:
            return await self.engine.ask(question, history)
        except AssistantError as error:
            problem = str(error)
        except Exception:  # whatever broke, the person who asked is told what to do
            _LOG.exception("no answer to a question")
            problem = say(language, "try_again")
        return Answer(id="", status=Status.ERROR, text=say(language, "failed", problem=problem))

    def _stop(self, turns: list[Turn], request: gr.Request) -> list[Any]:
        if is_waiting(turns):
            turns = [*turns[:-1], {**turns[-1], "stopped": True}]
        language = language_of(request)
        return [turns, messages(self.engine.library, turns, language), _box(language, busy=False), gr.skip()]

    def _clear(self, request: gr.Request) -> list[Any]:
        language = language_of(request)
        empty = {"keep": False, "turns": []}
        return [[], [], _box(language, busy=False), self.panel.empty(language), empty]

    def _carry(self, keep: bool, turns: list[Turn]) -> dict[str, Any]:
        """Keep the conversation over the loading of the page; ``_arrive`` forgets it unless it is to be kept."""
        return {"keep": keep, "turns": turns}

    def _save(self, keep: bool, turns: list[Turn]) -> dict[str, Any]:
        return {"keep": keep, "turns": turns if keep else []}

    def _examples_html(self, language: str) -> str:
        return examples_html(self.audiences, language)


def _box(language: str, *, busy: bool) -> Any:
    if busy:
        return gr.update(value="", submit_btn=False, stop_btn=say(language, "stop"))
    return gr.update(submit_btn=say(language, "send"), stop_btn=False)


def _first(index: Any) -> int:
    return int(index[0] if isinstance(index, list | tuple) else index)
