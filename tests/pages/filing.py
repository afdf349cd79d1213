"""An item with a picture and a document beside its text."""

from __future__ import annotations

from pathlib import Path

from tests.content.builders import a_folder
from tests.content.files import a_photo, open_xml
from tests.stacks import Stack

SLUG = "item-with-files"
BODY = "![A map](files/map.jpg)\n\n[The form](files/form.docx)"


def publish(stack: Stack, place: Path) -> None:
    contents = {"map.jpg": a_photo(size=(1200, 600)), "form.docx": open_xml()}
    held = dict.fromkeys(contents, "")
    for path, text in a_folder(SLUG, body=BODY, held=held).items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents.get(target.name) or text.encode())
    done = stack.operate("library", "import", str(place))
    assert done.returncode == 0, done.stderr
