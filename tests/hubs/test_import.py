import pytest

from services.hubs.handlers import ImportedHub, import_hubs
from shared.contracts.hubs import HubPublished
from shared.envelope import Cause
from shared.errors import Forbidden, Invalid
from shared.identity import ANONYMOUS, OPERATOR, Identity
from tests.hubs.builders import a_file
from tests.hubs.fakes import MemoryHubs

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
