"""Break a copy of the corpus on purpose, one figure or one clause at a time, to see that it is noticed.

Each figure is broken three ways: in the rule alone; in the rule and the words it quotes; and in the rule,
its quotes and the policy's text together, as if the law itself had been forged.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.policy import load_library
from eval.figures import money, percentages

__all__ = ["Mutation", "clause_mutations", "figure_mutations", "mutated"]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One deliberate fault: ``place`` is what a finding must name: a clause's label or a benefit's id."""

    name: str
    place: str
    apply: Callable[[Path], None]


def mutated(corpus: Path, target: Path, mutation: Mutation) -> Path:
    """A copy of the corpus in ``target`` with this fault in it."""
    shutil.copytree(corpus, target)
    mutation.apply(target)
    return target


def figure_mutations(corpus: Path) -> Iterator[Mutation]:
    """Every figure of every benefit, broken in each way."""
    for path in sorted(corpus.glob("policies/*/benefits/[0-9]*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        relative = path.relative_to(corpus)
        for benefit in content["benefits"]:
            for row, figure in benefit["rows"].items():
                if "amount" in figure:
                    for depth in ("rule", "quote", "law"):
                        name = f"{benefit['id']}.{row} ({depth})"
                        yield Mutation(name, benefit["id"], _figure_fault(relative, benefit["id"], row, depth))


def clause_mutations(corpus: Path) -> Iterator[Mutation]:
    """Every clause of every policy: a character changed in the middle, and its last sentence dropped."""
    for policy in load_library(corpus).policies:
        folder = Path("policies") / policy.id
        for part in policy.clauses:
            middle = part.start + len(part.text) // 2
            last = part.sentences[-1]
            changed = policy.text[:middle] + "某" + policy.text[middle + 1 :]
            dropped = policy.text[: last.start] + policy.text[last.end :]
            yield Mutation(f"{part.label} (character)", part.label, _text_fault(folder, changed))
            if len(part.sentences) > 1:
                yield Mutation(f"{part.label} (sentence)", part.label, _text_fault(folder, dropped))


def _figure_fault(file: Path, benefit_id: str, row_key: str, depth: str) -> Callable[[Path], None]:
    def apply(corpus: Path) -> None:
        path = corpus / file
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        benefit = next(item for item in content["benefits"] if item["id"] == benefit_id)
        row = benefit["rows"][row_key]
        before, sentence = row["quote"], benefit["quote"]
        after = _bumped(before)
        row["amount"] = _amount(after)
        if depth != "rule":
            row["quote"] = after
            benefit["quote"] = sentence.replace(before, after)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        if depth == "law":
            folder = path.parent.parent
            text = (folder / "policy.txt").read_text(encoding="utf-8").replace(sentence, benefit["quote"])
            _write_text(folder, text)

    return apply


def _text_fault(folder: Path, text: str) -> Callable[[Path], None]:
    return lambda corpus: _write_text(corpus / folder, text)


def _write_text(folder: Path, text: str) -> None:
    (folder / "policy.txt").write_text(text, encoding="utf-8")
    (folder / "source.txt").write_text(text.replace("\n", "\n\n"), encoding="utf-8")


def _bumped(quote: str) -> str:
    """The words with their first digit another one: 2500元 -> 3500元."""
    return re.sub(r"\d", lambda match: str(int(match[0]) % 9 + 1), quote, count=1)


def _amount(quote: str) -> Any:
    values = sorted(int(value) for value in money(quote) | percentages(quote)) or [int(quote.partition(":")[0])]
    return values[0] if len(values) == 1 else values
