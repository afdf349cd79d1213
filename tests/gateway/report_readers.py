"""A report as a stranger reads it: off the page, the CSV, the spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl

Cells = list[list[Any]]
NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FORMULA = ("'=", "'+", "'-", "'@")


def of_page(html: str) -> Cells:
    """Titles and cells of the table with the id ``report``."""
    reader = _Reader()
    reader.feed(html)
    return reader.rows


def of_csv(raw: bytes) -> Cells:
    text = raw.decode("utf-8-sig")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text == _again(rows)  # RFC 4180, to the letter
    return [[_of_text(cell) for cell in row] for row in rows]


def of_xlsx(raw: bytes) -> Cells:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    (sheet,) = book.worksheets
    assert sheet.freeze_panes == "B2"
    return [[_of_cell(cell) for cell in row] for row in sheet.iter_rows()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Cells = []
        self._inside = False
        self._cell: list[str] | None = None
        self._kind = ""
        self._day = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "table":
            self._inside = found.get("id") == "report"
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag in ("th", "td"):
            self._cell, self._kind, self._day = [], tag, ""
        elif self._cell is not None and tag == "time":
            self._day = found["datetime"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = False
        elif self._cell is not None and tag == self._kind:
            text = "".join(self._cell).strip()
            number = text.removesuffix("%").strip()
            is_number = tag == "td" and NUMBER.fullmatch(number)
            self.rows[-1].append(
                self._day or (None if text == "–" else _number(number))
                if self._day or text == "–" or is_number
                else text
            )
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def _number(text: str) -> int | float:
    plain = text.replace("−", "-").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _of_text(cell: str) -> Any:
    if not cell:
        return None
    if cell.startswith(FORMULA):
        return cell[1:]
    assert not cell.startswith(("=", "@", "+")), "a spreadsheet would run this"
    return _number(cell) if NUMBER.fullmatch(cell) else cell


def _of_cell(cell: Any) -> Any:
    assert cell.data_type != "f", "a formula"
    if isinstance(cell.value, datetime):
        assert cell.number_format == "yyyy-mm-dd"
        return cell.value.date().isoformat()
    if cell.number_format == "0%":
        return round(cell.value * 100)
    return cell.value


def _again(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
