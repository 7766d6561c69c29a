"""A reply with everything that carries its meaning hidden behind opaque tokens, for a model to word the rest.

Figures with how they bind (F), verbatim quotes (Q), clause labels (C), names of the policy (N) and whole phrases
that deny, limit or set a condition (K) become marks such as ⟦F1⟧; what lies between them is the draft's glue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.benefits import chinese_amounts

__all__ = ["MARK", "Draft", "Marker"]

MARK = re.compile(r"⟦[^⟦⟧]{0,12}⟧")
_QUOTE = re.compile(r"「[^」]*」|“[^”]*”")
_CLAUSE = re.compile(
    r"第?[（(][一二三四五六七八九十]+[）)](?:条)?|第[一二三四五六七八九十\d]+条|clause \S+", re.IGNORECASE
)
_DIGITS = re.compile(r"[\d０-９]+(?:[.,:：/%％-]?[\d０-９]+)*\s*[%％]?")
_BOUND_BEFORE = re.compile(
    r"(?:最高|最多|至多|上限|封顶|不超过|不低于|不少于|不高于|至少|超过|约|大约|满|第|up to|at most|at least|about)"
    r"\s*(?:各?为)?\s*\Z",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\s*(?:以上|以内|以下|以外|左右|起步|起|封顶|多|or more|or less)", re.IGNORECASE)
_OPERATORS = re.compile(r"[\s、×+＋−–=＝()（）/·-]*")
_PHRASE = re.compile(r"[^，。；：！？\n,;:!?]+")
_HIDDEN = "\x00"
_BLANK = " ·-\x00"

_Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in pieces: ``gaps[0] marks[0] gaps[1] … marks[-1] gaps[-1]``; ``sources`` are what the marks stand for."""

    gaps: tuple[str, ...]
    marks: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def text(self) -> str:
        """The draft as the model sees it."""
        return self.gaps[0] + "".join(mark + gap for mark, gap in zip(self.marks, self.gaps[1:], strict=True))

    def restored(self, gaps: Sequence[str]) -> str:
        """The text with these gaps between the sources."""
        return gaps[0] + "".join(source + gap for source, gap in zip(self.sources, gaps[1:], strict=True))

    def shown(self, mark: str) -> str:
        """What a mark stands for, its figures hidden: enough to fit words to it."""
        source = self.sources[self.marks.index(mark)]
        return re.sub(r"[\d.,]*\d", "#", source)


class Marker:
    """Cuts texts into drafts. names: names of the policy in both languages; kept: expressions of kept phrases."""

    def __init__(self, names: Iterable[str], kept: Iterable[str]) -> None:
        words = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
        parts = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words]
        self._names = re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
        self._kept = re.compile("|".join(kept) or r"(?!)", re.IGNORECASE)

    def cut(self, text: str) -> Draft:
        """The draft of a text; ``draft.restored(draft.gaps) == text``."""
        spans = _joined(text, self._spans(text))
        gaps, marks, sources = [], [], []
        used: Counter[str] = Counter()
        end = 0
        for start, stop, kind in spans:
            used[kind] += 1
            gaps.append(text[end:start])
            marks.append(f"⟦{kind}{used[kind]}⟧")
            sources.append(text[start:stop])
            end = stop
        return Draft((*gaps, text[end:]), tuple(marks), tuple(sources))

    def _spans(self, text: str) -> list[_Span]:
        spans: list[_Span] = []
        hidden = _hide(text, spans, "Q", [match.span() for match in _QUOTE.finditer(text)])
        hidden = _hide(hidden, spans, "C", [match.span() for match in _CLAUSE.finditer(hidden)])
        figures = [_with_bound(hidden, figure.start, figure.end) for figure in chinese_amounts(hidden)]
        hidden = _hide(hidden, spans, "F", figures)
        hidden = _hide(hidden, spans, "F", [match.span() for match in _DIGITS.finditer(hidden)])
        hidden = _hide(hidden, spans, "N", [match.span() for match in self._names.finditer(hidden)])
        phrases = [match.span() for match in _PHRASE.finditer(hidden)]
        kept = [_trimmed(text, *span) for span in phrases if self._kept.search(hidden[slice(*span)].strip(_BLANK))]
        spans = [span for span in spans if not any(start < span[1] and span[0] < stop for start, stop in kept)]
        spans += [(start, stop, "K") for start, stop in kept]
        return sorted(spans)


def _hide(text: str, spans: list[_Span], kind: str, found: Iterable[tuple[int, int]]) -> str:
    for start, stop in found:
        spans.append((start, stop, kind))
        text = text[:start] + _HIDDEN * (stop - start) + text[stop:]
    return text


def _with_bound(text: str, start: int, stop: int) -> tuple[int, int]:
    """A figure's span with the words that bind it, within its line."""
    stop = start + len(text[start:stop].split("\n")[0])
    before = _BOUND_BEFORE.search(text[max(0, start - 12) : start])
    after = _BOUND_AFTER.match(text, stop)
    return start - len(before[0]) if before else start, after.end() if after else stop


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    piece = text[start:stop]
    start += len(piece) - len(piece.lstrip(" ·-"))
    return start, stop - (len(piece) - len(piece.rstrip()))


def _joined(text: str, spans: Sequence[_Span]) -> list[_Span]:
    """Spans with nothing but operators between them become one: a sum or a list of names with figures."""
    joined: list[_Span] = []
    for start, stop, kind in spans:
        if joined and _OPERATORS.fullmatch(text, joined[-1][1], start) and "\n" not in text[joined[-1][1] : start]:
            first, _, held = joined.pop()
            joined.append((first, stop, "F" if "F" in (held, kind) else held))
        else:
            joined.append((start, stop, kind))
    return [(start, _closed(text, start, stop), kind) for start, stop, kind in joined]


def _closed(text: str, start: int, stop: int) -> int:
    """The end of a span with the bracket that closes one opened in it."""
    is_open = text.count("（", start, stop) > text.count("）", start, stop)
    return stop + 1 if is_open and text[stop : stop + 1] == "）" else stop
