"""One run of everything, as JSON-ready figures: what the report, the comparison and the bar are made from."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.errors import CorpusError
from eval.dataset import HIDDEN, SPLITS, load_sums
from eval.grading import Graded, Solver, failures, grade
from eval.integrity import check_corpus
from eval.peers import conversation, extractive, textbook_chain
from eval.suites import answers, calculator, retrieval, understanding, verifier
from eval.workbench import Workbench

if TYPE_CHECKING:
    from assistant.retrieval import Mode

__all__ = ["MODES", "SUITES", "failure_of", "questions_of", "run_all", "run_suite", "verify"]

MODES: tuple[Mode, ...] = ("hybrid", "bm25", "dense")
"""The retriever's modes, measured side by side."""

VISIBLE = tuple(split for split in SPLITS if split not in HIDDEN)

Say = Callable[[str], None]
Graders = dict[str, list[Graded]]


def run_all(bench: Workbench, say: Say) -> dict[str, Any]:
    """Every suite and the peers; the findings alone where the corpus is too broken to open.

    say: told what begins.
    """
    begun = perf_counter()
    say("integrity")
    findings = [{"check": f.check, "place": f.place, "problem": f.problem} for f in check_corpus(bench.settings.corpus)]
    facts = {
        "made": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} 核，Python {platform.python_version()}",
        "integrity": findings,
    }
    try:
        _ = bench.assistant
    except CorpusError as error:
        findings.append({"check": "open", "place": "corpus", "problem": str(error)})
        return {**facts, "elapsed_s": perf_counter() - begun}
    say("answers")
    graded = {split: answers.run(bench, split) for split in SPLITS}
    parts: dict[str, Any] = {name: run_suite(name, bench, say) for name in ("calculator", "retrieval", "understanding")}
    say("verifier")
    parts["verifier"] = verify(bench, [item for split in VISIBLE for item in graded[split]])
    say("peers")
    parts["peers"] = _peers(bench, [item for split in SPLITS for item in graded[split]])
    return {
        **facts,
        "elapsed_s": perf_counter() - begun,
        "answers": {split: answers.summarise(items) for split, items in graded.items()},
        **parts,
        "failures": [failure_of(item) for split in VISIBLE for item in failures(graded[split])],
        "questions": {split: questions_of(split, items) for split, items in graded.items()},
    }


def run_suite(name: str, bench: Workbench, say: Say) -> dict[str, Any]:
    """One component suite, JSON-ready."""
    say(name)
    return SUITES[name](bench)


def verify(bench: Workbench, graded: Sequence[Graded]) -> dict[str, Any]:
    """The verifier suite over the right ones among these answers."""
    return verifier.summarise(verifier.run(graded, bench.verify, bench.library.default))


def _verifier(bench: Workbench) -> dict[str, Any]:
    return verify(bench, [item for split in VISIBLE for item in answers.run(bench, split)])


def _calculator(bench: Workbench) -> dict[str, Any]:
    checks = calculator.run(bench.assistant.catalogue, {q.id: q for q in bench.questions(SPLITS)})
    return {name: calculator.summarise(items) for name, items in checks.items()}


def _retrieval(bench: Workbench) -> dict[str, Any]:
    questions = [question for question in bench.questions(SPLITS) if question.clauses and not question.history]
    texts = [question.text for question in questions]
    return {mode: retrieval.summarise(retrieval.measure(questions, bench.searcher(mode, texts))) for mode in MODES}


def _understanding(bench: Workbench) -> dict[str, Any]:
    rates = understanding.run(bench.questions(SPLITS), bench.understand, bench.topic_clauses, load_sums())
    return {name: rate.to_json() for name, rate in rates.items()}


SUITES: dict[str, Callable[[Workbench], dict[str, Any]]] = {
    "retrieval": _retrieval,
    "understanding": _understanding,
    "calculator": _calculator,
    "verifier": _verifier,
}
"""The component suites by name."""


def _peers(bench: Workbench, product: Sequence[Graded]) -> dict[str, Any]:
    questions = [item.question for item in product]
    texts = [conversation(question) for question in questions]
    bench.embeddings.prepare(texts)
    solvers: dict[str, Solver] = {"textbook": textbook_chain(bench.library, bench.embeddings)}
    for mode in MODES[1:]:
        search = bench.searcher(mode, texts)
        solvers[mode] = extractive(bench.library, lambda text, search=search: search(text)[0])  # type: ignore[misc]
    graded = {name: grade(questions, solver, bench.library) for name, solver in solvers.items()}
    return {name: answers.summarise(items) for name, items in {"product": product, **graded}.items()}


def failure_of(item: Graded) -> dict[str, Any]:
    """A failure with all that a reader needs to judge it."""
    question = item.question
    return {
        **item.to_json(),
        "turns": list(question.turns),
        "gold": answers.gold_of(question),
        "why": question.why,
    }


def questions_of(split: str, graded: Sequence[Graded]) -> dict[str, Any]:
    """What a later run compares with; of a hidden split nothing but whether each is right."""
    if split in HIDDEN:
        return {item.question.id: {"right": item.right} for item in graded}
    return {item.question.id: item.to_json() for item in graded}


def _commit() -> str:
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],
            cwd=Path(__file__).parent, capture_output=True, text=True, check=True, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "—"
    return found.stdout.strip()
