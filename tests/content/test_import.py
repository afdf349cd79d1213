from datetime import UTC, datetime

import pytest

from services.content.handlers import ImportedItem, import_items
from shared.contracts.content import ItemPublished
from shared.envelope import Cause
from shared.errors import Forbidden, Invalid
from shared.identity import ANONYMOUS, Identity
from tests.content.builders import a_folder
from tests.content.fakes import MemoryItems

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDITOR = Identity("ed", frozenset({"editor"}))
CAUSE = Cause("00-" + "1" * 32 + "-" + "2" * 16 + "-01")


def bring_in(
    items: MemoryItems, files: dict[str, str], caller: Identity = EDITOR
) -> list[ImportedItem]:
    return import_items(items, lambda: NOON, caller, files, cause=CAUSE)


def test_new_items_are_published_and_announced() -> None:
    items = MemoryItems()
    imported = bring_in(items, a_folder("one") | a_folder("two"))
    assert imported == [
        ImportedItem("one", 1, "imported"),
        ImportedItem("two", 1, "imported"),
    ]
    assert items.outbox == [ItemPublished("one", 1), ItemPublished("two", 1)]


def test_the_same_content_again_changes_nothing() -> None:
    items = MemoryItems()
    bring_in(items, a_folder())
    assert bring_in(items, a_folder()) == [ImportedItem("night-light", 1, "unchanged")]
    assert len(items.outbox) == 1


def test_a_change_is_a_new_revision_beside_the_old_one() -> None:
    items = MemoryItems()
    bring_in(items, a_folder())
    imported = bring_in(items, a_folder(body="Better text."))
    assert imported == [ImportedItem("night-light", 2, "imported")]
    old = items.revisions["night-light", 1].item.texts["en"].body
    assert "Some text." in old
    assert items.outbox[-1] == ItemPublished("night-light", 2)


def test_one_broken_item_stops_the_whole_import() -> None:
    items = MemoryItems()
    with pytest.raises(Invalid):
        bring_in(items, a_folder("good") | a_folder("bad", kind="poem"))
    assert not items.revisions
    assert not items.outbox


@pytest.mark.parametrize(
    "caller", [ANONYMOUS, Identity("t", frozenset({"trainer", "reviewer"}))]
)
def test_only_editors_and_administrators_import(caller: Identity) -> None:
    with pytest.raises(Forbidden):
        bring_in(MemoryItems(), a_folder(), caller)
