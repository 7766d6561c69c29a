"""Small plots as SVG text: bars with intervals, and a histogram. Colours follow the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.intervals import Rate, percentile

__all__ = ["histogram", "interval_bars"]

_LABEL, _PLOT, _NUMBER, _ROW = 100, 280, 130, 26
_BAR, _WHISKER = "#2f7d6b", "#c0562f"


def interval_bars(rates: Sequence[tuple[str, Rate]]) -> str:
    """A horizontal bar for each rate, its 95% interval as a whisker, the count beside it."""
    rows = []
    for index, (label, rate) in enumerate(rates):
        top = index * _ROW + 4
        middle = top + 9
        low, high = (_LABEL + _PLOT * end for end in rate.interval)
        rows.append(
            f'<text x="{_LABEL - 8}" y="{top + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{_LABEL}" y="{top}" width="{_PLOT * rate.value:.1f}" height="18" rx="2" fill="{_BAR}"/>'
            f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {top + 4}v10M{high:.1f} {top + 4}v10"'
            f' stroke="{_WHISKER}" stroke-width="2" fill="none"/>'
            f'<text class="soft" x="{_LABEL + _PLOT + 10}" y="{top + 14}">'
            f"{rate.value:.1%}（{rate.right:g}/{rate.total}）</text>"
        )
    bottom = len(rates) * _ROW + 4
    for tenth in range(0, 11, 2):
        x = _LABEL + _PLOT * tenth / 10
        rows.append(f'<text class="soft" x="{x}" y="{bottom + 14}" text-anchor="middle">{tenth * 10}%</text>')
    return _svg(_LABEL + _PLOT + _NUMBER, bottom + 20, "".join(rows))


def histogram(values: Sequence[float], unit: str, marks: Sequence[tuple[str, float]] = (), bins: int = 30) -> str:
    """How often each value comes, with named marks (p50, p95) as lines; ``values`` must not be empty.

    The axis ends at the 99th percentile; what lies beyond is counted in the last bar.
    """
    top, width, height = max([percentile(values, 99), *(value for _, value in marks)]) * 1.02 or 1.0, 400, 160
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(value / top * bins))] += 1
    step, tallest = width / bins, max(counts)
    parts = [
        f'<rect x="{index * step + 20:.1f}" y="{height - count / tallest * 130:.1f}" width="{step - 1:.1f}"'
        f' height="{count / tallest * 130:.1f}" fill="{_BAR}"/>'
        for index, count in enumerate(counts)
        if count
    ]
    for row, (label, value) in enumerate(marks):
        x = 20 + value / top * width
        parts.append(
            f'<path d="M{x:.1f} 16V{height}" stroke="{_WHISKER}" stroke-width="2"/>'
            f'<text x="{x + 4:.1f}" y="{26 + 14 * row}">{escape(label)} {value:.0f} {unit}</text>'
        )
    parts.append(f'<path class="axis" d="M20 {height}H{width + 20}"/>')
    for fifth in range(6):
        x = 20 + width * fifth / 5
        parts.append(f'<text class="soft" x="{x}" y="{height + 16}" text-anchor="middle">{top * fifth / 5:.0f}</text>')
    return _svg(width + 110, height + 22, "".join(parts))


def _svg(width: int, height: int, inner: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">{inner}</svg>'
