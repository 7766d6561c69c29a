from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.language import load_knowledge
from assistant.language.normalise import normalise
from assistant.policy import Library
from assistant.retrieval import Index, Passage, QuestionVectors, exemplars, open_index
from assistant.retrieval import questions as module
from assistant.settings import DEFAULT_CORPUS, Settings
from tests.fakes import PairEmbeddings

ASK = Passage("", "", "ask", "考下证给多少钱")
SAY = Passage("", "", "say", "每人每月发津贴")


@pytest.fixture
def index(fake: Settings, library: Library) -> Index:
    return open_index(fake, library, [ASK, SAY], PairEmbeddings())


def test_only_what_is_new_is_embedded_and_only_once(index: Index) -> None:
    embeddings = PairEmbeddings()
    vectors = QuestionVectors(embeddings, index)
    for _ in range(2):
        found = vectors(["新问题", SAY.text, ASK.text, "新问题"])
        assert found.dtype == np.float32
        expected = [PairEmbeddings().embed_query(text) for text in ("新问题", SAY.text, ASK.text, "新问题")]
        assert np.allclose(found, expected, atol=1e-5)
    assert embeddings.embedded == ["新问题"]


def test_what_was_asked_long_ago_is_forgotten(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    embeddings = PairEmbeddings()
    vectors = QuestionVectors(embeddings, index)
    for text in ("一一", "二二", "三三", "四四", "二二", "一一"):
        vectors([text])
    assert embeddings.embedded == ["一一", "二二", "三三", "四四", "一一"]


def test_many_askers_get_their_own_vectors(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 5)
    vectors = QuestionVectors(PairEmbeddings(), index)

    def asks(number: int) -> bool:
        texts = [f"第{number % 7}个问题", f"又问{number % 11}次"]
        return bool(np.allclose(vectors(texts), [PairEmbeddings().embed_query(text) for text in texts], atol=1e-5))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(asks, range(400)))


def test_every_sentence_of_a_reply_is_in_the_index(library: Library) -> None:
    knowledge = load_knowledge(DEFAULT_CORPUS, library)
    held = {(passage.ref, passage.text) for passage in exemplars(knowledge) if passage.kind == "say"}
    for topic in knowledge.topics:
        assert {(topic.id, normalise(fact.say)) for fact in topic.facts} <= held
        assert {(topic.id, normalise(silence.say)) for silence in topic.silent} <= held
