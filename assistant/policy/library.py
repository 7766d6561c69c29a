"""Load policies from the corpus: ``policies/<id>/`` with policy.yaml and policy.txt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError, InputError, UnknownName
from assistant.models import Clause, Policy
from assistant.policy.cleaning import clean
from assistant.policy.parsing import chinese_number, parse_clauses
from assistant.policy.yaml_file import read_text, read_yaml

__all__ = ["Library", "load_library", "load_policy"]

_KEYS = {
    "id": str,
    "number": str,
    "title": str,
    "issuer": str,
    "city": str,
    "issued": date,
    "effective": date,
    "expires": date,
    "validity": str,
    "source": str,
}
_KINDS = {str: "非空的文字", date: "日期，如 2024-03-01，不加引号"}


def load_policy(folder: Path) -> Policy:
    """The policy in this folder. Its policy.txt is made from source.txt where it does not lie ready.

    CorpusError where a file is missing, a key is unknown or the text cannot be cut.
    """
    facts = _facts(folder / "policy.yaml")
    text = _text(folder)
    if facts["validity"] not in text:
        raise CorpusError(f"{folder / 'policy.yaml'}: validity 不是正文原文：{facts['validity']}")
    return Policy(
        id=facts["id"],
        number=facts["number"],
        title=facts["title"],
        issuer=facts["issuer"],
        city=facts["city"],
        validity=facts["validity"],
        issued=facts["issued"],
        effective=facts["effective"],
        expires=facts["expires"],
        text=text,
        clauses=parse_clauses(facts["id"], text),
    )


def _facts(path: Path) -> dict[str, Any]:
    facts = read_yaml(path)
    if not isinstance(facts, dict):
        raise CorpusError(f"{path}: 应有且仅有这些键：{'、'.join(_KEYS)}")
    if wrong := [*(key for key in facts if key not in _KEYS), *(key for key in _KEYS if key not in facts)]:
        what = "未知的键" if wrong[0] in facts else "缺少键"
        raise CorpusError(f"{path}: {what}“{wrong[0]}”；应有且仅有这些键：{'、'.join(_KEYS)}")
    for key, kind in _KEYS.items():
        if type(facts[key]) is not kind or not facts[key]:
            raise CorpusError(f"{path}: {key} 应为{_KINDS[kind]}，现为“{facts[key]}”")
    if facts["expires"] < facts["effective"]:
        raise CorpusError(f"{path}: expires（{facts['expires']}）应不早于 effective（{facts['effective']}）")
    return facts


def _text(folder: Path) -> str:
    ready, received = folder / "policy.txt", folder / "source.txt"
    if ready.is_file():
        return read_text(ready)
    if received.is_file():
        return clean(read_text(received))
    raise CorpusError(f"缺少文件：{ready}")


@dataclass(frozen=True, slots=True)
class Library:
    """The policies of a corpus, in the order of their ids; the first is the default."""

    policies: tuple[Policy, ...]

    @property
    def default(self) -> Policy:
        """The policy that answers where a question names none."""
        return self.policies[0]

    def policy(self, policy_id: str) -> Policy:
        """The policy with this id; UnknownName where there is none."""
        for policy in self.policies:
            if policy.id == policy_id:
                return policy
        raise UnknownName("政策", policy_id, (policy.id for policy in self.policies))

    def clauses(self) -> Iterator[Clause]:
        """Every clause of every policy."""
        for policy in self.policies:
            yield from policy.clauses

    def find_clause(self, reference: str, policy_id: str = "") -> Clause:
        """The clause that a person names: "11", "十一", "第十一条", "（十一）" or "附则".

        InputError where it does not exist, with the keys that do.
        """
        policy = self.policy(policy_id) if policy_id else self.default
        key = reference.strip().strip("第条款（）() ")
        with suppress(ValueError):
            key = str(chinese_number(key)) if not key.isdigit() else str(int(key))
        try:
            return policy.clause(key)
        except KeyError:
            allowed = "、".join(clause.key for clause in policy.clauses)
            raise InputError(f"没有第“{reference}”条。可查的条款：{allowed}") from None


def load_library(corpus: Path) -> Library:
    """All policies under ``corpus/policies``. CorpusError where there is none or one is wrong."""
    folders = sorted(path for path in (corpus / "policies").glob("[!._]*") if path.is_dir())
    if not folders:
        raise CorpusError(f"{corpus / 'policies'} 里没有政策；每个政策一个文件夹，内有 policy.yaml 和 policy.txt")
    policies = [load_policy(folder) for folder in folders]
    for folder, policy in zip(folders, policies, strict=True):
        if policy.id != folder.name:
            raise CorpusError(f"{folder / 'policy.yaml'}: id 应与文件夹同名（{folder.name}），现为“{policy.id}”")
    return Library(tuple(policies))
