"""The benchmark's parts that need no model: generated corpora, timing, and the report."""

from pathlib import Path
from time import sleep

from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS
from eval.benchmark.bench import TITLE, bench_report
from eval.benchmark.generator import make_corpus
from eval.benchmark.probe import ASKERS, StandIn, latency, throughput
from eval.dataset import load_split
from eval.report.render import to_markdown

QUESTIONS = load_split("samples")[:8]


def test_generated_policies_have_the_form_of_the_real_one_but_other_words(tmp_path: Path) -> None:
    library = load_library(make_corpus(DEFAULT_CORPUS, tmp_path / "corpus", 4))
    real, *made = library.policies
    assert (len(library.policies), library.default.city) == (4, "烟台市")
    assert len({policy.text for policy in library.policies}) == 4
    for policy in made:
        assert [clause.key for clause in policy.clauses] == [clause.key for clause in real.clauses]
        assert "烟台" not in policy.text


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    first, second = (load_library(make_corpus(DEFAULT_CORPUS, tmp_path / name, 2)) for name in "ab")
    assert first.policies[1].text == second.policies[1].text


def test_stand_in_vectors_are_stable_and_of_length_one() -> None:
    first, second = StandIn().embed_documents(["甲", "乙"])
    assert first == StandIn().embed_query("甲") != second
    assert abs(sum(value * value for value in first) - 1) < 1e-9


def test_latency_and_throughput_time_every_act() -> None:
    assert latency(QUESTIONS, lambda question: sleep(0.005))["p50"] >= 5
    alone, crowd = (throughput(QUESTIONS, lambda question: sleep(0.02), askers)["per_s"] for askers in (1, 8))
    assert crowd > alone


def test_the_report_shows_every_size_and_what_is_estimated() -> None:
    times = {"p50": 10.0, "p95": 20.0, "p99": 30.0}
    part = {
        "policies": 1, "passages": 200, "build_s": 2.0, "build_mb": 400.0, "open_s": 1.0, "ask_ms": times,
        "search_ms": times, "serve_mb": 300.0, "stand_in": False, "embedding_s": 0.0,
        "throughput": {str(askers): {"per_s": 9.5, "p95_ms": 100.0} for askers in ASKERS},
    }  # fmt: skip
    large = part | {"policies": 1000, "passages": 200_000, "stand_in": True, "embedding_s": 2000.0}
    text = to_markdown(TITLE, bench_report({"cold_s": {"ask": 3.0}, "growth": [part, large]}))
    assert "| 1000 | 200000 | 2.0 ＋向量化约 2000（推算） |" in text
    assert "| 32 | 9.5 | 100 |" in text
