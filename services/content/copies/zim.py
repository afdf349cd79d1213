"""The library as one ZIM file, to be read without network in Kiwix and its like.

Every item in each language that it has, lists by type, the pictures, and nothing from
elsewhere: a device that opens it asks nobody for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from libzim.reader import Archive
from libzim.writer import Creator, Hint, Item, StringProvider
from PIL import Image, ImageDraw

from services.content.copies import article
from shared.dates import KYIV
from shared.languages import LANGUAGES

# Neutral, for others may see the list of what is on a device (SAFETY, R10).
NAME = "library"
_ISO_639_3 = {"uk": "ukr", "en": "eng"}
_ICON_PX = 48
_HTML, _CSS = "text/html", "text/css"
_WORKERS = 1  # threads; the machine is for those who wait for an answer

Shown = Mapping[str, Any]  # an item in one language, as ``ItemQueries.get`` answers
# The content and media type of a file, by its digest.
Read = Callable[[str], tuple[bytes, str]]


class Broken(Exception):
    """A file that does not hold what was put into it."""


class _Entry(Item):  # type: ignore[misc]  # libzim has no types
    def __init__(
        self, path: str, title: str, media_type: str, content: str | bytes, front: bool
    ) -> None:
        super().__init__()
        self._path, self._title = path, title
        self._media_type, self._content, self._front = media_type, content, front

    def get_path(self) -> str:
        return self._path

    def get_title(self) -> str:
        return self._title

    def get_mimetype(self) -> str:
        return self._media_type

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._content)

    def get_hints(self) -> dict[Hint, bool]:
        # Pictures are small already, and compress no further.
        is_text = self._media_type in (_HTML, _CSS)
        return {Hint.FRONT_ARTICLE: self._front, Hint.COMPRESS: is_text}


def write(
    path: Path, items: Iterable[Sequence[Shown]], read: Read, *, site: str, at: datetime
) -> int:
    """Make the file and read it back; how many items are in it.

    Args:
        items: each in every language that it has.
        read: a picture's content.
        site: the platform's address, without a slash at its end.

    Raises:
        Broken: it does not hold what was put into it.
    """
    day = at.astimezone(KYIV).date().isoformat()
    listed: dict[str, list[Shown]] = {language: [] for language in LANGUAGES}
    count = 0
    with _creator(path) as creator:
        pictures = _Pictures(creator, read)
        for texts in items:
            count += 1
            others = [shown["language"] for shown in texts]
            for shown in texts:
                language = shown["language"]
                creator.add_item(_page(shown, others, pictures.of(shown), site))
                listed[language].append(_in_a_list(shown))
        for language in LANGUAGES:
            creator.add_item(_list(language, listed[language], day))
        creator.add_item(_Entry("index", _title("uk"), _HTML, _choice(), front=False))
        style = (article.FOLDER / "bundle.css").read_text(encoding="utf-8")
        creator.add_item(_Entry("style.css", "", _CSS, style, front=False))
        for name, value in _metadata(day).items():
            creator.add_metadata(name, value)
        creator.add_illustration(_ICON_PX, icon())
    _check(path, sum(len(texts) for texts in listed.values()) + len(LANGUAGES))
    return count


def _creator(path: Path) -> Creator:
    creator = Creator(path)
    creator.config_indexing(True, ",".join(_ISO_639_3.values()))
    creator.config_nbworkers(_WORKERS)
    creator.set_mainpath("index")
    return creator


class _Pictures:
    """Puts each picture into the file once, when an item first shows it."""

    def __init__(self, creator: Creator, read: Read) -> None:
        self._creator, self._read = creator, read
        self._there: set[str] = set()

    def of(self, shown: Shown) -> dict[str, str]:
        """Where the item's pictures stand, as its page names them."""
        found = {}
        for file in shown["files"]:
            if not file["media_type"].startswith("image/"):
                continue
            digest = file["digest"]
            if digest not in self._there:
                content, media_type = self._read(digest)
                self._creator.add_item(
                    _Entry(f"files/{digest}", "", media_type, content, front=False)
                )
                self._there.add(digest)
            found[file["name"]] = f"../files/{digest}"
        return found


def _page(
    shown: Shown, languages: Sequence[str], pictures: Mapping[str, str], site: str
) -> _Entry:
    language, slug = shown["language"], shown["slug"]
    others = {name: article.words(name)["name"] for name in languages}
    del others[language]
    html = article.render(
        "bundle_page.html",
        shown,
        language,
        site=site,
        pictures=pictures,
        others=others,
    )
    return _Entry(f"{language}/{slug}", shown["title"], _HTML, html, front=True)


def _in_a_list(shown: Shown) -> Shown:
    return {name: shown[name] for name in ("slug", "title", "summary", "type")}


def _list(language: str, shown: Sequence[Shown], day: str) -> _Entry:
    by_type: dict[str, list[Shown]] = {}
    for one in sorted(shown, key=lambda one: str(one["title"])):
        label = article.label(one["type"], language)
        by_type.setdefault(label, []).append(one)
    html = article.environment.get_template("bundle_list.html").render(
        language=language,
        words=article.words(language),
        groups=sorted(by_type.items()),
        day=article.day_in_words(day, language),
    )
    return _Entry(f"{language}/index", _title(language), _HTML, html, front=True)


def _choice() -> str:
    return article.environment.get_template("bundle_index.html").render(
        languages=[(name, article.words(name)) for name in LANGUAGES]
    )


def _title(language: str) -> str:
    return str(article.words(language)["site"])


def _metadata(day: str) -> dict[str, str]:
    uk = article.words("uk")
    return {
        "Name": NAME,
        "Title": uk["short"],
        "Description": uk["about"],
        "Language": ",".join(_ISO_639_3[language] for language in LANGUAGES),
        "Creator": uk["site"],
        "Publisher": uk["site"],
        "Date": day,
        "License": uk["licences"]["cc-by-4.0"],
    }


def icon() -> bytes:
    """The platform's mark, two circles and what they share, as PNG."""
    large = 8 * _ICON_PX
    image = Image.new("RGBA", (large, large), "#ffffff")
    left, right = (Image.new("L", image.size, 0) for _ in range(2))
    circles = [(24, 88, 248, 312), (136, 88, 360, 312)]
    for mask, box in zip((left, right), circles, strict=True):
        ImageDraw.Draw(mask).ellipse(box, fill=255)
    shared = Image.composite(left, Image.new("L", image.size, 0), right)
    image.paste("#f2a541", mask=shared)
    drawing = ImageDraw.Draw(image)
    for box in circles:
        drawing.ellipse(box, outline="#0b3c49", width=20)
    small = image.resize((_ICON_PX, _ICON_PX), Image.Resampling.LANCZOS)
    kept = BytesIO()
    small.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _check(path: Path, articles: int) -> None:
    """Raises:
    Broken: see ``write``.
    """
    archive = Archive(path)
    if not archive.check():
        raise Broken("checksum")
    if not (archive.has_title_index and archive.has_main_entry):
        raise Broken("index")
    if archive.article_count != articles:
        raise Broken(f"{archive.article_count} of {articles} articles")
