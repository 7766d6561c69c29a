"""Who asks, and what they may ask first: examples.yaml beside a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import CorpusError
from assistant.policy import Library
from assistant.web.i18n import ENGLISH, say

__all__ = ["Audience", "Example", "examples_html", "load_audiences"]


@dataclass(frozen=True, slots=True)
class Example:
    """A question in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Audience:
    """A group of people with the clauses that concern them and their first questions."""

    id: str
    name: str
    name_en: str
    policy: str
    clauses: tuple[str, ...]
    questions: tuple[Example, ...]


def load_audiences(corpus: Path, library: Library) -> tuple[Audience, ...]:
    """The audiences of every policy that names some. CorpusError where a file breaks its form."""
    found: list[Audience] = []
    for policy in library.policies:
        path = corpus / "policies" / policy.id / "examples.yaml"
        if path.is_file():
            keys = {clause.key for clause in policy.clauses}
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            found.extend(_audience(path, policy.id, keys, item) for item in _list(path, content, "audiences"))
    return tuple(found)


def examples_html(audiences: Sequence[Audience], language: str) -> str:
    """A greeting, a button for each audience, and the questions of the one that is chosen."""
    english = language == ENGLISH
    tabs, panels = [], []
    for number, audience in enumerate(audiences):
        chosen = number == 0
        name = escape(audience.name_en if english else audience.name)
        tabs.append(
            f'<button type="button" role="tab" class="audience" id="audience-{number}" aria-controls="asks-{number}" '
            f'aria-selected="{str(chosen).lower()}" tabindex="{0 if chosen else -1}">{name}</button>'
        )
        asks = [escape(question.en if english else question.zh) for question in audience.questions]
        buttons = "".join(f'<button type="button" class="ask" data-question="{ask}">{ask}</button>' for ask in asks)
        panels.append(
            f'<div role="tabpanel" class="asks" id="asks-{number}" aria-labelledby="audience-{number}"'
            f"{'' if chosen else ' hidden'}>{buttons}</div>"
        )
    return (
        f'<div class="welcome"><h2>{say(language, "welcome")}</h2><p>{say(language, "welcome_more")}</p>'
        f'<div class="audiences" role="tablist" aria-label="{say(language, "audiences")}">{"".join(tabs)}</div>'
        f"{''.join(panels)}</div>"
    )


def _audience(path: Path, policy: str, keys: set[str], item: Any) -> Audience:
    _check_keys(path, item, {"id", "name", "name_en", "clauses", "questions"})
    clauses = tuple(str(key) for key in item["clauses"])
    if unknown := [key for key in clauses if key not in keys]:
        raise CorpusError(f"{path}: {item['id']} 的条款不存在：{'、'.join(unknown)}")
    for question in item["questions"]:
        _check_keys(path, question, {"zh", "en"})
    questions = tuple(Example(question["zh"], question["en"]) for question in item["questions"])
    return Audience(item["id"], item["name"], item["name_en"], policy, clauses, questions)


def _list(path: Path, content: Any, key: str) -> list[Any]:
    _check_keys(path, content, {key})
    if not isinstance(content[key], list):
        raise CorpusError(f"{path}: {key} 应为列表")
    return content[key]


def _check_keys(path: Path, item: Any, keys: set[str]) -> None:
    if not isinstance(item, dict) or set(item) != keys:
        raise CorpusError(f"{path}: 应有且仅有这些键：{'、'.join(sorted(keys))}；实际：{item!r:.80}")
