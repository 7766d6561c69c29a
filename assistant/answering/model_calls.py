"""Time and failure of calls to a model server: one budget a question, a pause after repeated failures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypeVar

__all__ = ["Breaker", "Budget", "run_within"]

Clock = Callable[[], float]
_Result = TypeVar("_Result")

_RESERVE_SHARE, _RESERVE_S = 0.1, 0.5
"""What is kept of a budget to finish the deterministic reply: a tenth, at most half a second."""


class Budget:
    """The seconds that the model may still take for one question; ``limit_s`` counts from its making."""

    def __init__(self, limit_s: float, clock: Clock = monotonic) -> None:
        self.limit_s = limit_s
        self._clock = clock
        self._end = clock() + limit_s - min(_RESERVE_S, _RESERVE_SHARE * limit_s)

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - self._clock())


class Breaker:
    """Stops asking a server that fails: after ``failures`` in a row, none but one trial each ``pause_s``."""

    def __init__(self, failures: int = 3, pause_s: float = 30.0, clock: Clock = monotonic) -> None:
        self._limit = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Whether the server may be asked now; the first to ask after a pause is the trial."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._pause_s
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._pause_s


_starting = Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def _background_loop() -> asyncio.AbstractEventLoop:
    """The loop that all calls run on, in a thread of its own: the clients' pooled connections belong to it."""
    with _starting:
        if not _loops:
            loop = asyncio.new_event_loop()
            Thread(target=loop.run_forever, name="language-model", daemon=True).start()
            _loops.append(loop)
        return _loops[0]


def run_within(call: Coroutine[Any, Any, _Result], seconds: float) -> _Result:
    """The call's result; TimeoutError after ``seconds`` in all, whatever the server was doing.

    The call is cancelled then, which closes its connection: a server that stalls or drips holds nothing.
    """
    future = asyncio.run_coroutine_threadsafe(call, _background_loop())
    try:
        return future.result(seconds)
    finally:
        future.cancel()
