"""The report: figures of a run, worded and drawn, complete and self-contained."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.models import Answer, Status
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS, Settings
from eval.bar import below, measured, raise_bar, read_bar
from eval.dataset import KINDS, SPLITS, Question, load_split
from eval.grading import failures, grade
from eval.intervals import Rate, percentile
from eval.mutation import figure_mutations, mutated
from eval.report.comparison import compare
from eval.report.content import TITLE, report
from eval.report.plots import histogram, interval_bars
from eval.report.render import to_html, to_markdown
from eval.report.words import KINDS as WORDED_KINDS
from eval.report.words import SPLITS as WORDED_SPLITS
from eval.report.writing import read_run, write_report
from eval.running import failure_of, questions_of, run_all
from eval.suites import answers
from eval.workbench import Workbench

LIBRARY = load_library(DEFAULT_CORPUS)


def fixed(text: str) -> Any:
    citation = LIBRARY.default.cite("每人每月1000元市政府津贴", "13")
    return lambda question: Answer(question.id, Status.ANSWERED, text, (citation,))


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    graded = {
        split: grade(load_split(split)[:20], fixed("每月<b>1000元</b>|"), LIBRARY) for split in ("samples", "test")
    }
    summaries = {split: answers.summarise(items) for split, items in graded.items()}
    rate = Rate(9, 10).to_json()
    mode = {"recall@1": rate, "recall@3": rate, "recall@10": rate, "mrr": 0.95}
    return {
        "made": "2026-11-22 18:00 UTC",
        "commit": "abc1234",
        "machine": "2 核",
        "elapsed_s": 1.0,
        "integrity": [{"check": "seal", "place": "yantai-2024-8 （八）", "problem": "changed"}],
        "answers": summaries,
        "retrieval": {"hybrid": mode},
        "understanding": {"topic": rate},
        "calculator": {"cases": {"rate": rate, "problems": [{"name": "x", "clause": "11", "problem": "wrong"}]}},
        "verifier": {
            "decisive": rate,
            "false_alarms": rate,
            "faults": {"cap_dropped": rate},
            "missed": [{"id": "s01", "fault": "cap_dropped", "detail": "10万元 → 12万元"}],
            "alarms": [{"id": "s02", "reasons": "…"}],
        },
        "peers": {"product": summaries["samples"], "textbook": summaries["test"]},
        "failures": [failure_of(item) for item in failures(graded["samples"])],
        "questions": {split: questions_of(split, items) for split, items in graded.items()},
    }


def test_a_corpus_too_broken_to_open_is_reported_by_name(tmp_path: Path) -> None:
    fault = next(item for item in figure_mutations(DEFAULT_CORPUS) if item.name.startswith("promotion-technician"))
    corpus = mutated(DEFAULT_CORPUS, tmp_path / "corpus", fault)
    broken = run_all(Workbench(Settings(corpus=corpus, store=tmp_path / "store")), lambda text: None)
    assert "promotion-technician" in to_html(TITLE, report(broken))


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_nothing(run: dict[str, Any]) -> None:
    page = to_html(TITLE, report(run))
    balance = _Balance()
    balance.feed(re.sub(r"<(rect|path)[^>]*/>", "", page).replace("<!doctype html>", ""))
    assert balance.open == []
    assert not re.search(r"(src|href)=|<script|url\(", page)
    assert "<b>1000" not in page
    assert "（八）" in page


def test_the_report_names_every_failure_but_not_the_hidden_questions(run: dict[str, Any]) -> None:
    text = to_markdown(TITLE, report(run))
    hidden = load_split("test")[0]
    assert all(f"{failure['id']} · " in text for failure in run["failures"])
    assert hidden.text not in text
    assert run["questions"]["test"][hidden.id].keys() == {"right"}


def test_the_comparison_shows_what_changed(run: dict[str, Any]) -> None:
    wrong = next(key for key, item in run["questions"]["samples"].items() if not item["right"])
    old = run | {"questions": {"samples": run["questions"]["samples"] | {wrong: {"right": True, "text": "以前对"}}}}
    text = to_markdown(TITLE, compare(old, run))
    assert f"变差 {wrong}" in text
    assert "以前对" in text


def test_a_report_is_written_and_read_back(run: dict[str, Any], tmp_path: Path) -> None:
    paths = write_report("latest", TITLE, report(run), run, tmp_path)
    assert [path.name for path in paths] == ["latest.json", "latest.md", "latest.html"]
    assert read_run(paths[0])["commit"] == "abc1234"
    with pytest.raises(InputError, match=r"none\.json"):
        read_run(tmp_path / "none.json")


def test_every_kind_and_split_has_a_word() -> None:
    assert set(WORDED_KINDS) == set(KINDS)
    assert set(WORDED_SPLITS) == set(SPLITS)


def test_plots_bear_their_figures() -> None:
    assert "90.0%（9/10）" in interval_bars([("算账", Rate(9, 10))])
    assert "p50 3 ms" in histogram([1, 2, 3, 4, 100], "ms", [("p50", 3)])


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(0, 0, 0, 1), (8, 10, 0.4902, 0.9433), (0, 20, 0, 0.1611), (20, 20, 0.8389, 1)]
)
def test_wilson_intervals(right: int, total: int, low: float, high: float) -> None:
    assert Rate(right, total).interval == pytest.approx((low, high), abs=1e-4)


def test_percentiles_are_of_the_nearest_rank() -> None:
    assert [percentile([4, 1, 3, 2], percent) for percent in (1, 50, 75, 100)] == [1, 2, 3, 4]
    assert percentile([], 50) == 0


def test_the_bar_only_goes_up(tmp_path: Path) -> None:
    question: Question = load_split("samples")[0]
    bar = tmp_path / "bar.json"
    good = measured({"samples": grade([question], fixed("支持期内一共10.8万元"), LIBRARY)})
    assert read_bar(bar) == {}
    raise_bar({"samples": {**good["samples"], "right": 0.5, "words": 0.25}}, bar)
    raise_bar({"samples": {**good["samples"], "right": 0.4, "words": 0.75}}, bar)
    assert (read_bar(bar)["samples"]["right"], read_bar(bar)["samples"]["words"]) == (0.5, 0.75)
    assert below(read_bar(bar), {"samples": {**read_bar(bar)["samples"], "right": 0.4}}) == [
        "samples.right: 0.4000 is below the bar of 0.5000"
    ]
