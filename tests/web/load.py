"""Many askers at once: ``python -m tests.web.load [--clients 50] [--seconds 120] [--url URL]``.

Each client asks the endpoint ``ask`` again and again, as Gradio's documentation shows it for curl: one
request to ask, one to read the answer. Without a URL the real app is started first, in its own process.
Exit code 1 where a question failed or a client waited for more than three seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_WAIT_S = 3.0
PORT = 7969


def main() -> int:
    """Run the load and print what the clients saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--url", help="a page that already runs")
    options = parser.parse_args()
    if options.url:
        return report(asyncio.run(load(options.url.rstrip("/"), options.clients, options.seconds)), options.clients)
    with app() as url:
        return report(asyncio.run(load(url, options.clients, options.seconds)), options.clients)


@contextmanager
def app() -> Iterator[str]:
    """The real app on a port of its own, once it can answer."""
    url = f"http://127.0.0.1:{PORT}"
    process = subprocess.Popen([sys.executable, "app.py", "--port", str(PORT)], cwd=ROOT)
    try:
        for _ in range(600):
            time.sleep(0.2)
            try:
                if httpx.get(f"{url}/healthz").status_code == 200:
                    break
            except httpx.TransportError:
                continue
        yield url
    finally:
        process.terminate()
        process.wait()


async def load(url: str, clients: int, seconds: float) -> list[tuple[float, str]]:
    """Seconds waited and what went wrong, if anything, of every question."""
    questions = [json.loads(line)["turns"][-1] for line in _question_lines()]
    trust = httpx.create_ssl_context()  # made once: each takes tens of milliseconds, in which every client would wait
    waits: list[tuple[float, str]] = []
    end = time.perf_counter() + seconds
    numbers = count()

    async def client() -> None:
        async with httpx.AsyncClient(base_url=url, timeout=60, verify=trust) as http:
            while time.perf_counter() < end:
                begun = time.perf_counter()
                problem = await ask(http, questions[next(numbers) % len(questions)])
                waits.append((time.perf_counter() - begun, problem))

    await asyncio.gather(*(client() for _ in range(clients)))
    return waits


def _question_lines() -> list[str]:
    return (ROOT / "eval" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()


async def ask(http: httpx.AsyncClient, question: str) -> str:
    """Empty where there came an answer, else what came instead."""
    try:
        asked = await http.post("/gradio_api/call/ask", json={"data": [question, [], ""]})
        told = await http.get(f"/gradio_api/call/ask/{asked.json()['event_id']}")
    except (httpx.HTTPError, KeyError, ValueError) as error:
        return repr(error)
    _, found, data = told.text.partition("event: complete\ndata: ")
    if not found:
        return told.text[:200]
    answer = json.loads(data.splitlines()[0])[0]
    return "" if answer["text"] and answer["status"] != "error" else str(answer)[:200]


def report(waits: Sequence[tuple[float, str]], clients: int) -> int:
    """Print the figures; 1 where the bar was missed."""
    times = sorted(wait for wait, _ in waits)
    problems = [problem for _, problem in waits if problem]
    median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{clients} clients, {len(times)} questions, {len(problems)} errors")
    print(f"wait: median {median:.2f} s, 95% within {late:.2f} s, longest {times[-1]:.2f} s")
    print("\n".join(problems[:5]))
    return 1 if problems or times[-1] > LONGEST_WAIT_S else 0


if __name__ == "__main__":
    sys.exit(main())
