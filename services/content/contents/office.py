"""Office documents: ZIP archives that unpack to what they say, and run nothing."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from shared.errors import Invalid

MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 2**20  # bytes, together
MOST_RATIO = 100  # unpacked to packed
_RATIO_FROM = 10 * 2**20  # bytes unpacked; a small table of zeros harms nobody
_MOST_XML = 32 * 2**20  # bytes of a part that is read for what it refers to
_PIECE = 2**16
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|\x00|(?:^|/)\.\.(?:/|$)")
# Macros, controls and objects of other programs, wherever they lie.
_ACTIVE = re.compile(
    r"vbaproject|vbadata|/activex|/embeddings/[^/]*\.bin$|/macrosheets/"
    r"|^basic/|^scripts/",
    re.IGNORECASE,
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ODF_CLICKED = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}a"
_ODF_DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}a"
_SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)


def check_office(media_type: str, content: bytes) -> None:
    """Raises:
    Invalid: ``file_not_what_it_says``, ``office_broken``, ``office_bomb``,
        ``office_paths``, ``office_active`` or ``office_fetches``.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise _not_this()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive, len(content))
            _check_said(archive, media_type)
            for name in archive.namelist():
                if name.endswith(".rels"):
                    _check_relationships(_xml(archive, name))
                elif name.rpartition("/")[2] in ("content.xml", "styles.xml"):
                    _check_odf(_xml(archive, name))
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError),
        *(RuntimeError, ValueError, ParseError, DefusedXmlException, KeyError),
    ):
        raise Invalid(
            "office_broken", "This document cannot be read to its end."
        ) from None


def _check_entries(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpack everything once, counting what comes out and not what is promised."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    if len(names) < len(entries) or any(map(_is_unsafe, entries)):
        raise Invalid(
            "office_paths", "The document holds parts under names that lead elsewhere."
        )
    if any(_ACTIVE.search(name) for name in names):
        raise _active()
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or (
                    unpacked > _RATIO_FROM and unpacked > MOST_RATIO * packed
                ):
                    raise _bomb()


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or bool(_UNSAFE_NAME.search(entry.orig_filename))


def _check_said(archive: zipfile.ZipFile, media_type: str) -> None:
    """That the document is of the kind which its name says."""
    names = set(archive.namelist())
    if "mimetype" in names:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        if said != media_type:
            raise _not_this()
        return
    if "[Content_Types].xml" not in names:
        raise _not_this()
    said_of = {
        entry.get("ContentType", "")
        for entry in _xml(archive, "[Content_Types].xml").iter()
    }
    if any("macroenabled" in kind.lower() for kind in said_of):
        raise _active()
    if f"{media_type}.main+xml" not in said_of:
        raise _not_this()


def _check_relationships(root: Element) -> None:
    """A link that a person clicks may lead out; nothing else may."""
    for entry in root.iter(f"{_RELATIONSHIP}Relationship"):
        is_outside = entry.get("TargetMode", "").lower() == "external"
        if is_outside and not entry.get("Type", "").endswith("/hyperlink"):
            raise _fetches()


def _check_odf(root: Element) -> None:
    for element in root.iter():
        if element.tag.startswith(_SCRIPT):
            raise _active()
        if element.tag in (_ODF_CLICKED, _ODF_DRAWN):
            continue
        if _ELSEWHERE.match(element.get(_LINK, "")):
            raise _fetches()


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > _MOST_XML:
        raise _bomb()
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _not_this() -> Invalid:
    return Invalid("file_not_what_it_says", "The file is not what its name says.")


def _bomb() -> Invalid:
    return Invalid("office_bomb", "The document unpacks to far more than it weighs.")


def _active() -> Invalid:
    return Invalid("office_active", "A document may hold no macros and no programs.")


def _fetches() -> Invalid:
    return Invalid(
        "office_fetches", "The document would load something from elsewhere."
    )
