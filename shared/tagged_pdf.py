"""HTML as PDF/UA: tagged, in a language, with its fonts inside (ADR 15)."""

from __future__ import annotations

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


def to_pdf(html: str) -> bytes:
    """The document of ``html``, which holds all that it shows: nothing is loaded."""
    fetch = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    made: bytes = HTML(string=html, url_fetcher=fetch).write_pdf(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
    )
    return made
