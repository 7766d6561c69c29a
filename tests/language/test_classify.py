"""Which topic a question is about: the same weights each time, and the examples are known again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.language.classify import ExampleClassifier, Grams, Kernel
from assistant.language.knowledge import Knowledge
from assistant.language.meaning import Meaning
from assistant.language.normalise import normalise
from assistant.language.understand import Understanding
from tests.fakes import PairEmbeddings
from tests.language.conftest import TODAY

LABELS = ["pay", "pay", "pay", "office", "office", "office"]
QUESTIONS = ["补贴多少钱", "能领多少补贴", "补贴发多少", "哪个部门牵头", "牵头部门是哪个", "归哪个部门管"]


def embedded(texts: list[str]) -> NDArray[np.float32]:
    return np.asarray(PairEmbeddings().embed_documents(texts), dtype=np.float32)


@pytest.fixture
def classifier() -> ExampleClassifier:
    return ExampleClassifier([(label,) for label in LABELS], QUESTIONS, embedded(QUESTIONS), Grams(QUESTIONS))


def scored(classifier: ExampleClassifier, *questions: str) -> NDArray[np.float32]:
    return classifier.scores(list(questions), embedded(list(questions)))


def test_a_question_is_like_the_examples_of_its_label(classifier: ExampleClassifier) -> None:
    assert classifier.labels == ("pay", "office")
    scores = scored(classifier, "补贴给多少", "部门是哪个", *QUESTIONS)
    assert scores.shape == (8, 2)
    best = [classifier.labels[column] for column in scores.argmax(axis=1)]
    assert best == ["pay", "office", *LABELS]
    assert (scores.max(axis=1)[2:] > 0.5).all()


def test_the_same_examples_give_the_same_scores(classifier: ExampleClassifier) -> None:
    again = ExampleClassifier([(label,) for label in LABELS], QUESTIONS, embedded(QUESTIONS), Grams(QUESTIONS))
    assert np.array_equal(scored(classifier, "补贴呢", "谁管"), scored(again, "补贴呢", "谁管"))


def test_scores_do_not_depend_on_what_else_is_asked(classifier: ExampleClassifier) -> None:
    together = scored(classifier, "补贴呢", "谁管")
    assert np.allclose(together[0], scored(classifier, "补贴呢")[0], atol=1e-6)
    assert np.allclose(together[1], scored(classifier, "谁管")[0], atol=1e-6)


def test_what_is_like_nothing_scores_low(classifier: ExampleClassifier) -> None:
    assert scored(classifier, "今天天气")[0].max() < 0.3


def test_an_example_may_bear_several_labels() -> None:
    both = ExampleClassifier([(label, "any") for label in LABELS], QUESTIONS, embedded(QUESTIONS), Grams(QUESTIONS))
    assert both.labels == ("pay", "any", "office")
    scores = scored(both, *QUESTIONS)
    assert (scores[:, 1] > 0.5).all()
    assert [both.labels[2 * int(row[2] > row[0])] for row in scores] == LABELS


def test_likeness_is_highest_for_the_same_words() -> None:
    texts = ["哪个部门牵头", "补贴多少钱", "今天天气"]
    grams = Grams(QUESTIONS)
    kernel = Kernel(grams.counts(QUESTIONS), embedded(QUESTIONS))
    asked = kernel.features(grams.counts(["补贴多少钱"]), embedded(["补贴多少钱"]))
    likeness = kernel.between(asked, kernel.features(grams.counts(texts), embedded(texts)))[0]
    assert likeness[1] == pytest.approx(1.0, abs=1e-4)
    assert likeness[1] > max(likeness[0], likeness[2]) + 0.3


def test_the_wording_is_weighed_as_tf_idf() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    some, asked = QUESTIONS[:4], ["补贴给多少钱", "今天天气"]
    reference = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit(some)
    expected = (reference.transform(asked) @ reference.transform(some).T).todense()
    grams = Grams(QUESTIONS)
    kernel = Kernel(grams.counts(some), embedded(some))
    one, other = (kernel.features(grams.counts(texts), embedded(texts))[1] for texts in (asked, some))
    assert np.allclose((one @ other.T).todense(), expected, atol=1e-5)


def test_n_grams_are_counted_as_scikit_learn_does() -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    reference = CountVectorizer(analyzer="char", ngram_range=(1, 3)).fit(QUESTIONS)
    grams = Grams(QUESTIONS)
    for texts in (QUESTIONS[::-1], ["补贴补贴给多少", "", "天", QUESTIONS[0]]):
        assert np.array_equal(grams.counts(texts).todense(), reference.transform(texts).todense())


def test_once_trained_no_question_waits_for_training(
    understanding: Understanding, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    understanding.train()
    monkeypatch.setattr(ExampleClassifier, "__init__", lambda *_: pytest.fail("trained late"))
    for topic in knowledge.topics:
        understanding.resolved(understanding.read(topic.points[0].asks[0], TODAY))


def test_a_sentence_that_can_name_no_topic_is_not_read(
    understanding: Understanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    scores = Meaning.scores
    monkeypatch.setattr(Meaning, "scores", lambda self, texts: read.extend(texts) or scores(self, texts))
    told = "我姓王今年三十五岁"
    understanding.read(f"{told},世赛集训基地给多少钱", TODAY)
    assert read
    assert told not in read


def test_understanding_the_same_question_twice_gives_the_same(understanding: Understanding) -> None:
    for question in ("我们厂自己培养的高级技师能拿多少补贴", "学徒补贴给谁，哪个部门管", "how much for a skill master"):
        assert understanding.read(question, TODAY) == understanding.read(question, TODAY)


def test_examples_are_known_again(understanding: Understanding, knowledge: Knowledge) -> None:
    """Of every thirtieth example of a topic nearly all are read as that topic, first or among those chosen."""
    topics = {topic.id for topic in knowledge.topics}
    asked = [(label, question) for label, question in knowledge.examples() if label in topics][::30]
    missed = []
    for label, question in asked:
        query = understanding.read(question, TODAY)
        if label not in (*query.topics, *(item.label for item in query.ranking[:2])):
            missed.append((label, question))
    assert len(asked) > 60
    assert len(missed) <= len(asked) * 0.03, missed


@pytest.mark.parametrize("text", ["", "   ", "😀", "\n"])
def test_nothing_is_read_from_nothing(understanding: Understanding, text: str) -> None:
    query = understanding.read(text, TODAY)
    assert (query.text, query.topics, query.gap, query.subject) == ("", (), "", "")


def test_the_plain_form_is_what_the_examples_were_learnt_in(understanding: Understanding, knowledge: Knowledge) -> None:
    _, question = next(knowledge.examples())
    assert understanding.plain(question).replace(" ", "") == normalise(question).replace(" ", "")
