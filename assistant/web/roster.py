"""A roster in the calculator: upload, progress, preview with the bad lines first, results to download."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.benefits import format_yuan
from assistant.benefits.report import bounded_yuan, roster_text
from assistant.benefits.roster import Roster, RosterGroup, RosterRecord, RosterRow, compute_roster
from assistant.benefits.roster_files import read_roster, write_roster, write_template
from assistant.errors import AssistantError
from assistant.web.engine import Engine
from assistant.web.i18n import label, language_of, say
from assistant.web.markup import tag
from assistant.web.sums import problem_html, total_html

__all__ = ["RosterForm"]

_SHOWN = 50
_PROGRESS_EVERY = 500


@dataclass
class RosterForm:
    """Upload and results of a roster; both lie only in Gradio's cache, which forgets them within the hour."""

    engine: Engine

    def draw(self) -> None:
        """Put the form into the layout and join its events."""
        with gr.Row():
            self.file = gr.File(
                label=label("roster_file"), file_types=[".csv", ".xlsx"], height=140, scale=3, elem_id="roster-file"
            )
            with gr.Column(scale=2, min_width=220):
                gr.Markdown(label("roster_help"))
                self._draw_template()
        self.result = gr.HTML(elem_id="roster-result", apply_default_css=False, js_on_load=None)
        self.download = gr.DownloadButton(
            label("roster_download"), visible=False, variant="primary", elem_id="roster-download"
        )
        written = gr.State("")
        computed = self.file.upload(
            self._compute,
            self.file,
            [self.result, self.download, written],
            concurrency_limit=1,
            api_visibility="private",
        )
        computed.then(_forget, written, written, queue=False, show_progress="hidden", api_visibility="private")
        self.file.clear(lambda: ["", _hidden()], None, [self.result, self.download], api_visibility="private")

    def _draw_template(self) -> None:
        with tempfile.TemporaryDirectory(prefix="roster-") as folder:
            template = Path(folder) / "花名册模板.xlsx"
            write_template(self.engine.catalogue, template)
            gr.DownloadButton(label("roster_template"), value=str(template), elem_id="roster-template")

    def _compute(self, file: str, request: gr.Request, progress: gr.Progress = gr.Progress()) -> list[Any]:  # noqa: B008
        language = language_of(request)
        source = Path(file)
        try:
            progress(0.0, desc=say(language, "roster_reading"))
            records = list(read_roster(source))
            counted = _counted(records, progress, say(language, "roster_computing"))
            roster = compute_roster(self.engine.catalogue, counted)
            progress(0.95, desc=say(language, "roster_writing"))
            written = Path(tempfile.mkdtemp(prefix="roster-")) / f"{source.stem}-结果.xlsx"
            write_roster(roster, written)
        except AssistantError as error:
            return [problem_html(str(error)), _hidden(), ""]
        return [roster_html(roster, language), gr.update(value=str(written), visible=True), str(written)]


def _forget(written: str) -> str:
    """Remove the results once Gradio has its copy, which it deletes in its turn."""
    if written:
        shutil.rmtree(Path(written).parent, ignore_errors=True)
    return ""


def _hidden() -> Any:
    return gr.update(visible=False)


def _counted(records: Sequence[RosterRecord], progress: gr.Progress, said: str) -> Iterator[RosterRecord]:
    for number, record in enumerate(records):
        if number % _PROGRESS_EVERY == 0:
            progress(0.1 + 0.8 * number / len(records), desc=said)
        yield record


def roster_html(roster: Roster, language: str) -> str:
    """Totals, the lines with a problem, each group with its cap, and the first of the other lines."""
    total = roster.calculation
    amount = bounded_yuan(total.min, total.max, total.bound) if total else format_yuan(Decimal(0))
    counted = say(language, "roster_counted", done=len(roster.rows), bad=len(roster.problems))
    parts = [
        total_html(amount, roster_text(roster), language),
        tag("p", counted),
        _table(
            say(language, "roster_problems"),
            _columns(language, "line", "name", "reason"),
            ((str(problem.number), problem.name, problem.reason) for problem in roster.problems[:_SHOWN]),
            "table bad",
        ),
        _table(
            say(language, "roster_groups"),
            _columns(language, "enterprise", "year", "benefit", "before", "limit", "payable"),
            (_group_cells(group) for group in roster.groups[:_SHOWN]),
        ),
        _table(
            say(language, "roster_rows", shown=min(_SHOWN, len(roster.rows))),
            _columns(language, "line", "name", "enterprise", "year", "row", "amount", "note"),
            (_row_cells(row) for row in roster.rows[:_SHOWN]),
        ),
    ]
    return tag("div", "".join(parts), class_="sum", role="status")


def _columns(language: str, *keys: str) -> list[str]:
    return [say(language, f"column_{key}") for key in keys]


def _group_cells(group: RosterGroup) -> Sequence[str]:
    limit = format_yuan(group.limit) if group.limit is not None else "—"
    amounts = format_yuan(group.before), limit, format_yuan(group.payable)
    return group.enterprise, group.year, group.title, *amounts


def _row_cells(row: RosterRow) -> Sequence[str]:
    line = row.line
    amount = bounded_yuan(line.min, line.max, line.bound)
    return str(row.number), row.name, line.enterprise, line.year, line.label, amount, row.note


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], class_: str = "table") -> str:
    head = tag("tr", "".join(tag("th", escape(column), scope="col") for column in columns))
    body = "".join(tag("tr", "".join(tag("td", escape(cell)) for cell in row)) for row in rows)
    if not body:
        return ""
    table = tag("table", tag("caption", escape(title)) + tag("thead", head) + tag("tbody", body))
    return tag("div", table, class_=class_, tabindex="0", role="region", aria_label=title)
