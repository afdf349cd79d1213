"""Reports of a group: on the page, as CSV, as a spreadsheet; from one table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Blueprint, Response, request, send_file, stream_with_context

from gateway import auth
from gateway.clock import now
from gateway.reports import csv_file, table, xlsx_file
from gateway.reports.table import Table
from gateway.web.cohorts import COHORT, get, trail, trail_of
from gateway.web.rendering import page, word
from shared.contracts.learning_cohorts import REPORTS
from shared.dates import KYIV

pages = Blueprint("reports", __name__)
REPORT = f"{COHORT}/reports/<any({', '.join(REPORTS)}):report>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get(REPORT)
def report(cohort: str, report: str) -> Response:
    auth.require_person()
    found = get(cohort)
    shown = table.read(cohort, report, cursor=request.args.get("cursor"))
    return page(
        "cohorts/report.html",
        title=word("report.title", report),
        section="teaching",
        trail=[trail(), trail_of(found)],
        cohort=found,
        report=report,
        table=shown,
    )


@pages.get(f"{REPORT}.csv")
def as_csv(cohort: str, report: str) -> Response:
    """Sent as it is read, page by page; what is refused is refused before the first."""
    name, every_page = _to_send(cohort, report)
    response = Response(
        stream_with_context(csv_file.write(every_page)),
        content_type="text/csv; charset=utf-8",
    )
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response


@pages.get(f"{REPORT}.xlsx")
def as_xlsx(cohort: str, report: str) -> Response:
    name, every_page = _to_send(cohort, report)
    file = xlsx_file.write(every_page, word("report.title", report))
    response = send_file(
        file, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx"
    )
    # Flask would let everybody keep it for a year, as it does with stylesheets.
    response.headers["Cache-Control"] = "no-store"
    return response


def _to_send(cohort: str, report: str) -> tuple[str, Iterator[Table]]:
    """What the file is called, without its ending, and what it holds."""
    auth.require_person()
    found: dict[str, Any] = get(cohort)
    every_page = table.every_page(cohort, report)
    first = next(every_page)
    day = now().astimezone(KYIV).date().isoformat()
    return f"{found['course']}-{report}-{day}", chain([first], every_page)
