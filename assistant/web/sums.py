"""A calculation as HTML: the total first, then the arithmetic, caps as they bite, conditions and proof."""

from __future__ import annotations

from html import escape

from assistant.benefits import Catalogue, format_yuan
from assistant.benefits.report import bounded_yuan, calculation_text
from assistant.models import Calculation, CalculationLine, CapEffect
from assistant.web.i18n import say
from assistant.web.markup import button, tag

__all__ = ["problem_html", "sum_html", "total_html"]


def sum_html(catalogue: Catalogue, calculation: Calculation, language: str) -> str:
    """The sum with everything that led to it, and a button that copies it as text."""
    total = bounded_yuan(calculation.min, calculation.max, calculation.bound)
    lines = "".join(_line(catalogue, line) for line in calculation.lines)
    quotes = "".join(
        tag("li", escape(catalogue.library.policy(c.policy).number + c.label) + tag("q", escape(c.quote)), lang="zh-CN")
        for c in calculation.citations
    )
    parts = [
        total_html(total, calculation_text(catalogue, calculation), language),
        tag("ul", lines, class_="lines", lang="zh-CN"),
        *(_cap(cap, language) for cap in calculation.caps),
        _notes(say(language, "assumptions"), calculation.assumptions),
        _notes(say(language, "conditions"), calculation.conditions),
        tag("h3", say(language, "sources")) + tag("ul", quotes, class_="quotes"),
    ]
    return tag("div", "".join(parts), class_="sum", role="status")


def total_html(total: str, copied: str, language: str) -> str:
    """The total, large, with a button that copies the whole result."""
    copy = button(say(language, "copy_sum"), "outlined", data_copy=copied)
    return tag("div", tag("span", say(language, "total")) + tag("strong", escape(total)) + copy, class_="total")


def problem_html(message: str) -> str:
    """What is wrong with the input."""
    return tag("p", escape(message), class_="problem", role="alert")


def _line(catalogue: Catalogue, line: CalculationLine) -> str:
    benefit = catalogue.benefit(line.benefit)
    title = "" if benefit.title == line.label else tag("small", escape(benefit.title))
    amount = bounded_yuan(line.min, line.max, line.bound)
    cells = tag("span", escape(line.label) + title, class_="what")
    cells += tag("span", escape(line.expression), class_="how") + tag("span", escape(amount), class_="much")
    return tag("li", cells)


def _cap(cap: CapEffect, language: str) -> str:
    payable = min(cap.before, cap.allowed)
    share = int(100 * min(cap.before + cap.already_paid, cap.limit) / cap.limit) if cap.limit else 100
    said = say(
        language,
        "cap_bites" if cap.bites else "cap_reached" if share == 100 else "cap_free",
        before=format_yuan(cap.before),
        allowed=format_yuan(payable),
        left=format_yuan(cap.allowed - payable),
    )
    meter = tag("div", tag("span", style=f"width:{share}%"), class_="meter", aria_hidden="true")
    sentence = tag("p", tag("strong", escape(cap.label), lang="zh-CN") + said)
    return tag("div", sentence + meter, class_="cap bites" if cap.bites else "cap")


def _notes(title: str, notes: tuple[str, ...]) -> str:
    items = "".join(tag("li", escape(note)) for note in notes)
    return tag("h3", title) + tag("ul", items, class_="notes", lang="zh-CN") if items else ""
