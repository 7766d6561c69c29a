"""The whole product on a split: what the reports and the gate are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.dataset import HIDDEN, Question
from eval.grading import Graded, Solver, by_clause, by_kind, failures, grade, mean_score, rate, refusals
from eval.intervals import percentile
from eval.scorers import CORE
from eval.workbench import Workbench

__all__ = ["failure_list", "gold_of", "run", "summarise", "totals"]


def run(bench: Workbench, split: str, solver: Solver | None = None) -> list[Graded]:
    """Every question of the split answered by the product (or by ``solver``) and graded."""
    return grade(bench.split(split), solver or bench.answer, bench.library)


def summarise(graded: Sequence[Graded]) -> dict[str, Any]:
    """The figures of one run, JSON-ready: rates with intervals, by kind and by clause; latency in ms."""
    refusal_precision, refusal_recall = refusals(graded)
    times = [item.elapsed_ms for item in graded]
    return {
        "right": rate(graded).to_json(),
        "scores": {name: rate(graded, name).to_json() for name in CORE},
        "citation_recall": mean_score(graded, "recall"),
        "citation_precision": mean_score(graded, "precision"),
        "refusal_precision": refusal_precision.to_json(),
        "refusal_recall": refusal_recall.to_json(),
        "latency_ms": {"p50": percentile(times, 50), "p95": percentile(times, 95), "all": [round(t, 1) for t in times]},
        "kinds": {kind: rate(items).to_json() for kind, items in by_kind(graded).items()},
        "clauses": {key: rate(items).to_json() for key, items in by_clause(graded).items()},
    }


def totals(split: str, graded: Sequence[Graded]) -> str:
    """The run as lines for a terminal: the totals, then each kind."""
    whole, times = rate(graded), [item.elapsed_ms for item in graded]
    low, high = whole.interval
    lines = [f"{split}: fully right {whole.right:.0f}/{whole.total} = {whole.value:.1%} (95% {low:.1%}–{high:.1%})"]
    for name in CORE:
        part = rate(graded, name)
        lines.append(f"  {name:<10} {part.right:.0f}/{part.total} = {part.value:.1%}")
    precision, recall = refusals(graded)
    lines.append(
        f"  citation recall {mean_score(graded, 'recall'):.3f}, precision {mean_score(graded, 'precision'):.3f}; "
        f"refusal recall {recall.value:.3f}, precision {precision.value:.3f}; "
        f"p50 {percentile(times, 50):.0f} ms, p95 {percentile(times, 95):.0f} ms"
    )
    for kind, items in by_kind(graded).items():
        lines.append(f"  {kind:<13} {rate(items).right:>3.0f}/{len(items)}")
    return "\n".join(lines)


def failure_list(split: str, graded: Sequence[Graded], details: bool = False) -> str:
    """The failures as Markdown: question, reply, gold and reason. Of a hidden split only with ``details``."""
    wrong = failures(graded)
    if split in HIDDEN and not details:
        return f"# {split}: {len(wrong)} of {len(graded)} not fully right\n\nHidden split: totals only.\n"
    parts = [f"# {split}: {len(wrong)} of {len(graded)} not fully right\n"]
    for item in wrong:
        question, answer = item.question, item.answer
        cited = "、".join(sorted({citation.clause for citation in answer.citations})) or "—"
        parts.append(
            f"## {question.id} · {question.kind}\n\n"
            + "".join(f"- asked: {turn}\n" for turn in question.turns)
            + f"- reply ({answer.status.value}, cites {cited}): {answer.text}\n"
            + f"- gold: {gold_of(question)}\n- why: {question.why}\n- **{item.reasons}**\n"
        )
    return "\n".join(parts)


def gold_of(question: Question) -> str:
    """What a right reply does, in one line."""
    gold = [f"{question.behaviour.value}; clauses {'、'.join(question.clauses) or '—'}"]
    gold += [f"yuan {', '.join(f'{value:f}' for value in question.yuan)}"] * bool(question.yuan)
    gold += [f"not {', '.join(f'{value:f}' for value in question.not_yuan)}"] * bool(question.not_yuan)
    gold += ["say " + " + ".join("/".join(group[:5]) for group in question.say)] * bool(question.say)
    return "; ".join(gold)
