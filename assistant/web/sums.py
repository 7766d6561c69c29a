"""A calculation as HTML: the total first, then the arithmetic, caps as they bite, conditions and proof."""

from __future__ import annotations

from html import escape

from assistant.benefits import Catalogue, format_yuan
from assistant.benefits.report import bounded_yuan, calculation_text
from assistant.models import Calculation, CalculationLine, CapEffect
from assistant.web.i18n import say

__all__ = ["problem_html", "sum_html"]


def sum_html(catalogue: Catalogue, calculation: Calculation, language: str) -> str:
    """The sum with everything that led to it, and a button that copies it as text."""
    total = bounded_yuan(calculation.min, calculation.max, calculation.bound)
    lines = "".join(_line(catalogue, line) for line in calculation.lines)
    caps = "".join(_cap(cap, language) for cap in calculation.caps)
    notes = _notes(say(language, "assumptions"), calculation.assumptions)
    notes += _notes(say(language, "conditions"), calculation.conditions)
    quotes = "".join(
        f'<li lang="zh-CN">{escape(catalogue.library.policy(c.policy).number)}{escape(c.label)}<q>{escape(c.quote)}</q></li>'
        for c in calculation.citations
    )
    copied = escape(calculation_text(catalogue, calculation))
    return (
        f'<div class="sum" role="status"><div class="total"><span>{say(language, "total")}</span>'
        f"<strong>{escape(total)}</strong>"
        f'<button type="button" class="outlined" data-copy="{copied}">{say(language, "copy_sum")}</button></div>'
        f'<ul class="lines" lang="zh-CN">{lines}</ul>{caps}{notes}'
        f'<h3>{say(language, "sources")}</h3><ul class="quotes">{quotes}</ul></div>'
    )


def problem_html(message: str) -> str:
    """What is wrong with the input."""
    return f'<p class="problem" role="alert">{escape(message)}</p>'


def _line(catalogue: Catalogue, line: CalculationLine) -> str:
    amount = bounded_yuan(line.min, line.max, line.bound)
    benefit = catalogue.benefit(line.benefit)
    title = "" if benefit.title == line.label else f"<small>{escape(benefit.title)}</small>"
    return (
        f'<li><span class="what">{escape(line.label)}{title}</span>'
        f'<span class="how">{escape(line.expression)}</span><span class="much">{escape(amount)}</span></li>'
    )


def _cap(cap: CapEffect, language: str) -> str:
    reached = min(cap.before + cap.already_paid, cap.limit)
    share = int(100 * reached / cap.limit) if cap.limit else 100
    key = "cap_bites" if cap.bites else "cap_reached" if share == 100 else "cap_free"
    said = say(
        language,
        key,
        before=format_yuan(cap.before),
        allowed=format_yuan(min(cap.before, cap.allowed)),
        left=format_yuan(cap.allowed - min(cap.before, cap.allowed)),
    )
    return (
        f'<div class="cap {"bites" if cap.bites else ""}"><p><strong lang="zh-CN">{escape(cap.label)}</strong>{said}</p>'
        f'<div class="meter" aria-hidden="true"><span style="width:{share}%"></span></div></div>'
    )


def _notes(title: str, notes: tuple[str, ...]) -> str:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<h3>{title}</h3><ul class="notes" lang="zh-CN">{items}</ul>' if items else ""
