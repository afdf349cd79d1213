"""PDF: read whole; nothing in it runs, starts programs or carries other files."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from shared.errors import Invalid

MOST_OBJECTS = 200_000
_RUNS = {"/JS", "/XFA"}
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition"}
_CARRIES = {"/EF", "/EmbeddedFiles"}
_DEEPEST = 50  # dictionaries and lists inside each other


def check_pdf(content: bytes) -> None:
    """Raises:
    Invalid: ``file_not_what_it_says``, ``pdf_broken``, ``pdf_encrypted``,
        ``pdf_active`` or ``pdf_carries_files``.
    """
    if not content.startswith(b"%PDF-"):
        raise Invalid("file_not_what_it_says", "The file is not what its name says.")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise _encrypted()
            _check(pdf)
    except pikepdf.PasswordError:
        raise _encrypted() from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError):
        raise Invalid("pdf_broken", "This PDF cannot be read to its end.") from None


def _check(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS or not pdf.pages:
        raise ValueError("not a document for people")
    for entry in pdf.objects:
        for inner in _dictionaries(entry):
            keys = set(inner.keys())
            if keys & _CARRIES:
                raise Invalid(
                    "pdf_carries_files", "A PDF may hold no other files inside."
                )
            if keys & _RUNS or str(inner.get("/S", "")) in _ACTIONS:
                raise Invalid(
                    "pdf_active", "A PDF may hold no scripts and start no programs."
                )


def _dictionaries(entry: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Those inside an object itself; what it refers to has its own turn."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream):
        yield entry
        inside = [value for _, value in entry.items()]
    elif isinstance(entry, pikepdf.Array):
        inside = list(entry)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _encrypted() -> Invalid:
    return Invalid("pdf_encrypted", "A PDF may not be locked with a password.")
