"""Clauses as HTML: headings, sentences with highlighted words, departments, and the line that cites them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.models import Clause, Policy
from assistant.web.i18n import say

__all__ = ["Span", "body_of", "cite_line", "clause_html", "marked"]

Span = tuple[int, int]
"""Offsets of a policy's text."""


def cite_line(policy: Policy, clause: Clause, quote: str) -> str:
    """A line to paste into a written reply, always in Chinese as the policy is."""
    name = f"第{clause.label}条" if clause.key.isdigit() else clause.label
    return f"依据{policy.number}{name}：{quote}"


def body_of(clause: Clause) -> str:
    """The clause's sentences without its number and its departments."""
    return "".join(sentence.text for sentence in clause.sentences)


def marked(text: str, start: int, spans: Sequence[Span]) -> str:
    """The text as HTML, with ``<mark>`` around the parts of these spans; it begins at the offset ``start``."""
    pieces, position, end = [], start, start + len(text)
    for first, last in _merged(spans):
        first, last = max(first, position), min(last, end)
        if first < last:
            pieces.append(escape(text[position - start : first - start]))
            pieces.append(f"<mark>{escape(text[first - start : last - start])}</mark>")
            position = last
    return "".join(pieces) + escape(text[position - start :])


def clause_html(
    policy: Policy, clause: Clause, language: str, spans: Sequence[Span] = (), *, heading: str = "h2"
) -> str:
    """One clause, a paragraph for each full sentence, these spans marked."""
    heading_end = clause.sentences[0].end if _has_heading(clause) else clause.start
    title = marked(policy.text[clause.start : heading_end], clause.start, spans) or escape(clause.label)
    body = "".join(
        f"<p>{marked(policy.text[first:last], first, spans)}</p>"
        for first, last in _paragraphs(clause)
        if first >= heading_end
    )
    section = f'<p class="clause-section">{escape(clause.section)}</p>' if clause.section != clause.title else ""
    return (
        f'<article class="clause" data-policy="{escape(policy.id)}" data-clause="{escape(clause.key)}" lang="zh-CN">'
        f'{section}<{heading} class="clause-title" tabindex="-1">{title}</{heading}>'
        f'<div class="clause-body">{body}</div>{_departments(policy, clause, language, spans)}</article>'
    )


def _paragraphs(clause: Clause) -> list[Span]:
    paragraphs: list[Span] = []
    first = None
    for sentence in clause.sentences:
        first = sentence.start if first is None else first
        if sentence.text.endswith("。"):
            paragraphs.append((first, sentence.end))
            first = None
    if first is not None:
        paragraphs.append((first, clause.sentences[-1].end))
    return paragraphs


def _has_heading(clause: Clause) -> bool:
    return clause.key.isdigit() and bool(clause.sentences) and clause.sentences[0].text.rstrip("。") == clause.title


def _departments(policy: Policy, clause: Clause, language: str, spans: Sequence[Span]) -> str:
    items = []
    for role in ("lead", "support"):
        names = [marked(policy.text[d.start : d.end], d.start, spans) for d in clause.departments if d.role == role]
        if names:
            items.append(f"<dt>{say(language, f'department_{role}')}</dt><dd>{'、'.join(names)}</dd>")
    return f'<dl class="departments">{"".join(items)}</dl>' if items else ""


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
