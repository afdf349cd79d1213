from datetime import UTC, datetime

import pytest

from services.content.contents.cleaning import Cleaned
from services.content.editing.handlers.folders import (
    ImportedItem,
    export_items,
    import_items,
)
from services.content.editing.handlers.moving import move_item
from services.content.editing.handlers.writing import save_item
from shared.envelope import Cause
from shared.errors import Forbidden, Invalid, NotFound
from shared.identity import ANONYMOUS, OPERATOR, Identity
from tests.content.builders import a_content, a_folder
from tests.content.fakes import MemoryContents, MemoryWorks

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDITOR = Identity("ed", frozenset({"editor"}))
REVIEWER = Identity("rev", frozenset({"reviewer"}))
CAUSE = Cause("00-" + "1" * 32 + "-" + "2" * 16 + "-01")


def bring_in(
    works: MemoryWorks,
    files: dict[str, str],
    caller: Identity = OPERATOR,
    *,
    overwrite: bool = False,
    contents: MemoryContents | None = None,
) -> list[ImportedItem]:
    return import_items(
        works,
        contents or MemoryContents(),
        lambda: NOON,
        caller,
        files,
        overwrite=overwrite,
        cause=CAUSE,
    )


def edit(works: MemoryWorks) -> None:
    save_item(
        works,
        lambda: NOON,
        EDITOR,
        a_content(),
        slug="night-light",
        revision=1,
        cause=CAUSE,
    )


def test_new_items_are_published() -> None:
    works = MemoryWorks()
    assert bring_in(works, a_folder("one") | a_folder("two")) == [
        ImportedItem("one", 1, "imported"),
        ImportedItem("two", 1, "imported"),
    ]
    assert works.shelf == {"one": 1, "two": 1}


def test_the_same_content_again_changes_nothing() -> None:
    works = MemoryWorks()
    bring_in(works, a_folder())
    assert bring_in(works, a_folder()) == [ImportedItem("night-light", 1, "unchanged")]
    assert len(works.history) == 1


def test_a_change_is_a_new_revision_beside_the_old_one() -> None:
    works = MemoryWorks()
    bring_in(works, a_folder())
    imported = bring_in(works, a_folder(body="Better text."))
    assert imported == [ImportedItem("night-light", 2, "imported")]
    assert "Some text." in works.revisions["night-light", 1]["en.md"]
    assert works.shelf == {"night-light": 2}


def test_what_was_changed_here_is_not_overwritten_unasked() -> None:
    works = MemoryWorks()
    bring_in(works, a_folder())
    edit(works)
    assert bring_in(works, a_folder())[0].status == "unchanged"
    newer = a_folder(body="Better text.")
    assert bring_in(works, newer) == [ImportedItem("night-light", 2, "kept")]
    overwritten = bring_in(works, newer, overwrite=True)
    assert overwritten == [ImportedItem("night-light", 3, "imported")]


def test_an_editors_folder_waits_for_a_reviewer() -> None:
    works = MemoryWorks()
    imported = bring_in(works, a_folder(), EDITOR)
    assert imported == [ImportedItem("night-light", 1, "awaiting_review")]
    assert works.works["night-light"].state == "review"
    assert not works.shelf


@pytest.mark.parametrize("topic", ["medical", "mines", "violence"])
def test_a_delicate_folder_waits_until_somebody_answers_for_it(topic: str) -> None:
    works = MemoryWorks()
    bring_in(works, a_folder(topics=f"public-space, {topic}"))
    assert works.works["night-light"].state == "safety_review"
    named = a_folder(topics=topic, reviewed_by="An example of a name")
    assert bring_in(works, named)[0].status == "imported"


def test_files_come_with_their_item_and_leave_with_it() -> None:
    works, contents = MemoryWorks(), MemoryContents()
    kept = contents.keep(Cleaned("image/png", b"a picture"), sent="0" * 64)
    files = a_folder(held={"map.png": kept}, body="![A map](files/map.png)")
    bring_in(works, files, contents=contents)
    (file,) = works.works["night-light"].item.files
    assert (file.name, file.digest) == ("map.png", kept)
    assert export_items(works, OPERATOR, ["night-light"]) == files
    other = contents.keep(Cleaned("image/png", b"another"), sent="1" * 64)
    changed = files | {"night-light/files/map.png": other}
    assert bring_in(works, changed, contents=contents)[0].status == "imported"
    assert works.revisions["night-light", 1]["files/map.png"] == kept
    assert works.revisions["night-light", 2]["files/map.png"] == other


@pytest.mark.parametrize("media_type", [None, "image/jpeg"])
def test_files_that_were_not_sent_stop_the_import(media_type: str | None) -> None:
    contents, kept = MemoryContents(), "0" * 64
    if media_type:
        kept = contents.keep(Cleaned(media_type, b"a picture"), sent=kept)
    with pytest.raises(Invalid) as refused:
        bring_in(MemoryWorks(), a_folder(held={"map.png": kept}), contents=contents)
    assert refused.value.fields == {
        "night-light/files/map.png:1": ["This file was not sent before the folder."]
    }


def test_one_broken_item_stops_the_whole_import() -> None:
    works = MemoryWorks()
    with pytest.raises(Invalid):
        bring_in(works, a_folder("good") | a_folder("bad", kind="poem"))
    assert not works.works


def test_a_circle_of_related_items_stops_it_too() -> None:
    works = MemoryWorks()
    files = a_folder("one") | a_folder("two")
    files["one/item.yaml"] += "related: [two]\n"
    bring_in(works, files)
    files["two/item.yaml"] += "related: [one]\n"
    with pytest.raises(Invalid) as refused:
        bring_in(works, files)
    assert refused.value.fields["two/item.yaml:1"] == [
        "related: A circle: two → one → two. Readers see each from the other already."
    ]


@pytest.mark.parametrize(
    "caller", [ANONYMOUS, Identity("t", frozenset({"trainer", "reviewer"}))]
)
def test_only_editors_and_administrators_import(caller: Identity) -> None:
    with pytest.raises(Forbidden):
        bring_in(MemoryWorks(), a_folder(), caller)


def test_what_was_imported_is_exported_letter_by_letter() -> None:
    works = MemoryWorks()
    files = {path: f"{text}\n\n" for path, text in a_folder().items()}
    bring_in(works, files | a_folder("two"))
    assert export_items(works, OPERATOR, ["night-light"]) == files
    with pytest.raises(NotFound):
        export_items(works, OPERATOR, ["nothing"])


def test_what_was_written_here_is_exported_and_imported_again() -> None:
    works = MemoryWorks()
    bring_in(works, a_folder())
    edit(works)
    files = export_items(works, OPERATOR, ["night-light"])
    elsewhere = MemoryWorks()
    bring_in(elsewhere, files)
    assert elsewhere.works["night-light"].item == works.works["night-light"].item
    assert export_items(elsewhere, OPERATOR, ["night-light"]) == files


def test_a_withdrawn_item_is_not_brought_back_by_the_same_folder() -> None:
    works = MemoryWorks()
    bring_in(works, a_folder())
    move_item(
        works,
        lambda: NOON,
        REVIEWER,
        slug="night-light",
        to="archived",
        revision=None,
        comment="",
        at=None,
        until=None,
        reviewed_by=None,
        cause=CAUSE,
    )
    assert bring_in(works, a_folder())[0].status == "unchanged"
    assert not works.shelf
