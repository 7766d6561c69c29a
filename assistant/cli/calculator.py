"""``calc``, ``benefits`` and ``roster``: sums from the policy's figures."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from assistant.errors import CorpusError, InputError, QuantityError, UnknownName
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.benefits import Benefit, Catalogue, Request, Row
    from assistant.benefits.names import RowNames

__all__ = ["add_commands", "load_catalogue"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands ``calc`` and ``benefits``, and ``roster``."""
    from assistant.cli import roster

    calc = commands.add_parser("calc", help="算一笔补贴：calc 补贴项目 档次=数量 …")
    calc.add_argument("benefit", metavar="补贴项目", help="编号或名称，见 benefits 命令")
    calc.add_argument("rows", metavar="档次=数量", nargs="*", help="可写几个；只有一档的可只写数量")
    calc.add_argument("--year", default="", metavar="年度")
    calc.add_argument("--enterprise", default="", metavar="企业")
    calc.add_argument("--years", metavar="年数", help="按年计的项目")
    calc.add_argument("--months", metavar="月数", help="按月计的项目；不写则为整个支持期")
    calc.add_argument("--base", metavar="元", help="按比例或配套计算的金额基数")
    calc.add_argument("--due", metavar="元", help="作为限额的当年应缴额")
    calc.add_argument("--paid", metavar="元", help="同一上限内已领的金额")
    calc.add_argument("--highest", action="store_true", help="各项是同一件事的奖补：就高，只取最高一项")
    calc.add_argument("--json", action="store_true", help="输出 JSON")
    calc.set_defaults(run=_calc)
    benefits = commands.add_parser("benefits", help="列出能算的补贴项目、档次和金额")
    benefits.add_argument("--json", action="store_true", help="输出 JSON")
    benefits.add_argument("--check", action="store_true", help="核对原文的每个数字是否都有出处")
    benefits.set_defaults(run=_benefits)
    roster.add_command(commands)


def load_catalogue(settings: Settings) -> Catalogue:
    """The benefits of the corpus that the settings name."""
    from assistant.benefits import load_benefits
    from assistant.policy import load_library

    return load_benefits(settings.corpus, load_library(settings.corpus))


def _calc(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.benefits import calculate, choose_highest
    from assistant.benefits.names import RowNames

    catalogue = load_catalogue(settings)
    benefit = RowNames(catalogue).benefit(arguments.benefit)
    requests = _requests(arguments, catalogue, benefit)
    paid = None
    if arguments.paid is not None:
        paid = {(benefit.id, arguments.enterprise, arguments.year): _number(arguments.paid, "--paid")}
    if arguments.highest:
        each = [calculate(catalogue, [r], paid if r.benefit == benefit.id else None) for r in requests]
        result = choose_highest(catalogue, each)
    else:
        result = calculate(catalogue, requests, paid)
    if arguments.json:
        print(json.dumps(result.to_json(), ensure_ascii=False))
    else:
        from assistant.benefits.report import calculation_text

        print(calculation_text(catalogue, result))
    return 0


def _requests(arguments: argparse.Namespace, catalogue: Catalogue, benefit: Benefit) -> list[Request]:
    from assistant.benefits import Request
    from assistant.benefits.names import RowNames

    names = RowNames(b for b in catalogue if b.policy == benefit.policy)
    chosen = [_row_and_count(text, names, benefit) for text in arguments.rows]
    if not any(wanted is benefit for wanted, _, _ in chosen):
        chosen.insert(0, (benefit, None, None))
    options = {name: _number(getattr(arguments, name), f"--{name}") for name in ("years", "months", "base", "due")}
    given = {name: value for name, value in options.items() if value is not None}
    return [
        Request(
            wanted.id,
            row.key if row else "",
            count,
            enterprise=arguments.enterprise,
            year=arguments.year,
            **{name: value for name, value in given.items() if wanted is benefit or name in wanted.takes},
        )
        for wanted, row, count in chosen
    ]


def _row_and_count(text: str, names: RowNames, benefit: Benefit) -> tuple[Benefit, Row | None, Any]:
    name, equals, number = text.rpartition("=")
    if not equals and len(benefit.rows) > 1:
        raise InputError(f"“{text}”应写成 档次=数量，例如 {benefit.rows[0].key}=1")
    count = _number(number, name or benefit.title)
    if not equals:
        return benefit, benefit.rows[0], count
    try:
        return *names.find(name, benefit), count
    except UnknownName as unknown:
        try:
            return *names.find(name), count
        except UnknownName:
            raise unknown from None


def _number(text: str | None, what: str) -> Any:
    if text is None:
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise QuantityError(f"{what} 的“{text}”不是数字，应为阿拉伯数字，例如 20") from None


def _benefits(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.benefits.report import benefit_json, benefit_text

    catalogue = load_catalogue(settings)
    if arguments.check:
        _check(catalogue)
    elif arguments.json:
        print(json.dumps([benefit_json(benefit) for benefit in catalogue], ensure_ascii=False))
    else:
        print("\n\n".join(benefit_text(catalogue, benefit) for benefit in catalogue))
    return 0


def _check(catalogue: Catalogue) -> None:
    from assistant.benefits.coverage import unclaimed_amounts

    for policy in catalogue.library.policies:
        missing = unclaimed_amounts(catalogue, policy)
        if missing:
            listed = "、".join(f"第{amount.start}字“{amount.text}”" for amount in missing)
            raise CorpusError(f"{policy.id}: 这些数字既不是补贴的金额，也不在 figures.yaml 里：{listed}")
    print("每个数字都有出处")
