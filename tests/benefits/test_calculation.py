"""Bad quantities, caps, assumptions and choices; then what holds for any quantities."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.benefits import Benefit, Catalogue, Formula, Request, calculate, choose_highest, load_benefits, room_left
from assistant.errors import InputError, QuantityError, UnknownName
from assistant.models import Bound, Calculation
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS

CATALOGUE = load_benefits(DEFAULT_CORPUS, load_library(DEFAULT_CORPUS))
TECHNICIANS, WORKERS = "promotion-technician", "promotion-worker"

BAD_NUMBERS = [
    0,
    -1,
    2.5,
    Decimal("2.5"),
    10_000_001,
    10**5000,
    True,
    float("nan"),
    Decimal("NaN"),
    float("inf"),
    "3",
    "三",
    [3],
]


@pytest.mark.parametrize("count", BAD_NUMBERS, ids=range(len(BAD_NUMBERS)))
def test_a_count_that_cannot_be_used(count: object) -> None:
    with pytest.raises(QuantityError, match="应为1到10000000之间的整数"):
        calculate(CATALOGUE, [Request(TECHNICIANS, "技师", count)])


@pytest.mark.parametrize("months", [0, -1, 1.5, 49, True, "12"], ids=str)
def test_months_that_cannot_be_used(months: object) -> None:
    with pytest.raises(QuantityError, match="应为1到48之间的整数"):
        calculate(CATALOGUE, [Request("skill-master-allowance", count=1, months=months)])


@pytest.mark.parametrize("base", [0, -1, 1.5, Decimal("0.001"), 10**13, True, "5", Decimal("Infinity")], ids=str)
def test_a_base_that_cannot_be_used(base: object) -> None:
    with pytest.raises(QuantityError, match="应为大于0、不超过1万亿的金额"):
        calculate(CATALOGUE, [Request("training-fund-share", base=base)])


@pytest.mark.parametrize(
    ("request_", "error", "message"),
    [
        (Request(TECHNICIANS, "技师"), QuantityError, "缺少“技师”的数量"),
        (Request(TECHNICIANS, count=3), InputError, "请说明是哪一档：技师、高级技师"),
        (Request(TECHNICIANS, "高级工", 3), UnknownName, "技师、高级技师、特级技师、首席技师"),
        (Request("promotion", "技师", 3), UnknownName, "promotion-technician"),
        (Request("worldskills-base-match"), QuantityError, "缺少.*金额基数"),
        (Request(TECHNICIANS, "技师", 1, months=3), QuantityError, "不按月数计算；可填：数量"),
        (Request("training-fund-share", count=3, base=1), QuantityError, "不按数量计算；可填：金额基数"),
        (
            Request("newcomer-living-allowance", "首席技师", 1),
            InputError,
            "没有写明.*金额，只写明首席技师对应博士研究生",
        ),
    ],
)
def test_a_request_that_cannot_be_answered(request_: Request, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        calculate(CATALOGUE, [request_])


def test_nothing_asked() -> None:
    with pytest.raises(InputError, match="没有要计算的项目"):
        calculate(CATALOGUE, [])


def test_a_share_is_no_subsidy() -> None:
    with pytest.raises(InputError, match="不能与其他项目相加"):
        calculate(CATALOGUE, [Request("training-fund-share", base=100), Request(WORKERS, "高级工", 1)])


def test_each_enterprise_and_year_has_its_own_cap() -> None:
    result = calculate(
        CATALOGUE,
        [
            Request(TECHNICIANS, "首席技师", 15, enterprise="甲", year="2025"),
            Request(TECHNICIANS, "高级技师", 6, enterprise="乙", year="2025"),
            Request(TECHNICIANS, "首席技师", 2, enterprise="甲", year="2026"),
        ],
        {(TECHNICIANS, "甲", "2026"): Decimal(90_000)},
    )
    assert result.max == 100_000 + 18_000 + 10_000
    assert [(c.enterprise, c.year, c.before, c.allowed, c.bites) for c in result.caps] == [
        ("甲", "2025", 120_000, 100_000, True),
        ("乙", "2025", 18_000, 100_000, False),
        ("甲", "2026", 16_000, 10_000, True),
    ]


def test_what_is_assumed_is_said() -> None:
    result = calculate(CATALOGUE, [Request(TECHNICIANS, "技师", 1)])
    assert "按同一家企业、同一年计算" in result.assumptions
    named = calculate(CATALOGUE, [Request(TECHNICIANS, "技师", 1, enterprise="甲", year="2025")])
    assert "按同一家企业、同一年计算" not in named.assumptions
    assert calculate(CATALOGUE, [Request("apprenticeship-subsidy", count=1)]).assumptions == ("按1年计算",)
    city = calculate(CATALOGUE, [Request("self-assessment-support", count=21)])
    assert any("没有写明是全市合计" in text for text in city.assumptions)


def test_expressions_can_be_checked_by_hand() -> None:
    def expression(request: Request) -> str:
        return calculate(CATALOGUE, [request]).lines[0].expression

    assert expression(Request(TECHNICIANS, "高级技师", 20)) == "20 × 3000元"
    assert expression(Request("golden-blue-collar-subsidy", count=72)) == "72 × 3000–5000元"
    assert expression(Request("skill-master-allowance", count=3)) == "3 × 1000元 × 48个月"
    assert expression(Request("education-surcharge-credit", base=Decimal(5_000_000))) == "30% × 500万元"
    assert expression(Request("worldskills-base-match", base=Decimal(300_000))) == "1:1 × 30万元"


def test_bounds_merge() -> None:
    award, worker = Request("contest-award", "省级", 1), Request(WORKERS, "高级工", 1)
    apprentice = Request("apprenticeship-subsidy", count=1)
    assert calculate(CATALOGUE, [worker]).bound is Bound.EXACT
    ranged = calculate(CATALOGUE, [worker, apprentice])
    assert (ranged.min, ranged.max, ranged.bound) == (7000, 9000, Bound.RANGE)
    at_most = calculate(CATALOGUE, [worker, apprentice, award])
    assert (at_most.min, at_most.max, at_most.bound) == (29_000, 29_000, Bound.AT_MOST)


@pytest.mark.parametrize("due", [-1, True, "3", [3], 10**5000], ids=range(5))
def test_a_due_that_cannot_be_used(due: object) -> None:
    with pytest.raises(QuantityError, match="应为不小于0"):
        calculate(CATALOGUE, [Request("education-surcharge-credit", base=100, due=due)])


def test_different_dues_in_one_group_are_refused() -> None:
    asked = [Request("education-surcharge-credit", base=100, due=due) for due in (10, 20)]
    with pytest.raises(QuantityError, match="给了不同的"):
        calculate(CATALOGUE, asked)


@pytest.mark.parametrize(
    ("paid", "error", "message"),
    [
        ({(TECHNICIANS, "甲", ""): Decimal(1)}, InputError, "不在这次计算里"),
        ({(WORKERS, "", ""): Decimal(1)}, QuantityError, "没有总额上限"),
        ({(TECHNICIANS, "", ""): Decimal(-1)}, QuantityError, "已领金额“-1”不能用"),
        ({("nothing", "", ""): Decimal(1)}, UnknownName, "补贴项目"),
    ],
)
def test_a_paid_amount_that_cannot_be_used(paid: dict, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        calculate(CATALOGUE, [Request(TECHNICIANS, "技师", 1), Request(WORKERS, "高级工", 1)], paid)


def test_the_highest_is_chosen_only_when_asked() -> None:
    city, province = (calculate(CATALOGUE, [Request("contest-award", level, 1)]) for level in ("市级", "省级"))
    best = choose_highest(CATALOGUE, [city, province])
    assert best.max == 20_000
    assert any("就高不重复" in text and "1万元、2万元" in text for text in best.assumptions)
    assert [citation.clause for citation in best.citations] == ["8", "16"]
    both = calculate(CATALOGUE, [Request("contest-award", level, 1) for level in ("市级", "省级")])
    assert both.max == 30_000
    with pytest.raises(InputError, match="没有可比较"):
        choose_highest(CATALOGUE, [])


def test_citations_prove_the_sum() -> None:
    text = CATALOGUE.library.default.text
    result = calculate(CATALOGUE, [Request(TECHNICIANS, "技师", 1), Request(TECHNICIANS, "首席技师", 1)])
    (citation,) = result.citations
    assert text[citation.start : citation.end] == citation.quote
    assert "2500元" in citation.quote


COUNTED = [b for b in CATALOGUE if b.formula.counts]
counted_requests = st.sampled_from(COUNTED).flatmap(
    lambda benefit: st.builds(
        Request,
        benefit=st.just(benefit.id),
        row=st.sampled_from([row.key for row in benefit.rows]),
        count=st.integers(1, 10_000_000),
        years=st.none() | st.integers(1, 10) if "years" in benefit.takes else st.none(),
        months=st.none() | st.integers(1, 48) if "months" in benefit.takes else st.none(),
        enterprise=st.sampled_from(["", "甲", "乙"]),
        year=st.sampled_from(["", "2025", "2026"]),
    )
)
request_lists = st.lists(counted_requests, min_size=1, max_size=8)


def payable(result: Calculation) -> dict[tuple[str, str, str], Decimal]:
    """What each group comes to, from the lines and caps alone."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in result.lines:
        cap = CATALOGUE.benefit(line.benefit).cap
        per = cap.per if cap else ("enterprise", "year")
        group = (
            line.benefit,
            line.enterprise if "enterprise" in per else "",
            line.year if "year" in per else "",
        )
        sums[group] = sums.get(group, Decimal(0)) + line.max
    for cap in result.caps:
        group = cap.benefit, cap.enterprise, cap.year
        assert cap.before == sums[group]
        sums[group] = min(sums[group], cap.allowed)
    return sums


@given(request_lists)
def test_parts_sum_to_the_whole_and_no_cap_is_exceeded(requests: list[Request]) -> None:
    result = calculate(CATALOGUE, requests)
    sums = payable(result)
    assert result.max == sum(sums.values())
    assert result.min <= result.max
    for cap in result.caps:
        assert sums[cap.benefit, cap.enterprise, cap.year] + cap.already_paid <= cap.limit
        assert cap.bites == (cap.before > cap.allowed)


@given(request_lists, st.randoms(use_true_random=False))
def test_order_does_not_matter(requests: list[Request], random) -> None:
    shuffled = list(requests)
    random.shuffle(shuffled)
    one, other = calculate(CATALOGUE, requests), calculate(CATALOGUE, shuffled)
    assert (one.min, one.max, one.bound) == (other.min, other.max, other.bound)
    assert set(one.caps) == set(other.caps)
    assert set(one.citations) == set(other.citations)
    assert set(one.conditions) == set(other.conditions)


@given(request_lists, counted_requests)
def test_more_people_never_pay_less(requests: list[Request], more: Request) -> None:
    assert calculate(CATALOGUE, [*requests, more]).max >= calculate(CATALOGUE, requests).max


@given(counted_requests, st.integers(1, 10_000_000))
def test_people_may_be_counted_in_two_parts(request_: Request, part: int) -> None:
    whole = request_.count or 1
    if part >= whole:
        return
    parts = [replace_count(request_, part), replace_count(request_, whole - part)]
    assert calculate(CATALOGUE, parts).max == calculate(CATALOGUE, [request_]).max


def replace_count(request_: Request, count: int) -> Request:
    return Request(**{name: getattr(request_, name) for name in Request.__slots__} | {"count": count})


@given(
    st.integers(1, 1000),
    st.decimals(min_value=0, max_value=200_000, places=2),
    st.decimals(min_value=0, max_value=200_000, places=2),
)
def test_paid_before_and_now_never_pass_the_cap(count: int, paid: Decimal, more: Decimal) -> None:
    asked = [Request(TECHNICIANS, "首席技师", count)]
    first = calculate(CATALOGUE, asked, {(TECHNICIANS, "", ""): paid})
    assert first.max == min(Decimal(8000 * count), max(100_000 - paid, Decimal(0)))
    later = calculate(CATALOGUE, asked, {(TECHNICIANS, "", ""): paid + more})
    assert later.max <= first.max


def by_fractions(benefit: Benefit, request_: Request) -> Fraction:
    row = benefit.row(request_.row or benefit.rows[0].key)
    figure = Fraction(row.max or 0)
    if benefit.formula is Formula.SHARE:
        return figure / 100 * Fraction(request_.base or 0)
    if benefit.formula is Formula.MATCH:
        return figure * Fraction(request_.base or 0)
    if benefit.formula is Formula.PER_UNIT_YEAR:
        figure *= request_.years or 1
    if benefit.formula is Formula.PER_UNIT_MONTH:
        figure *= request_.months or 12 * Fraction(benefit.duration_years or 0)
    return figure * (request_.count or 1)


@given(counted_requests)
def test_counts_are_exact_against_fractions(request_: Request) -> None:
    benefit = CATALOGUE.benefit(request_.benefit)
    assert Fraction(calculate(CATALOGUE, [request_]).lines[0].max) == by_fractions(benefit, request_)


@settings(max_examples=200)
@given(
    st.sampled_from([b for b in CATALOGUE if b.formula.takes_base]),
    st.decimals(min_value="0.01", max_value=10**12, places=2),
)
def test_shares_are_exact_against_fractions(benefit: Benefit, base: Decimal) -> None:
    request_ = Request(benefit.id, base=base)
    assert Fraction(calculate(CATALOGUE, [request_]).max) == by_fractions(benefit, request_)


def test_the_calculation_as_json(catalogue: Catalogue) -> None:
    values = calculate(
        catalogue, [Request(TECHNICIANS, "高级技师", 20), Request(TECHNICIANS, "首席技师", 10)]
    ).to_json()
    assert values["lines"][0] == {
        "benefit": TECHNICIANS,
        "label": "高级技师",
        "expression": "20 × 3000元",
        "min": 60000,
        "max": 60000,
        "bound": "exact",
        "enterprise": "",
        "year": "",
    }
    assert (values["min"], values["max"], values["bound"]) == (100_000, 100_000, "exact")


@pytest.mark.parametrize(("paid", "left"), [(0, 100_000), (99_999, 1), (100_000, 0), (100_001, 0)])
def test_what_a_cap_leaves(catalogue: Catalogue, paid: int, left: int) -> None:
    calculation = room_left(catalogue, TECHNICIANS, Decimal(paid))
    assert (calculation.min, calculation.max, calculation.bound) == (left, left, Bound.AT_MOST)
    assert (calculation.caps[0].already_paid, calculation.caps[0].allowed) == (paid, left)
    assert calculation.lines == () and calculation.citations


def test_no_room_without_a_cap_in_yuan(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="没有写明上限金额"):
        room_left(catalogue, WORKERS, Decimal(1))
    with pytest.raises(QuantityError):
        room_left(catalogue, TECHNICIANS, Decimal(-1))


@pytest.mark.parametrize(
    ("request_", "total"),
    [
        (Request("apprenticeship-subsidy", count=16, granted=Decimal(6000)), 96_000),
        (Request("apprenticeship-subsidy", count=2, years=2, granted=Decimal(7000)), 28_000),
        (
            Request("platform-match", "省级高技能人才培训基地", count=1, granted=Decimal("299999.99")),
            Decimal("299999.99"),
        ),
        (Request("platform-match", "省级高技能人才培训基地", count=1, granted=Decimal(300_000)), 300_000),
    ],
)
def test_what_was_granted_takes_the_place_of_a_limit_or_a_range(request_: Request, total: Decimal) -> None:
    result = calculate(CATALOGUE, [request_])
    assert (result.min, result.max, result.bound) == (total, total, Bound.EXACT)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (Request("apprenticeship-subsidy", count=1, granted=Decimal(4999)), "超出了原文的标准：5000-7000元"),
        (Request("apprenticeship-subsidy", count=1, granted=Decimal(7001)), "超出了原文的标准"),
        (Request("platform-match", "省级高技能人才培训基地", count=1, granted=Decimal(300_001)), "超出了原文的标准"),
        (Request("platform-match", "省级高技能人才培训基地", count=1, granted=Decimal(0)), "实际核定的金额"),
        (Request(TECHNICIANS, "技师", count=1, granted=Decimal(2000)), "固定的"),
    ],
)
def test_a_granted_amount_that_the_text_has_no_room_for(request_: Request, reason: str) -> None:
    with pytest.raises(QuantityError, match=reason):
        calculate(CATALOGUE, [request_])
