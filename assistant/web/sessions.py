"""Gradio's sessions, begun in no time: a program that asks without naming a session is one for each question.

For each session Gradio works out anew what a browser is told of every block of the page, which takes longer than
all else that it does for a question. No session changes a block before it has begun, so what was worked out once
serves all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from functools import cached_property
from typing import Any

import gradio as gr
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder

__all__ = ["QuickSessions", "quick_sessions"]


@asynccontextmanager
async def quick_sessions(app: App) -> AsyncIterator[None]:
    """The lifespan of an app whose sessions begin so."""
    app.state_holder = QuickSessions(app.get_blocks())
    yield


class QuickSessions(StateHolder):
    """The sessions of a page that is built."""

    def __init__(self, page: gr.Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.set_blocks(page)

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = self._begun()
        return super().__getitem__(session_id)

    @cached_property
    def _first(self) -> SessionState:
        return SessionState(self.blocks)

    def _begun(self) -> SessionState:
        session = copy(self._first)
        session.blocks_config = copy(self.blocks.default_config)
        session.config_values = _Configs(self._first.config_values)
        session.state_data = {}
        session._state_ttl = {}
        return session


class _Configs(dict[int, dict[str, Any]]):
    """What a browser is told of each block, shared until a session takes one up to change it."""

    def __init__(self, first: dict[int, dict[str, Any]]) -> None:
        super().__init__(first)
        self._own: set[int] = set()

    def __getitem__(self, block: int) -> dict[str, Any]:
        config = super().__getitem__(block)
        if block not in self._own:
            config = config | {name: copy(value) for name, value in config.items() if name == "props"}
            self[block] = config
            self._own.add(block)
        return config
