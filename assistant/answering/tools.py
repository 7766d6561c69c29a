"""The calculator and the look-up as LangChain tools, for a chat model or any other caller.

Each tool returns JSON text for the model and the object itself as the artifact. An argument that
names what does not exist is refused by the schema, in words that give the names that do.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from assistant.benefits import Benefit, Catalogue, Request, calculate, choose_highest
from assistant.benefits.names import RowNames
from assistant.benefits.report import benefit_json
from assistant.errors import InputError
from assistant.models import Calculation, Clause
from assistant.policy import Library
from assistant.policy.strict import Strict

__all__ = ["calculate_subsidy_tool", "list_benefits_tool", "look_up_clause_tool", "make_tools"]


def _exact(value: Any) -> Decimal | None:
    """A JSON number without the error of a binary float."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"“{value}”不是数字，应为阿拉伯数字，例如 20")
    return Decimal(str(value))


_Number = Annotated[Decimal | None, BeforeValidator(_exact), WithJsonSchema({"type": ["number", "null"]})]


class _Item(Strict):
    benefit: str
    row: str = Field("", description="档次，如等级、级别；只有一档时可不填")
    count: _Number = Field(None, description="人数、项目数或处数")
    years: _Number = Field(None, description="年数，只用于按年计的项目")
    months: _Number = Field(None, description="月数，只用于按月计的项目；不填则为整个支持期")
    base: _Number = Field(None, description="金额基数（元），只用于按比例或配套计算的项目")
    due: _Number = Field(None, description="作为限额的当年应缴额（元）")
    already_paid: _Number = Field(None, description="同一上限内已经领过的金额（元）")
    enterprise: str = Field("", description="企业；不同企业的上限分开算")
    year: str = Field("", description="年度；不同年度的上限分开算")


def make_tools(catalogue: Catalogue) -> list[BaseTool]:
    """All three tools over one catalogue."""
    return [
        calculate_subsidy_tool(catalogue),
        list_benefits_tool(catalogue),
        look_up_clause_tool(catalogue.library),
    ]


def calculate_subsidy_tool(catalogue: Catalogue) -> StructuredTool:
    """``calculate_subsidy``: the exact sum of some items; the artifact is the Calculation."""
    names = RowNames(catalogue)

    class Item(_Item):
        benefit: str = Field(
            description="补贴项目的编号", json_schema_extra={"enum": [benefit.id for benefit in catalogue]}
        )

        @model_validator(mode="after")
        def _known(self) -> Item:
            benefit = _checked(catalogue.benefit, self.benefit)
            if self.row:
                _checked(names.find, self.row, benefit)
            return self

    class CalculateSubsidy(Strict):
        items: list[Item] = Field(min_length=1)
        highest_only: bool = Field(False, description="各项是同一件事的奖补，只取最高一项；默认全部相加")

    def run(items: list[_Item], highest_only: bool = False) -> tuple[str, Calculation]:
        groups = [[item] for item in items] if highest_only else [items]
        try:
            results = [
                calculate(catalogue, [_request(names, catalogue, item) for item in group], _paid(group))
                for group in groups
            ]
            result = choose_highest(catalogue, results) if highest_only else results[0]
        except InputError as error:
            raise ToolException(str(error)) from None
        return json.dumps(result.to_json(), ensure_ascii=False), result

    description = "按政策原文精确计算补贴金额；金额单位为元，含上限、前提、条件和原文"
    return _tool(run, "calculate_subsidy", description, CalculateSubsidy)


def list_benefits_tool(catalogue: Catalogue) -> StructuredTool:
    """``list_benefits``: the benefits, of one clause where given; the artifact is their tuple."""
    library = catalogue.library

    class ListBenefits(Strict):
        clause: str = Field("", description="条号，如 11；不填则列出全部")

        @field_validator("clause")
        @classmethod
        def _known(cls, clause: str) -> str:
            return str(_checked(library.find_clause, clause).key) if clause else ""

    def run(clause: str = "") -> tuple[str, tuple[Benefit, ...]]:
        chosen = catalogue.of_clause(library.default.id, clause) if clause else catalogue.benefits
        return json.dumps([benefit_json(benefit) for benefit in chosen], ensure_ascii=False), chosen

    return _tool(run, "list_benefits", "列出政策里的补贴项目：编号、档次、金额、上限、条件和原文", ListBenefits)


def look_up_clause_tool(library: Library) -> StructuredTool:
    """``look_up_clause``: one clause with its departments; the artifact is the Clause."""

    class LookUpClause(Strict):
        clause: str = Field(description="条号或名称：11、十一、附则")

        @field_validator("clause")
        @classmethod
        def _known(cls, clause: str) -> str:
            return str(_checked(library.find_clause, clause).key)

    def run(clause: str) -> tuple[str, Clause]:
        found = library.find_clause(clause)
        return json.dumps(asdict(found), ensure_ascii=False), found

    return _tool(run, "look_up_clause", "按条号查政策原文和牵头、配合单位", LookUpClause)


def _tool(run: Any, name: str, description: str, arguments: type[BaseModel]) -> StructuredTool:
    return StructuredTool.from_function(
        run,
        name=name,
        description=description,
        args_schema=arguments,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=_refusal,
    )


def _checked(function: Any, *arguments: Any) -> Any:
    """The call's result; its refusal as a ValueError, which pydantic reports with the argument's place."""
    try:
        return function(*arguments)
    except InputError as error:
        raise ValueError(str(error)) from None


def _request(names: RowNames, catalogue: Catalogue, item: _Item) -> Request:
    row = names.find(item.row, catalogue.benefit(item.benefit))[1].key if item.row else ""
    return Request(**item.model_dump(exclude={"already_paid", "row"}), row=row)


def _paid(items: list[_Item]) -> dict[tuple[str, str, str], Decimal]:
    """What was paid before by group; an amount given with several items of a group counts once."""
    paid: dict[tuple[str, str, str], Decimal] = {}
    for item in items:
        group = item.benefit, item.enterprise, item.year
        if item.already_paid is not None and paid.setdefault(group, item.already_paid) != item.already_paid:
            raise InputError(f"同一组给了不同的已领金额：{paid[group]}、{item.already_paid}")
    return paid


def _refusal(error: Any) -> str:
    problems = error.errors() if isinstance(error, ValidationError) else [{"loc": (), "msg": str(error)}]
    return "；".join(
        f"{'.'.join(map(str, problem['loc']))}: {str(problem['msg']).removeprefix('Value error, ')}"
        for problem in problems
    )
