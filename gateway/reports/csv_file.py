"""A report as CSV: RFC 4180, UTF-8 with the mark that spreadsheets look for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from gateway.reports.table import Cell, Table

MARK = "\ufeff"
# A spreadsheet takes a text that begins like this for a formula, and a formula can
# send what the sheet holds elsewhere. An apostrophe makes it text again (OWASP, "CSV
# injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(pages: Iterable[Table]) -> Iterator[str]:
    """The file, a page at a time."""
    footer: list[Cell] | None = None
    for number, page in enumerate(pages):
        text = io.StringIO()
        to = csv.writer(text, lineterminator="\r\n")
        if number == 0:
            text.write(MARK)
            to.writerow([guarded(column.title) for column in page.columns])
            footer = page.footer
        to.writerows([_plain(cell) for cell in row] for row in page.rows)
        yield text.getvalue()
    if footer is not None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(map(_plain, footer))
        yield text.getvalue()


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
