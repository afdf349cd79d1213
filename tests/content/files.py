"""Pictures and documents as people send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image

from shared.attachments import OFFICE

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def a_picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **how: Any
) -> bytes:
    """The left half is red, so that one sees which way it is turned."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    into = io.BytesIO()
    image.convert(mode).save(into, kind, **how)
    return into.getvalue()


def a_photo(orientation: int = 1, **how: Any) -> bytes:
    """A JPEG that tells where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "A name of an example"
    exif.get_ifd(0x8825)[2] = (50.0, 27.0, 0.0)  # GPSLatitude
    return a_picture("JPEG", exif=exif, comment=b"secret", **how)


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    into = io.BytesIO()
    frames[0].save(into, kind, save_all=True, append_images=frames[1:])
    return into.getvalue()


def an_archive(parts: Mapping[str, bytes | str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # of one date, so that it is always the same
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def open_xml(
    ending: str = "docx", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    kind = f"{OFFICE[ending]}.main+xml"
    return an_archive(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>',
            "word/document.xml": "<document>Протокол</document>",
            **(parts or {}),
        }
    )


def relationship(kind: str, target: str = "https://example.org/") -> str:
    return (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r" '
        f'Type="{KIND}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def open_document(
    ending: str = "odt",
    body: str = "<text:p>Протокол</text:p>",
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    names = {"text": "text", "draw": "drawing", "script": "script"}
    spaces = "".join(f' xmlns:{s}="{ODF}:{long}:1.0"' for s, long in names.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return an_archive(
        {
            "mimetype": OFFICE[ending],
            "content.xml": f"<office{spaces}>{body}</office>",
            **(parts or {}),
        }
    )


def a_pdf(**root: Any) -> bytes:
    """One empty page; ``root`` are entries of its catalogue."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    return _saved(pdf)


def a_pdf_with_a_file() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["run.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ")
    return _saved(pdf)


def a_locked_pdf(user: str = "") -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return _saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=user))


def _saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    into = io.BytesIO()
    pdf.save(into, **how)
    return into.getvalue()
