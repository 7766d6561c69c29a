"""``roster``: a file of people to what each is entitled to."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.benefits.roster import Roster

__all__ = ["add_command"]


def add_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command ``roster``."""
    command = commands.add_parser("roster", help="按花名册计算：roster people.csv，写回 XLSX 和 CSV")
    command.add_argument("file", metavar="文件", nargs="?", help="CSV 或 XLSX，列：姓名、企业、年度、等级或奖项…")
    command.add_argument("--out", metavar="文件", action="append", help="结果文件（.xlsx、.csv），可写几个")
    command.add_argument("--template", metavar="文件", help="写一份空白模板（.xlsx）")
    command.add_argument("--json", action="store_true", help="输出 JSON，不写结果文件（除非有 --out）")
    command.set_defaults(run=_roster)


def _roster(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.benefits.roster import compute_roster
    from assistant.benefits.roster_files import read_roster, write_roster, write_template
    from assistant.cli.calculator import load_catalogue

    gc.disable()  # nothing here is cyclic, and walking 100,000 rows again and again takes a third of the time
    catalogue = load_catalogue(settings)
    if arguments.template:
        write_template(catalogue, Path(arguments.template))
    if not arguments.file:
        if arguments.template:
            return 0
        raise InputError("请给出花名册文件，或用 --template 写一份模板")
    source = Path(arguments.file)
    roster = compute_roster(catalogue, read_roster(source))
    targets = [Path(target) for target in arguments.out or ()]
    if not targets and not arguments.json:
        targets = [source.with_name(f"{source.stem}-结果{suffix}") for suffix in (".xlsx", ".csv")]
    written = [path for target in targets for path in write_roster(roster, target)]
    _print(roster, written, as_json=arguments.json)
    if roster.calculation is None:
        raise InputError(f"没有一行能计算，共{len(roster.problems)}行有问题")
    return 0


def _print(roster: Roster, written: list[Path], *, as_json: bool) -> None:
    from assistant.benefits.report import SHOWN, roster_json, roster_text

    if as_json:
        print(json.dumps(roster_json(roster), ensure_ascii=False))
    else:
        print(roster_text(roster))
        for path in written:
            print(f"已写入 {path}")
    for problem in roster.problems[:SHOWN]:
        print(f"第{problem.number}行 {problem.name}：{problem.reason}", file=sys.stderr)
    if len(roster.problems) > SHOWN:
        print(f"……另有{len(roster.problems) - SHOWN}行有问题，见结果文件", file=sys.stderr)
