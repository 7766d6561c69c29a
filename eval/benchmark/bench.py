"""The benchmark: a fresh process for each measurement, the time for embedding capped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.errors import AssistantError
from assistant.policy import load_library
from assistant.retrieval.passages import corpus_exemplars, passages_of
from assistant.settings import Settings
from eval.benchmark.generator import make_corpus
from eval.report.blocks import Block, Heading, Paragraph, Table

__all__ = ["TITLE", "bench", "bench_report"]

TITLE = "政策问答性能报告"

_QUESTION = "我们厂今年自己培养了20个高级技师，一共能补多少？"


def bench(settings: Settings, sizes: Sequence[int], cap_s: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Every measurement. cap_s: seconds that embedding one corpus may take; larger ones get a stand-in."""
    with tempfile.TemporaryDirectory(prefix="eval-bench-") as folder:
        growth: list[dict[str, Any]] = []
        for size in sizes:
            say(f"{size} policies")
            corpus = make_corpus(settings.corpus, Path(folder) / f"corpus-{size}", size)
            expected = _embedding_s(growth, corpus)
            stand_in = expected > cap_s
            store = Path(folder) / f"store-{size}"
            built = _probe("build", corpus, store, ["--stand-in"] * stand_in)
            served = _probe("serve", corpus, store, ["--load"] * (size == sizes[0]))
            growth.append({**built, **served, "stand_in": stand_in, "embedding_s": expected})
        say("cold start")
        cold = _cold_start(Path(folder) / f"corpus-{sizes[0]}", Path(folder) / f"store-{sizes[0]}")
    return {"cold_s": cold, "growth": growth}


def bench_report(result: dict[str, Any]) -> list[Block]:
    """The measurements as blocks of a report."""
    first, cold = result["growth"][0], result["cold_s"]
    rows = [
        [
            f"{part['policies']}",
            f"{part['passages']}",
            f"{part['build_s']:.1f}" + (f" ＋向量化约 {part['embedding_s']:.0f}（推算）" if part["stand_in"] else ""),
            f"{part['open_s']:.1f}",
            *(f"{part['ask_ms'][key]:.0f}" for key in ("p50", "p95", "p99")),
            f"{part['search_ms']['p50']:.0f}",
            f"{part['build_mb']:.0f}",
            f"{part['serve_mb']:.0f}",
        ]
        for part in result["growth"]
    ]
    return [
        Paragraph("全部在本机进程内测得，不经过网络；每种规模都用新进程，问题来自评测题库，每题只问一次。"),
        Heading("冷启动"),
        Table(["命令", "秒"], [[name, f"{seconds:.1f}"] for name, seconds in cold.items()]),
        Heading("同时有多少人问"),
        Table(
            ["同时提问", "每秒答复", "95% 的人等待不超过（毫秒）"],
            [[name, f"{part['per_s']:.1f}", f"{part['p95_ms']:.0f}"] for name, part in first["throughput"].items()],
        ),
        Heading("政策变多以后"),
        Table(
            [
                "政策数",
                "段数",
                "建索引（秒）",
                "打开（秒）",
                "答复中位（毫秒）",
                "95 分位",
                "99 分位",
                "检索中位（毫秒）",
                "建索引内存（MB）",
                "答复内存（MB）",
            ],
            rows,
        ),
        Paragraph("多出来的政策由真实文本换城市、文号和数字造出。标“推算”的规模不逐段向量化，按实测的每段耗时折算。"),
    ]


def _embedding_s(growth: Sequence[dict[str, Any]], corpus: Path) -> float:
    """How long embedding this corpus would take, by the largest that was embedded; 0 before the first."""
    measured = [part for part in growth if not part["stand_in"]][-1:]
    library = load_library(corpus)
    passages = len(passages_of(library, corpus_exemplars(corpus, library)))
    return sum(float(part["build_s"]) / int(part["passages"]) for part in measured) * passages


def _probe(part: str, corpus: Path, store: Path, options: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "eval.benchmark.probe", part, str(corpus), str(store), *options]
    output = _run(command, os.environ)
    return dict(json.loads(output.strip().splitlines()[-1]))


def _cold_start(corpus: Path, store: Path) -> dict[str, float]:
    environment = os.environ | {"POLICY_CORPUS": str(corpus), "POLICY_STORE": str(store)}
    seconds = {}
    for name, arguments in {"ask": ["ask", _QUESTION], "clause": ["clause", "11"]}.items():
        begun = perf_counter()
        _run([sys.executable, "-m", "assistant", *arguments], environment)
        seconds[f"python -m assistant {name}"] = perf_counter() - begun
    return seconds


def _run(command: list[str], environment: Any) -> str:
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssistantError(f"{' '.join(command[:4])} failed: {done.stderr.strip()[-400:]}")
    return done.stdout
