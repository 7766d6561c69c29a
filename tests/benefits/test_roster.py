"""Rosters: every row as the calculator has it, caps by group, bad rows reported, files safe to open."""

from __future__ import annotations

import csv
import random
import time
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from assistant.benefits import Catalogue, Request, calculate
from assistant.benefits.roster import Roster, compute_roster
from assistant.benefits.roster_files import read_roster, write_roster, write_template
from assistant.errors import InputError, UnknownName

HEADINGS = ("姓名", "企业", "年度", "等级或奖项")


def save(path: Path, rows: list, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def compute(catalogue: Catalogue, path: Path) -> Roster:
    return compute_roster(catalogue, read_roster(path))


def test_caps_by_enterprise_and_year(catalogue: Catalogue, tmp_path: Path) -> None:
    people = [(f"甲{n}", "甲公司", 2025, "首席技师") for n in range(15)]
    people += [(f"乙{n}", "乙公司", 2025, "高级技师") for n in range(6)]
    people += [("丙", "甲公司", 2026, "首席技师"), ("丁", "甲公司", 2025, "高级工")]
    roster = compute(catalogue, save(tmp_path / "people.csv", [HEADINGS, *people]))
    assert not roster.problems
    cut = [(g.enterprise, g.year, g.before, g.payable, g.cut) for g in roster.groups if g.cut]
    assert cut == [("甲公司", "2025", 120_000, 100_000, 20_000)]
    assert roster.calculation.max == 100_000 + 18_000 + 8000 + 2000
    assert roster.cut == 20_000
    assert sum(group.payable for group in roster.groups) == roster.calculation.max
    assert sum(group.lines for group in roster.groups) == len(roster.rows) == 23


def test_a_bad_row_is_reported_and_the_rest_computed(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [
        (*HEADINGS, "人数", "月数"),
        ("张三", "甲", "2025年", "高级技师", "", ""),
        ("李四", "甲", "2025", "高级技士", "", ""),
        (),
        ("王五", "", "2025", "技师", "", ""),
        ("赵六", "甲", "去年", "技师", "", ""),
        ("钱七", "甲", "2025", "技师", "-1", ""),
        ("孙八", "甲", "2025", "技师", "两", ""),
        ("周九", "甲", "2025", "", "", ""),
        ("吴十", "", "", "技能大师", "", "12"),
        ("郑一", "甲", "2025", "职工教育经费", "", ""),
    ]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows))
    assert [(row.name, row.line.max) for row in roster.rows] == [("张三", 3000), ("吴十", 12_000)]
    reasons = {problem.number: problem.reason for problem in roster.problems}
    assert list(reasons) == [3, 5, 6, 7, 8, 9, 11]
    assert "没有这个等级或奖项：“高级技士”" in reasons[3]
    assert "缺少企业" in reasons[5]
    assert "四位数的年份" in reasons[6]
    assert "应为1到10000000之间的整数" in reasons[7]
    assert "“两”不能用" in reasons[8]
    assert "缺少等级或奖项" in reasons[9]
    assert "不是补贴" in reasons[11]


def test_names_are_resolved_within_the_named_benefit(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [
        ("姓名", "企业", "年度", "补贴项目", "等级或奖项", "金额基数"),
        ("张三", "甲", "2025", "promotion-technician", "二级", ""),
        ("李四", "甲", "2025", "newcomer-living-allowance", "技师", ""),
        ("王五", "甲", "2025", "worldskills-base-match", "", "500,000"),
        ("赵六", "甲", "2025", "什么补贴", "技师", ""),
    ]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows))
    assert [row.line.max for row in roster.rows] == [2500, 500_000]
    assert "没有写明" in roster.problems[0].reason
    assert "没有这个补贴项目" in roster.problems[1].reason


def test_paid_before_counts_once_for_a_group(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [(*HEADINGS, "已领金额")]
    rows += [("甲一", "甲", 2025, "首席技师", 90_000), ("甲二", "甲", 2025, "首席技师", 90_000)]
    rows += [("甲三", "甲", 2025, "首席技师", 80_000), ("甲四", "甲", 2025, "高级工", 5)]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows))
    assert roster.calculation.max == 10_000
    assert [problem.number for problem in roster.problems] == [4, 5]


def test_a_repeated_person_is_pointed_out_but_counted(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [HEADINGS, ("张三", "甲", 2025, "高级工"), ("张三", "甲", 2025, "高级工"), ("张三", "甲", 2026, "高级工")]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows))
    assert roster.calculation.max == 6000
    assert [bool(row.note) for row in roster.rows] == [False, True, False]
    assert "第2行" in roster.rows[1].note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(encoding: str, delimiter: str, catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [("职工姓 名", "单位名称", "晋升年度（公历）", "技能等级"), ("张三", "甲", 2025, "高级工")]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows, encoding, delimiter))
    (row,) = roster.rows
    assert (row.number, row.name, row.line.enterprise, row.line.year) == (2, "张三", "甲", "2025")


def test_a_spreadsheet_with_a_title_above_the_headings(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, ["2025年度花名册"])
        sheet.write_row(3, 0, [*HEADINGS, "人数"])
        sheet.write_row(4, 0, ["张三", "甲", 2025, "高级工", 2])
        sheet.write_row(6, 0, [20250001, 91370600, "", "首席技师", ""])
        sheet.write_datetime(6, 2, date(2026, 5, 1), day)
    roster = compute(catalogue, path)
    assert [(r.number, r.name, r.line.enterprise, r.line.year, r.line.max) for r in roster.rows] == [
        (5, "张三", "甲", "2025", 4000),
        (7, "20250001", "91370600", "2026", 8000),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("people.csv", "姓名,企业\n张三,甲\n".encode(), "没有表头“等级或奖项”.*可用的列：姓名、企业"),
        ("people.csv", b"", "没有表头"),
        ("people.csv", b"\xff\xff\xff", "编码认不出"),
        ("people.xlsx", b"not a workbook", "打不开"),
        ("people.csv", ("等级\n" + '"' + "工" * 200_000).encode(), "第2行读不了"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read_roster(path))


def test_a_missing_file_and_an_unknown_kind(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("none.csv", "none.xlsx"):
        with pytest.raises(InputError, match="打不开"):
            list(read_roster(tmp_path / name))
    with pytest.raises(InputError, match=r"可用的文件类型：\.xlsx、\.csv"):
        write_roster(Roster((), (), (), None), tmp_path / "out.pdf")


def test_written_tables_hold_each_line_and_start_no_formula(catalogue: Catalogue, tmp_path: Path) -> None:
    evil = ["=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", "＝1"]
    rows = [HEADINGS, *((name, "=甲", 2025, "高级工") for name in evil), ("末\x07行", "甲", 2025, "坏")]
    roster = compute(catalogue, save(tmp_path / "people.csv", rows))
    (sheet,) = write_roster(roster, tmp_path / "out.xlsx")
    table, groups = write_roster(roster, tmp_path / "out.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [int(row["行号"]) for row in written] == list(range(2, 9))
    assert all(not row["姓名"].startswith(("=", "+", "-", "@", "\t", "＝")) for row in written)
    assert all(row["企业"] == "'=甲" for row in written[:-1])
    assert written[-1]["说明"].startswith("未计算：没有这个等级或奖项：“坏”")
    assert written[-1]["姓名"] == "末行"
    with groups.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[-1][:5] == ["合计", "", "", "6", "12000"]
    book = CalamineWorkbook.from_path(sheet)
    assert book.sheet_names == ["明细", "汇总"]
    assert [row[1] for row in book.get_sheet_by_name("明细").to_python()[1:3]] == ["=1+1", "+SUM(A1)"]
    assert "<f>" not in _sheet_xml(sheet)


def _sheet_xml(path: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name)


def test_the_template_can_be_filled_in(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(catalogue, path)
    assert list(read_roster(path)) == []
    allowed = CalamineWorkbook.from_path(path).get_sheet_by_index(1).to_python()
    assert ["高级工", "企业自主培育新晋升初、中、高级工一次性补贴", "元/人"] in allowed


def test_100_000_rows_agree_with_the_calculator(catalogue: Catalogue, tmp_path: Path) -> None:
    choose = random.Random(8)
    names = [row.key for b in catalogue if b.formula.counts and b.id != "newcomer-living-allowance" for row in b.rows]
    rows = [
        (f"人{n}", f"企业{choose.randrange(400)}", choose.choice((2024, 2025, 2026)), choose.choice(names))
        for n in range(100_000)
    ]
    path = save(tmp_path / "people.csv", [HEADINGS, *rows], "gbk")
    began = time.process_time()
    roster = compute(catalogue, path)
    assert time.process_time() - began < 10
    assert not roster.problems

    @cache
    def alone(benefit: str, row: str) -> tuple[Decimal, Decimal]:
        result = calculate(catalogue, [Request(benefit, row, 1)])
        return result.lines[0].min, result.lines[0].max

    for (name, enterprise, year, key), row in zip(rows, roster.rows, strict=True):
        line = row.line
        assert (row.name, line.enterprise, line.year, line.label) == (name, enterprise, str(year), key)
        assert (line.min, line.max) == alone(line.benefit, line.label)
    for group in roster.groups:
        cap = catalogue.benefit(group.benefit).cap
        limit = cap.amount if cap else None
        assert group.payable == (min(group.before, limit) if limit else group.before)
    assert sum(group.before for group in roster.groups) == sum(row.line.max for row in roster.rows)
    assert sum(group.payable for group in roster.groups) == roster.calculation.max


def test_a_wrong_name_is_answered_by_the_nearest_ones_only(catalogue: Catalogue) -> None:
    """A sheet of wrong names must stay readable: of some forty names a message tells at most five."""
    message = str(UnknownName("等级或奖项", "高级技工师", [row.key for benefit in catalogue for row in benefit.rows]))
    assert "相近的：高级技师" in message and message.count("、") < 5
    assert "例如：" in str(UnknownName("等级或奖项", "zzz", [str(number) for number in range(13)]))
    assert str(UnknownName("档次", "丁", "甲乙丙")) == "没有这个档次：“丁”。可用的档次：甲、乙、丙"
