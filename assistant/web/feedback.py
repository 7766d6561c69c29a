"""The thumbs beside a reply, and the small form that asks what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.web.conversation import Turn, questions, turn_at
from assistant.web.feedback_store import Feedback, FeedbackStore
from assistant.web.i18n import label, language_of, say

__all__ = ["FeedbackForm"]

_REASONS = ("金额不对", "引用不对", "没答到", "看不懂")
_REASON_KEYS = ("reason_amount", "reason_source", "reason_missed", "reason_unclear")
_MAX_COMMENT = 500


@dataclass
class FeedbackForm:
    """The form under the chat; hidden until a reply is disliked."""

    store: FeedbackStore

    def draw(self) -> None:
        """Put the form into the layout."""
        self.judged = gr.State(None)
        with gr.Group(visible=False, elem_id="feedback") as self.group:
            self.reasons = gr.CheckboxGroup(
                choices=list(zip(_REASONS, _REASONS, strict=True)),
                label=label("feedback_reasons"),
                elem_id="feedback-reasons",
            )
            self.comment = gr.Textbox(
                label=label("feedback_comment"), placeholder=label("feedback_privacy"), lines=2, max_length=_MAX_COMMENT
            )
            with gr.Row():
                self.send = gr.Button(label("feedback_send"), variant="primary", size="sm", elem_id="feedback-send")
                self.cancel = gr.Button(label("feedback_cancel"), size="sm")
        self.send.click(
            self._submit, [self.judged, self.reasons, self.comment], [self.group, self.judged], api_visibility="private"
        )
        self.cancel.click(lambda: gr.update(visible=False), None, self.group, api_visibility="private", queue=False)

    @property
    def outputs(self) -> list[Any]:
        """What ``judge`` sets."""
        return [self.group, self.judged, self.reasons, self.comment]

    def judge(self, turns: Sequence[Turn], event: gr.LikeData, request: gr.Request) -> list[Any]:
        """Store a thumb; after a thumb down, show the form."""
        index = event.index[0] if isinstance(event.index, list | tuple) else event.index
        number = turn_at(turns, int(index))
        answer = turns[number]["answer"]
        if answer is None:
            return [gr.skip()] * 4
        language = language_of(request)
        asked = list(questions(turns[: number + 1]))
        judged: dict[str, Any] = {"id": turns[number]["id"], "turns": asked, "answer": answer}
        done: list[Any] = [gr.update(visible=False), None, [], ""]
        if event.liked not in (True, False):
            self._stored(lambda: self.store.withdraw(judged["id"]), language)
            return done
        stored = self._stored(lambda: self.store.put(_feedback(judged, "up" if event.liked else "down")), language)
        if event.liked:
            self._thank(stored, language)
            return done
        return [gr.update(visible=True), judged, gr.update(choices=_reason_choices(language), value=[]), ""]

    def _submit(self, judged: Any, reasons: list[str], comment: str, request: gr.Request) -> list[Any]:
        language = language_of(request)
        if judged is not None:
            chosen = [reason for reason in reasons if reason in _REASONS]
            complaint = _feedback(judged, "down", chosen, (comment or "")[:_MAX_COMMENT])
            self._thank(self._stored(lambda: self.store.put(complaint), language), language)
        return [gr.update(visible=False), None]

    def _stored(self, write: Callable[[], None], language: str) -> bool:
        try:
            write()
        except AssistantError as error:
            gr.Warning(say(language, "feedback_failed", problem=error))
            return False
        return True

    def _thank(self, stored: bool, language: str) -> None:
        if stored:
            gr.Info(say(language, "feedback_thanks"), duration=3)


def _reason_choices(language: str) -> list[tuple[str, str]]:
    return [(say(language, key), reason) for key, reason in zip(_REASON_KEYS, _REASONS, strict=True)]


def _feedback(judged: dict[str, Any], rating: str, reasons: Sequence[str] = (), comment: str = "") -> Feedback:
    answer = judged["answer"]
    return Feedback(
        reply_id=judged["id"],
        rating=rating,
        turns=judged["turns"],
        reply=answer["text"],
        status=answer["status"],
        citations=answer["citations"],
        reasons=reasons,
        comment=comment,
    )
