"""Mend a policy as received: text taken from a PDF, broken across lines and pages.

Three mendings and no others, so that the original can be proved to be all there:

1. blanks and line ends between characters go, except between two Latin letters or digits;
2. a paragraph broken by a page end is joined with its rest;
3. ASCII brackets around a clause number at a paragraph's start become full-width.
"""

from __future__ import annotations

import re

__all__ = ["clean", "without_blanks"]

_CLAUSE_HEAD = re.compile(r"^[(（]([一二三四五六七八九十]+)[)）]")
_SECTION_HEAD = re.compile(r"^[一二三四五六七八九十]+、\S{2,30}$")
_BLANKS = re.compile(r"(\s+)")
_DEPARTMENTS_END = re.compile(r"（[^（）]*单位：[^（）]*）$")


def clean(source: str) -> str:
    """The mended text, one paragraph a line, ending in a line end.

    source: the text as received, paragraphs separated by empty lines.
    """
    paragraphs: list[str] = []
    inside_body = False
    for block in re.split(r"\n\s*\n", source):
        text = _without_inner_blanks(block.strip())
        if not text:
            continue
        text = _CLAUSE_HEAD.sub(r"（\1）", text)
        heading = bool(_CLAUSE_HEAD.match(text) or _SECTION_HEAD.match(text))
        if paragraphs and inside_body and not heading and not _is_complete(paragraphs[-1]):
            paragraphs[-1] += text
        else:
            paragraphs.append(text)
            inside_body = len(text) > 40 or bool(_CLAUSE_HEAD.match(text))
    return "\n".join(paragraphs) + "\n"


def without_blanks(text: str) -> str:
    """The text with every white-space character removed; what the lossless proof compares."""
    return "".join(text.split())


def _without_inner_blanks(block: str) -> str:
    pieces = _BLANKS.split(block)
    mended = [pieces[0]]
    for blank, following in zip(pieces[1::2], pieces[2::2], strict=True):
        before = mended[-1][-1:] if mended[-1] else ""
        keep = _is_latin_or_digit(before) and _is_latin_or_digit(following[:1])
        mended.append((" " if keep else "") + following if blank else following)
    return "".join(mended)


def _is_latin_or_digit(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_complete(paragraph: str) -> bool:
    return paragraph.endswith(("。", "！", "？", "：")) or bool(_DEPARTMENTS_END.search(paragraph))
