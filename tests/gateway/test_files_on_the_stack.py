"""Files of library items through the API, on the whole running platform."""

from __future__ import annotations

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from shared.attachments import digest
from tests.content.files import a_pdf, a_photo, a_picture, open_xml
from tests.gateway.stack_client import Answer, Api
from tests.gateway.test_editing_on_the_stack import ITEM, begin, move, signed_in
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
PIECE = "application/offset+octet-stream"
ALT = {"uk": "Мапа громади", "en": "A map of the community"}
PICTURE_WORDS: dict[str, Any] = {"alt": ALT, "licence": "own"}
TITLE = {"uk": "Форма звернення", "en": "A form to write to us"}
FORM_WORDS = {"title": TITLE, "licence": "cc-by-4.0", "source": "Example NGO, 2026"}


class Sender:
    """Sends files as a program that follows tus does."""

    def __init__(self, stack: Stack, api: Api) -> None:
        self.stack, self.api = stack, api

    def begin(self, slug: str, name: str, content: bytes, **changes: Any) -> Answer:
        asked = {"name": name, "size": len(content), "digest": digest(content)}
        return self.api("POST", f"/library/{slug}/uploads", {**asked, **changes})

    def at(
        self, method: str, place: str, offset: int = 0, piece: bytes = b""
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.api.tokens['access_token']}"}
        if method == "PATCH":
            headers |= {"Upload-Offset": str(offset), "Content-Type": PIECE}
        return requests.request(
            method, self.stack.base_url + place, data=piece, headers=headers, timeout=60
        )

    def send(self, slug: str, name: str, content: bytes) -> str:
        """Begin a file and send it whole; its address."""
        begun = self.begin(slug, name, content)
        assert begun.status_code == 201, begun.text
        place = begun.headers["Location"]
        for offset in range(0, len(content), 2**20):
            sent = self.at("PATCH", place, offset, content[offset : offset + 2**20])
            assert sent.status_code == 204, sent.text
        return place

    def finish(self, place: str, revision: int, **words: Any) -> Answer:
        path = place.removeprefix("/api/v1")
        return self.api("POST", f"{path}/completion", {**words, "revision": revision})

    def attach(
        self, slug: str, name: str, content: bytes, revision: int, **words: Any
    ) -> dict[str, Any]:
        done = self.finish(self.send(slug, name, content), revision, **words)
        assert done.status_code == 200, done.text
        answered: dict[str, Any] = done.json()
        return answered


@pytest.fixture(scope="module")
def editor(stack: Stack) -> Api:
    return signed_in(stack, "editor")


@pytest.fixture(scope="module")
def reviewer(stack: Stack) -> Api:
    return signed_in(stack, "reviewer")


@pytest.fixture(scope="module")
def sender(stack: Stack, editor: Api) -> Sender:
    return Sender(stack, editor)


@pytest.fixture(scope="module")
def shown(sender: Sender, editor: Api, reviewer: Api) -> dict[str, Any]:
    """A published item with a photo and a form."""
    slug = begin(editor)
    photo = a_photo(size=(1400, 700))
    sender.attach(slug, "map.jpg", photo, 1, **PICTURE_WORDS)
    work = sender.attach(slug, "form.docx", open_xml(), 2, **FORM_WORDS)
    body = "![](files/map.jpg)\n\n[The form](files/form.docx)\n"
    texts = {
        language: {"title": "A map", "summary": "In short.", "body": body}
        for language in ("uk", "en")
    }
    saved = editor(
        "PUT",
        f"/library/{slug}",
        {**ITEM, "translations": texts, "revision": work["revision"]},
    )
    assert saved.status_code == 200, saved.text
    assert move(editor, slug, "review")[0] == 200
    assert move(reviewer, slug, "published")[0] == 200
    item: dict[str, Any] = editor("GET", f"/library/{slug}").json()
    return item


def address(stack: Stack, item: dict[str, Any], name: str) -> str:
    return f"{stack.base_url}/uk/library/{item['slug']}/files/{name}"


def get(url: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return requests.get(url, headers=named, timeout=30)


def test_an_item_tells_of_its_files(shown: dict[str, Any]) -> None:
    photo, form = shown["files"]
    assert (photo["name"], photo["alt"], photo["licence"]) == ("map.jpg", ALT, "own")
    assert (photo["width"], photo["height"]) == (1400, 700)
    assert photo["media_type"] == "image/jpeg"
    assert (form["title"], form["source"]) == (TITLE, "Example NGO, 2026")
    assert form["size"] == len(open_xml())


def test_anybody_reads_what_is_published(stack: Stack, shown: dict[str, Any]) -> None:
    photo = shown["files"][0]
    read = get(address(stack, shown, "map.jpg"), Accept_Encoding="gzip")
    assert read.status_code == 200
    assert digest(read.content) == photo["digest"]
    assert not Image.open(io.BytesIO(read.content)).getexif()
    told = read.headers
    assert told["Content-Type"] == "image/jpeg"
    assert told["ETag"] == f'"{photo["digest"]}"'
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Content-Security-Policy"].endswith("sandbox")
    assert told["Accept-Ranges"] == "bytes"
    assert told["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Content-Disposition" not in told
    again = get(address(stack, shown, "map.jpg"), If_None_Match=told["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    sent = get(address(stack, shown, "form.docx"))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="form.docx"'
    assert sent.content == open_xml()
    path = f"/library/{shown['slug']}/files/form.docx"
    assert Api(stack.base_url)("GET", path).content == open_xml()


def test_a_content_that_is_named_is_kept_for_ever(
    stack: Stack, shown: dict[str, Any]
) -> None:
    kept = get(address(stack, shown, f"map.jpg?v={shown['files'][0]['digest']}"))
    assert "immutable" in kept.headers["Cache-Control"]
    assert "max-age=31536000" in kept.headers["Cache-Control"]
    other = get(address(stack, shown, f"map.jpg?v={'0' * 64}"))
    assert other.content == kept.content
    assert "immutable" not in other.headers["Cache-Control"]


def test_a_part_is_read_by_itself(stack: Stack, shown: dict[str, Any]) -> None:
    url = address(stack, shown, "form.docx")
    whole, size = open_xml(), len(open_xml())
    for asked, part in (
        ("bytes=0-9", whole[:10]),
        ("bytes=100-", whole[100:]),
        ("bytes=-7", whole[-7:]),
        (f"bytes=50-{size + 99}", whole[50:]),
    ):
        read = get(url, Range=asked)
        assert (read.status_code, read.content) == (206, part)
        assert read.headers["Content-Length"] == str(len(part))
        assert read.headers["Content-Range"].endswith(f"/{size}")
    beyond = get(url, Range=f"bytes={size}-")
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{size}"
    tag = get(url).headers["ETag"]
    assert get(url, Range="bytes=0-9", If_Range=tag).status_code == 206
    changed = get(url, Range="bytes=0-9", If_Range='"another"')
    assert (changed.status_code, changed.content) == (200, whole)


def test_a_phone_loads_little(stack: Stack, shown: dict[str, Any]) -> None:
    url = address(stack, shown, "map.jpg")
    small = get(f"{url}?width=320")
    assert small.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (320, 160)
    assert get(f"{url}?width=333").status_code == 422
    page = get(f"{stack.base_url}/en/library/{shown['slug']}").text
    assert 'alt="A map of the community"' in page
    assert "width=320 320w" in page.replace("&amp;", "&")
    assert "width=960 960w" in page.replace("&amp;", "&")
    assert 'width="1400"' in page
    assert "Example NGO, 2026" in page
    assert "(DOCX, " in page


def test_drafts_are_read_by_those_who_work_on_them(
    stack: Stack, sender: Sender, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    sender.attach(slug, "map.png", a_picture("PNG", (40, 20)), 1, **PICTURE_WORDS)
    sender.attach(slug, "map.png", a_picture("PNG", (60, 20)), 2, **PICTURE_WORDS)
    path = f"/library/{slug}/files/map.png"
    assert Api(stack.base_url)("GET", path).status_code == 404
    read = reviewer("GET", path)
    assert Image.open(io.BytesIO(read.content)).size == (60, 20)
    assert "private" in read.headers["Cache-Control"]
    older = editor("GET", f"/library/{slug}/revisions/2").json()["files"]
    first = reviewer("GET", f"{path}?v={older['files/map.png']}")
    assert Image.open(io.BytesIO(first.content)).size == (40, 20)
    assert reviewer("GET", f"/library/{slug}/files/other.png").status_code == 404


def test_readers_keep_the_files_of_what_they_once_had(
    stack: Stack, sender: Sender, editor: Api, reviewer: Api
) -> None:
    """A cited revision shows its own picture; a draft's is nobody's yet."""
    slug = begin(editor)
    for number, width in enumerate((40, 50, 60), 1):
        picture = a_picture("PNG", (width, 20))
        sender.attach(slug, "map.png", picture, number, **PICTURE_WORDS)
        if number < 3:
            move(editor, slug, "review")
            assert move(reviewer, slug, "published")[0] == 200
    reader, path = Api(stack.base_url), f"/library/{slug}/files/map.png"
    kept, widths = {}, []
    for revision in (2, 3, 4):
        told = editor("GET", f"/library/{slug}/revisions/{revision}").json()
        kept[revision] = told["files"]["files/map.png"]
        read = reader("GET", f"{path}?v={kept[revision]}").content
        widths.append(Image.open(io.BytesIO(read)).width)
    assert widths == [40, 50, 50]
    page = get(f"{stack.base_url}/en/library/{slug}/revisions/2").text
    assert f"map.png?v={kept[2]}" in page


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
