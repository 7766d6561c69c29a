"""Cut a mended policy text into clauses, sentences and departments, each with its offsets.

A numbered clause begins a paragraph with its number in full-width brackets; numbers must run on
without a gap, so a reference to a clause inside a sentence is never a heading. The paragraphs before
the first section are the opening (引言), with the line above them that says to whom the text goes. A
section without numbered clauses is named by its own heading (总体要求). The paragraph after the last
clause that sets the validity begins 附则, which runs to the end: it holds the signature, the day of
printing and who gets a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.errors import CorpusError
from assistant.models import Clause, Department, Sentence

__all__ = ["chinese_number", "label_of", "parse_clauses"]

_CLAUSE = re.compile(r"^（([一二三四五六七八九十]+)）")
_SECTION = re.compile(r"^([一二三四五六七八九十]+)、(\S{2,30})$")
_SALUTATION = re.compile(r"^各.{2,60}：$")
_VALIDITY = re.compile(r"^本.{1,8}自.{4,14}起(施行|实施|执行)")
_DEPARTMENTS = re.compile(r"（((?:牵头|配合|责任)单位：[^（）]*)）$")
_ROLES = {"牵头单位": "lead", "责任单位": "lead", "配合单位": "support"}
_OPENING, _APPENDIX = "引言", "附则"
_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile("(?=.)(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?")


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九十九; ValueError otherwise."""
    found = _NUMERAL.fullmatch(text)
    if not found:
        raise ValueError(text)
    tens, ten, ones = found.groups(default="")
    return 10 * (_DIGITS.index(tens) if tens else len(ten)) + (_DIGITS.index(ones) if ones else 0)


def label_of(number: int) -> str:
    """How a citation names a numbered clause: 11 -> "（十一）"."""
    tens, ones = divmod(number, 10)
    words = ("" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十") + (_DIGITS[ones] if ones else "")
    return f"（{words}）"


def parse_clauses(policy_id: str, text: str) -> tuple[Clause, ...]:
    """The parts of a mended text in order. CorpusError where numbers leave a gap."""
    paragraphs = list(_paragraphs(text))
    parts: list[tuple[str, str, str, int, int]] = []  # key, section, title, start, end
    section, number, begun = "", 0, False
    addressed: int | None = None
    for line, start, end in paragraphs:
        heading = _CLAUSE.match(line)
        section_heading = _SECTION.match(line)
        if section_heading:
            section, begun = section_heading[2], True
        elif heading:
            number = _next_number(policy_id, number, heading[1])
            parts.append((str(number), section, _title(line[heading.end() :]), start, end))
            begun = True
        elif _VALIDITY.match(line):
            parts.append((_APPENDIX, "", _APPENDIX, start, end))
        elif not begun and len(line) > 40 and not _SALUTATION.match(line):
            parts.append((_OPENING, "", _OPENING, start if addressed is None else addressed, end))
            addressed = None
        elif not begun and _SALUTATION.match(line):
            addressed = start
        elif begun and parts:
            if parts[-1][0] == _APPENDIX or (parts[-1][1] == section and parts[-1][0] != _OPENING):
                key, held, title, first, _ = parts[-1]
                parts[-1] = (key, held, title, first, end)
            else:
                parts.append((section, section, section, start, end))
    return tuple(_clause(policy_id, text, *part) for part in parts)


def _paragraphs(text: str) -> Iterator[tuple[str, int, int]]:
    position = 0
    for line in text.split("\n"):
        if line:
            yield line, position, position + len(line)
        position += len(line) + 1


def _next_number(policy_id: str, last: int, numeral: str) -> int:
    found = chinese_number(numeral)
    if found != last + 1:
        raise CorpusError(f"{policy_id}: 条款编号不连续：（{numeral}）之前应为第{last + 1}条")
    return found


def _title(body: str) -> str:
    return re.split(r"[。；，\n]", body, maxsplit=1)[0]


def _clause(policy_id: str, text: str, key: str, section: str, title: str, start: int, end: int) -> Clause:
    body = text[start:end]
    label = label_of(int(key)) if key.isdigit() else key
    named = _DEPARTMENTS.search(body)
    body_end = start + named.start() if named else end
    departments = tuple(_departments(named[1], start + named.start(1))) if named else ()
    return Clause(
        policy=policy_id,
        key=key,
        label=label,
        section=section,
        title=title,
        text=body,
        start=start,
        end=end,
        sentences=tuple(_sentences(text, start, body_end)),
        departments=departments,
    )


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    heading = _CLAUSE.match(text[start:end])
    position = start + heading.end() if heading else start
    for match in re.finditer(r"[^。；\n]+[。；]?", text[position:end]):
        yield Sentence(match[0], position + match.start(), position + match.end())


def _departments(listing: str, offset: int) -> Iterator[Department]:
    role = "lead"
    for match in re.finditer(r"(牵头单位|责任单位|配合单位)：|[^，、；：]+", listing):
        if match[1]:
            role = _ROLES[match[1]]
        else:
            yield Department(match[0], role, offset + match.start(), offset + match.end())
