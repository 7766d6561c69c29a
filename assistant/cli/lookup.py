"""``clause``: one clause of the policy, with its departments."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from assistant.models import Clause, Policy
from assistant.settings import Settings

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command ``clause``."""
    command = commands.add_parser("clause", help="查一条原文：clause 11、clause 十一、clause 附则")
    command.add_argument("key", metavar="条款", help="条号或名称：11、十一、（十一）、附则")
    command.add_argument("--policy", metavar="编号", default="", help="政策编号；不写则为第一份")
    command.add_argument("--json", action="store_true", help="输出 JSON")
    command.set_defaults(run=_clause)


def _clause(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.policy import load_library

    library = load_library(settings.corpus)
    clause = library.find_clause(arguments.key, arguments.policy)
    if arguments.json:
        print(json.dumps(asdict(clause), ensure_ascii=False))
    else:
        print(_text(library.policy(clause.policy), clause))
    return 0


def _text(policy: Policy, clause: Clause) -> str:
    head = " ".join(part for part in (policy.number, clause.section, clause.label) if part)
    lines = [head, "", clause.text]
    for role, names in (("牵头单位", clause.leads), ("配合单位", clause.supports)):
        if names:
            lines += ["", f"{role}：{'、'.join(names)}"]
    return "\n".join(lines)
