"""Who asks, and what they may ask first: examples.yaml beside a policy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from assistant.errors import CorpusError
from assistant.models import Policy
from assistant.policy import Library
from assistant.policy.strict import Strict, Text, Texts, read_file
from assistant.web.i18n import ENGLISH, say

__all__ = ["Audience", "Example", "examples_html", "load_audiences"]


class Example(Strict):
    """A question in Chinese and in English."""

    zh: Text
    en: Text


class _AudienceSpec(Strict):
    id: Text
    name: Text
    name_en: Text
    clauses: Texts
    questions: tuple[Example, ...]


class Audience(_AudienceSpec):
    """A group of people with the clauses of a policy that concern them and their first questions."""

    policy: str


class _AudienceFile(Strict):
    audiences: tuple[_AudienceSpec, ...]


def load_audiences(corpus: Path, library: Library) -> tuple[Audience, ...]:
    """The audiences of every policy that names some. CorpusError where a file breaks its form."""
    found: list[Audience] = []
    for policy in library.policies:
        path = corpus / "policies" / policy.id / "examples.yaml"
        if path.is_file():
            found.extend(_audience(path, policy, spec) for spec in read_file(path, _AudienceFile).audiences)
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


def _audience(path: Path, policy: Policy, spec: _AudienceSpec) -> Audience:
    keys = [clause.key for clause in policy.clauses]
    if unknown := [key for key in spec.clauses if key not in keys]:
        raise CorpusError(f"{path}: audiences.{spec.id}.clauses: 没有“{unknown[0]}”；可用的：{'、'.join(keys)}")
    return Audience.model_construct(**dict(spec), policy=policy.id)
