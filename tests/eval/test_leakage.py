"""The questions held back must not be among the examples that the product learns from."""

from collections.abc import Iterator
from typing import Any

import yaml

from assistant.settings import DEFAULT_CORPUS
from eval.dataset import HIDDEN, load_split
from eval.figures import fold

NEAR = 0.8


def examples(value: Any, key: str = "") -> Iterator[str]:
    """Every example question in a corpus file."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from examples(inner, name)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str) and key in ("examples", "asks", "amount_asks"):
                yield inner
            else:
                yield from examples(inner, key)


def pairs(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(folded[index : index + 2] for index in range(len(folded) - 1))


def test_no_hidden_question_is_an_example_of_the_corpus() -> None:
    files = DEFAULT_CORPUS.rglob("*.yaml")
    known = {pairs(text) for path in files for text in examples(yaml.safe_load(path.read_text(encoding="utf-8")))}
    leaked = [
        question.id
        for split in sorted(HIDDEN)
        for question in load_split(split)
        if (asked := pairs(question.text)) and any(len(asked & e) / len(asked | e) >= NEAR for e in known if e)
    ]
    assert leaked == []
