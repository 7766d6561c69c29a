"""The worked examples that stand in the rule files, and what each file must have of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.benefits import Benefit, Case, Catalogue, Request, calculate, load_benefits
from assistant.errors import AssistantError, InputError, QuantityError, UnknownName
from assistant.models import Bound
from assistant.policy import load_library
from assistant.settings import DEFAULT_CORPUS

ERRORS = {"quantity": QuantityError, "unknown": UnknownName, "input": InputError}
BENEFITS = load_benefits(DEFAULT_CORPUS, load_library(DEFAULT_CORPUS)).benefits


def run(catalogue: Catalogue, benefit: Benefit, case: Case):
    given = dict(case.given)
    requests = [Request(benefit.id, row, count, **given) for row, count in case.counts]
    paid = {} if case.paid is None else {(benefit.id, given.get("enterprise", ""), given.get("year", "")): case.paid}
    return calculate(catalogue, requests or [Request(benefit.id, **given)], paid)


@pytest.mark.parametrize(
    ("benefit", "case"),
    [pytest.param(b, case, id=f"{b.id}-{case.name}") for b in BENEFITS for case in b.cases],
)
def test_case(catalogue: Catalogue, benefit: Benefit, case: Case) -> None:
    if case.error:
        with pytest.raises(AssistantError) as refused:
            run(catalogue, benefit, case)
        assert refused.type is ERRORS[case.error]
        return
    result = run(catalogue, benefit, case)
    assert (result.min, result.max) == (case.low, case.high)
    assert case.bound is None or result.bound is case.bound
    assert case.capped is None or any(cap.bites for cap in result.caps) is case.capped


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.id)
def test_every_benefit_has_a_sum_and_a_refusal(benefit: Benefit) -> None:
    assert any(case.error for case in benefit.cases)
    assert any(not case.error for case in benefit.cases) or not benefit.has_amount


@pytest.mark.parametrize("benefit", [b for b in BENEFITS if b.cap], ids=lambda benefit: benefit.id)
def test_every_cap_has_a_case_at_it_and_one_past_it(benefit: Benefit) -> None:
    limits = {Decimal(dict(case.given).get("due", benefit.cap.amount or 0)) for case in benefit.cases if case.high}
    at = [case for case in benefit.cases if case.capped is False and case.high in limits]
    past = [case for case in benefit.cases if case.capped is True]
    assert at
    assert past


def test_the_example_of_two_sentences(catalogue: Catalogue) -> None:
    technicians = [Request("promotion-technician", "高级技师", 20), Request("promotion-technician", "首席技师", 10)]
    capped = calculate(catalogue, technicians)
    assert (capped.max, capped.bound) == (100_000, Bound.EXACT)  # min(20 × 3000 + 10 × 8000, 100000)
    assert [(cap.label, cap.before, cap.bites) for cap in capped.caps] == [("每家企业每年不超过10万元", 140_000, True)]
    both = calculate(catalogue, [*technicians, Request("promotion-worker", "高级工", 50)])
    assert both.max == 200_000  # 100000 + 50 × 2000, the second sentence has no cap
