"""The LangChain tools: exact results as artifacts, and refusals that name what is allowed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.tools import BaseTool
from pydantic import ValidationError

from assistant.answering.tools import make_tools
from assistant.benefits import Catalogue, Request, calculate


@pytest.fixture(scope="module")
def tools(catalogue: Catalogue) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in make_tools(catalogue)}


def call(tool: BaseTool, **arguments: Any) -> Any:
    return tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": arguments})


def test_the_names(tools: dict[str, BaseTool]) -> None:
    assert list(tools) == ["calculate_subsidy", "list_benefits", "look_up_clause"]


def test_a_sum_equals_the_calculators(tools: dict[str, BaseTool], catalogue: Catalogue) -> None:
    items = [
        {"benefit": "promotion-technician", "row": "高级技师", "count": 20, "already_paid": 20_000},
        {"benefit": "promotion-technician", "row": "首席技师", "count": 10.0, "already_paid": 20_000},
        {"benefit": "promotion-worker", "row": "三级工", "count": 50},
    ]
    message = call(tools["calculate_subsidy"], items=items)
    expected = calculate(
        catalogue,
        [
            Request("promotion-technician", "高级技师", 20),
            Request("promotion-technician", "首席技师", 10),
            Request("promotion-worker", "高级工", 50),
        ],
        {("promotion-technician", "", ""): 20_000},
    )
    assert message.artifact == expected
    assert json.loads(message.content) == expected.to_json()
    assert expected.max == 180_000


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"benefit": "promotion"}, "相近的：promotion-worker、promotion-technician"),
        ({"benefit": "promotion-technician", "row": "高级工", "count": 1}, "技师、高级技师、特级技师、首席技师"),
        (
            {"benefit": "promotion-technician", "row": "技师", "number": 1},
            "未知的键“number”；可用的键：benefit、row",
        ),
        ({"benefit": "promotion-technician", "row": "技师", "count": "三"}, "不是数字"),
        ({"benefit": "promotion-technician", "row": "技师", "count": True}, "不是数字"),
    ],
)
def test_the_schema_refuses_and_names_what_is_allowed(tools: dict[str, BaseTool], item: dict, message: str) -> None:
    tool = tools["calculate_subsidy"]
    with pytest.raises(ValidationError, match=message):
        tool.args_schema.model_validate({"items": [item]})
    refused = call(tool, items=[item])
    assert refused.status == "error"
    assert refused.artifact is None


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"benefit": "promotion-technician", "row": "技师"}, "缺少“技师”的数量"),
        ({"benefit": "promotion-technician", "row": "技师", "count": 2.5}, "整数"),
        ({"benefit": "promotion-technician", "count": 2}, "请说明是哪一档"),
        ({"benefit": "newcomer-living-allowance", "row": "首席技师", "count": 1}, "原文没有写明"),
    ],
)
def test_what_cannot_be_computed_is_told_to_the_model(tools: dict[str, BaseTool], item: dict, message: str) -> None:
    refused = call(tools["calculate_subsidy"], items=[item])
    assert refused.status == "error"
    assert message in refused.content


def test_the_highest_of_awards_for_one_thing(tools: dict[str, BaseTool]) -> None:
    items = [{"benefit": "contest-award", "row": level, "count": 1} for level in ("市级", "省级")]
    assert call(tools["calculate_subsidy"], items=items).artifact.max == 30_000
    assert call(tools["calculate_subsidy"], items=items, highest_only=True).artifact.max == 20_000


def test_two_amounts_paid_in_one_group(tools: dict[str, BaseTool]) -> None:
    item = {"benefit": "promotion-technician", "row": "技师", "count": 1}
    refused = call(tools["calculate_subsidy"], items=[item | {"already_paid": paid} for paid in (1, 2)])
    assert "不同的已领金额" in refused.content


def test_the_model_sees_the_allowed_benefits(tools: dict[str, BaseTool], catalogue: Catalogue) -> None:
    schema = json.dumps(tools["calculate_subsidy"].tool_call_schema.model_json_schema(), ensure_ascii=False)
    assert all(benefit.id in schema for benefit in catalogue)


def test_benefits_are_listed_by_clause(tools: dict[str, BaseTool], catalogue: Catalogue) -> None:
    assert call(tools["list_benefits"]).artifact == catalogue.benefits
    assert [b.id for b in call(tools["list_benefits"], clause="（七）").artifact] == ["self-assessment-support"]
    assert "没有第“18”条" in call(tools["list_benefits"], clause="18").content


def test_a_clause_is_looked_up(tools: dict[str, BaseTool]) -> None:
    assert call(tools["look_up_clause"], clause="十一").artifact.key == "11"
    assert "可查的条款：引言" in call(tools["look_up_clause"], clause="十八").content
