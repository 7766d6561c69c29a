"""The command line: ``python -m eval`` runs everything and writes the report; a name runs one part.

Exit codes: 0 done, 1 the bar is missed or the system failed, 2 the caller's input is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError, InputError
from assistant.settings import Settings
from eval.dataset import HIDDEN, SPLITS
from eval.workbench import Workbench

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="show what changed since this earlier run")
    parser.set_defaults(run=_everything)
    commands = parser.add_subparsers(metavar="PART")
    answers = commands.add_parser("answers", help="the whole product on one split; writes <split>-failures.md")
    answers.add_argument("--split", choices=SPLITS, default="dev")
    answers.add_argument("--details", action="store_true", help="list the failures of a hidden split too")
    answers.set_defaults(run=_answers)
    for name in ("retrieval", "understanding", "calculator", "verifier"):
        commands.add_parser(name, help=f"the {name} suite alone").set_defaults(run=_suite, suite=name)
    commands.add_parser("integrity", help="whether the corpus is still the law").set_defaults(run=_integrity)
    bar = commands.add_parser("bar", help="the bar and whether it holds; --raise writes a higher one")
    bar.add_argument("--raise", dest="higher", action="store_true", help="write the new bar where it is higher")
    bar.set_defaults(run=_bar)
    bench = commands.add_parser("bench", help="speed, memory and growth; writes bench.md, bench.html and bench.json")
    bench.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000], help="numbers of policies")
    bench.add_argument("--cap", type=float, default=120.0, help="seconds that embedding one corpus may take")
    bench.set_defaults(run=_benchmark)
    split = commands.add_parser("split", help="make dev.jsonl and test.jsonl out of the writers' files")
    split.add_argument("sources", nargs="+", type=Path)
    split.set_defaults(run=_split)
    commands.add_parser("seal", help="seal the clauses as they are, after a deliberate change").set_defaults(run=_seal)
    return parser


def _bench() -> Workbench:
    return Workbench(Settings.from_environment())


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def _everything(parsed: argparse.Namespace) -> int:
    from eval.report.comparison import compare
    from eval.report.content import TITLE, report
    from eval.report.writing import read_run, write_report
    from eval.running import run_all

    old = read_run(parsed.compare) if parsed.compare else None
    run = run_all(_bench(), _say)
    blocks = [*report(run), *(compare(old, run) if old and "answers" in run else ())]
    paths = write_report("latest", TITLE, blocks, run)
    for finding in run["integrity"]:
        print(f"[{finding['check']}] {finding['place']}: {finding['problem']}")
    for split, part in run.get("answers", {}).items():
        right = part["right"]
        print(f"{split}: fully right {right['right']}/{right['total']} = {right['value']:.1%}")
    print(f"{run['elapsed_s']:.0f} s; report: {', '.join(str(path) for path in paths)}")
    return 1 if run["integrity"] else 0


def _answers(parsed: argparse.Namespace) -> int:
    from eval.report.writing import REPORTS
    from eval.suites import answers

    graded = answers.run(_bench(), parsed.split)
    print(answers.totals(parsed.split, graded))
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / f"{parsed.split}-failures.md"
    path.write_text(answers.failure_list(parsed.split, graded, parsed.details), encoding="utf-8")
    print(f"failures: {path}")
    return 0


def _suite(parsed: argparse.Namespace) -> int:
    from eval.running import run_suite

    print(json.dumps(run_suite(parsed.suite, _bench(), _say), ensure_ascii=False, indent=1))
    return 0


def _integrity(parsed: argparse.Namespace) -> int:
    from eval.integrity import check_corpus

    findings = check_corpus(Settings.from_environment().corpus)
    print("\n".join(map(str, findings)) or "nothing wrong")
    return 1 if findings else 0


def _bar(parsed: argparse.Namespace) -> int:
    from eval.bar import below, measured, raise_bar, read_bar
    from eval.suites import answers

    bench = _bench()
    reached = measured({split: answers.run(bench, split) for split in SPLITS if split not in HIDDEN})
    missed = below(read_bar(), reached)
    print(json.dumps(reached, indent=1))
    if parsed.higher:
        print("bar: " + json.dumps(raise_bar(reached)))
    print("\n".join(missed) or "the bar holds")
    return 1 if missed else 0


def _benchmark(parsed: argparse.Namespace) -> int:
    from eval.benchmark.bench import TITLE, bench, bench_report
    from eval.report.writing import write_report

    result = bench(Settings.from_environment(), sorted(parsed.sizes), parsed.cap, _say)
    paths = write_report("bench", TITLE, bench_report(result), result)
    print(f"report: {', '.join(str(path) for path in paths)}")
    return 0


def _split(parsed: argparse.Namespace) -> int:
    from eval.splitting import write_halves

    dev, test = write_halves(parsed.sources)
    print(f"dev {dev}, test {test}")
    return 0


def _seal(parsed: argparse.Namespace) -> int:
    from eval.integrity import SEAL, seal_of

    SEAL.write_text(json.dumps(seal_of(_bench().library), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"sealed: {SEAL}")
    return 0
