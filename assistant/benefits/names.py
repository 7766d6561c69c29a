"""From the name that a person gives a row, or a benefit, to the row meant."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.benefits.catalogue import Benefit, Row
from assistant.errors import InputError, UnknownName

__all__ = ["RowNames"]

Found = tuple[Benefit, Row]


class RowNames:
    """The rows of some benefits by name: their keys, else how people say them, each only where it is unique.

    Of benefits that share a name those with an amount come first; a benefit of one row also goes
    by its id and title, and any row by "benefit-id/row".
    """

    def __init__(self, benefits: Iterable[Benefit]) -> None:
        self._benefits = tuple(benefits)
        self._levels: tuple[dict[str, list[Found]], ...] = ({}, {})
        for benefit in self._benefits:
            for row in benefit.rows:
                only = (benefit.id, benefit.title) if len(benefit.rows) == 1 else ()
                for name in {row.key, f"{benefit.id}/{row.key}", *only}:
                    self._levels[0].setdefault(name, []).append((benefit, row))
                for word in set(row.words):
                    self._levels[1].setdefault(word, []).append((benefit, row))

    def benefit(self, name: str) -> Benefit:
        """The benefit with this id or title; UnknownName where there is none."""
        for benefit in self._benefits:
            if name in (benefit.id, benefit.title):
                return benefit
        raise UnknownName("补贴项目", name, (benefit.id for benefit in self._benefits))

    def find(self, name: str, benefit: Benefit | None = None) -> Found:
        """The row with this name, of ``benefit`` where given.

        UnknownName where there is none, InputError where several share the name; both say which
        names there are.
        """
        for names in self._levels:
            found = [f for f in names.get(name, ()) if benefit is None or f[0] is benefit]
            if len(found) > 1:
                found = [f for f in found if f[0].has_amount and f[0].payable]
            if len(found) == 1:
                return found[0]
            if found:
                choices = "、".join(f"{b.id}/{row.key}" for b, row in found)
                raise InputError(f"“{name}”有几种可能，请写明是哪一种：{choices}")
        if benefit is not None:
            return benefit, benefit.row(name)
        raise UnknownName("等级或奖项", name, dict.fromkeys(row.key for b in self._benefits for row in b.rows))
