"""A report as a spreadsheet with real numbers, percents and days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from gateway.reports.table import Cell, Column, Table

_NARROWEST, _WIDEST = 10, 40  # characters
_FORMATS = {
    "percent": {"num_format": "0%"},
    "day": {"num_format": "yyyy-mm-dd"},
    "number": {},
}
# Rows go to disk as they are written, so a file of any length takes no more memory;
# and no text becomes a formula or a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(pages: Iterable[Table], sheet: str) -> IO[bytes]:
    """The file, open at its beginning and gone when closed.

    Args:
        sheet: what the one sheet is called.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        formats = {kind: book.add_format(look) for kind, look in _FORMATS.items()}
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        # 31 characters at most, and none of those that have a meaning in references.
        name = "".join(" " if sign in "[]:*?/\\'" else sign for sign in sheet)
        to = book.add_worksheet(name[:31].strip())
        columns: tuple[Column, ...] = ()
        row, footer = 0, None
        for number, page in enumerate(pages):
            if number == 0:
                columns, footer, row = page.columns, page.footer, 1
                _head(to, page, heading)
            for cells in page.rows:
                _row(to, row, columns, cells, formats)
                row += 1
        if footer is not None:
            _row(to, row, columns, footer, formats)
    file.seek(0)
    return file


def _head(to: Any, page: Table, heading: Any) -> None:
    for place, column in enumerate(page.columns):
        cells = [row[place] for row in page.rows]
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        # A long title is wrapped rather than made a wide column of ticks.
        title = min(len(column.title), 2 * _NARROWEST)
        to.set_column(place, place, min(max(longest, title, _NARROWEST), _WIDEST) + 2)
        to.write_string(0, place, column.title, heading)
    to.freeze_panes(1, 1)


def _row(
    to: Any, row: int, columns: Sequence[Column], cells: Sequence[Cell], formats: Any
) -> None:
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if cell is None:
            continue
        if isinstance(cell, str):
            to.write_string(row, place, cell)
        elif column.kind == "percent" and isinstance(cell, int):
            to.write_number(row, place, cell / 100, formats["percent"])
        elif isinstance(cell, int | float):
            to.write_number(row, place, cell, formats["number"])
        else:
            to.write_datetime(row, place, cell, formats["day"])
