"""Small statistics: Wilson intervals and percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

__all__ = ["Rate", "percentile"]

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of successes with its 95% Wilson score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""

    right: float
    total: int

    @property
    def value(self) -> float:
        """The share, 0 where nothing was counted."""
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and upper end of the interval; (0, 1) where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        n, p, z2 = self.total, self.value, _Z95**2
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def to_json(self) -> dict[str, float | int | list[float]]:
        """The rate as JSON-ready values."""
        return {"right": self.right, "total": self.total, "value": self.value, "interval": list(self.interval)}


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that ``percent`` of all values do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, ceil(percent / 100 * len(ordered)) - 1)]
