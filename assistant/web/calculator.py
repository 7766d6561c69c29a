"""The calculator screen: a form for each chosen benefit, and the sum as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.benefits import Benefit
from assistant.errors import AssistantError
from assistant.web.engine import Engine
from assistant.web.forms import Field, benefit_choices, calculate_filled, default_benefit, fields_of
from assistant.web.i18n import CHINESE, label, language_of, say
from assistant.web.roster import RosterForm
from assistant.web.sums import problem_html, sum_html

__all__ = ["CalculatorScreen"]

_MOST_BENEFITS = 8
_DRAWN_JS = 'trigger("drawn");'
"""Numbers outlive a new choice of benefits, so the sum is made anew as soon as the forms are drawn again."""


@dataclass
class CalculatorScreen:
    """The components of the calculator; its events join themselves as the forms are drawn."""

    engine: Engine

    def draw(self) -> None:
        """Put the screen into the layout."""
        catalogue = self.engine.catalogue
        with gr.Row(elem_classes="calculator-row"):
            with gr.Column(scale=6, min_width=320):
                self.chosen = gr.Dropdown(
                    benefit_choices(catalogue),
                    value=[default_benefit(catalogue)],
                    multiselect=True,
                    max_choices=_MOST_BENEFITS,
                    label=label("calculator_benefits"),
                    elem_id="calculator-benefits",
                )
                self._draw_forms()
            with gr.Column(scale=5, min_width=320):
                self.total = gr.HTML(self._sum([], CHINESE), elem_id="total", apply_default_css=False, js_on_load=None)
        with gr.Accordion(label("roster"), open=False, elem_id="roster"):
            RosterForm(self.engine).draw()

    def _draw_forms(self) -> None:
        @gr.render(self.chosen, queue=False, show_progress="hidden")
        def forms(chosen: Sequence[str], request: gr.Request) -> None:
            language = language_of(request)
            fields: list[Field] = []
            numbers: list[gr.Number] = []
            for benefit_id in chosen or ():
                benefit = self.engine.catalogue.benefit(benefit_id)
                with gr.Group(elem_classes="benefit-form"):
                    gr.HTML(_title(benefit), apply_default_css=False, js_on_load=None, padding=True)
                    with gr.Row():
                        for field in fields_of(benefit, language):
                            fields.append(field)
                            numbers.append(
                                gr.Number(
                                    label=field.label,
                                    minimum=0,
                                    min_width=150,
                                    key=(field.benefit, field.kind, field.row),
                                )
                            )

            def compute(request: gr.Request, *values: Any) -> str:
                return self._sum(list(zip(fields, values, strict=True)), language_of(request))

            quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
            for number in numbers:
                number.input(compute, numbers, self.total, trigger_mode="always_last", **quick)
            drawn = gr.HTML(apply_default_css=False, js_on_load=_DRAWN_JS, elem_classes="drawn")
            drawn.drawn(compute, numbers, self.total, **quick)

    def _sum(self, filled: Sequence[tuple[Field, Any]], language: str) -> str:
        try:
            calculation = calculate_filled(self.engine.catalogue, filled)
        except AssistantError as error:
            return problem_html(str(error))
        if calculation is None:
            return f'<p class="nothing">{say(language, "calculator_empty")}</p>'
        return sum_html(self.engine.catalogue, calculation, language)


def _title(benefit: Benefit) -> str:
    return f'<h2 class="benefit-title" lang="zh-CN">{escape(benefit.title)}</h2>'
