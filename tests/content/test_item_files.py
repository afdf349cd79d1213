from pathlib import Path

import pytest

from services.content.item_files import read_items
from shared.errors import Invalid
from shared.folders import read_folder
from tests.content.builders import a_folder

LIBRARY = Path("services/content/library")


def problems_of(files: dict[str, str]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        read_items(files)
    assert refused.value.code == "broken_library"
    return refused.value.fields


def test_the_shipped_library_has_no_problems() -> None:
    items = read_items(read_folder(LIBRARY))
    assert {item.slug for item in items} == {path.name for path in LIBRARY.iterdir()}
    assert all(set(item.texts) == {"uk", "en"} for item in items)


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


@pytest.mark.parametrize("topic", ["medical", "mines", "violence"])
def test_a_dangerous_topic_needs_a_named_reviewer(topic: str) -> None:
    named = problems_of(a_folder(topics=f"public-space, {topic}"))
    assert list(named) == ["night-light/item.yaml:7"]
    assert read_items(a_folder(topics=topic, reviewed_by="Dr Olha Koval"))


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
    (item,) = read_items(a_folder(uk=None))
    assert list(item.texts) == ["en"]


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = {p: "\ufeff" + t.replace("\n", "\r\n") for p, t in a_folder().items()}
    assert read_items(windows) == read_items(a_folder())


def test_what_cannot_stand_in_a_text_is_named() -> None:
    files = a_folder(body="first\nsecond \u202e reversed")
    assert list(problems_of(files)) == ["night-light/en.md:9", "night-light/uk.md:9"]
