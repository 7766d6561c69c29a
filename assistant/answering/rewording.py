"""What a model may change in a draft: nothing between two tokens but the draft's own words there and a closed glue.

The rule is stricter than looking for wrong figures: a reply can lie without a digit ("twice that", "every month", "you
too"), so every word of the model's own must come from ``corpus/language/rewording.yaml``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from assistant.answering.source_tokens import MARK, Draft
from assistant.errors import LanguageModelError
from assistant.policy.strict import Expression, Strict, Text, read_file

__all__ = ["Glue", "load_glue", "reworded"]

_NUMERALS = re.compile(
    r"[\d零〇一二三四五六七八九十百千万亿两]|\b(?:one|two|three|ten|hundred|thousand|million)\b", re.IGNORECASE
)
_PIECE = re.compile(r"[^\s，。；：！、,;:!.“”\"'（）()·~～-]+")
_STOPS = re.compile(r"[\s，。；：！、]|[.,;:!](?=\s|\Z)")
_NEXT = "⟦"
_COVERED = 0.6
"""The share of each phrase of the draft that must be found again."""
_LONGEST, _LONGER = 120, 2
"""How much longer than the draft a rewording may be: so many characters, beside so many times its length."""


class Glue(Strict):
    """What a model may add in one language; see corpus/language/rewording.yaml."""

    words: frozenset[Text]
    alone: frozenset[Text]
    kept: tuple[Expression, ...]


class _Languages(Strict):
    zh: Glue
    en: Glue


def load_glue(corpus: Path) -> dict[str, Glue]:
    """The glue by language, "zh" and "en". CorpusError where the file breaks its schema."""
    return dict(read_file(corpus / "language" / "rewording.yaml", _Languages))


def reworded(draft: Draft, reply: str, glue: Glue) -> str:
    """The reply with its tokens put back; LanguageModelError says what it did that it may not."""
    marks = MARK.findall(reply)
    gaps = MARK.split(reply)
    if unknown := [mark for mark in marks if mark not in draft.marks]:
        raise LanguageModelError(f"模型编了标记{unknown[0]}")
    if missing := [mark for mark in draft.marks if mark not in marks]:
        raise LanguageModelError(f"模型漏了标记{missing[0]}")
    if tuple(marks) != draft.marks:
        raise LanguageModelError("模型重复或颠倒了标记")
    if len(reply) > _LONGER * len(draft.text) + _LONGEST:
        raise LanguageModelError("模型写得太长")
    for position, (new, old) in enumerate(zip(gaps, draft.gaps, strict=True)):
        _check_gap(new, old, glue, first=position == 0, last=position == len(draft.marks))
    return draft.restored(gaps)


def _check_gap(new: str, old: str, glue: Glue, *, first: bool, last: bool) -> None:
    held = _PIECE.findall(old)
    pieces = list(_PIECE.finditer(new))
    if old.strip() and not new.strip() and not (first or last):
        raise LanguageModelError("模型把两个标记连了起来")
    stops = _STOPS.sub("", _PIECE.sub(" ", new if last else new + _NEXT))
    if strange := set(stops) - set(old):
        raise LanguageModelError(f"模型用了不许用的符号：{min(strange)}")
    draft, at = " ".join(held), 0
    for piece in pieces:
        placed = _placed(piece[0], draft, at, glue)
        if placed is None:
            own = re.sub("|".join(map(re.escape, held)) or r"(?!)", "", piece[0])
            what = "模型自己写了数字" if _NUMERALS.search(own) else "模型添了或挪了话"
            raise LanguageModelError(f"{what}：{piece[0][:20]}")
        at = placed
        free = (piece.start() > 0 or first) and (piece.end() < len(new) or last)
        if free and piece[0].lower() in glue.alone and piece[0] not in held:
            raise LanguageModelError(f"模型添了断语：{piece[0]}")
    said = " ".join(piece[0] for piece in pieces)
    for phrase in held:
        if _placed(phrase, "", 0, glue) is None and _share(phrase, said) < _COVERED:
            raise LanguageModelError(f"模型漏了草稿的话：{phrase[:20]}")


def _placed(piece: str, draft: str, at: int, glue: Glue) -> int | None:
    """Where the draft's words have got to after this piece, made of glue and of stretches of the draft in its order.

    draft: the gap's phrases with blanks between them; at: how far earlier pieces got. None where it is not so made.
    """
    if piece.isascii():
        word = re.compile(rf"(?<!\S){re.escape(piece)}(?!\S)").search(draft, at)
        return word.end() if word else at if piece.lower() in glue.words else None
    reached: dict[int, int] = {0: at}
    for start in range(len(piece)):
        if start not in reached:
            continue
        for stop in range(start + 1, len(piece) + 1):
            part, so_far = piece[start:stop], reached[start]
            ends = [so_far] if part.lower() in glue.words else []
            found = draft.find(part, so_far)
            if found >= 0 and (len(part) > 1 or f" {part} " in f" {draft} "):
                ends.append(found + len(part))
            if ends:
                reached[stop] = min(*ends, reached.get(stop, len(draft)))
    return reached.get(len(piece))


def _share(phrase: str, said: str) -> float:
    pairs = {first + second for first, second in pairwise(phrase)} or {phrase}
    return sum(pair in said for pair in pairs) / len(pairs)
