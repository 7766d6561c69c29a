from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.lexical import LexicalIndex, character_pairs, jieba_words

TEXTS = ["技师每人2500元", "高级技师每人3000元", "金蓝领培训基地补贴"]


def test_pairs_do_not_cross_punctuation() -> None:
    assert character_pairs("技师，补") == ["技师", "补"]


def test_width_and_case_do_not_matter() -> None:
    assert character_pairs("ＱＳ２００") == character_pairs("qs200")
    assert jieba_words("ＱＳ") == ["qs"]


def test_words_are_without_punctuation() -> None:
    assert set(jieba_words("“金蓝领”培训，多少钱？")).isdisjoint("“”，？")


def test_the_text_with_the_querys_words_comes_first() -> None:
    for tokens in (character_pairs, jieba_words):
        assert np.argmax(LexicalIndex(TEXTS, tokens).scores("金蓝领补贴多少")) == 2


def test_nothing_in_common_scores_nothing() -> None:
    index = LexicalIndex(TEXTS, character_pairs)
    for query in ("", "？！", "hello world"):
        assert index.scores(query).tolist() == [0, 0, 0]


@given(st.text(max_size=60))
def test_any_text_can_be_scored(query: str) -> None:
    scores = LexicalIndex(TEXTS, character_pairs).scores(query)
    assert scores.shape == (3,)
    assert (scores >= 0).all()
