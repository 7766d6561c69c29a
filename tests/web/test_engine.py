"""The page opens while the assistant warms, says so when it cannot, and serves many at once."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import AssistantError, ModelError
from assistant.models import Answer
from assistant.settings import Settings
from assistant.web.engine import Engine, EngineState
from tests.web.fakes import FakeAssistant


def test_questions_wait_while_it_warms() -> None:
    release = threading.Event()

    def open_slowly(settings: Settings) -> FakeAssistant:
        release.wait(10)
        return FakeAssistant(settings)

    engine = Engine(Settings(), open_slowly)
    said: list[str] = []
    engine.start(said.append)
    assert engine.state is EngineState.WARMING

    async def ask() -> str:
        asked = asyncio.create_task(engine.ask("高级技师补多少"))
        await asyncio.sleep(0.2)
        assert not asked.done()
        release.set()
        return (await asked).text

    assert "3000元" in asyncio.run(ask())
    assert said == ["模型已就绪，可以提问"]


def test_what_was_loaded_is_not_looked_through_for_garbage() -> None:
    gc.collect()
    gc.unfreeze()
    searching: list[bool] = []

    def open_watching(settings: Settings) -> FakeAssistant:
        searching.append(gc.isenabled())
        return FakeAssistant(settings)

    Engine(Settings(), open_watching).start().join()
    assert searching == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


@pytest.mark.parametrize("error", [ModelError("模型文件缺失：请运行…"), RuntimeError("disk")])
def test_a_failure_is_told_to_whoever_asks(error: Exception) -> None:
    def fail(settings: Settings) -> None:
        raise error

    engine = Engine(Settings(), fail)
    engine.start().join()
    assert engine.state is EngineState.FAILED
    with pytest.raises(AssistantError, match=str(error)):
        asyncio.run(engine.ask("问"))


def test_fifty_at_once_are_answered_in_turn_without_blocking_the_loop() -> None:
    engine = Engine(Settings(), lambda settings: FakeAssistant(settings, delay_s=0.02))
    engine.start().join()

    async def crowd() -> float:
        gaps = []

        async def heartbeat() -> None:
            while True:
                before = time.perf_counter()
                await asyncio.sleep(0.01)
                gaps.append(time.perf_counter() - before)

        beating = asyncio.create_task(heartbeat())
        answers = await asyncio.gather(*(engine.ask(f"第{number}位高级技师补多少") for number in range(50)))
        beating.cancel()
        assert all("3000元" in answer.text for answer in answers)
        return max(gaps)

    assert asyncio.run(crowd()) < 0.25


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="政策"):
        Engine(replace(Settings(), corpus=tmp_path))


@pytest.mark.parametrize(("model", "worked_out"), [("", 3), ("some-model", 6)])
def test_the_same_question_is_worked_out_once_unless_a_model_words_it(model: str, worked_out: int) -> None:
    asked: list[str] = []

    class Counting(FakeAssistant):
        def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
            asked.append(question)
            return super().ask(question, history, as_of)

    engine = Engine(replace(Settings(), llm_model=model), Counting)
    engine.start().join()

    async def ask() -> list[Answer]:
        answers = []
        for _ in range(2):
            answers.append(await engine.ask("高级技师补多少"))
            answers.append(await engine.ask("高级技师补多少", ("竞赛奖励多少",)))
            answers.append(await engine.ask("高级技师补多少", as_of=date(2027, 3, 1)))
        return answers

    first, second = (answers := asyncio.run(ask()))[0], answers[3]
    assert len(asked) == worked_out
    assert (first.text, first.citations) == (second.text, second.citations)
