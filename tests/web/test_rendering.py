"""Turns as messages, forms out of benefits, sums, the masthead, and the page's words."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.benefits import Catalogue, Request, calculate
from assistant.errors import InputError
from assistant.models import Answer, Policy, Status, Step
from assistant.policy import Library
from assistant.web import i18n
from assistant.web.conversation import ask, messages, plain_reply, readable, turn_at
from assistant.web.finding import Wanted, find_clauses
from assistant.web.forms import calculate_filled, default_benefit, fields_of
from assistant.web.header import masthead, validity
from assistant.web.i18n import CHINESE, ENGLISH, say
from assistant.web.lookup import _words_hint
from assistant.web.markup import tag
from assistant.web.quality import QualityScreen
from assistant.web.sums import sum_html

WEB = Path(i18n.__file__).parent


def answered(library: Library, text: str = "每人2000元", steps: int = 2) -> dict[str, Any]:
    citation = library.default.cite("每人给予2000元一次性市政府津贴", "13")
    made = tuple(Step(f"第{n}步", "<b>", 1.5) for n in range(steps))
    return Answer("a1", Status.ANSWERED, text, (citation,), elapsed_ms=12.3, steps=made).to_json()


def test_each_message_leads_back_to_its_turn(library: Library) -> None:
    turns = [
        {**ask("一"), "answer": answered(library)},
        {**ask("二"), "stopped": True},
        {**ask("三"), "answer": answered(library, steps=0)},
        ask("四"),
    ]
    owners = []
    for number in range(len(turns)):
        owners += [number] * (len(messages(library, turns[: number + 1], CHINESE)) - len(owners))
    assert [turn_at(turns, index) for index in range(len(owners))] == owners
    with pytest.raises(IndexError):
        turn_at(turns, len(owners))


@pytest.mark.parametrize("turns", ["text", [1], [{"question": "问"}], [{**ask("问"), "answer": {"text": "x"}}]])
def test_a_conversation_of_another_version_is_forgotten(library: Library, turns: Any) -> None:
    assert readable(library, turns) == []
    kept = [{**ask("问"), "answer": answered(library)}]
    assert readable(library, kept) == kept


def test_what_a_user_or_the_engine_says_is_never_markup(library: Library) -> None:
    turn = {**ask("问"), "answer": answered(library, "<script>1</script>")}
    shown = messages(library, [turn], CHINESE)
    assert shown[1]["content"] == "&lt;script&gt;1&lt;/script&gt;"
    assert "<script" not in shown[2]["content"].value
    assert tag("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'


def test_a_reply_is_shown_in_part_while_it_streams(library: Library) -> None:
    turn = {**ask("问"), "answer": answered(library, "每人2000元。一次性。")}
    assert [m["content"] for m in messages(library, [turn], CHINESE, shown=7)] == ["问", "每人2000元"]


def test_the_plain_reply_ends_with_its_citations(library: Library) -> None:
    lines = plain_reply(library, answered(library)).splitlines()
    assert lines == ["每人2000元", "依据烟政办字〔2024〕8号第（十三）条：「每人给予2000元一次性市政府津贴」"]


def test_every_benefit_with_an_amount_gets_a_form_that_computes(catalogue: Catalogue) -> None:
    for benefit in catalogue:
        if not benefit.has_amount:
            continue
        fields = fields_of(benefit, CHINESE)
        row = next((f for f in fields if f.kind == "count"), fields[0])
        filled = [(f, 0 if f.row and f is not row else 1) for f in fields if f.kind != "paid"]
        calculation = calculate_filled(catalogue, filled)
        assert calculation is not None, benefit.id
        assert sum_html(catalogue, calculation, ENGLISH)


def test_a_form_knows_the_cap_and_what_was_paid(catalogue: Catalogue) -> None:
    benefit = catalogue.benefit(default_benefit(catalogue))
    fields = {(field.kind, field.row): field for field in fields_of(benefit, CHINESE)}
    filled = [(fields["count", "首席技师"], 13), (fields["paid", ""], 40000.0)]
    calculation = calculate_filled(catalogue, filled)
    direct = calculate(catalogue, [Request(benefit.id, "首席技师", 13)], {(benefit.id, "", ""): Decimal(40000)})
    assert calculation == direct
    assert calculation is not None
    assert calculation.max == 60000


def test_an_empty_form_has_no_sum_and_a_bad_one_an_explanation(catalogue: Catalogue) -> None:
    fields = fields_of(catalogue.benefit(default_benefit(catalogue)), CHINESE)
    assert calculate_filled(catalogue, [(field, None) for field in fields]) is None
    for bad in (1.5, -1, 1e12):
        with pytest.raises(InputError):
            calculate_filled(catalogue, [(fields[0], bad)])


def test_validity_at_every_boundary(policy: Policy) -> None:
    day = timedelta(days=1)
    assert validity(policy, policy.effective - day, CHINESE)[0] == "upcoming"
    assert validity(policy, policy.effective, CHINESE) == ("valid", "")
    assert validity(policy, policy.expires - 180 * day, CHINESE)[0] == "valid"
    assert validity(policy, policy.expires - 179 * day, CHINESE)[0] == "ending"
    assert validity(policy, policy.expires, CHINESE) == ("ending", "，还有0天到期")
    assert validity(policy, policy.expires + day, CHINESE)[0] == "expired"


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_the_masthead_names_the_policy(library: Library, policy: Policy, language: str) -> None:
    html = masthead(library, policy.expires + timedelta(days=1), language)
    assert policy.number in html
    assert policy.title in html
    assert 'role="alert"' in html


def test_without_a_report_the_quality_screen_says_how_to_make_one(tmp_path: Path) -> None:
    assert "python -m eval" in QualityScreen(tmp_path)._render(CHINESE)
    (tmp_path / "latest.html").write_text('<script>alert("x")</script>', encoding="utf-8")
    assert '<iframe sandbox=""' in QualityScreen(tmp_path)._render(CHINESE)
    assert "<script>" not in QualityScreen(tmp_path)._render(CHINESE)


def test_every_text_is_in_both_languages_and_used() -> None:
    texts = yaml.safe_load((WEB / "assets" / "texts.yaml").read_text(encoding="utf-8"))["texts"]
    names = re.compile(r"\{(\w+)\}")
    used = {
        node.value
        for path in WEB.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    prefixes = tuple(word for word in used if word.endswith("_"))
    for key, (chinese, english) in texts.items():
        assert re.search("[一-龥]", chinese), key
        assert not re.search("[一-龥]", english) or key == "lookup_words_hint", key
        assert set(names.findall(english)) <= set(names.findall(chinese)), key
        assert key in used or key.startswith(prefixes), f"unused: {key}"


def test_the_look_up_suggests_what_the_policy_has(library: Library, catalogue: Catalogue) -> None:
    for language in (CHINESE, ENGLISH):
        hint = _words_hint(catalogue, language)
        examples = re.split("[、,] ?", hint.removeprefix("例如：").removeprefix("e.g. "))
        assert len(examples) == 3
        assert all(find_clauses(library, Wanted(example)) for example in examples), hint
    assert _words_hint(Catalogue(library, ()), CHINESE) == ""


def test_an_unknown_text_is_refused() -> None:
    with pytest.raises(KeyError):
        say(CHINESE, "no_such_text")
    with pytest.raises(KeyError):
        i18n.label("no_such_text")
