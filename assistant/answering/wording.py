"""Replies in words: short sentences in Chinese or English, with no knowledge of any policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assistant.benefits import format_number, format_yuan
from assistant.models import Bound, Policy
from assistant.policy.parsing import chinese_number

__all__ = ["Wording", "in_english", "wording"]

_WAN = 10_000
_UNIT = re.compile(r"元/(.+)")
_ENGLISH_UNITS = {
    "人": "per person",
    "人/年": "per person per year",
    "人/月": "per person per month",
    "人(团队)": "per contestant (team)",
    "项目": "per project",
    "处": "each",
    "个": "each",
    "家": "per enterprise",
    "校": "per school",
}


class Wording:
    """Chinese wording; the English one overrides it. ``english`` tells which."""

    english = False
    comma, stop, listing = "，", "。", "、"

    def join(self, items: Iterable[str]) -> str:
        """A list in words: 甲、乙、丙."""
        return self.listing.join(items)

    def sentence(self, text: str) -> str:
        """The text ending in a full stop."""
        text = text.rstrip("。．. ；;，,")
        return text + self.stop if text else ""

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh

    def yuan(self, value: Decimal) -> str:
        """An amount as it is told, in 万 where it is large."""
        return format_yuan(value)

    def yuan_both(self, value: Decimal) -> str:
        """An amount of a sum, also in plain yuan, in brackets, where it is told in 万."""
        short = self.yuan(value)
        return f"{short}（{format_number(value)}元）" if "万" in short else short

    def span(self, low: Decimal, high: Decimal, bound: Bound, *, both: bool = False) -> str:
        """A figure with how it binds: 最高…, …–…, 不低于…."""
        tell = self.yuan_both if both else self.yuan
        if bound is Bound.RANGE and low != high:
            return f"{tell(low)}至{tell(high)}" if both or high >= 10_000 else f"{format_number(low)}–{tell(high)}"
        prefix = {Bound.AT_MOST: "最高", Bound.AT_LEAST: "不低于"}.get(bound, "")
        return prefix + tell(high)

    def people(self, value: Decimal) -> str:
        """A number of people as it is told, in 万 where that is exact enough to read."""
        return f"{format_number(value / _WAN)}万" if value >= _WAN and value % 100 == 0 else format_number(value)

    def percent(self, value: Decimal, bound: Bound) -> str:
        """A share with how it binds: 最高…%, 不低于…%."""
        prefix = {Bound.AT_MOST: "最高", Bound.AT_LEAST: "不低于"}.get(bound, "")
        return f"{prefix}{format_number(value)}%"

    def per(self, unit: str) -> str:
        """Whom or what a figure counts, from its unit: 元/人/年 -> 每人每年."""
        match = _UNIT.fullmatch(unit)
        if not match:
            return ""
        return "".join(f"每{_MEASURES.get(part, '') or ''}{part}" for part in match[1].split("/"))

    def when(self, year: int, month: int = 0, day: int = 0) -> str:
        """A date: 2027年2月28日."""
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")

    def source(self, policy: Policy, labels: Sequence[str]) -> str:
        """The line that names the clauses."""
        return "依据：" + self.join(f"第{label}条" if label.startswith("（") else label for label in labels)

    def clause(self, label: str) -> str:
        """How a clause is named in a sentence."""
        return f"第{label}条" if label.startswith("（") else label


class _English(Wording):
    english = True
    comma, stop, listing = ", ", ".", ", "

    def pick(self, zh: str, en: str) -> str:
        return en or zh

    def yuan(self, value: Decimal) -> str:
        return f"{value.normalize():,f} yuan"

    def yuan_both(self, value: Decimal) -> str:
        return self.yuan(value)

    def people(self, value: Decimal) -> str:
        return f"{value.normalize():,f}"

    def span(self, low: Decimal, high: Decimal, bound: Bound, *, both: bool = False) -> str:
        if bound is Bound.RANGE and low != high:
            return f"{low.normalize():,f} to {self.yuan(high)}"
        prefix = {Bound.AT_MOST: "up to ", Bound.AT_LEAST: "at least "}.get(bound, "")
        return prefix + self.yuan(high)

    def percent(self, value: Decimal, bound: Bound) -> str:
        prefix = {Bound.AT_MOST: "up to ", Bound.AT_LEAST: "at least "}.get(bound, "")
        return f"{prefix}{format_number(value)}%"

    def per(self, unit: str) -> str:
        match = _UNIT.fullmatch(unit.replace("（", "(").replace("）", ")"))
        return _ENGLISH_UNITS.get(match[1], "") if match else ""

    def when(self, year: int, month: int = 0, day: int = 0) -> str:
        return "-".join(f"{part:02d}" for part in (year, month, day) if part)

    def source(self, policy: Policy, labels: Sequence[str]) -> str:
        return "Source: " + ", ".join(self.clause(label) for label in labels) + f" of {policy.number}"

    def clause(self, label: str) -> str:
        return f"clause {chinese_number(label.strip('（）'))}" if label.startswith("（") else label


def in_english(text: str, terms: Mapping[str, str]) -> str:
    """An English reply with its Chinese names, amounts and spans put into English (甲 -> A, 元 -> yuan).

    What stands in 「」 is the policy's own words and stays as it is.
    """
    parts = _QUOTED.split(text)
    return "".join(part if part.startswith("「") else _put_into_english(part, terms) for part in parts).strip()


def _put_into_english(text: str, terms: Mapping[str, str]) -> str:
    for name in sorted(terms, key=len, reverse=True):
        text = text.replace(name, f" {terms[name]} ")
    text = _RANGE.sub(lambda m: f"{Decimal(m[1]):,f} to {Decimal(m[2]):,f} yuan", text)
    text = _YUAN.sub(lambda m: f"{(Decimal(m[1]) * (10_000 if m[2] else 1)).normalize():,f} yuan", text)
    text = _SPAN.sub(lambda m: f"{m[1]} {'months' if '月' in m[2] else 'years'}", text)
    return re.sub(r"[ \t]+([.,;:)])", r"\1", re.sub(r"[ \t]{2,}", " ", text))


_QUOTED = re.compile(r"(「[^」]*」)")
_RANGE = re.compile(r"(\d+)–(\d+)元")
_YUAN = re.compile(r"(\d+(?:\.\d+)?)(万)?元")
_SPAN = re.compile(r"(\d+)(个月|年)")
_MEASURES = {"项目": "个"}
_ZH, _EN = Wording(), _English()


def wording(english: bool) -> Wording:
    """The wording of a language."""
    return _EN if english else _ZH
