"""What the loader refuses, and that it says where and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant.benefits import Benefit, Catalogue, Formula, Row, chinese_amounts, load_benefits
from assistant.errors import CorpusError, UnknownName
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS

BENEFITS = load_benefits(DEFAULT_CORPUS, load_library(DEFAULT_CORPUS)).benefits
ROWS = [
    pytest.param(benefit, row, id=f"{benefit.id}-{row.key}")
    for benefit in BENEFITS
    for row in benefit.rows
    if row.min is not None
]


@pytest.mark.parametrize(("benefit", "row"), ROWS)
def test_every_figure_is_what_its_quote_says(catalogue: Catalogue, benefit: Benefit, row: Row) -> None:
    text = catalogue.library.policy(benefit.policy).text
    assert text[row.start : row.end] == row.quote
    assert benefit.start <= row.start < row.end <= benefit.start + len(benefit.quote)
    (said,) = chinese_amounts(row.quote)
    assert (said.value, said.upper) == (row.min, row.max)


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.id)
def test_every_quote_is_verbatim(catalogue: Catalogue, benefit: Benefit) -> None:
    policy = catalogue.library.policy(benefit.policy)
    assert policy.text[benefit.start :].startswith(benefit.quote)
    for citation in benefit.citations(policy):
        assert policy.text[citation.start : citation.end] == citation.quote
        assert citation.clause == benefit.clause
    if benefit.cap and benefit.cap.amount is not None:
        assert [amount.value for amount in chinese_amounts(benefit.cap.quote)] == [benefit.cap.amount]
    if benefit.duration:
        assert [amount.value for amount in chinese_amounts(benefit.duration.quote)] == [benefit.duration_years]


@pytest.mark.parametrize(("benefit", "row"), ROWS)
def test_a_changed_figure_is_refused(benefit: Benefit, row: Row, edited: Callable) -> None:
    def raise_by_one(content: dict) -> None:
        (spec,) = [spec for spec in content["benefits"] if spec["id"] == benefit.id]
        amount = spec["rows"][row.key]["amount"]
        spec["rows"][row.key]["amount"] = [amount[0], amount[1] + 1] if isinstance(amount, list) else amount + 1

    with pytest.raises(CorpusError, match=rf"{benefit.clause.zfill(2)}-.*{benefit.id}\.rows\.") as refused:
        edited(f"{benefit.clause.zfill(2)}-", raise_by_one)
    assert row.quote in str(refused.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "11-",
            "amount: 2500",
            "amuont: 2500",
            r"11-.*benefits\.promotion-technician\.rows\.技师.*未知的键“amuont”；可用的键：amount、quote",
        ),
        (
            "11-",
            "recipient:",
            "recipent:",
            r"benefits\.newcomer-living-allowance.*未知的键“recipent”；可用的键：id、title",
        ),
        ("11-", "    once: true\n", "    once: true\n    once: true\n", "重复的键“once”"),
        ("11-", "    rows:\n      初级工", "    rows:\n      中级工: {amount: 1}\n      初级工", "重复的键“中级工”"),
        ("11-", "quote: 2500元", "quote: 3000元", r"promotion-technician\.rows\.技师.*不符"),
        ("11-", "每人分别给予2500元", "每人分别给2500元", r"promotion-technician: 第11条原文里没有"),
        ("11-", "amount: 100000", "amount: 100001", r"promotion-technician\.cap.*不是不超过100001元"),
        ("11-", "amount: 100000", 'amount: "100000"', r"benefits\.promotion-technician\.cap\.amount.*数字"),
        ("11-", "years: 3", "years: 4", r"newcomer-living-allowance\.duration.*不是4年"),
        ("11-", "fund: 失业保险基金", "fund: 养老保险基金", "没有“养老保险基金”"),
        ("11-", "formula: equivalence", "formula: equal", r"benefits\.newcomer-living-allowance\.formula.*'fixed'"),
        ("11-", 'clause: "11"', 'clause: "18"', "没有“18”；可用的条款：引言"),
        ("11-", "id: promotion-worker", "id: promotion-technician", "重复的补贴项目“promotion-technician”"),
        ("11-", "unit: 元/人", "unit: 块/人", "应为 元"),
        ("02-", "[5000, 7000]", "[7000, 5000]", "下限高于上限"),
        ("08-", "    bound: at_most\n", "", r"contest-award\.rows\.市级.*限定是 at_most"),
        ("13-", "bound: at_most", "bound: exact", r"leading-talent-allowance\.rows\.生活补贴.*限定是 at_most"),
        ("07-", "      - {name: 一家, out: 50000", "      - {name: 一家, error: quantity, out: 50000", "有且只有一个"),
        ("16-", "quote: 各类面向", "quote: 各种面向", "highest_only: 第16条原文里没有"),
        ("figures", "quote: 有效期3年", "quote: 有效期5年", "第附则条原文里没有“有效期5年”"),
        ("figures", "benefit: contest-host", "benefit: contest", "没有补贴项目“contest”；可用的"),
        ("figures", "kind: validity", "kind: term", r"figures\.20\.kind.*'target'"),
        ("figures", "quote: 2024年1月23日", "quote: 2024年1月24日", "第附则条原文里没有“2024年1月24日”"),
        ("figures", "quote: 烟政办字〔2024〕8号", "quote: 烟政办字〔2024〕9号", "条款之外的正文没有"),
        ("11-", "benefits:", "\tbenefits:", "不是有效的 YAML"),
    ],
)
def test_a_wrong_file_is_refused_by_place_and_reason(
    name: str, old: str, new: str, message: str, edited_text: Callable
) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        edited_text(name, old, new)
    assert ".yaml" in str(refused.value)


def test_rows_out_of_the_texts_order_are_refused(edited: Callable) -> None:
    def swap(content: dict) -> None:
        rows = content["benefits"][2]["rows"]
        first, second, *rest = rows.items()
        content["benefits"][2]["rows"] = dict([second, first, *rest])

    with pytest.raises(CorpusError, match="不按原文的先后"):
        edited("11-", swap)


def test_names_swapped_against_their_figures_are_refused(edited: Callable) -> None:
    def swap(content: dict) -> None:
        rows = content["benefits"][2]["rows"]
        keys = list(rows)
        rows[keys[0]], rows[keys[1]] = rows[keys[1]], rows[keys[0]]

    with pytest.raises(CorpusError, match="按顺序没有数字"):
        edited("11-", swap)


def test_an_unknown_benefit_names_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName, match="promotion-worker"):
        catalogue.benefit("promotion")
    with pytest.raises(UnknownName, match="首席技师"):
        catalogue.benefit("promotion-technician").row("高技")


def test_the_benefits_of_a_clause(catalogue: Catalogue) -> None:
    ids = [benefit.id for benefit in catalogue.of_clause("yantai-2024-8", "13")]
    assert ids == ["leading-talent-allowance", "skill-master-allowance", "technical-expert-allowance", "leader-match"]
    assert catalogue.of_clause("yantai-2024-8", "14") == ()


def test_an_equivalence_has_no_amount(catalogue: Catalogue) -> None:
    benefit = catalogue.benefit("newcomer-living-allowance")
    assert benefit.formula is Formula.EQUIVALENCE
    assert not benefit.has_amount
    assert [(row.key, row.equivalent) for row in benefit.rows] == [
        ("技师", "本科生"),
        ("高级技师", "“双一流”高校和全球前200名高校（QS）学士本科生"),
        ("特级技师", "硕士研究生"),
        ("首席技师", "博士研究生"),
    ]
    assert (benefit.duration_years, benefit.duration_months, benefit.fund) == (3, 36, "青年人才补助资金")


def test_a_policy_without_benefits_is_allowed(tmp_path, library) -> None:
    catalogue = load_benefits(tmp_path, library)
    assert catalogue.benefits == ()
    assert catalogue.figures == ()


def test_decimal_figures_stay_exact(edited_text: Callable) -> None:
    catalogue = edited_text("13-", "amount: 108000", "amount: 108000.0")
    assert catalogue.benefit("leading-talent-allowance").rows[0].max == Decimal(108_000)
