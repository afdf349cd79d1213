from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.content.domain import Text
from services.content.item_files import folders, read_item, read_items
from services.content.item_writing import with_reviewer, write_item
from shared.errors import Invalid
from shared.folders import FORBIDDEN, Problems, read_folder
from tests.content.builders import a_folder, an_item

LIBRARY = Path("services/content/library")


def _is_a_line(text: str) -> bool:
    return bool(text) and len(text.splitlines()) == 1 and not FORBIDDEN.search(text)


def problems_of(files: dict[str, str]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        read_items(files)
    assert refused.value.code == "broken_library"
    return refused.value.fields


def test_the_shipped_library_has_no_problems() -> None:
    items = read_items(read_folder(LIBRARY))
    assert set(items) == {path.name for path in LIBRARY.iterdir()}
    assert all(set(item.texts) == {"uk", "en"} for item in items.values())


def test_an_item_written_is_read_again_as_it_was() -> None:
    for slug, item in read_items(read_folder(LIBRARY)).items():
        assert read_item(slug, write_item(item), Problems()) == item


@settings(deadline=None)  # machines may be busy
@given(line=st.text(min_size=1, max_size=40).map(str.strip).filter(_is_a_line))
def test_any_title_survives_being_written(line: str) -> None:
    text = Text(title=line, summary=line, body="Text.\n", behind=True)
    item = replace(an_item(), texts={"uk": text}, reviewed_by=line)
    problems = Problems()
    assert read_item(item.slug, write_item(item), problems) == item
    assert not problems


def test_a_reviewers_name_is_written_into_the_file_and_nothing_else() -> None:
    folder = folders(a_folder(topics="mines"))["night-light"]
    item = an_item(topics="mines")
    reviewed = with_reviewer(item, folder, "Name: of an example")
    (changed,) = (
        (old, new)
        for old, new in zip(
            folder["item.yaml"].split("\n"),
            reviewed["item.yaml"].split("\n"),
            strict=True,
        )
        if old != new
    )
    assert changed == ("reviewed_by: null", 'reviewed_by: "Name: of an example"')


def test_every_problem_is_named_by_file_and_line() -> None:
    files = a_folder("first", kind="poem", topics="Public Space")
    files["first/uk.md"] += "\n<script>alert(1)</script>\n"
    files["second/en.md"] = "no front matter"
    files["stray.txt"] = "?"
    assert set(problems_of(files)) == {
        "first/item.yaml:2",
        "first/item.yaml:4",
        "first/uk.md:10",
        "second/item.yaml:1",
        "second/en.md:1",
        "stray.txt:1",
    }


def test_a_folder_is_named_after_its_slug() -> None:
    files = {
        path.replace("night-light/", "other/"): t for path, t in a_folder().items()
    }
    assert list(problems_of(files)) == ["other/item.yaml:1"]


def test_a_word_listed_twice_is_a_problem() -> None:
    assert list(problems_of(a_folder(audiences="citizen, citizen"))) == [
        "night-light/item.yaml:3"
    ]


def test_an_item_needs_a_text_in_some_language() -> None:
    assert list(problems_of(a_folder(uk=None, en=None))) == ["night-light/uk.md:1"]
    files = a_folder(uk=None)
    assert list(problems_of(files)) == ["night-light/item.yaml:1"]
    files["night-light/item.yaml"] += "original: en\n"
    assert list(read_items(files)["night-light"].texts) == ["en"]


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = {p: "\ufeff" + t.replace("\n", "\r\n") for p, t in a_folder().items()}
    assert read_items(windows) == read_items(a_folder())


def test_what_cannot_stand_in_a_text_is_named() -> None:
    files = a_folder(body="first\nsecond \u202e reversed")
    assert list(problems_of(files)) == ["night-light/en.md:9", "night-light/uk.md:9"]


SHOWN = "![](files/map.png) and [the form](files/form.docx)"
HELD = {"map.png": "0" * 64, "form.docx": "1" * 64}


def test_a_text_shows_its_files_and_links_to_them() -> None:
    item = an_item(held=HELD, body=SHOWN)
    assert [file.name for file in item.files] == ["map.png", "form.docx"]
    assert [file.digest for file in item.files] == [*HELD.values()]
    assert read_item(item.slug, write_item(item), Problems()) == item


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("alt: {uk: Мапа, en: A map}", "alt: {uk: Мапа}", 15, "files.0.alt.en"),
        ("alt: {uk: Мапа, en: A map}", "decoration: false", 14, "files.0.alt: Desc"),
        ("alt:", "title:", 15, "files.0.title: A picture has"),
        ("licence: own", "licence: cc-by-4.0", 14, "files.0.source: Say whose"),
        ("licence: own", "licence: stolen", 16, "files.0.licence: Must be"),
        ("name: map.png", "name: ../map.png", 14, "files.0.name: “../map.png” is"),
        ("name: form.docx", "name: other.docx", 17, "There is no files/other.docx"),
    ],
)
def test_words_and_licences_of_files_are_required(
    old: str, new: str, line: int, said: str
) -> None:
    files = a_folder(held=HELD)
    files["night-light/item.yaml"] = files["night-light/item.yaml"].replace(old, new, 1)
    problems = problems_of(files)
    told = [text for at in problems for text in problems[at] if text.startswith(said)]
    assert told, problems
    assert told[0] in problems[f"night-light/item.yaml:{line}"]


def test_a_file_is_listed_once() -> None:
    files = a_folder(held={"map.png": "0" * 64, "plan.png": "1" * 64})
    yaml = files["night-light/item.yaml"].replace("name: plan.png", "name: map.png")
    problems = problems_of(files | {"night-light/item.yaml": yaml})
    said = ["files: “map.png” stands here twice."]
    assert problems["night-light/item.yaml:13"] == said


def test_files_and_folder_agree() -> None:
    files = a_folder(body="![A map](files/map.png)")
    files["night-light/files/map.png"] = "no digest"
    files["night-light/files/../up.png"] = "0" * 64
    assert problems_of(files) == {
        "night-light/files/../up.png:1": [
            "Expected <slug>/item.yaml, uk.md, en.md and files/."
        ],
        "night-light/files/map.png:1": [
            "This file is not listed in item.yaml.",
            "This file was not sent before the folder.",
        ],
        "night-light/en.md:8": ["Pictures are not supported."],
        "night-light/uk.md:8": ["Pictures are not supported."],
    }


def test_a_picture_needs_words_unless_it_has_them() -> None:
    said = "decoration: true"
    files = a_folder(held=HELD, body="![](files/map.png)")
    yaml = files["night-light/item.yaml"].replace("alt: {uk: Мапа, en: A map}", said)
    item = read_items(files | {"night-light/item.yaml": yaml})["night-light"]
    assert item.files[0].decoration
    assert read_item(item.slug, write_item(item), Problems()) == item
