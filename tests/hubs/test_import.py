from datetime import UTC, datetime

import pytest

from services.hubs.places.handlers import ImportedHub, confirm_hub, import_hubs
from shared.contracts.hubs import HubPublished
from shared.envelope import Cause
from shared.errors import Forbidden, Invalid
from shared.identity import ANONYMOUS, OPERATOR, Identity
from tests.hubs.builders import a_file
from tests.hubs.fakes import MemoryHubs

KEEPER = Identity("c", frozenset({"coordinator"}), frozenset({"north"}))
CAUSE = Cause("00-" + "1" * 32 + "-" + "2" * 16 + "-01")


def bring_in(
    hubs: MemoryHubs, files: dict[str, str], caller: Identity = OPERATOR
) -> list[ImportedHub]:
    return import_hubs(hubs, caller, files, cause=CAUSE)


def test_the_version_rises_only_with_a_change() -> None:
    hubs = MemoryHubs()
    assert bring_in(hubs, a_file()) == [ImportedHub("north", 1, "imported")]
    assert bring_in(hubs, a_file()) == [ImportedHub("north", 1, "unchanged")]
    changed = a_file(en="Far North")
    assert bring_in(hubs, changed) == [ImportedHub("north", 2, "imported")]
    assert hubs.outbox == [HubPublished("north", 1), HubPublished("north", 2)]


def test_one_broken_hub_stops_the_whole_import() -> None:
    hubs = MemoryHubs()
    with pytest.raises(Invalid):
        bring_in(hubs, a_file("good") | a_file("bad", kind="magic"))
    assert hubs.current(["good"]) == {}


@pytest.mark.parametrize(
    "caller", [ANONYMOUS, Identity("c", frozenset({"coordinator", "editor"}))]
)
def test_only_administrators_import(caller: Identity) -> None:
    with pytest.raises(Forbidden):
        bring_in(MemoryHubs(), a_file(), caller)


def confirm(hubs: MemoryHubs, caller: Identity, now: datetime) -> None:
    confirm_hub(hubs, lambda: now, caller, slug="north", cause=CAUSE)


def test_what_was_confirmed_here_is_not_made_older_by_an_import() -> None:
    hubs = MemoryHubs()
    bring_in(hubs, a_file())
    # Half past one in Kyiv, where it is the next day already.
    confirm(hubs, KEEPER, datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    assert bring_in(hubs, a_file()) == [ImportedHub("north", 2, "unchanged")]
    bring_in(hubs, a_file(en="Far North"))
    current = hubs.current(["north"])["north"]
    assert (current.version, current.verified_on) == (3, "2026-11-25")


@pytest.mark.parametrize(
    "caller",
    [
        ANONYMOUS,
        Identity("c", frozenset({"coordinator"}), frozenset({"south"})),
        Identity("c", frozenset({"editor"}), frozenset({"north"})),
    ],
)
def test_only_its_coordinators_confirm_a_hub(caller: Identity) -> None:
    hubs = MemoryHubs()
    bring_in(hubs, a_file())
    with pytest.raises(Forbidden) as refused:
        confirm(hubs, caller, datetime(2026, 11, 24, tzinfo=UTC))
    assert refused.value.code == "not_your_hub"
