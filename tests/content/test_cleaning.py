"""What may lie beside an item's text, and in which form."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from services.content.contents import office
from services.content.contents.apart import clean_apart
from services.content.contents.cleaning import Cleaned, clean
from shared.attachments import OFFICE
from shared.errors import Invalid
from tests.content import files
from tests.content.files import a_pdf, a_photo, a_picture, open_document, open_xml

Parts = dict[str, bytes | str]
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def named(value: object) -> str:
    return value if isinstance(value, str) else "content"


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        clean(name, content)
    return refused.value.code


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", a_picture("PNG")),
        ("a.png", a_picture("PNG", mode="P")),
        ("a.png", a_picture("PNG", mode="1")),
        ("a.png", a_picture("PNG", mode="RGBA")),
        ("a.png", a_picture("PNG", mode="I;16")),
        ("a.jpg", a_photo()),
        ("a.jpg", a_photo(orientation=6)),
        ("a.jpeg", a_picture("JPEG", mode="CMYK")),
        ("a.jpeg", a_picture("JPEG", mode="L", progressive=True)),
        ("a.webp", a_picture("WEBP")),
        ("a.webp", a_picture("WEBP", mode="RGBA", lossless=True)),
        ("a.pdf", a_pdf()),
        *((f"a.{ending}", open_xml(ending)) for ending in ("docx", "xlsx", "pptx")),
        *((f"a.{ending}", open_document(ending)) for ending in ("odt", "ods", "odp")),
    ],
    ids=named,
)
def test_what_is_clean_stays_as_it_is(name: str, content: bytes) -> None:
    once = clean(name, content)
    assert once.content
    assert clean(name, once.content) == once


def test_documents_are_kept_as_they_came() -> None:
    for name, content in (("a.docx", open_xml()), ("a.pdf", a_pdf())):
        assert clean(name, content).content == content


def test_a_picture_tells_nothing_but_what_is_seen() -> None:
    sent = a_photo() + b"a second picture, or a film"
    kept = clean("a.jpg", sent)
    assert b"secret" in sent
    for told in (b"secret", b"example", b"film", b"Exif"):
        assert told not in kept.content
    assert not opened(kept).getexif()
    texts = Image.Exif()
    texts[0x013B] = "example"
    for kind in ("PNG", "WEBP"):
        sent = a_picture(kind, exif=texts) + b"film"
        kept = clean(f"a.{kind.lower()}", sent)
        assert b"example" in sent
        assert b"example" not in kept.content
        assert b"film" not in kept.content


def test_a_jpeg_loses_no_quality() -> None:
    sent = a_photo(quality=60)
    kept = clean("a.jpg", sent)
    assert opened(kept).tobytes() == Image.open(io.BytesIO(sent)).tobytes()
    assert len(kept.content) < len(sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_as_it_was_seen(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn to the right
    kept = clean(f"a.{kind.lower()}", a_picture(kind, exif=exif))
    assert (kept.width, kept.height) == (30, 40)
    top = opened(kept).convert("RGB").getpixel((15, 2))
    assert isinstance(top, tuple)
    assert top[0] > 200
    assert top[1] < 60


def test_thumbnails_are_no_wider_than_the_picture() -> None:
    made = clean("a.jpg", a_picture("JPEG", (1200, 600))).thumbnails
    sizes = {width: Image.open(io.BytesIO(made[width])).size for width in made}
    assert sizes == {320: (320, 160), 960: (960, 480)}
    assert not clean("a.png", a_picture("PNG", (320, 100))).thumbnails


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg/>", "file_kind_unknown"),
        ("a.exe", b"MZ", "file_kind_unknown"),
        ("a.docm", open_xml(), "file_kind_unknown"),
        ("a.png", b"", "file_empty"),
        ("a.png", bytes(10 * 2**20 + 1), "file_too_large"),
        ("a.pdf", bytes(25 * 2**20 + 1), "file_too_large"),
        ("a.png", a_picture("JPEG"), "file_not_what_it_says"),
        ("a.jpg", b"GIF89a" + bytes(99), "file_not_what_it_says"),
        ("a.pdf", a_picture(), "file_not_what_it_says"),
        ("a.docx", a_pdf(), "file_not_what_it_says"),
        ("a.docx", open_xml("xlsx"), "file_not_what_it_says"),
        ("a.odt", open_document("ods"), "file_not_what_it_says"),
        ("a.odt", files.an_archive({"readme.txt": "?"}), "file_not_what_it_says"),
        ("a.png", a_picture("PNG")[:-40], "picture_broken"),
        ("a.jpg", a_picture("JPEG", (400, 300))[:-900], "picture_broken"),
        ("a.webp", a_picture("WEBP")[:-9], "picture_broken"),
        ("a.png", files.animated("PNG"), "picture_moves"),
        ("a.webp", files.animated("WEBP"), "picture_moves"),
        ("a.png", a_picture() + files.an_archive({"a": "b"}), "file_is_more"),
        ("a.jpg", a_photo() + b"<SCRIPT>alert(1)</SCRIPT>", "file_is_more"),
        ("a.jpg", a_picture("JPEG", comment=b"%PDF-1.4"), "file_is_more"),
        ("a.pdf", a_pdf() + files.an_archive({"a": "b"}), "file_is_more"),
        ("a.pdf", a_pdf()[:30], "pdf_broken"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(2000), "pdf_broken"),
        ("a.pdf", files.a_locked_pdf(), "pdf_encrypted"),
        ("a.pdf", files.a_locked_pdf("secret"), "pdf_encrypted"),
        ("a.pdf", a_pdf(OpenAction=SCRIPT), "pdf_active"),
        ("a.pdf", a_pdf(OpenAction=LAUNCH), "pdf_active"),
        ("a.pdf", a_pdf(Deep=pikepdf.Array([[pikepdf.Array([SCRIPT])]])), "pdf_active"),
        ("a.pdf", files.a_pdf_with_a_file(), "pdf_carries_files"),
    ],
    ids=named,
)
def test_what_an_item_may_not_hold(name: str, content: bytes, code: str) -> None:
    assert refusal(name, content) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/vbaProject.bin": b"?"}, "office_active"),
        ({"word/activeX/activeX1.xml": b"?"}, "office_active"),
        ({"word/embeddings/oleObject1.bin": b"?"}, "office_active"),
        ({"word/_rels/a.rels": files.relationship("image")}, "office_fetches"),
        (
            {"word/_rels/a.rels": files.relationship("attachedTemplate")},
            "office_fetches",
        ),
        ({"xl/_rels/a.rels": files.relationship("externalLinkPath")}, "office_fetches"),
        ({"../../etc/passwd": "?"}, "office_paths"),
        ({"/etc/passwd": "?"}, "office_paths"),
        ({"C:\\evil.dll": "?"}, "office_paths"),
        ({f"{number}": "" for number in range(office.MOST_ENTRIES)}, "office_bomb"),
        ({"word/_rels/a.rels": "<a>"}, "office_broken"),
        (
            {"word/_rels/a.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            "office_broken",
        ),
    ],
)
def test_what_a_word_document_may_not_hold(parts: Parts, code: str) -> None:
    assert refusal("a.docx", open_xml(parts=parts)) == code


def test_a_document_may_link_to_pages() -> None:
    linked = {"word/_rels/a.rels": files.relationship("hyperlink")}
    assert clean("a.docx", open_xml(parts=linked))
    body = '<text:a xlink:href="https://example.org/">…</text:a>'
    assert clean("a.odt", open_document(body=body))
    body = '<draw:image xlink:href="Pictures/1.png"/>'
    assert clean("a.odt", open_document(body=body))


@pytest.mark.parametrize(
    ("body", "parts", "code"),
    [
        ('<draw:image xlink:href="http://a.example/"/>', {}, "office_fetches"),
        ('<draw:image xlink:href="//a.example/a"/>', {}, "office_fetches"),
        ('<draw:image xlink:href="file:///etc/passwd"/>', {}, "office_fetches"),
        ("<script:event-listener/>", {}, "office_active"),
        ("", {"Basic/Standard/Module1.xml": "?"}, "office_active"),
        ("", {"Scripts/python/a.py": "?"}, "office_active"),
    ],
)
def test_what_an_open_document_may_not_hold(body: str, parts: Parts, code: str) -> None:
    assert refusal("a.odt", open_document(body=body, parts=parts)) == code


def test_macros_are_told_by_the_kind_of_document_too() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    sent = files.an_archive(
        {"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'}
    )
    assert refusal("a.docx", sent) == "office_active"


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = open_xml(parts={"word/media/a.bin": bytes(60 * 2**20)})
    assert len(bomb) < 100_000
    assert refusal("a.docx", bomb) == "office_bomb"


def test_a_bomb_is_counted_and_not_believed() -> None:
    """The archive says that a part is small; what comes out of it is not."""
    bomb = open_xml(parts={"a.bin": bytes(20 * 2**20)})
    size = (20 * 2**20).to_bytes(4, "little")
    lied = bomb.replace(size, (5).to_bytes(4, "little"))
    assert lied != bomb
    assert refusal("a.docx", lied) in ("office_broken", "office_bomb")


def test_parts_that_lie_on_top_of_each_other_are_refused() -> None:
    whole = open_xml()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        first, second = archive.infolist()
    name = second.filename.encode()
    at = whole.rindex(name) - 46  # the entry in the directory at the end
    entry = bytearray(whole)
    entry[at + 42 : at + 46] = first.header_offset.to_bytes(4, "little")
    assert refusal("a.docx", bytes(entry)) == "office_broken"


def test_a_picture_has_a_limit_of_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 40 * 30 - 1)
    assert refusal("a.png", a_picture()) == "picture_too_large"


def test_apart_it_comes_to_the_same() -> None:
    sent = a_picture("JPEG", (400, 100))
    assert clean_apart("a.jpg", sent) == clean("a.jpg", sent)
    with pytest.raises(Invalid) as refused:
        clean_apart("a.png", sent)
    assert refused.value.code == "file_not_what_it_says"


def test_what_takes_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.content.contents.apart.MOST_MEMORY", 2**20)
    with pytest.raises(Invalid) as refused:
        clean_apart("a.png", a_picture())
    assert refused.value.code == "file_too_complex"


def test_every_office_document_is_known() -> None:
    assert set(OFFICE) == {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
