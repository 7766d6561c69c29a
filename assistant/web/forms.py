"""Forms out of the benefit files: which fields a benefit needs, and requests out of what was filled in.

Nothing here knows a benefit; a new file in the corpus gets its form by what it says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.benefits import Benefit, Catalogue, Request, format_number, format_yuan_range
from assistant.models import Bound, Calculation
from assistant.web.i18n import say

__all__ = ["Field", "benefit_choices", "calculate_filled", "default_benefit", "fields_of"]


@dataclass(frozen=True, slots=True)
class Field:
    """One number to fill in.

    kind: "count" of a row, or "years", "months", "base", "due", "paid" of the whole benefit.
    row: the row's key, empty for a field of the whole benefit.
    """

    benefit: str
    kind: str
    row: str
    label: str


def benefit_choices(catalogue: Catalogue) -> list[tuple[str, str]]:
    """What can be calculated: label and id, in the order of the text."""
    library = catalogue.library
    return [(f"{library.policy(b.policy).clause(b.clause).label}{b.title}", b.id) for b in catalogue if b.has_amount]


def default_benefit(catalogue: Catalogue) -> str:
    """The one to show first: it has a cap and the most rows, so that it explains the most."""
    return max((b for b in catalogue if b.has_amount), key=lambda b: (b.cap is not None, len(b.rows))).id


def fields_of(benefit: Benefit, language: str) -> tuple[Field, ...]:
    """The fields of a benefit's form, rows first."""
    fields = []
    if "count" in benefit.takes:
        fields = [Field(benefit.id, "count", row.key, f"{row.key}（{_rate(row)}）") for row in benefit.rows]
    fields += [Field(benefit.id, kind, "", say(language, f"field_{kind}")) for kind in benefit.takes if kind != "count"]
    if benefit.cap is not None and benefit.cap.amount is not None:
        fields.append(Field(benefit.id, "paid", "", say(language, "field_paid")))
    return tuple(fields)


def calculate_filled(catalogue: Catalogue, filled: Sequence[tuple[Field, Any]]) -> Calculation | None:
    """The sum of what is filled in; None where nothing is. InputError as ``calculate`` raises it."""
    from assistant.benefits import calculate

    numbers = {(f.benefit, f.kind, f.row): _number(value) for f, value in filled if value not in (None, "", 0)}
    requests = [
        request
        for benefit_id in dict.fromkeys(field.benefit for field, _ in filled)
        for request in _requests(catalogue.benefit(benefit_id), numbers)
    ]
    paid = {
        (benefit, "", ""): amount
        for (benefit, kind, _), amount in numbers.items()
        if kind == "paid" and any(request.benefit == benefit for request in requests)
    }
    return calculate(catalogue, requests, paid) if requests else None


def _requests(benefit: Benefit, numbers: Mapping[tuple[str, str, str], Any]) -> list[Request]:
    whole: dict[str, Any] = {k: numbers.get((benefit.id, k, "")) for k in ("years", "months", "base", "due")}
    if "count" not in benefit.takes:
        return [Request(benefit.id, benefit.rows[0].key, **whole)] if whole["base"] is not None else []
    counts = [(row.key, numbers.get((benefit.id, "count", row.key))) for row in benefit.rows]
    return [Request(benefit.id, key, count, **whole) for key, count in counts if count is not None]


def _number(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


def _rate(row: Any) -> str:
    bounds = {Bound.AT_MOST: "最高", Bound.AT_LEAST: "不低于"}
    if not row.unit.startswith("元"):
        return f"{bounds.get(row.bound, '')}{format_number(row.max)}{row.unit}"
    return bounds.get(row.bound, "") + format_yuan_range(row.min, row.max) + row.unit.removeprefix("元")
