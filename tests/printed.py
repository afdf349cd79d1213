"""Reading a printed certificate back: its text, and the code that it carries."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pypdfium2
from pypdf import PdfReader

from deploy.local.install import VENV
from deploy.local.layout import REPOSITORY

_DPI = 200  # what an ordinary office scanner sees
_READ = """
import { readFileSync } from "node:fs";
import jsQR from "jsqr";
const [, width, height] = process.argv;
const pixels = new Uint8ClampedArray(readFileSync(0));
const found = jsQR.default(pixels, Number(width), Number(height));
process.stdout.write(found ? Buffer.from(found.binaryData) : "");
"""


def lines_of(pdf: bytes) -> list[str]:
    """The text of the first page, as another program extracts it."""
    return PdfReader(BytesIO(pdf)).pages[0].extract_text().split("\n")


def code_on(pdf: bytes) -> str:
    """What the QR code on the first page holds, looked at as a scanner does."""
    page = pypdfium2.PdfDocument(pdf)[0]
    seen = page.render(scale=_DPI / 72).to_pil().convert("RGBA")
    read = subprocess.run(  # noqa: S603  # our own script
        [
            str(VENV / "bin" / "node"),
            *("--input-type=module", "--eval", _READ),
            *(str(side) for side in seen.size),
        ],
        input=seen.tobytes(),
        check=True,
        capture_output=True,
        cwd=REPOSITORY,
    )
    return str(read.stdout, "utf-8")
