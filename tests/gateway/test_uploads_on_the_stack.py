"""Files of library items on their way in, on the whole running platform."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from shared.attachments import digest
from tests.content.files import a_pdf, a_photo, a_picture, open_xml
from tests.gateway.file_sender import (
    ALT,
    FORM_WORDS,
    PICTURE_WORDS,
    Sender,
)
from tests.gateway.library_desk import begin
from tests.gateway.stack_client import Api
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def test_a_broken_connection_is_gone_on_with(sender: Sender, editor: Api) -> None:
    slug = begin(editor)
    content = a_picture("PNG", (300, 200))
    begun = sender.begin(slug, "map.png", content)
    place = begun.headers["Location"]
    assert begun.headers["Upload-Offset"] == "0"
    first = sender.at("PATCH", place, 0, content[:100])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "100")
    lost = sender.at("PATCH", place, 0, content[:100])
    assert (lost.status_code, lost.json()["code"]) == (409, "upload_offset_wrong")
    asked = sender.at("HEAD", place)
    assert asked.status_code == 200
    assert asked.headers["Upload-Offset"] == "100"
    assert asked.headers["Upload-Length"] == str(len(content))
    assert asked.headers["Cache-Control"] == "no-store"
    assert asked.headers["Upload-Expires"].endswith("GMT")
    again = sender.begin(slug, "map.png", content)
    assert again.headers["Location"] == place
    assert again.json()["offset"] == 100
    sender.at("PATCH", place, 100, content[100:])
    for _ in range(2):  # the answer may be lost as well
        done = sender.finish(place, 1, **PICTURE_WORDS)
        assert (done.status_code, done.json()["revision"]) == (200, 2)


def test_pieces_that_race_make_one_file(sender: Sender, editor: Api) -> None:
    slug, content = begin(editor), a_picture("PNG", (300, 200))
    place = sender.begin(slug, "map.png", content).headers["Location"]
    with ThreadPoolExecutor(4) as pool:
        sent = pool.map(lambda _: sender.at("PATCH", place, 0, content), range(4))
        codes = sorted(answer.status_code for answer in sent)
    assert codes == [204, 409, 409, 409]
    assert sender.finish(place, 1, **PICTURE_WORDS).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", open_xml(parts={"a.bin": bytes(60 * 2**20)}), "office_bomb"),
        ("a.docx", open_xml(parts={"word/vbaProject.bin": b"?"}), "office_active"),
        ("a.png", a_picture() + open_xml(), "file_is_more"),
        ("a.png", b"GIF89a" + bytes(500), "file_not_what_it_says"),
        ("a.pdf", a_pdf()[:99], "pdf_broken"),
    ],
    ids=["bomb", "macros", "polyglot", "other", "broken"],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_is_refused_is_said_and_not_kept(
    sender: Sender, editor: Api, name: str, content: bytes, code: str, language: str
) -> None:
    slug = begin(editor)
    place = sender.send(slug, name, content)
    words = PICTURE_WORDS if name.endswith("png") else FORM_WORDS
    path = f"{place.removeprefix('/api/v1')}/completion"
    refused = editor("POST", path, {**words, "revision": 1}, Accept_Language=language)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (language == "uk") == any(
        "а" <= sign <= "я" for sign in refused.json()["detail"]
    )
    assert editor("GET", f"/library/{slug}/work").json()["files"] == []
    assert sender.at("HEAD", place).status_code == 404


def test_words_and_licence_are_required(sender: Sender, editor: Api) -> None:
    slug = begin(editor)
    place = sender.send(slug, "map.png", a_picture())
    for words, pointer in (
        ({"licence": "own"}, "#/alt"),
        ({"alt": {"uk": "Мапа"}, "licence": "own"}, "#/alt/en"),
        ({"alt": ALT}, "#/licence"),
        ({"alt": ALT, "licence": "cc-by-4.0"}, "#/source"),
        ({"alt": ALT, "decoration": True, "licence": "own"}, "#/alt"),
    ):
        refused = sender.finish(place, 1, **words)
        assert refused.status_code == 422, refused.text
        assert pointer in [one["pointer"] for one in refused.json()["errors"]]
    assert sender.finish(place, 1, decoration=True, licence="own").status_code == 200


def test_only_editors_send_and_only_their_own(
    stack: Stack, sender: Sender, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    place = sender.begin(slug, "map.png", a_picture()).headers["Location"]
    assert Sender(stack, reviewer).begin(slug, "a.png", b"x").status_code == 403
    assert Sender(stack, reviewer).at("HEAD", place).status_code == 403
    wrong = sender.at("PATCH", place, -1, b"x")
    assert wrong.json()["errors"][0]["pointer"] == "#/Upload-Offset"
    assert sender.at("PATCH", place, 0, bytes(2**20 + 1)).status_code == 413
    assert sender.at("DELETE", place).status_code == 204
    assert sender.at("DELETE", place).status_code == 404


def test_files_are_the_same_after_a_journey(
    stack: Stack, shown: dict[str, Any], tmp_path: Path
) -> None:
    """Export, import under another name, export: not a byte changes."""
    slug, other = shown["slug"], f"copy-{uuid.uuid4().hex[:12]}"
    done = stack.operate("library", "export", str(tmp_path / "a"), slug)
    assert done.returncode == 0, done.stderr
    first = tmp_path / "a" / slug
    assert (
        digest((first / "files" / "map.jpg").read_bytes())
        == (shown["files"][0]["digest"])
    )
    copied = tmp_path / "b" / other
    copied.parent.mkdir()
    first.rename(copied)
    yaml = (copied / "item.yaml").read_text("utf-8").replace(slug, other)
    (copied / "item.yaml").write_text(yaml, "utf-8")
    (copied / "files" / "map.jpg").write_bytes(a_photo(size=(800, 30)))  # not yet clean
    done = stack.operate("library", "import", str(copied.parent))
    assert (done.returncode, done.stdout.strip()) == (0, f"{other}: imported")
    again = stack.operate("library", "import", str(copied.parent))
    assert again.stdout.strip() == f"{other}: unchanged"
    for name in ("c", "d"):
        stack.operate("library", "export", str(tmp_path / name), other)
        back = stack.operate("library", "import", str(tmp_path / name))
        assert back.stdout.strip() == f"{other}: unchanged"
    contents = [
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
        }
        for name in ("c", "d")
    ]
    assert contents[0] == contents[1]
    assert contents[0][f"{other}/files/form.docx"] == open_xml()
    assert b"Exif" not in contents[0][f"{other}/files/map.jpg"]


def test_a_folder_with_a_bad_file_is_refused_whole(
    stack: Stack, shown: dict[str, Any], tmp_path: Path
) -> None:
    slug = shown["slug"]
    stack.operate("library", "export", str(tmp_path / "a"), slug)
    (tmp_path / "a" / slug / "files" / "map.jpg").write_bytes(b"no picture")
    (tmp_path / "a" / slug / "files" / "run.exe").write_bytes(b"MZ")
    done = stack.operate("library", "import", str(tmp_path / "a"))
    assert done.returncode == 1
    assert "map.jpg:1: The file is not what its name says." in done.stderr
    assert "run.exe:1: An item may hold png" in done.stderr
