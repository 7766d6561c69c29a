"""The shape of a benefit file: YAML read without duplicate or unknown keys, numbers as Decimal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.benefits.catalogue import Formula
from assistant.errors import CorpusError
from assistant.models import Bound

__all__ = ["BenefitFile", "BenefitSpec", "CaseSpec", "FigureFile", "RowSpec", "Strict", "read_file"]


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("应为不带引号的数字")
    return Decimal(value)


def _limits(value: Any) -> tuple[Decimal, Decimal]:
    low, high = value if isinstance(value, list) and len(value) == 2 else (value, value)
    if _number(low) > _number(high):
        raise ValueError("下限高于上限")
    return _number(low), _number(high)


Number = Annotated[Decimal, BeforeValidator(_number)]
Limits = Annotated[tuple[Decimal, Decimal], BeforeValidator(_limits)]
Text = Annotated[str, Field(strict=True, min_length=1)]
Texts = tuple[Text, ...]
_Spec = TypeVar("_Spec", bound="Strict")


class Strict(BaseModel):
    """Data that refuses an unknown key by naming the keys that are allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        allowed = [field.alias or name for name, field in cls.model_fields.items()]
        if not isinstance(value, dict):
            raise ValueError(f"应为一组键值；可用的键：{'、'.join(allowed)}")
        for key in value:
            if key not in allowed:
                raise ValueError(f"未知的键“{key}”；可用的键：{'、'.join(allowed)}")
        return value


class RowSpec(Strict):
    """A row: an amount or a range with its quote, or what it is treated like; ``name`` as the text has it."""

    amount: Limits | None = None
    quote: Text = ""
    name: str = ""
    equivalent: str = ""
    words: Texts = ()


class CapSpec(Strict):
    """A cap: an amount of yuan, or "due" for the amount that the request gives."""

    amount: Number | Literal["due"]
    per: tuple[Literal["enterprise", "year"], ...]
    label: Text
    quote: Text
    assumption: str = ""


class DurationSpec(Strict):
    """A duration in whole years with its quote."""

    years: Annotated[int, Field(strict=True, gt=0)]
    quote: Text


class CaseSpec(Strict):
    """A worked example; ``out`` is a sum or a range, ``error`` the kind of refusal."""

    name: Text
    counts: dict[str, Any] = Field(default={}, alias="in")
    given: dict[Literal["years", "months", "base", "due", "enterprise", "year"], Any] = Field(default={}, alias="with")
    paid: Number | None = None
    out: Limits | None = None
    bound: Bound | None = None
    capped: bool | None = None
    error: Literal["", "quantity", "input", "unknown"] = ""

    @model_validator(mode="after")
    def _one_outcome(self) -> CaseSpec:
        if (self.out is None) == (not self.error):
            raise ValueError("out 与 error 应有且只有一个")
        return self


class BenefitSpec(Strict):
    """A benefit as its file states it; the loader holds it against the text."""

    id: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    title: Text
    quote: Text
    recipient: Text
    formula: Formula
    unit: Text
    bound: Bound = Bound.EXACT
    payable: bool = True
    once: bool = False
    duration: DurationSpec | None = None
    fund: str = ""
    rows: Annotated[dict[Text, RowSpec], Field(min_length=1)]
    cap: CapSpec | None = None
    conditions: Texts = ()
    open_questions: Texts = ()
    words: Texts = ()
    asks: Texts = ()
    cases: Annotated[tuple[CaseSpec, ...], Field(min_length=1)]


class HighestOnlySpec(Strict):
    """The rule that only the highest of several awards is paid."""

    quote: Text
    assumption: Text


class BenefitFile(Strict):
    """The benefits of one clause."""

    clause: Text
    benefits: tuple[BenefitSpec, ...]
    highest_only: HighestOnlySpec | None = None


class FigureSpec(Strict):
    """A figure that is no benefit; no ``clause`` for words outside the clauses."""

    clause: str = ""
    kind: Literal["target", "quota", "date", "validity", "reference", "name", "condition", "frequency"]
    quote: Text
    meaning: Text
    benefit: str = ""


class FigureFile(Strict):
    """The figures of a policy that are no benefits."""

    figures: tuple[FigureSpec, ...]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice and keeps decimals exact."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"重复的键“{key}”", key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


def read_file(path: Path, kind: type[_Spec]) -> _Spec:
    """The file as data of this kind. CorpusError with the file, the place and what is allowed."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        return kind.model_validate(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: 不是有效的 YAML：{' '.join(str(error).split())}") from None
    except ValidationError as error:
        raise CorpusError(f"{path}: " + "；".join(_complaint(problem) for problem in error.errors()[:5])) from None


def _complaint(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "文件"
    reason = "缺少这个键" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
    return f"{place}: {reason}"
