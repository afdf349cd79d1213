"""The certificate on paper, read back by programs that did not make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from services.learning.printing.sheet import QR_MOST, Sheet, to_html, to_pdf
from tests.learning.builders import NOON
from tests.printed import code_on, lines_of

NAME = "Єва Ґалаґан-М’якушко"
SHEET = Sheet(
    language="uk",
    number="7K3M-9QXT-2HBD-5",
    name=NAME,
    title="Безпечне подвір’я: їжак і ґава",
    title_language="uk",
    minutes=61,
    issued_at=NOON,
    expires_at=NOON + timedelta(days=365),
    address="hub.example.org/uk/certificates",
    qr="https://hub.example.org/uk/certificates/7K3M-9QXT-2HBD-5#" + "x" * 480,
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(SHEET)


def test_its_text_is_ukrainian_and_whole(pdf: bytes) -> None:
    assert lines_of(pdf)[:14] == [
        "Хаб знань «Поліція і громада»",
        "СЕРТИФІКАТ",
        "отримує",
        NAME,
        "за успішне завершення курсу",
        "«Безпечне подвір’я: їжак і ґава»",
        "Дата видачі",
        "22 листопада 2026 року",
        "Чинний до",
        "22 листопада 2027 року",
        "Обсяг",
        "61 хвилина",
        "Номер сертифіката",
        SHEET.number,
    ]


def test_the_same_in_english_and_without_an_end() -> None:
    sheet = replace(SHEET, language="en", title="Safe yard", expires_at=None)
    lines = lines_of(to_pdf(sheet))
    assert lines[:6] == [
        "Community Policing Knowledge Hub",
        "CERTIFICATE",
        "is awarded to",
        NAME,
        "for completing the course",
        "“Safe yard”",
    ]
    assert "22 November 2026" in lines
    assert "Valid until" not in lines


def test_a_screen_reader_is_led_through_it(pdf: bytes) -> None:
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "uk"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [element["/S"] for element in tagged(root["/StructTreeRoot"])]
    for kind in ("/H1", "/H2", "/P", "/Figure"):
        assert kind in kinds
    (figure,) = (e for e in tagged(root["/StructTreeRoot"]) if e["/S"] == "/Figure")
    assert SHEET.number in figure["/Alt"]


def tagged(element: Any) -> Iterator[Any]:
    """Every structure element below this one."""
    inner = element.get("/K", [])
    for child in inner if isinstance(inner, list) else [inner]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from tagged(found)


def test_every_typeface_is_inside_and_no_other(pdf: bytes) -> None:
    page: Any = PdfReader(BytesIO(pdf)).pages[0]
    described = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for font in page["/Resources"]["/Font"].values()
    ]
    assert described
    for font in described:
        assert "Vollkorn" in font["/FontName"]
        assert "/FontFile2" in font or "/FontFile3" in font


def test_a_scanner_reads_the_code(pdf: bytes) -> None:
    assert code_on(pdf) == SHEET.qr


def test_the_longest_name_title_and_code_stay_on_one_sheet() -> None:
    name = " ".join(["Олександра-Володимирівна"] * 4)[:100]
    title = " ".join(["Взаємодія"] * 15)
    qr = ("https://hub.example.org/" + "ї" * 500)[: QR_MOST // 2]
    sheet = replace(SHEET, name=name, title=title, qr=qr)
    made = to_pdf(sheet)
    assert len(PdfReader(BytesIO(made)).pages) == 1
    text = " ".join(lines_of(made)).replace("- ", "-")
    assert name in text
    assert title in text
    assert code_on(made) == qr


def test_names_are_text_and_never_markup() -> None:
    html = to_html(replace(SHEET, name='<img src="http://example.org/x">'))
    assert "<img src=&#34;" not in html
    assert "&lt;img" in html


def test_days_are_those_of_kyiv() -> None:
    late = datetime.fromisoformat("2026-11-21T23:30:00+00:00")
    assert "22 листопада 2026" in to_html(replace(SHEET, issued_at=late))
