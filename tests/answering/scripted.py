"""A chat model fed from a queue, and an OpenAI-compatible server on loopback that does as it is told."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

__all__ = [
    "Asked",
    "QueueModel",
    "ScriptedServer",
    "broken",
    "dripping",
    "raw",
    "said",
    "serving",
    "stalled",
    "streamed",
]

_LONGEST_STALL_S = 20.0


@dataclass(frozen=True)
class Asked:
    """What the assistant sent: its messages, and the data in the last of them."""

    body: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.body["messages"][-1]["content"])

    @property
    def reads(self) -> bool:
        """Whether it asks for a choice rather than for words."""
        return "candidates" in self.data


class QueueModel(BaseChatModel):
    """Says what stands in ``replies``, one a call; an exception is raised. ``seen`` keeps the messages."""

    replies: deque[Any] = Field(default_factory=deque)
    seen: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "queue"

    def _generate(self, messages: list[BaseMessage], *args: Any, **options: Any) -> ChatResult:
        self.seen.append(messages)
        reply = self.replies.popleft()
        if isinstance(reply, Exception):
            raise reply
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply))])


Behaviour = Callable[["_Handler", Asked], None]


class ScriptedServer:
    """``behave`` answers each request; ``asked`` keeps them. Nothing in it outlives ``close``."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.asked: list[Asked] = []
        self.closing = Event()
        handler = type("Handler", (_Handler,), {"scripted": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving(behave: Behaviour) -> Iterator[ScriptedServer]:
    server = ScriptedServer(behave)
    try:
        yield server
    finally:
        server.close()


class _Handler(BaseHTTPRequestHandler):
    scripted: ScriptedServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(json.loads(body))
        self.scripted.asked.append(asked)
        try:
            self.scripted.behave(self, asked)
        except OSError:  # the client has gone, as it should after its time is over
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass

    def send(self, payload: bytes, status: int = 200, kind: str = "application/json") -> None:
        self.head(len(payload), status, kind)
        self.wfile.write(payload)

    def head(self, length: int, status: int = 200, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def rest(self, seconds: float) -> None:
        """Wait, but no longer than the server lives."""
        self.scripted.closing.wait(min(seconds, _LONGEST_STALL_S))


def said(text: str | Callable[[Asked], str]) -> Behaviour:
    """A well-formed reply of this text."""

    def behave(handler: _Handler, asked: Asked) -> None:
        handler.send(_completion(text if isinstance(text, str) else text(asked)))

    return behave


def raw(payload: str, status: int = 200, kind: str = "application/json") -> Behaviour:
    """This payload, whatever it is."""
    return lambda handler, asked: handler.send(payload.encode(), status, kind)


def stalled(*, midway: bool = False) -> Behaviour:
    """Nothing at all, or half a reply and then nothing."""

    def behave(handler: _Handler, asked: Asked) -> None:
        payload = _completion(asked.data.get("draft", "{}"))
        if midway:
            handler.head(len(payload))
            handler.wfile.write(payload[: len(payload) // 2])
            handler.wfile.flush()
        handler.rest(_LONGEST_STALL_S)
        handler.close_connection = True

    return behave


def dripping(text: Callable[[Asked], str], pause_s: float) -> Behaviour:
    """A good reply, a few bytes at a time: each read succeeds, the whole takes for ever."""

    def behave(handler: _Handler, asked: Asked) -> None:
        payload = _completion(text(asked))
        handler.head(len(payload))
        for start in range(0, len(payload), 8):
            if handler.scripted.closing.is_set():
                return
            handler.wfile.write(payload[start : start + 8])
            handler.wfile.flush()
            handler.rest(pause_s)

    return behave


def streamed(text: Callable[[Asked], str], pause_s: float = 0.0, *, ends: bool = True) -> Behaviour:
    """Server-sent events of a few characters each; without ``ends`` the stream stops in the middle and hangs."""

    def behave(handler: _Handler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        whole = text(asked)
        for start in range(0, len(whole) if ends else len(whole) // 2, 4):
            handler.wfile.write(_event({"content": whole[start : start + 4]}))
            handler.wfile.flush()
            handler.rest(pause_s)
        if ends:
            handler.wfile.write(_event({}, "stop") + b"data: [DONE]\n\n")
        else:
            handler.rest(_LONGEST_STALL_S)
        handler.close_connection = True

    return behave


def broken(handler: _Handler, asked: Asked) -> None:
    """The connection breaks within the reply."""
    payload = _completion(asked.data.get("draft", "{}"))
    handler.head(len(payload))
    handler.wfile.write(payload[:20])
    handler.close_connection = True


def _completion(text: str) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": int(time.time()), "model": "scripted", "choices": [choice]}
    ).encode()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}
    return b"data: " + json.dumps(event).encode() + b"\n\n"
