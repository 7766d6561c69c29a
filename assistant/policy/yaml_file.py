"""The corpus's YAML: read without duplicate keys, decimals exact; whatever is wrong with a file names it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import CorpusError

__all__ = ["read_text", "read_yaml"]


def read_text(path: Path) -> str:
    """The file's text. CorpusError where it is missing or no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CorpusError(f"缺少文件：{path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: 读不了，应为 UTF-8 的文本：{error}") from None


def read_yaml(path: Path) -> Any:
    """What the file holds. CorpusError where it is missing, no YAML, or gives a key twice."""
    try:
        return yaml.load(read_text(path), Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:  # a day that no calendar has is a ValueError
        raise CorpusError(f"{path}: 不是有效的 YAML：{' '.join(str(error).split())}") from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | Decimal):
                raise yaml.constructor.ConstructorError(None, None, f"不能作键：“{key}”", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"重复的键“{key}”", key_node.start_mark)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))
