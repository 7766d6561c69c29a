"""The shape of a corpus file: an unknown key is refused; errors name the file, the place and what is allowed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import CorpusError
from assistant.policy.yaml_file import read_yaml

__all__ = ["Expression", "Strict", "Text", "Texts", "compiled", "read_file"]

_MOST = 5
_REASONS = {
    "missing": "缺少这个键",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "tuple_type": "应为列表",
    "dict_type": "应为一组键值",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
}


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """The pattern of an expression, compiled once: the corpus has more of them than ``re`` keeps."""
    return re.compile(expression)


def _compiled(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"不是正则表达式“{pattern}”：{error}") from None
    return pattern


Text = Annotated[str, Field(strict=True, min_length=1)]
Texts = tuple[Text, ...]
Expression = Annotated[str, AfterValidator(_compiled)]
"""A regular expression, as text."""
_Kind = TypeVar("_Kind", bound="Strict")


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


def read_file(path: Path, kind: type[_Kind]) -> _Kind:
    """The file as data of this kind. CorpusError with the file, the place and what is allowed."""
    content = read_yaml(path)
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        complaints = [_complaint(problem, content) for problem in error.errors()[:_MOST]]
        raise CorpusError(f"{path}: " + "；".join(complaints)) from None


def _complaint(problem: Any, content: Any) -> str:
    if problem["type"] in ("literal_error", "enum"):
        reason = f"应为 {problem['ctx']['expected'].replace(' or ', '、').replace(', ', '、')} 之一"
    else:
        reason = _REASONS.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
    return f"{_place(problem['loc'], content)}: {reason}"


def _place(parts: tuple[int | str, ...], content: Any) -> str:
    """Where something stands, an entry of a list by its id where it has one."""
    names = []
    for part in parts:
        try:
            content = content[part]
        except (IndexError, KeyError, TypeError):
            content = None
        named = isinstance(part, int) and isinstance(content, dict) and isinstance(content.get("id"), str)
        names.append(content["id"] if named else str(part))
    return ".".join(names) or "文件"
