"""Hold what a benefit file says against the words of its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from assistant.benefits.amounts import Amount, AmountKind, chinese_amounts
from assistant.benefits.catalogue import Formula, Row
from assistant.benefits.schema import BenefitSpec, RowSpec
from assistant.errors import CorpusError
from assistant.models import Bound, Clause, Policy

__all__ = ["Place", "TextCheck"]

_UNIT = re.compile(r"元(/[^/\s]+)*|%|倍|无")
_KINDS = {Formula.SHARE: AmountKind.PERCENT, Formula.MATCH: AmountKind.RATIO}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the corpus something is said, for the messages."""

    path: Path
    key: str

    def __str__(self) -> str:
        return f"{self.path}: {self.key}"


@dataclass(slots=True)
class TextCheck:
    """Finds quotes in one clause and collects the spans whose figures they account for."""

    policy: Policy
    clause: Clause
    place: Place
    claims: list[tuple[int, int]] = field(default_factory=list)

    def find(self, quote: str) -> int:
        """The offset in the policy of words that must stand in the clause."""
        start = self.policy.text.find(quote, self.clause.start, self.clause.end)
        if start < 0:
            raise CorpusError(f"{self.place}: 第{self.clause.key}条原文里没有“{quote}”")
        return start

    def at_most(self, quote: str, amount: Decimal, key: str) -> None:
        """These words must set a limit of just this amount."""
        start = self.find(quote)
        figures = [f for f in chinese_amounts(quote) if f.kind is AmountKind.MONEY]
        if len(figures) != 1 or figures[0].upper != amount or figures[0].bound is not Bound.AT_MOST:
            raise CorpusError(f"{self.place}.{key}: “{quote}”说的不是不超过{amount}元")
        self.claims.append((start, start + len(quote)))

    def years(self, quote: str, years: int) -> None:
        """These words must name just this number of years."""
        start = self.find(quote)
        figures = chinese_amounts(quote)
        if len(figures) != 1 or figures[0].unit != "年" or figures[0].value != years:
            raise CorpusError(f"{self.place}.duration: “{quote}”说的不是{years}年")
        self.claims.append((start, start + len(quote)))

    def rows(self, spec: BenefitSpec, start: int) -> tuple[Row, ...]:
        """The benefit's rows, each figure found in the sentence in the text's order."""
        if not _UNIT.fullmatch(spec.unit):
            raise CorpusError(f"{self.place}.unit: “{spec.unit}”；应为 元、元/人、元/人/年 之类，或 %、倍、无")
        names = [row.name or key for key, row in spec.rows.items()]
        self._in_order(names, spec.quote, start, "name")
        self._in_order(
            [row.equivalent for row in spec.rows.values() if row.equivalent], spec.quote, start, "equivalent"
        )
        for condition in spec.conditions:
            if condition in spec.quote:
                at = start + spec.quote.index(condition)
                self.claims.append((at, at + len(condition)))
        figures = iter(self._figures(start, start + len(spec.quote)))
        rows = []
        for key, row in spec.rows.items():
            if spec.formula is Formula.EQUIVALENCE:
                rows.append(self._equivalent(key, row, spec, start))
                continue
            figure = next((f for f in figures if row.quote and f.text == row.quote), None)
            rows.append(self._row(key, row, spec, figure))
        return tuple(rows)

    def _figures(self, start: int, end: int) -> list[Amount]:
        """The figures of the clause between two offsets; the clause's other words bind them too."""
        first, last = start - self.clause.start, end - self.clause.start
        return [f for f in chinese_amounts(self.clause.text) if first <= f.start and f.end <= last]

    def _row(self, key: str, row: RowSpec, spec: BenefitSpec, figure: Amount | None) -> Row:
        place = f"{self.place}.rows.{key}"
        if figure is None:
            raise CorpusError(f"{place}: 原句里按顺序没有数字“{row.quote}”；各档应按原文的先后，quote 只写数字和单位")
        if row.amount is None or row.equivalent:
            raise CorpusError(f"{place}: 公式 {spec.formula} 的每一档应有 amount，没有 equivalent")
        wanted = _KINDS.get(spec.formula, AmountKind.MONEY)
        if figure.kind is not wanted or (figure.value, figure.upper) != row.amount:
            raise CorpusError(f"{place}: 金额 {'–'.join(map(str, row.amount))} 与其原文“{row.quote}”不符")
        if figure.bound is not spec.bound:
            raise CorpusError(f"{place}: 原文“{row.quote}”的限定是 {figure.bound}，文件写的是 {spec.bound}")
        span = self.clause.start + figure.start, self.clause.start + figure.end
        self.claims.append(span)
        return Row(key, *row.amount, spec.bound, spec.unit, row.quote, *span, row.words)

    def _equivalent(self, key: str, row: RowSpec, spec: BenefitSpec, start: int) -> Row:
        if row.amount is not None or not row.equivalent:
            raise CorpusError(f"{self.place}.rows.{key}: 公式 {spec.formula} 的每一档应有 equivalent，没有 amount")
        at = start + spec.quote.index(row.equivalent)
        span = at, at + len(row.equivalent)
        return Row(key, None, None, spec.bound, spec.unit, row.equivalent, *span, row.words, row.equivalent)

    def _in_order(self, names: list[str], quote: str, start: int, key: str) -> None:
        if not names:
            return
        longest_first = sorted(set(names), key=len, reverse=True)
        found = re.finditer("|".join(map(re.escape, longest_first)), quote)
        for name in names:
            match = next((m for m in found if m[0] == name), None)
            if match is None:
                raise CorpusError(f"{self.place}.rows: {key}“{name}”不在原句里，或不按原文的先后：{quote}")
            self.claims.append((start + match.start(), start + match.end()))
