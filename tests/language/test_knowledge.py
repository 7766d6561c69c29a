"""What the corpus says about questions: complete, held together, and refused by file and place where it is wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.benefits import chinese_amounts, load_benefits
from assistant.errors import CorpusError
from assistant.language.knowledge import Knowledge, Phrases, load_knowledge
from assistant.policy import Library, load_library
from assistant.settings import DEFAULT_CORPUS

TOPIC = """\
clause: "2"
topics:
  - id: grant
    name: 某项补助
    names: [某项补助]
    rows:
      甲: {facets: {grade: 甲}, say: 甲有补助。, quote: 给予甲补助}
    facts:
      - aspects: [what]
        say: 对某事给予补助。
        quote: 对某事给予甲补助
    conditions:
      - need: 须满一年
        quote: 满1年后
        at_least: {value: 1, unit: 年, near: [社保]}
    silent:
      - aspects: [apply]
        say: 没有写怎么申请。
    absent: silent
    together: false
    examples: [某项补助有多少]
"""
GAPS = """\
gaps:
  - id: gap-other
    name: 另一件事
    near: [grant]
    say: 没有写另一件事。
    quote: 满1年后
    clause: "2"
    examples: [另一件事呢]
"""
VOCABULARY = """\
dimensions:
  grade:
    label: 等级
    label_en: grade
    values:
      甲: [甲等]
departments:
  市甲局: [甲局]
"""
FACTS = """\
id: town
number: 某政办字〔2025〕1号
title: 关于某事的意见
issuer: 某市人民政府办公室
city: 某市
issued: 2025-01-01
effective: 2025-02-01
expires: 2028-01-31
validity: 本意见自2025年2月1日起施行
source: 某市人民政府办公室
"""
TEXT = """\
关于某事的意见
一、措施
（一）总则。做好某事。
（二）补助。满1年后，对某事给予甲补助。
本意见自2025年2月1日起施行，有效期3年。
"""

Load = Callable[..., Knowledge]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """The knowledge of a small corpus, in one file of which some words were replaced."""
    corpus = tmp_path / "corpus"
    folder = corpus / "policies" / "town"
    (folder / "topics").mkdir(parents=True)
    shutil.copytree(DEFAULT_CORPUS / "language", corpus / "language")
    files = {
        "policy.yaml": FACTS,
        "policy.txt": TEXT,
        "vocabulary.yaml": VOCABULARY,
        "gaps.yaml": GAPS,
        "topics/02.yaml": TOPIC,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")

    def changed(name: str = "", old: str = "", new: str = "") -> Knowledge:
        if name:
            (path,) = corpus.glob(f"**/{name}")
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_knowledge(corpus, load_library(corpus))

    return changed


def test_a_small_corpus(load: Load) -> None:
    knowledge = load()
    (topic,) = knowledge.topics
    assert (topic.id, topic.policy, topic.clause, topic.dimensions) == ("grant", "town", "2", ("grade",))
    assert knowledge.topic("grant") is topic
    assert knowledge.topic("other") is None
    assert [gap.id for gap in knowledge.gaps] == ["gap-other"]
    assert knowledge.dimensions["grade"].values == {"甲": ("甲等",)}
    assert knowledge.departments == {"市甲局": ("甲局",)}
    assert {("grant", "某项补助有多少"), ("gap-other", "另一件事呢")} < set(knowledge.examples())


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("02.yaml", "    names:", "    nmaes:", r"02\.yaml: grant nmaes.*可用的键：id、policy、clause、name"),
        ("02.yaml", "        say: 对", "        says: 对", r"02\.yaml: grant facts\.0\.say.*"),
        ("02.yaml", "need: 须满一年", "needs: 须满一年", r"02\.yaml: grant conditions\.0\.need"),
        ("02.yaml", "    name: 某项补助\n", "", r"02\.yaml: grant name: Field required"),
        ("02.yaml", "absent: silent", "absent: maybe", r"02\.yaml: grant absent.*'outside' or 'silent'"),
        ("02.yaml", "together: false", "together: perhaps", r"02\.yaml: grant together.*boolean"),
        ("02.yaml", "examples: [某项补助有多少]", "examples: 某项补助有多少", r"02\.yaml: grant examples.*tuple"),
        ("02.yaml", "value: 1,", "value: one,", r"02\.yaml: grant conditions\.0\.at_least\.value.*integer"),
        ("02.yaml", "unit: 年", "unit: 世纪", r"02\.yaml: grant conditions\.0\.at_least\.unit"),
        ("02.yaml", "facets: {grade: 甲}", "facets: 甲", r"02\.yaml: grant rows\.甲\.facets"),
        ("02.yaml", "    name: 某项补助\n", "    name: [某, 项]\n", r"02\.yaml: grant name.*string"),
        (
            "02.yaml",
            "quote: 对某事给予甲补助",
            "quote: 对某事给予乙补助",
            r"02\.yaml: grant: 引文不在第2条原文中：对某事给予乙补助",
        ),
        ("02.yaml", "quote: 满1年后", "quote: 满2年后", r"02\.yaml: grant: 引文不在第2条原文中：满2年后"),
        ("02.yaml", "quote: 给予甲补助", "quote: 给予甲津贴", r"02\.yaml: grant: 引文不在第2条原文中：给予甲津贴"),
        ("02.yaml", 'clause: "2"', 'clause: "1"', r"02\.yaml: grant: 引文不在第1条原文中"),
        ("02.yaml", 'clause: "2"', 'clause: "9"', r"02\.yaml: grant: 引文不在第9条原文中"),
        ("02.yaml", "topics:", "\ttopics:", r"02\.yaml: "),
        ("gaps.yaml", "near: [grant]", "nears: [grant]", r"gaps\.yaml: gap-other nears"),
        ("gaps.yaml", "    say: 没有写另一件事。\n", "", r"gaps\.yaml: gap-other say: Field required"),
        ("gaps.yaml", "quote: 满1年后", "quote: 满2年后", r"gaps\.yaml: gap-other: 引文不在第2条原文中"),
        ("vocabulary.yaml", "label: 等级", "labels: 等级", r"vocabulary\.yaml: grade label"),
        ("vocabulary.yaml", "甲: [甲等]", "甲: 甲等", r"vocabulary\.yaml: grade values\.甲"),
        ("phrases.yaml", "polar:", "polars:", r"phrases\.yaml: .*polar.*Field required"),
        ("steering.yaml", "patterns:", "pattern:", r"steering\.yaml: .*patterns"),
        ("aspects.yaml", "open: true", "open: maybe", r"aspects\.yaml: \w+ open"),
        ("out_of_scope.yaml", "    name_en:", "    english:", r"out_of_scope\.yaml: subjects english"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_place(load: Load, name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        load(name, old, new)


def test_names_and_ids_are_each_given_once(knowledge: Knowledge) -> None:
    ids = [item.id for item in (*knowledge.topics, *knowledge.gaps, *knowledge.subjects)]
    assert len(ids) == len(set(ids))


def test_references_within_the_corpus_hold(knowledge: Knowledge, library: Library) -> None:
    benefits = {benefit.id: benefit for benefit in load_benefits(DEFAULT_CORPUS, library)}
    values = {(name, value) for name, dimension in knowledge.dimensions.items() for value in dimension.values}
    for topic in knowledge.topics:
        assert not topic.benefit or topic.benefit in benefits, topic.id
        assert not topic.benefit or benefits[topic.benefit].clause == topic.clause, topic.id
        assert not (topic.benefit and topic.rows) or set(topic.rows) == {r.key for r in benefits[topic.benefit].rows}
        assert {item for row in topic.rows.values() for item in row.facets.items()} <= values, topic.id
        assert {(name, v) for name, listed in topic.unlike.items() for v in listed} <= values, topic.id
        asked = {aspect for part in (*topic.facts, *topic.silent) for aspect in part.aspects}
        assert asked <= set(knowledge.aspects), topic.id
    topics = {topic.id for topic in knowledge.topics}
    assert {near for gap in knowledge.gaps for near in gap.near} <= topics
    assert {gap.aspect for gap in knowledge.gaps} - {""} <= set(knowledge.aspects)
    assert {other for aspect in knowledge.aspects.values() for other in aspect.over} <= set(knowledge.aspects)
    assert {topic.benefit for topic in knowledge.topics} - {""} == set(benefits)


def test_every_department_of_the_policy_has_its_spoken_names(knowledge: Knowledge, library: Library) -> None:
    named = {d.name for clause in library.clauses() for d in clause.departments}
    assert named <= set(knowledge.departments)


def test_every_clause_has_a_topic_and_every_topic_has_examples(knowledge: Knowledge, library: Library) -> None:
    assert {topic.clause for topic in knowledge.topics} == {clause.key for clause in library.default.clauses}
    assert [topic.id for topic in knowledge.topics if len(topic.examples) < 10] == []


def test_every_figure_that_is_told_stands_in_its_quote(knowledge: Knowledge) -> None:
    """Of money and percentages; the quote may hold more figures than are told."""
    untrue = [
        (topic.id, said)
        for topic in knowledge.topics
        for part in (*topic.facts, *topic.rows.values())
        for said in (part.say, part.say_en)
        if part.quote and not _figures(said) <= _figures(part.quote)
    ]
    assert untrue == []


def _figures(text: str) -> set[object]:
    kinds = ("money", "percent")
    return {v for amount in chinese_amounts(text) if str(amount.kind) in kinds for v in (amount.value, amount.upper)}


def test_every_expression_compiles(knowledge: Knowledge) -> None:
    spoken = {"shape_confusables", "sound_words", "function_characters"}
    patterns = [cue for aspect in knowledge.aspects.values() for cue in aspect.cues]
    patterns += [cue for name in Phrases.model_fields if name not in spoken for cue in getattr(knowledge.phrases, name)]
    patterns += [*knowledge.steering.patterns, *knowledge.steering.fabrications, *knowledge.masks]
    patterns += [pattern for pattern, _ in knowledge.expansions]
    for topic in knowledge.topics:
        patterns += [cue for c in topic.conditions for cue in (*c.unmet, *c.met)]
        patterns += [cue for silence in topic.silent for cue in silence.cues]
    assert len(patterns) > 500
    for pattern in patterns:
        re.compile(pattern)


def test_every_reply_has_its_english(knowledge: Knowledge) -> None:
    parts = [part for t in knowledge.topics for part in (*t.facts, *t.silent)] + list(knowledge.gaps)
    assert [part.say for part in parts if not part.say_en] == []
    assert [c.need for t in knowledge.topics for c in t.conditions if not c.need_en] == []
    assert [t.id for t in knowledge.topics if not t.name_en] == []
