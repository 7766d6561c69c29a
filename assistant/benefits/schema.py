"""The shape of a benefit file: no unknown keys, numbers as Decimal."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from assistant.benefits.catalogue import Formula
from assistant.models import Bound
from assistant.policy.strict import Strict, Text, Texts

__all__ = ["BenefitFile", "BenefitSpec", "CaseSpec", "FigureFile", "FigureSpec", "RowSpec"]


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
