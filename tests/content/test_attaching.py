"""Files of an item: with its text, described anew, taken out."""

from __future__ import annotations

from typing import Any

import pytest

from services.content.editing.domain.work import Work
from services.content.editing.handlers.attaching import save_files
from services.content.editing.handlers.writing import restore_revision, save_item
from shared.attachments import digest
from shared.contracts.files_rpc import MOST_FILES
from shared.errors import Conflict, Forbidden, Invalid
from shared.identity import Identity
from tests.content.builders import a_content
from tests.content.sending_desk import PICTURE, WORDS, Desk
from tests.content.test_import import CAUSE, EDITOR, NOON, REVIEWER

ANOTHER = {**WORDS, "name": "map.png", "alt": {"uk": "План", "en": "A plan"}}


def test_a_text_is_saved_with_its_files_or_without_some() -> None:
    desk = Desk()
    desk.attached()
    kept = save(desk, 2, topics=["trust"])
    assert [file.name for file in kept.item.files] == ["map.png"]
    words = {"name": "map.png", "alt": {"uk": "План", "en": "A plan"}, "licence": "own"}
    changed = save(desk, 3, files=[words])
    assert changed.item.files[0].alt == words["alt"]
    assert changed.item.files[0].digest == digest(PICTURE)
    assert not save(desk, 4, files=[]).item.files
    with pytest.raises(Invalid) as refused:
        save(desk, 5, files=[words])
    assert "files.0.name" in refused.value.fields
    restored = restore_revision(
        desk.works,
        lambda: NOON,
        EDITOR,
        changed.item,
        slug="night-light",
        revision=5,
        cause=CAUSE,
    )
    assert restored.item.files == changed.item.files


def test_an_item_holds_a_number_of_files() -> None:
    desk = Desk()
    for number in range(MOST_FILES + 1):
        content = f"picture {number}".encode()
        begun = desk.begin(content, name=f"map-{number}.png")
        desk.uploads.add(begun, content)
        if number == MOST_FILES:
            with pytest.raises(Conflict) as refused:
                desk.finish(number + 1, begun.id)
            assert refused.value.code == "too_many_files"
        else:
            desk.finish(number + 1, begun.id)


def save(desk: Desk, revision: int, **changes: Any) -> Work:
    return save_item(
        desk.works,
        lambda: NOON,
        EDITOR,
        a_content(**changes),
        slug="night-light",
        revision=revision,
        cause=CAUSE,
    )


def test_a_file_is_described_anew_and_taken_out() -> None:
    desk = Desk()
    desk.attached()
    described = say(desk, 2, ANOTHER)
    (file,) = described.item.files
    assert (file.alt, file.digest) == (ANOTHER["alt"], digest(PICTURE))
    assert say(desk, 3, ANOTHER).revision == 3
    assert not say(desk, 3).item.files
    assert [entry.what for entry in desk.works.history] == ["created", *["saved"] * 3]


def test_a_file_that_the_text_shows_is_not_taken_out() -> None:
    desk = Desk()
    desk.attached()
    content = a_content()
    content["translations"]["uk"]["body"] = "## Мапа\n\n![Мапа](files/map.png)"
    save_item(
        desk.works,
        lambda: NOON,
        EDITOR,
        content,
        slug="night-light",
        revision=2,
        cause=CAUSE,
    )
    with pytest.raises(Conflict) as refused:
        say(desk, 3)
    assert refused.value.code == "file_in_use"
    assert say(desk, 3, ANOTHER).revision == 4


def test_only_an_editor_says_something_of_files_that_are_there() -> None:
    desk = Desk()
    desk.attached()
    with pytest.raises(Invalid) as refused:
        say(desk, 2, {**ANOTHER, "name": "plan.png"})
    assert "files.0.name" in refused.value.fields
    with pytest.raises(Conflict) as overtaken:
        say(desk, 1, ANOTHER)
    assert overtaken.value.code == "overtaken"
    with pytest.raises(Forbidden):
        say(desk, 2, ANOTHER, caller=REVIEWER)


def say(
    desk: Desk, revision: int, *said: dict[str, Any], caller: Identity = EDITOR
) -> Work:
    return save_files(
        desk.works,
        lambda: NOON,
        caller,
        said,
        slug="night-light",
        revision=revision,
        cause=CAUSE,
    )
