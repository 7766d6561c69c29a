"""Make a corpus of many policies out of a real one: other cities, other numbers, other figures, the same form."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.policy import load_library

__all__ = ["make_corpus"]

_SYLLABLES = "安北昌东丰广海河华江金兰临龙明南宁平清荣山石泰通望文西新兴阳永远云泽"
_FIGURE = re.compile(r"(?<![\d年月〔（])\d+(?=万?元|名|处|场)")


def make_corpus(source: Path, target: Path, policies: int, seed: int = 8) -> Path:
    """A copy of the corpus ``source`` in ``target`` with made-up policies beside its own, ``policies`` in all.

    Each is the default policy's text with another city, number and figures; the same seed makes the same corpus.
    """
    shutil.copytree(source, target)
    library = load_library(source)
    folder = source / "policies" / library.default.id
    facts = yaml.safe_load((folder / "policy.yaml").read_text(encoding="utf-8"))
    random = Random(seed)
    for number in range(policies - len(library.policies)):
        made = target / "policies" / f"zz-made-{number:04d}"
        made.mkdir()
        city = "".join(random.sample(_SYLLABLES, 2))
        replacements = {facts["city"]: f"{city}市", facts["city"].removesuffix("市"): city}
        text = _FIGURE.sub(lambda match: _other(match[0], random), _replaced(library.default.text, replacements))
        (made / "policy.txt").write_text(text, encoding="utf-8")
        (made / "policy.yaml").write_text(
            yaml.safe_dump(_facts(facts, made.name, number, replacements), allow_unicode=True), encoding="utf-8"
        )
    return target


def _facts(facts: dict[str, Any], policy_id: str, number: int, replacements: dict[str, str]) -> dict[str, Any]:
    worded = {key: _replaced(value, replacements) if isinstance(value, str) else value for key, value in facts.items()}
    return worded | {"id": policy_id, "number": f"{worded['number']}（{number + 1}）"}


def _replaced(text: str, replacements: dict[str, str]) -> str:
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def _other(digits: str, random: Random) -> str:
    """Another number of as many digits."""
    low = 10 ** (len(digits) - 1)
    return str(random.randrange(low, low * 10))
