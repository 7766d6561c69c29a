from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.policy import Library
from assistant.retrieval import ClauseRetriever, Mode, Passage, open_index, open_retriever
from assistant.settings import Settings
from tests.fakes import PairEmbeddings

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"


def questions(split: str) -> list[dict[str, Any]]:
    lines = (QUESTIONS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [question for question in map(json.loads, lines) if question["clauses"]]


def recall(retriever: ClauseRetriever, split: str, k: int) -> float:
    asked = questions(split)
    found = retriever.retrieve_batch([" ".join(question["turns"]) for question in asked], k=k)
    hits = [
        any(document.metadata["clause"] in question["clauses"] for document in documents)
        for question, documents in zip(asked, found, strict=True)
    ]
    return sum(hits) / len(hits)


# The bars lie one or two questions under what was measured: .936/.982 on dev, .949/.974 on samples.
@pytest.mark.parametrize(
    ("split", "k", "bar"), [("dev", 1, 0.92), ("dev", 3, 0.97), ("samples", 1, 0.92), ("samples", 3, 0.97)]
)
def test_a_right_clause_is_found(retriever: ClauseRetriever, split: str, k: int, bar: float) -> None:
    assert recall(retriever, split, k) >= bar


def test_the_hybrid_finds_more_than_either_half(retriever: ClauseRetriever, library: Library) -> None:
    halves: tuple[Mode, ...] = ("bm25", "dense")
    best = recall(retriever, "dev", 1)
    for mode in halves:
        half = ClauseRetriever(library=library, index=retriever.index, embeddings=retriever.embeddings, mode=mode)
        assert recall(half, "dev", 1) < best


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "dense"])
def test_documents_carry_their_clause_a_falling_score_and_a_verbatim_sentence(
    settings: Settings, library: Library, mode: Mode
) -> None:
    found = open_retriever(settings, library, mode=mode).invoke("首席技师每人补贴多少钱")
    assert len(found) == 10
    for document in found:
        facts = document.metadata
        clause = library.policy(facts["policy"]).clause(facts["clause"])
        assert document.page_content == clause.text
        assert facts["label"] == clause.label
        assert library.default.text[facts["start"] : facts["end"]] == facts["sentence"]
        assert clause.start <= facts["start"] < facts["end"] <= clause.end
    scores = [document.metadata["score"] for document in found]
    assert all(1 >= first >= second >= 0 for first, second in pairwise(scores))


def test_the_best_sentence_is_the_one_that_answers(retriever: ClauseRetriever) -> None:
    best = retriever.rank("新晋升的中级工，一个人给多少一次性补贴")[0].metadata
    assert best["clause"] == "11"
    assert "1500元" in best["sentence"]


def test_a_sure_question_scores_higher_than_another_subject(retriever: ClauseRetriever) -> None:
    sure, unsure = (retriever.rank(text)[0].metadata["score"] for text in ("首席技师联盟是做什么的", "明天天气怎么样"))
    assert sure > 0.8 > 0.3 > unsure


def test_traditional_characters_and_full_width_change_nothing(retriever: ClauseRetriever) -> None:
    plain, other = (retriever.rank(text) for text in ("技能大师津贴每月1000元", "技能大師津貼每月１０００元"))
    assert plain == other


def test_english_questions_are_understood(retriever: ClauseRetriever) -> None:
    found = retriever.rank("What monthly allowance does a Yantai Skill Master receive?", k=3)
    assert "13" in [document.metadata["clause"] for document in found]


def test_a_batch_gives_what_single_questions_give(retriever: ClauseRetriever) -> None:
    texts = ["金蓝领补多少", "职工教育经费 一线职工 占比", "延迟退休"]
    batch = retriever.retrieve_batch(texts, k=3)
    assert [[d.metadata["clause"] for d in found] for found in batch] == [
        [d.metadata["clause"] for d in retriever.rank(text, k=3)] for text in texts
    ]


def test_a_vector_at_hand_is_used(retriever: ClauseRetriever) -> None:
    assert retriever.embeddings is not None
    vector = np.asarray(retriever.embeddings.embed_query("金蓝领补多少"), dtype=np.float32)
    assert retriever.rank("金蓝领补多少", vector=vector) == retriever.rank("金蓝领补多少")


@given(text=st.text(max_size=80), k=st.integers(1, 30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_finds_k_clauses(retriever: ClauseRetriever, text: str, k: int) -> None:
    found = retriever.rank(text, k=k)
    assert len(found) == min(k, 20)
    assert all(0 <= document.metadata["score"] <= 1 for document in found)


@pytest.fixture(scope="module")
def many(library: Library) -> Library:
    """A hundred policies, two thousand clauses; each policy's text names its own town."""
    original = library.default

    def renamed(number: int) -> Any:
        policy = f"town-{number:03d}"
        clauses = tuple(
            replace(c, policy=policy, text=c.text.replace("烟台", f"镇{number:03d}")) for c in original.clauses
        )
        return replace(original, id=policy, clauses=clauses)

    return Library((original, *(renamed(number) for number in range(99))))


def test_thousands_of_clauses_are_searched_in_milliseconds(fake: Settings, many: Library) -> None:
    embeddings = PairEmbeddings()
    index = open_index(fake, many, [Passage(many.default.id, "11", "ask", "考下证给多少")], embeddings)
    retriever = ClauseRetriever(library=many, index=index, embeddings=embeddings)
    found = retriever.rank("镇012首席技师联盟", k=3)
    assert (found[0].metadata["policy"], found[0].metadata["clause"]) == ("town-012", "12")
    only = retriever.rank("首席技师联盟", policy="town-007")
    assert {document.metadata["policy"] for document in only} == {"town-007"}
    assert only[0].metadata["clause"] == "12"
    begun = time.process_time()
    retriever.retrieve_batch(["首席技师联盟是做什么的"] * 20)
    assert (time.process_time() - begun) / 20 < 0.2
