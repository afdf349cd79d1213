"""A certificate as one sheet of A4: HTML first, then a tagged PDF.

The words stand in ``templates/<language>.html``, the look in ``sheet.html`` and
``sheet.css``. Nothing is loaded from anywhere: pictures stand in the document and the
typeface is the machine's.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import segno
from babel import units
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.learning.printing import ornament
from shared import tagged_pdf
from shared.dates import KYIV, in_words

FOLDER = Path(__file__).parent / "templates"
QR_MOST = 1024  # bytes
_DEEP, _PALE, _GOLD = "#0b3c49", "#e9efec", "#d9a24e"

_LONG_NAME, _LONG_TITLE = 34, 48  # characters; what is longer is set smaller
_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it. Personal data: never logged."""

    language: str  # of the words around
    number: str
    name: str
    title: str
    title_language: str
    minutes: int
    issued_at: datetime
    expires_at: datetime | None
    address: str  # where the number is checked
    qr: str  # what the code says


def to_pdf(sheet: Sheet) -> bytes:
    """PDF/UA: tagged, in a language, with its fonts inside.

    Raises:
        ValueError: the code would hold more than ``QR_MOST`` bytes.
    """
    return tagged_pdf.to_pdf(to_html(sheet))


def to_html(sheet: Sheet) -> str:
    return _environment.get_template(f"{sheet.language}.html").render(
        sheet=sheet,
        issued=_day(sheet.issued_at, sheet.language),
        expires=_day(sheet.expires_at, sheet.language) if sheet.expires_at else None,
        volume=units.format_unit(
            sheet.minutes, "duration-minute", locale=sheet.language
        ),
        long_name=len(sheet.name) > _LONG_NAME,
        long_title=len(sheet.title) > _LONG_TITLE,
        qr=qr_code(sheet.qr),
        mark=_picture(ornament.MARK),
        rosette=_picture(ornament.rosette(_PALE)),
        band=_picture(ornament.band(_GOLD)),
    )


def qr_code(text: str) -> str:
    """The code as an address that holds the picture itself.

    Raises:
        ValueError: ``text`` is longer than ``QR_MOST`` bytes.
    """
    content = text.encode()
    if len(content) > QR_MOST:
        raise ValueError(f"a QR code of {len(content)} bytes")
    code = segno.make(content, error="l", boost_error=False, micro=False)
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=4, dark=_DEEP, light="#fff", xmldecl=False)
    return _picture(drawn.getvalue().decode())


def _picture(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _day(moment: datetime, language: str) -> str:
    return in_words(moment.astimezone(KYIV).date(), language)
