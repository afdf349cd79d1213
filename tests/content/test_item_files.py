from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.content.domain import Text
from services.content.item_files import (
    folders,
    read_item,
    read_items,
    with_reviewer,
    write_item,
)
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
