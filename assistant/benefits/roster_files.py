"""Read a roster from CSV or a spreadsheet, and write the computed table back, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.benefits.catalogue import Catalogue
from assistant.benefits.roster import Roster, RosterProblem, RosterRecord, RosterRow
from assistant.errors import InputError
from assistant.models import Bound

__all__ = ["HEADERS", "MAX_ROWS", "read_roster", "write_roster", "write_template"]

MAX_ROWS = 200_000
_HEADER_WITHIN = 10

HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "人员", "name"),
    "enterprise": ("企业", "企业名称", "单位", "单位名称", "公司", "公司名称", "enterprise", "company"),
    "year": ("年度", "年份", "年", "year"),
    "row": ("等级或奖项", "等级", "奖项", "档次", "级别", "grade", "award", "row"),
    "benefit": ("补贴项目", "项目", "补贴名称", "benefit"),
    "count": ("人数", "数量", "个数", "count"),
    "years": ("年数", "years"),
    "months": ("月数", "months"),
    "base": ("金额基数", "基数", "base"),
    "due": ("应缴额", "due"),
    "paid": ("已领金额", "本年已领", "已领", "paid"),
}
"""Column meanings and the headings that name them; the first is the template's."""

_MEANINGS = {heading: meaning for meaning, headings in HEADERS.items() for heading in headings}
_ENDINGS = {"姓名": "name", "企业": "enterprise", "年度": "year", "等级": "row", "奖项": "row"}
_BOUND_WORDS = {Bound.EXACT: "", Bound.AT_MOST: "最高", Bound.AT_LEAST: "不低于", Bound.RANGE: "区间"}
_ROW_COLUMNS = (
    *("行号", "姓名", "企业", "年度", "补贴项目", "等级或奖项"),
    *("算式", "限定", "应得（元）", "区间下限（元）", "说明"),
)
_GROUP_COLUMNS = (
    *("补贴项目", "企业", "年度", "行数", "封顶前（元）"),
    *("上限（元）", "已领（元）", "可得（元）", "被削减（元）"),
)
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def read_roster(path: Path) -> Iterator[RosterRecord]:
    """The records of a CSV (UTF-8, UTF-16 or GB18030) or a spreadsheet's first sheet, as they are read.

    A heading line with a known name for the grade or award must stand in the first ten lines.
    InputError where the file cannot be read, has no such heading, or is too long.
    """
    lines = _sheet_lines(path) if path.suffix.lower() in _SHEETS else _csv_lines(path)
    filled = ((number, cells) for number, cells in lines if any(map(_is_filled, cells)))
    columns = _columns(path, filled)
    for records, (number, cells) in enumerate(filled):
        if records == MAX_ROWS:
            raise InputError(f"{path.name} 超过{MAX_ROWS}行，请分成几份")
        present = {meaning: cells[at] for meaning, at in columns.items() if at < len(cells)}
        yield RosterRecord(number, {key: _printable(cell) for key, cell in present.items() if _is_filled(cell)})


def write_roster(roster: Roster, path: Path) -> tuple[Path, ...]:
    """Write the table as XLSX (two sheets) or as CSV (two files); the paths written.

    The first table has each line of the roster in its order, with its sum or what is wrong with it;
    the second each group with its cap. InputError for another kind of file.
    """
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, {"明细": _row_table(roster), "汇总": _group_table(roster)})
        return (path,)
    if path.suffix.lower() != ".csv":
        raise InputError(f"不能写成“{path.name}”；可用的文件类型：.xlsx、.csv")
    groups = path.with_name(f"{path.stem}-汇总.csv")
    _write_csv(path, _row_table(roster))
    _write_csv(groups, _group_table(roster))
    return path, groups


def write_template(catalogue: Catalogue, path: Path) -> None:
    """An empty roster to fill in, with a second sheet of the names that the grade or award may have."""
    headings = tuple(headings[0] for headings in HEADERS.values())
    allowed: list[tuple[Any, ...]] = [("等级或奖项", "补贴项目", "单位")]
    allowed += [(row.key, b.title, row.unit) for b in catalogue if b.has_amount and b.payable for row in b.rows]
    _write_xlsx(path, {"花名册": [headings], "可填的等级或奖项": allowed})


def _columns(path: Path, lines: Iterator[tuple[int, Sequence[Any]]]) -> dict[str, int]:
    for _, (_, cells) in zip(range(_HEADER_WITHIN), lines, strict=False):
        found: dict[str, int] = {}
        headings = [re.sub(r"\s|[（(].*", "", str(cell)).lower() for cell in cells]
        for at, heading in enumerate(headings):
            if heading in _MEANINGS:
                found.setdefault(_MEANINGS[heading], at)
        for at, heading in enumerate(headings):
            if heading[-2:] in _ENDINGS:
                found.setdefault(_ENDINGS[heading[-2:]], at)
        if "row" in found or "benefit" in found:
            return found
    wanted = "、".join(headings[0] for headings in HEADERS.values())
    raise InputError(f"{path.name} 没有表头“等级或奖项”（也可叫{'、'.join(HEADERS['row'][1:6])}）；可用的列：{wanted}")


def _sheet_lines(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        yield from enumerate(sheet.iter_rows(), start=1)
    except (CalamineError, OSError) as error:
        raise InputError(f"{path.name} 打不开：{error}；可用的文件类型：{'、'.join(_SHEETS)}、.csv") from None


def _csv_lines(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        text = _decoded(path.read_bytes(), path)
    except OSError as error:
        raise InputError(f"{path} 打不开：{error.strerror}") from None
    head = text[:2000].splitlines()[:1]
    delimiter = max(",\t;", key=head[0].count) if head else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path.name} 第{number}行读不了：{error}") from None


def _decoded(content: bytes, path: Path) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path.name} 的编码认不出；请存成 UTF-8 或 GBK 的 CSV，或 XLSX")


def _is_filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _row_table(roster: Roster) -> Iterator[tuple[Any, ...]]:
    yield _ROW_COLUMNS
    entries: list[RosterRow | RosterProblem] = sorted([*roster.rows, *roster.problems], key=lambda entry: entry.number)
    for entry in entries:
        if isinstance(entry, RosterProblem):
            yield entry.number, entry.name, *("",) * 8, f"未计算：{entry.reason}"
            continue
        line = entry.line
        low = line.min if line.bound is Bound.RANGE else ""
        yield (
            *(entry.number, entry.name, line.enterprise, line.year, entry.title, line.label),
            *(line.expression, _BOUND_WORDS[line.bound], line.max, low, entry.note),
        )


def _group_table(roster: Roster) -> Iterator[tuple[Any, ...]]:
    yield _GROUP_COLUMNS
    for group in roster.groups:
        limit = "" if group.limit is None else group.limit
        yield (
            *(group.title, group.enterprise, group.year, group.lines),
            *(group.before, limit, group.already_paid, group.payable, group.cut),
        )
    if roster.calculation:
        before = roster.calculation.max + roster.cut
        yield "合计", "", "", len(roster.rows), before, "", "", roster.calculation.max, roster.cut


def _write_csv(path: Path, table: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_without_formula(cell) for cell in row] for row in table)


def _write_xlsx(path: Path, sheets: dict[str, Iterable[Sequence[Any]]]) -> None:
    from xlsxwriter import Workbook

    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), plain) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(table):
                for column, cell in enumerate(row):
                    if not isinstance(cell, str):
                        sheet.write_number(at, column, float(cell))
                    elif cell:
                        sheet.write_string(at, column, cell)


def _printable(cell: Any) -> Any:
    return _UNPRINTABLE.sub("", cell) if isinstance(cell, str) and not cell.isprintable() else cell


def _without_formula(cell: Any) -> Any:
    """A text that a spreadsheet will not take for a formula when it opens a CSV; numbers as they are."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA_START) else cell
