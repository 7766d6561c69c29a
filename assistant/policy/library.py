"""Load policies from the corpus: ``policies/<id>/`` with policy.yaml and policy.txt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import CorpusError, InputError, UnknownName
from assistant.models import Clause, Policy
from assistant.policy.cleaning import clean
from assistant.policy.parsing import chinese_number, parse_clauses

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
    if not path.is_file():
        raise CorpusError(f"缺少文件：{path}")
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(facts, dict) or set(facts) != set(_KEYS):
        raise CorpusError(f"{path}: 应有且仅有这些键：{'、'.join(_KEYS)}")
    for key, kind in _KEYS.items():
        if not isinstance(facts[key], kind):
            raise CorpusError(f"{path}: {key} 应为 {kind.__name__}")
    return facts


def _text(folder: Path) -> str:
    ready, received = folder / "policy.txt", folder / "source.txt"
    if ready.is_file():
        return ready.read_text(encoding="utf-8")
    if received.is_file():
        return clean(received.read_text(encoding="utf-8"))
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
    """All policies under ``corpus/policies``. CorpusError where there is none."""
    folders = sorted(path.parent for path in (corpus / "policies").glob("*/policy.yaml"))
    if not folders:
        raise CorpusError(f"{corpus / 'policies'} 里没有政策；每个政策一个文件夹，内有 policy.yaml 和 policy.txt")
    return Library(tuple(load_policy(folder) for folder in folders))
