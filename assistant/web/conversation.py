"""A conversation as plain turns, and the same as messages of Gradio's chatbot.

A turn is JSON-ready, so that it can wait in the browser where the user wants that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, TypedDict
from uuid import uuid4

import gradio as gr

from assistant.errors import AssistantError
from assistant.models import Citation, Status
from assistant.policy import Library
from assistant.web.clauses import cite_line
from assistant.web.i18n import say
from assistant.web.markup import button, tag

__all__ = ["Turn", "ask", "citations_of", "is_waiting", "messages", "plain_reply", "questions", "readable", "turn_at"]

_TITLE_LENGTH = 14


class Turn(TypedDict):
    """A question with its answer as ``Answer.to_json`` gives it; None while it is worked out.

    id: unique to this asking; stopped: the user stopped it before there was an answer.
    """

    id: str
    question: str
    answer: dict[str, Any] | None
    stopped: bool


def ask(question: str) -> Turn:
    """A new turn that waits for its answer."""
    return Turn(id=uuid4().hex, question=question, answer=None, stopped=False)


def is_waiting(turns: Sequence[Turn]) -> bool:
    """Whether the last question still waits for its answer."""
    return bool(turns) and turns[-1]["answer"] is None and not turns[-1]["stopped"]


def readable(library: Library, turns: list[Turn]) -> list[Turn]:
    """The turns that a browser kept, or none where they are not of this version or library."""
    try:
        messages(library, turns, "")
    except (AssistantError, LookupError, TypeError, ValueError):
        return []
    return turns


def questions(turns: Sequence[Turn]) -> tuple[str, ...]:
    """What the user said, oldest first."""
    return tuple(turn["question"] for turn in turns)


def citations_of(answer: dict[str, Any]) -> tuple[Citation, ...]:
    """The citations of an answer in JSON."""
    return tuple(Citation(**citation) for citation in answer["citations"])


def messages(
    library: Library, turns: Sequence[Turn], language: str, *, shown: int | None = None, waiting: str = "working"
) -> list[dict[str, Any]]:
    """The turns as chatbot messages.

    shown: of the last reply only so many characters, without its sources. waiting: the text that says what
    happens while there is no reply.
    """
    made: list[dict[str, Any]] = []
    for number, turn in enumerate(turns):
        last = number == len(turns) - 1
        made.extend(_turn_messages(library, turn, language, shown if last else None, waiting))
    return made


def turn_at(turns: Sequence[Turn], index: int) -> int:
    """Which turn the message at this index of the chatbot belongs to. IndexError where there is none."""
    for number, turn in enumerate(turns):
        index -= 2 if turn["answer"] is None else 4 + len(turn["answer"]["steps"])
        if index < 0:
            return number
    raise IndexError(index)


def plain_reply(library: Library, answer: dict[str, Any]) -> str:
    """The reply as plain text with a citation line for each quote, to paste elsewhere."""
    lines = [answer["text"]]
    for citation in citations_of(answer):
        policy = library.policy(citation.policy)
        lines.append(cite_line(policy, policy.clause(citation.clause), f"「{citation.quote}」"))
    return "\n".join(lines)


def _turn_messages(
    library: Library, turn: Turn, language: str, shown: int | None, waiting: str
) -> Iterator[dict[str, Any]]:
    yield {"role": "user", "content": turn["question"]}
    answer = turn["answer"]
    if answer is None:
        key = "stopped" if turn["stopped"] else waiting
        status = "done" if turn["stopped"] else "pending"
        yield {"role": "assistant", "content": "", "metadata": {"title": say(language, key), "status": status}}
        return
    if shown is not None:
        yield {"role": "assistant", "content": escape(answer["text"][:shown], quote=False)}
        return
    yield {"role": "assistant", "content": escape(answer["text"], quote=False)}
    yield {"role": "assistant", "content": _html(_sources(library, turn["question"], answer, language))}
    yield from _thoughts(turn["id"], answer, language)


def _thoughts(turn_id: str, answer: dict[str, Any], language: str) -> Iterator[dict[str, Any]]:
    options = [{"value": option} for option in answer["options"]]
    whole = f"steps-{turn_id}"
    yield {
        "role": "assistant",
        "content": "",
        "metadata": {
            "id": whole,
            "title": say(language, "steps"),
            "duration": _seconds(answer["elapsed_ms"]),
            "status": "done",
        },
        "options": options,
    }
    for number, step in enumerate(answer["steps"]):
        yield {
            "role": "assistant",
            "content": escape(step["detail"], quote=False),
            "metadata": {
                "id": f"{whole}-{number}",
                "parent_id": whole,
                "title": step["name"],
                "duration": _seconds(step["elapsed_ms"]),
            },
        }


def _seconds(milliseconds: float) -> float:
    return max(round(milliseconds / 1000, 3), 0.001)  # a duration of nothing is not shown


def _sources(library: Library, question: str, answer: dict[str, Any], language: str) -> str:
    chips = "".join(
        _chip(library, citation, number, language) for number, citation in enumerate(citations_of(answer), 1)
    )
    status = answer["status"]
    answered = status == Status.ANSWERED
    badge = "" if answered else tag("span", say(language, f"status_{status}"), class_=f"badge {status}")
    actions = button(say(language, "copy"), "quiet", data_copy=plain_reply(library, answer))
    actions += button(say(language, "share"), "quiet", data_share=question)
    cites = tag("div", badge + chips, class_="cites")
    return tag("div", cites + tag("div", actions, class_="reply-actions"), class_="sources")


def _chip(library: Library, citation: Citation, number: int, language: str) -> str:
    clause = library.policy(citation.policy).clause(citation.clause)
    title = clause.title if len(clause.title) <= _TITLE_LENGTH else clause.title[:_TITLE_LENGTH] + "…"
    name = tag("span", str(number), class_="number") + tag("span", say(language, "open_source"), class_="sr-only")
    title = tag("span", escape(title), class_="cite-title") if clause.title != clause.label else ""
    return tag(
        "button",
        name + escape(clause.label) + title,
        type="button",
        class_="cite",
        title=citation.quote,
        data_policy=citation.policy,
        data_clause=citation.clause,
        data_start=citation.start,
        data_end=citation.end,
    )


def _html(value: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, js_on_load=None)
