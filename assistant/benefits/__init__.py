"""The policy's figures as rules: strict YAML -> Benefit, quantities -> Calculation.

>>> catalogue = load_benefits(corpus, load_library(corpus))
>>> calculate(catalogue, [Request(benefit_id, row=row_key, count=20)]).max
"""

from assistant.benefits.amounts import Amount, AmountKind, chinese_amounts, chinese_numeral
from assistant.benefits.calculation import calculate, choose_highest, room_left
from assistant.benefits.catalogue import Benefit, Cap, Case, Catalogue, Duration, Formula, OtherFigure, Row
from assistant.benefits.loader import load_benefits
from assistant.benefits.money import format_number, format_yuan, format_yuan_range
from assistant.benefits.quantities import Request

__all__ = [
    "Amount",
    "AmountKind",
    "Benefit",
    "Cap",
    "Case",
    "Catalogue",
    "Duration",
    "Formula",
    "OtherFigure",
    "Request",
    "Row",
    "calculate",
    "chinese_amounts",
    "chinese_numeral",
    "choose_highest",
    "format_number",
    "format_yuan",
    "format_yuan_range",
    "load_benefits",
    "room_left",
]
