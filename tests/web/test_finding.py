"""Look-up by words, number, money and department, against what the clauses themselves say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import CorpusError
from assistant.models import Clause
from assistant.policy import Library
from assistant.settings import Settings
from assistant.web.clauses import body_of, cite_line, clause_html, marked
from assistant.web.examples import load_audiences
from assistant.web.finding import Wanted, departments, find_clauses


def keys(library: Library, **wanted: object) -> list[str]:
    return [hit.clause.key for hit in find_clauses(library, Wanted(**wanted))]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["11", "十一", "（十一）", "(十一)", "第十一条", "第11条"])
def test_a_clause_by_its_number(library: Library, text: str) -> None:
    assert keys(library, text=text) == ["11"]


@pytest.mark.parametrize("text", ["10.8万元", "108000元", "108000", "10.8万"])
def test_money_however_it_is_written(library: Library, text: str) -> None:
    assert keys(library, text=text) == ["13"]


def test_all_words_must_occur(library: Library) -> None:
    assert keys(library, text="首席技师 联盟") == ["12"]
    assert keys(library, text="首席技师 宇宙飞船") == []


def test_traditional_characters_and_full_width_find_the_same(library: Library) -> None:
    assert keys(library, text="獎學金") == keys(library, text="奖学金") == ["3"]


def test_every_department_finds_exactly_its_clauses(library: Library) -> None:
    for name in departments(library):
        for role in ("", "lead", "support"):
            expected = [
                clause.key
                for clause in library.clauses()
                if any(d.name == name and role in ("", d.role) for d in clause.departments)
            ]
            assert keys(library, department=name, role=role) == expected


def test_spans_are_what_was_looked_for(library: Library) -> None:
    for hit in find_clauses(library, Wanted(text="技师")):
        assert {hit.policy.text[start:end] for start, end in hit.spans} == {"技师"}
        assert all(hit.clause.start <= start < end <= hit.clause.end for start, end in hit.spans)


@given(data=st.data())
def test_any_words_of_a_sentence_find_its_clause(data: st.DataObject, library: Library) -> None:
    clause: Clause = data.draw(st.sampled_from(list(library.clauses())))
    sentence = data.draw(st.sampled_from([s.text for s in clause.sentences if len(s.text) > 12]))
    start = data.draw(st.integers(0, len(sentence) - 12))
    words = sentence[start : start + 12]
    assert clause.key in keys(library, text=words)


@given(text=st.text(max_size=40))
def test_nothing_typed_breaks_it(library: Library, text: str) -> None:
    find_clauses(library, Wanted(text=text))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_marks_change_no_character(spans: list[tuple[int, int]]) -> None:
    text = "对<企业>自主&培育新晋升的技师"
    html = marked(text, 5, [(min(pair), max(pair)) for pair in spans])
    plain = html.replace("<mark>", "").replace("</mark>", "")
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_clause_is_shown_whole(library: Library) -> None:
    for clause in library.clauses():
        html = clause_html(library.policy(clause.policy), clause, "zh-CN")
        shown = html.replace("</p><p>", "")
        assert all(sentence.text in shown for sentence in clause.sentences)


def test_the_line_to_paste(library: Library) -> None:
    policy = library.default
    assert cite_line(policy, policy.clause("11"), body_of(policy.clause("11"))).startswith(
        "依据烟政办字〔2024〕8号第（十一）条：完善技能人才稳才留才引才机制。将高技能人才"
    )
    assert cite_line(policy, policy.clause("附则"), "…") == "依据烟政办字〔2024〕8号附则：…"


def test_audiences_name_clauses_and_ask_in_both_languages(library: Library) -> None:
    audiences = load_audiences(Settings().corpus, library)
    assert len(audiences) >= 3
    assert {key for audience in audiences for key in audience.clauses} >= {"8", "11", "13"}
    assert all(question.zh and question.en.isascii() for audience in audiences for question in audience.questions)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("audiences:", "audience:", r"examples\.yaml: 文件: 未知的键“audience”；可用的键：audiences"),
        ('clauses: ["5"', 'clauses: ["55"', r"examples\.yaml: audiences\.worker\.clauses: 没有“55”；可用的：引言"),
        ("      - zh: ", "      - cn: ", r"audiences\.worker\.questions\.0: 未知的键“cn”；可用的键：zh、en"),
        ("    name_en: Workers and apprentices\n", "", r"audiences\.worker\.name_en: 缺少这个键"),
        ("    questions:", "    questions: x\n    ask:", r"audiences\.worker: 未知的键“ask”"),
    ],
)
def test_wrong_audiences_are_refused(library: Library, tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = tmp_path / "policies" / library.default.id
    folder.mkdir(parents=True)
    text = (Settings().corpus / "policies" / library.default.id / "examples.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "examples.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        load_audiences(tmp_path, library)
