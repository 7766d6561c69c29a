"""A roster in the calculator: upload, progress, preview with the bad lines first, results to download."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.benefits import format_yuan
from assistant.benefits.report import bounded_yuan, roster_text
from assistant.benefits.roster import Roster, RosterRecord, compute_roster
from assistant.benefits.roster_files import read_roster, write_roster, write_template
from assistant.errors import AssistantError
from assistant.web.engine import Engine
from assistant.web.i18n import label, language_of, say
from assistant.web.sums import problem_html

__all__ = ["RosterForm"]

_SHOWN = 50
_PROGRESS_EVERY = 500


@dataclass
class RosterForm:
    """Upload and results of a roster; the results lie in a temporary folder that Gradio clears."""

    engine: Engine

    def draw(self) -> None:
        """Put the form into the layout and join its events."""
        with gr.Row():
            self.file = gr.File(
                label=label("roster_file"), file_types=[".csv", ".xlsx"], height=140, scale=3, elem_id="roster-file"
            )
            with gr.Column(scale=2, min_width=220):
                gr.Markdown(label("roster_help"))
                gr.DownloadButton(label("roster_template"), value=self._template(), elem_id="roster-template")
        self.result = gr.HTML(elem_id="roster-result", apply_default_css=False, js_on_load=None)
        self.download = gr.DownloadButton(label("roster_download"), visible=False, variant="primary", elem_id="roster-download")
        self.file.upload(
            self._compute, self.file, [self.result, self.download], concurrency_limit=1, api_visibility="private"
        )
        self.file.clear(lambda: ["", gr.update(visible=False)], None, [self.result, self.download], api_visibility="private")

    def _template(self) -> str:
        path = Path(tempfile.mkdtemp(prefix="roster-")) / "花名册模板.xlsx"
        write_template(self.engine.catalogue, path)
        return str(path)

    def _compute(self, file: str, request: gr.Request, progress: gr.Progress = gr.Progress()) -> list[Any]:  # noqa: B008
        language = language_of(request)
        source = Path(file)
        try:
            progress(0.0, desc=say(language, "roster_reading"))
            records = list(read_roster(source))
            roster = compute_roster(self.engine.catalogue, _counted(records, progress, say(language, "roster_computing")))
            progress(0.95, desc=say(language, "roster_writing"))
            written = Path(tempfile.mkdtemp(prefix="roster-")) / f"{source.stem}-结果.xlsx"
            write_roster(roster, written)
        except AssistantError as error:
            return [problem_html(str(error)), gr.update(visible=False)]
        return [roster_html(roster, language), gr.update(value=str(written), visible=True)]


def _counted(records: Sequence[RosterRecord], progress: gr.Progress, said: str) -> Iterator[RosterRecord]:
    for number, record in enumerate(records):
        if number % _PROGRESS_EVERY == 0:
            progress(0.1 + 0.8 * number / len(records), desc=said)
        yield record


def roster_html(roster: Roster, language: str) -> str:
    """Totals, the lines with a problem, each group with its cap, and the first of the other lines."""
    total = roster.calculation
    amount = bounded_yuan(total.min, total.max, total.bound) if total else format_yuan(roster.cut)
    counted = say(language, "roster_counted", done=len(roster.rows), bad=len(roster.problems))
    copied = escape(roster_text(roster))
    problems = _table(
        say(language, "roster_problems"),
        [say(language, "column_line"), say(language, "column_name"), say(language, "column_reason")],
        ([str(p.number), p.name, p.reason] for p in roster.problems[:_SHOWN]),
        "bad",
    )
    groups = _table(
        say(language, "roster_groups"),
        [say(language, f"column_{key}") for key in ("enterprise", "year", "benefit", "before", "limit", "payable")],
        (
            [
                group.enterprise,
                group.year,
                group.title,
                format_yuan(group.before),
                format_yuan(group.limit) if group.limit is not None else "—",
                format_yuan(group.payable),
            ]
            for group in roster.groups[:_SHOWN]
        ),
    )
    rows = _table(
        say(language, "roster_rows", shown=min(_SHOWN, len(roster.rows))),
        [say(language, f"column_{key}") for key in ("line", "name", "enterprise", "year", "row", "amount", "note")],
        (
            [
                str(row.number),
                row.name,
                row.line.enterprise,
                row.line.year,
                row.line.label,
                bounded_yuan(row.line.min, row.line.max, row.line.bound),
                row.note,
            ]
            for row in roster.rows[:_SHOWN]
        ),
    )
    return (
        f'<div class="sum" role="status"><div class="total"><span>{say(language, "total")}</span><strong>{escape(amount)}</strong>'
        f'<button type="button" class="outlined" data-copy="{copied}">{say(language, "copy_sum")}</button></div>'
        f"<p>{counted}</p>{problems}{groups}{rows}</div>"
    )


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return ""
    return (
        f'<div class="table {kind}" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
