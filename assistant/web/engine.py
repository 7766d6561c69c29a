"""The assistant behind the page, opened in the background while the page is already served."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from assistant.benefits import Catalogue, load_benefits
from assistant.errors import AssistantError
from assistant.models import Answer, Status
from assistant.policy import Library, load_library
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answering import Assistant

__all__ = ["Engine", "EngineState"]

_POLL_S = 0.05
_MODEL_WORKERS = 32
_KEPT_ANSWERS = 4096
_Asked = tuple[str, tuple[str, ...], date]


class EngineState(StrEnum):
    """Whether questions can be answered yet."""

    WARMING = "warming"
    READY = "ready"
    FAILED = "failed"


class Engine:
    """Policies and benefits at once, the assistant as soon as its models are loaded.

    Answers are worked out on a pool of threads, first come, first served: one a core, since more would only
    compete for it, and more where a language model makes them wait. Without one an answer depends on nothing but
    the question, what went before and the day, so the same question is worked out once.
    """

    def __init__(self, settings: Settings, open_assistant: Callable[[Settings], Any] | None = None) -> None:
        self.settings = settings
        self.library: Library = load_library(settings.corpus)
        self.catalogue: Catalogue = load_benefits(settings.corpus, self.library)
        self.state = EngineState.WARMING
        self.problem = ""
        self._open = open_assistant or _open_assistant
        self._assistant: Any = None
        self._answers: OrderedDict[_Asked, Answer] = OrderedDict()
        self._pool = ThreadPoolExecutor(_MODEL_WORKERS if settings.llm_model else os.cpu_count(), "answer")

    def start(self, report: Callable[[str], None] = lambda message: None) -> threading.Thread:
        """Open the assistant in a background thread; ``report`` gets a message when that ends."""
        thread = threading.Thread(target=self._warm, args=(report,), name="warm-assistant", daemon=True)
        thread.start()
        return thread

    def _warm(self, report: Callable[[str], None]) -> None:
        gc.disable()  # what is loaded is kept: looking it through for garbage takes a tenth of the time
        try:
            self._assistant = self._open(self.settings)
        except AssistantError as error:
            self._fail(str(error), report)
        except Exception as error:  # the page must say that it cannot answer, whatever went wrong
            self._fail(f"{type(error).__name__}: {error}", report)
        else:
            self.state = EngineState.READY
            report("模型已就绪，可以提问")
        finally:
            gc.freeze()  # nor do later searches go through it, during which everybody would wait
            gc.enable()

    def _fail(self, problem: str, report: Callable[[str], None]) -> None:
        self.problem, self.state = problem, EngineState.FAILED
        report(f"模型加载失败：{problem}")

    async def assistant(self) -> Assistant:
        """The assistant, waited for while it loads. AssistantError where it could not be opened."""
        while self.state is EngineState.WARMING:
            await asyncio.sleep(_POLL_S)
        if self.state is EngineState.FAILED:
            raise AssistantError(self.problem)
        opened: Assistant = self._assistant
        return opened

    async def run(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """A blocking call, on a thread of the pool."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(call, *arguments))

    async def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """The answer to a question after these earlier ones. AssistantError where there is no assistant."""
        assistant = await self.assistant()
        begun = perf_counter()
        asked = question, tuple(history), as_of or date.today()
        answer = self._answers.get(asked)
        if answer is None:
            answer = await self.run(partial(assistant.ask, question, history=asked[1], as_of=asked[2]))
            self._remember(asked, answer)
            return answer
        return replace(answer, elapsed_ms=round((perf_counter() - begun) * 1000, 2))

    def _remember(self, asked: _Asked, answer: Answer) -> None:
        if self.settings.llm_model or answer.status is Status.ERROR:
            return
        self._answers[asked] = answer
        if len(self._answers) > _KEPT_ANSWERS:
            self._answers.popitem(last=False)


def _open_assistant(settings: Settings) -> Assistant:
    from assistant.answering import Assistant

    opened = Assistant.open(settings)
    threadpool_limits(1)  # of numpy's libraries: askers share the cores, so no answer takes more than one
    opened.warm()
    return opened
