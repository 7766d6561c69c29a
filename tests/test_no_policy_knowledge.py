"""The engine knows no policy: none of the corpus's own words or amounts stands in it, not even in a comment.

The words are read from the corpus, so that a new policy's words are looked for as well.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.benefits import AmountKind, chinese_amounts, load_benefits
from assistant.language import load_knowledge
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS

ROOT = Path(__file__).resolve().parent.parent
TEXT = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}

GENERIC = {"企业", "总体要求"}
"""Words that belong to no policy alone: whom a cap counts by, and the key of a part that most policies have."""


def corpus_words() -> dict[str, str]:
    """Every word that names something of a policy -> what it names."""
    library = load_library(DEFAULT_CORPUS)
    knowledge = load_knowledge(DEFAULT_CORPUS, library)
    words: dict[str, str] = {}
    for dimension in knowledge.dimensions.values():
        spoken = [word for said in dimension.values.values() for word in said if _is_long(word)]
        words |= dict.fromkeys([*dimension.values, *spoken], dimension.label)
    for benefit in load_benefits(DEFAULT_CORPUS, library):
        words |= dict.fromkeys([benefit.id, benefit.title, *(row.key for row in benefit.rows)], "benefit")
    for topic in knowledge.topics:
        names = [name for name in topic.names if _is_long(name)]
        words |= dict.fromkeys([topic.id, topic.name, *topic.rows, *names], "topic")
    words |= dict.fromkeys(knowledge.departments, "department")
    for policy in library.policies:
        words |= dict.fromkeys([policy.id, policy.number, policy.title, policy.city, policy.issuer], "policy")
        kinds = (AmountKind.MONEY, AmountKind.PERCENT)
        words |= dict.fromkeys((a.text for a in chinese_amounts(policy.text) if a.kind in kinds), "amount")
    plain = {"validity"}  # the id of a topic whose name is the key of any policy
    return {word: what for word, what in words.items() if len(word) > 1 and word not in GENERIC | plain}


def _is_long(word: str) -> bool:
    """Whether a wording is long enough to mean one policy's thing alone."""
    return len(word) >= 4 and not word.isascii()


def pieces(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of each string and comment of a program; each line of any other file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in TEXT:
            yield token.start[0], token.string


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word; a Latin one only whole, an amount not as the end of a longer number."""
    if word.isascii() and word[0].isalpha():
        return bool(re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text))
    return bool(re.search((r"(?<![\d.])" if word[0].isdigit() else "") + re.escape(word), text))


def found(path: Path, words: dict[str, str]) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    return [
        f"{name}:{line} {what} {word}"
        for line, text in pieces(path)
        for word, what in words.items()
        if word in text and holds(text, word)
    ]


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    return corpus_words()


def test_the_words_are_those_of_the_policy(words: dict[str, str]) -> None:
    assert {"高级技师", "省级", "选手", "技能大师工作室", "promotion-technician", "市教育局"} <= set(words)
    assert {"2500元", "10万元", "30%", "10.8万元", "烟政办字〔2024〕8号"} <= set(words)
    assert len(words) > 500


@pytest.mark.parametrize(
    ("program", "hits"),
    [
        ('x = "高级技师"\n', 2),  # and 技师 within it
        ("# 每人2500元\n", 1),
        ('def f():\n    """给予10万元."""\n', 1),
        ('y = f"{x}：补12500元"\n', 0),
        ("promotion_technician = 2500\n", 0),
        ('z = "promotion-technician"\n', 1),
        ('z = "promotion-technicians"\n', 0),
        ('w = "企业"\n', 0),
    ],
)
def test_the_search_finds_what_it_should(
    program: str, hits: int, words: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(program, encoding="utf-8")
    assert len(found(path, words)) == hits


def test_no_module_of_the_engine_names_what_a_policy_gives(words: dict[str, str]) -> None:
    programs = [*sorted(ROOT.glob("assistant/**/*.py")), ROOT / "app.py"]
    assets = [path for suffix in ("yaml", "js") for path in sorted(ROOT.glob(f"assistant/web/assets/*.{suffix}"))]
    assert len(programs) > 60
    assert [hit for path in [*programs, *assets] for hit in found(path, words)] == []
