"""A table as CSV and XLSX, and how a long answer is packed; without servers."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
import pytest
from flask import Flask, Response

from gateway import compression
from gateway.reports import csv_file, xlsx_file
from gateway.reports.table import Cell, Column, Table
from tests.gateway import report_readers

COLUMNS = (
    Column("Хто", "text"),
    Column("Частка, %", "percent"),
    Column("Число", "number"),
    Column("День", "day"),
)


def a_table(*rows: list[Cell], footer: list[Cell] | None = None) -> Table:
    return Table(COLUMNS, list(rows), footer, None, None)


ONE: list[Cell] = ["Олена", 75, 0.42, date(2026, 12, 1)]
EMPTY: list[Cell] = ["Петро", None, -3, None]
MEAN: list[Cell] = ["Середнє", 75, None, None]


def test_pages_become_one_csv_with_its_footer_last() -> None:
    pages = [a_table(ONE, footer=MEAN), a_table(EMPTY)]
    assert "".join(csv_file.write(pages)) == (
        "\ufeffХто,\"Частка, %\",Число,День\r\n"
        "Олена,75,0.42,2026-12-01\r\n"
        "Петро,,-3,\r\n"
        "Середнє,75,,\r\n"
    )  # fmt: skip


def test_pages_become_one_sheet_with_real_numbers_and_days() -> None:
    with xlsx_file.write([a_table(ONE, footer=MEAN), a_table(EMPTY)], "a/b*") as file:
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        assert sheet.title == "a b"
        (one, percent, number, day) = sheet[2]
    assert (one.data_type, percent.value, percent.number_format) == ("s", 0.75, "0%")
    assert (number.value, day.value) == (0.42, datetime(2026, 12, 1))  # noqa: DTZ001  # a cell has no zone
    assert [cell.value for cell in sheet[3]] == ["Петро", None, -3, None]
    assert [cell.value for cell in sheet[4]] == ["Середнє", 0.75, None, None]
    assert sheet.column_dimensions["A"].width >= 10


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(text: str) -> None:
    pages = [a_table([text, None, None, None])]
    cells = next(csv_file.write(pages)).split("\r\n")[1]
    assert cells.strip('"').startswith("'")
    with xlsx_file.write(pages, "x") as file:
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        assert sheet["A2"].data_type == "s"


def test_what_the_readers_of_the_golden_test_read_is_what_was_written() -> None:
    pages = [a_table(ONE, EMPTY)]
    titles = [column.title for column in COLUMNS]
    wanted = [titles, ["Олена", 75, 0.42, "2026-12-01"], ["Петро", None, -3, None]]
    raw = "".join(csv_file.write(pages)).encode()
    assert report_readers.of_csv(raw) == wanted
    with xlsx_file.write(pages, "x") as file:
        assert report_readers.of_xlsx(file.read()) == wanted


def test_a_long_answer_is_packed_as_it_comes() -> None:
    app = Flask("packing")
    compression.init_app(app)
    came: list[int] = []

    @app.get("/")
    def long() -> Response:
        def parts() -> Iterator[str]:
            for number in range(3):
                came.append(number)
                yield f"{number}" * 100_000

        return Response(parts(), content_type="text/csv")

    answer = app.test_client().get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(came) <= 1  # the server asks for one to know the status
    whole = io.BytesIO(answer.data)
    text = gzip.GzipFile(fileobj=whole).read().decode()
    assert text == "0" * 100_000 + "1" * 100_000 + "2" * 100_000
    plain = app.test_client().get("/")
    assert plain.text == text
