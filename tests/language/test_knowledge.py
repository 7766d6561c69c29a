"""What the corpus says about questions: complete, held together, and refused by file and place where it is wrong."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.benefits import chinese_amounts, load_benefits
from assistant.errors import CorpusError
from assistant.language import Knowledge, Phrases, load_knowledge
from assistant.language.topics import AMOUNT
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
GLOSSARY = """\
terms:
  - {en: [grant], zh: 补助}
"""
BENEFITS = {"grant": ("甲",), "other": ("乙",)}
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
        "glossary.yaml": GLOSSARY,
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
        return load_knowledge(corpus, load_library(corpus), BENEFITS)

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
        (
            "02.yaml",
            "    names:",
            "    nmaes:",
            r"02\.yaml: topics\.grant: 未知的键“nmaes”；可用的键：id、name、name_en",
        ),
        (
            "02.yaml",
            "        say: 对",
            "        says: 对",
            r"02\.yaml: topics\.grant\.facts\.0: 未知的键“says”；.*aspects、say",
        ),
        ("02.yaml", "need: 须满一年", "needs: 须满一年", r"02\.yaml: topics\.grant\.conditions\.0: 未知的键“needs”"),
        ("02.yaml", "    name: 某项补助\n", "", r"02\.yaml: topics\.grant\.name: 缺少这个键"),
        (
            "02.yaml",
            "absent: silent",
            "absent: maybe",
            r"02\.yaml: topics\.grant\.absent: 应为 'outside'、'silent' 之一",
        ),
        ("02.yaml", "together: false", "together: perhaps", r"02\.yaml: topics\.grant\.together: 应为 true 或 false"),
        ("02.yaml", "examples: [某项补助有多少]", "examples: 某项", r"02\.yaml: topics\.grant\.examples: 应为列表"),
        ("02.yaml", "value: 1,", "value: one,", r"02\.yaml: topics\.grant\.conditions\.0\.at_least\.value: 应为整数"),
        ("02.yaml", "unit: 年", "unit: 世纪", r"02\.yaml: topics\.grant\.conditions\.0\.at_least\.unit: 应为 '年'"),
        ("02.yaml", "facets: {grade: 甲}", "facets: 甲", r"02\.yaml: topics\.grant\.rows\.甲\.facets: 应为一组键值"),
        ("02.yaml", "    name: 某项补助\n", "    name: [某, 项]\n", r"02\.yaml: topics\.grant\.name: 应为文字"),
        ("02.yaml", "    name: 某项补助\n", "    name: ''\n", r"02\.yaml: topics\.grant\.name: 不能为空"),
        ("02.yaml", "topics:", "topcs:", r"02\.yaml: 文件: 未知的键“topcs”；可用的键：clause、topics"),
        ("02.yaml", 'clause: "2"\n', "", r"02\.yaml: clause: 缺少这个键"),
        ("02.yaml", 'clause: "2"', "clause: 2", r"02\.yaml: clause: 应为文字"),
        ("02.yaml", TOPIC, "[]", r"02\.yaml: 文件: 应为一组键值；可用的键：clause、topics"),
        ("02.yaml", TOPIC, "", r"02\.yaml: 文件: 应为一组键值；可用的键：clause、topics"),
        ("02.yaml", "topics:\n", "topics: {}\nx:\n", r"02\.yaml: 文件: 未知的键“x”"),
        ("02.yaml", "  - id: grant\n", "  - policy: town\n    id: grant\n", r"topics\.grant: 未知的键“policy”"),
        (
            "02.yaml",
            "    absent:",
            "    benefit: grnat\n    absent:",
            r"topics\.grant\.benefit: 没有“grnat”；可用的：grant、other",
        ),
        ("02.yaml", "    absent:", "    benefit: other\n    absent:", r"topics\.grant\.rows: 没有“甲”；可用的：乙"),
        ("02.yaml", "{grade: 甲}", "{level: 甲}", r"topics\.grant\.rows\.甲\.facets: 没有“level”；可用的：grade"),
        ("02.yaml", "{grade: 甲}", "{grade: 丙}", r"topics\.grant\.rows\.甲\.facets\.grade: 没有“丙”；可用的：甲"),
        ("02.yaml", "    absent:", "    unlike: {level: [甲]}\n    absent:", r"topics\.grant\.unlike: 没有“level”"),
        (
            "02.yaml",
            "    absent:",
            "    unlike: {grade: [丙]}\n    absent:",
            r"topics\.grant\.unlike\.grade: 没有“丙”；可用的：甲",
        ),
        ("02.yaml", "aspects: [what]", "aspects: [waht]", r"topics\.grant\.aspects: 没有“waht”；可用的：what、"),
        (
            "02.yaml",
            "        at_least",
            "        unmet: ['没(有']\n        at_least",
            r"conditions\.0\.unmet\.0: 不是正则表达式“没\(有”",
        ),
        ("02.yaml", "aspects: [apply]", "cues: ['[']", r"topics\.grant\.silent\.0\.cues\.0: 不是正则表达式“\[”"),
        ("02.yaml", "    absent:", "    name: 又一项\n    absent:", r"02\.yaml: 不是有效的 YAML：重复的键“name”"),
        ("02.yaml", "    facts:", "    asks: [怎么补]\n    facts:", r"topics\.grant: 未知的键“asks”；.*amount_asks"),
        ("02.yaml", "    facts:", "    amount_asks: 补多少\n    facts:", r"topics\.grant\.amount_asks: 应为列表"),
        (
            "02.yaml",
            "quote: 对某事给予甲补助",
            "quote: 对某事给予乙补助",
            r"02\.yaml: topics\.grant: 引文不在第2条原文中：对某事给予乙补助",
        ),
        ("02.yaml", "quote: 满1年后", "quote: 满2年后", r"02\.yaml: topics\.grant: 引文不在第2条原文中：满2年后"),
        (
            "02.yaml",
            "quote: 给予甲补助",
            "quote: 给予甲津贴",
            r"02\.yaml: topics\.grant: 引文不在第2条原文中：给予甲津贴",
        ),
        ("02.yaml", "    facts:", "    role: payment\n    facts:", r"topics\.grant: role: payment 和 payment 要一起写"),
        (
            "02.yaml",
            "    facts:",
            "    proportions: [{part: 甲, words: [乙], quote: 没有的话}]\n    facts:",
            r"02\.yaml: topics\.grant: 引文不在第2条原文中：没有的话",
        ),
        ("02.yaml", 'clause: "2"', 'clause: "1"', r"02\.yaml: topics\.grant: 引文不在第1条原文中"),
        ("02.yaml", 'clause: "2"', 'clause: "9"', r"02\.yaml: clause: 没有“9”；可用的：1、2"),
        ("02.yaml", "topics:", "\ttopics:", r"02\.yaml: 不是有效的 YAML"),
        ("gaps.yaml", "near: [grant]", "nears: [grant]", r"gaps\.yaml: gaps\.gap-other: 未知的键“nears”"),
        (
            "gaps.yaml",
            "near: [grant]",
            "near: [grnat]",
            r"gaps\.yaml: gaps\.gap-other\.near: 没有“grnat”；可用的：grant",
        ),
        ("gaps.yaml", "    say: 没有写另一件事。\n", "", r"gaps\.yaml: gaps\.gap-other\.say: 缺少这个键"),
        ("gaps.yaml", "quote: 满1年后", "quote: 满2年后", r"gaps\.yaml: gaps\.gap-other: 引文不在第2条原文中"),
        ("gaps.yaml", '    clause: "2"\n', "", r"gaps\.yaml: gaps\.gap-other\.clause: 没有“”；可用的：1、2"),
        ("gaps.yaml", "    say:", "    aspect: how\n    say:", r"gaps\.yaml: gaps\.gap-other\.aspect: 没有“how”"),
        ("gaps.yaml", "id: gap-other", "id: grant", r"gaps\.yaml: 重复的 id“grant”，已在 .*02\.yaml"),
        ("gaps.yaml", "gaps:", "gap:", r"gaps\.yaml: 文件: 未知的键“gap”；可用的键：gaps"),
        ("vocabulary.yaml", "label: 等级", "labels: 等级", r"vocabulary\.yaml: dimensions\.grade: 未知的键“labels”"),
        ("vocabulary.yaml", "甲: [甲等]", "甲: 甲等", r"vocabulary\.yaml: dimensions\.grade\.values\.甲: 应为列表"),
        (
            "vocabulary.yaml",
            "departments:",
            "department:",
            r"vocabulary\.yaml: 文件: 未知的键“department”；.*departments",
        ),
        ("vocabulary.yaml", "[甲局]", "甲局", r"vocabulary\.yaml: departments\.市甲局: 应为列表"),
        ("vocabulary.yaml", "departments:", "masks: ['(']\ndepartments:", r"vocabulary\.yaml: masks\.0: 不是正则"),
        ("glossary.yaml", "zh: 补助", "cn: 补助", r"glossary\.yaml: terms\.0: 未知的键“cn”；可用的键：en、zh"),
        ("glossary.yaml", ", zh: 补助", "", r"glossary\.yaml: terms\.0\.zh: 缺少这个键"),
        ("glossary.yaml", "[grant]", "grant", r"glossary\.yaml: terms\.0\.en: 应为列表"),
        ("phrases.yaml", "polar:", "polars:", r"phrases\.yaml: 文件: 未知的键“polars”；可用的键：polar、"),
        ("phrases.yaml", "confirm: [", "confirm: ['(', ", r"phrases\.yaml: confirm\.0: 不是正则表达式“\(”"),
        ("steering.yaml", "patterns:", "pattern:", r"steering\.yaml: 文件: 未知的键“pattern”；可用的键：patterns"),
        ("aspects.yaml", "open: true", "open: maybe", r"aspects\.yaml: aspects\.\w+\.open: 应为 true 或 false"),
        (
            "out_of_scope.yaml",
            "    name_en:",
            "    english:",
            r"out_of_scope\.yaml: subjects\.[\w-]+: 未知的键“english”",
        ),
        (
            "out_of_scope.yaml",
            "\nplaces:",
            "\nplace:",
            r"out_of_scope\.yaml: 文件: 未知的键“place”；可用的键：subjects、places",
        ),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_place(load: Load, name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        load(name, old, new)


def test_a_topic_given_twice_is_refused(load: Load, tmp_path: Path) -> None:
    (folder,) = tmp_path.glob("corpus/policies/town/topics")
    (folder / "03.yaml").write_text(TOPIC, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"03\.yaml: 重复的 id“grant”，已在 .*02\.yaml"):
        load()


@pytest.mark.parametrize("name", ["aspects", "out_of_scope", "phrases", "steering"])
def test_a_missing_file_of_all_policies_is_named(load: Load, tmp_path: Path, name: str) -> None:
    (tmp_path / "corpus" / "language" / f"{name}.yaml").unlink()
    with pytest.raises(CorpusError, match=rf"缺少文件：.*{name}\.yaml"):
        load()


def test_a_policy_may_lack_gaps_vocabulary_and_glossary(load: Load, tmp_path: Path) -> None:
    for name in ("gaps", "glossary"):
        (tmp_path / "corpus" / "policies" / "town" / f"{name}.yaml").unlink()
    knowledge = load()
    assert (knowledge.gaps, knowledge.glossary) == ((), ())


def test_other_ways_to_ask_for_a_fact_a_silence_and_an_amount(load: Load) -> None:
    (topic,) = load("02.yaml", "    facts:\n", "    amount_asks: [补多少]\n    facts:\n").topics
    assert (topic.amount_asks, topic.facts[0].asks, topic.silent[0].asks) == (("补多少",), (), ())
    (topic,) = load("02.yaml", "        say: 对某事", "        asks: [补不补]\n        say: 对某事").topics
    assert topic.facts[0].asks == ("补不补",)
    (topic,) = load("02.yaml", "        say: 没有写", "        asks: [怎么申请]\n        say: 没有写").topics
    assert topic.silent[0].asks == ("怎么申请",)


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
    asked = Counter(label for label, _ in knowledge.examples())
    assert [topic.id for topic in knowledge.topics if asked[topic.id] < 10] == []


def test_every_point_of_a_topic_is_asked_for_in_several_ways(knowledge: Knowledge) -> None:
    points = [(topic.id, point.id, len(set(point.asks))) for topic in knowledge.topics for point in topic.points]
    assert [point for point in points if point[2] < 8] == []
    assert all(topic.points[0].id == AMOUNT for topic in knowledge.topics if topic.benefit)


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
