"""The directory on the whole running platform: found near, open, and confirmed."""

from __future__ import annotations

import pytest

from tests.gateway.conftest import Hub
from tests.gateway.stack_client import Api, signed_in
from tests.processes import eventually
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
OWN, OTHER = "demo-zorespad", "demo-verbolis"
ALWAYS = "demo-medolis"


def test_the_nearest_come_first(anyone: Api) -> None:
    found = anyone("GET", "/hubs?near=49.28,32.55&radius_km=30").json()["items"]
    assert found[0]["slug"] == OWN
    away = [hub["distance_km"] for hub in found]
    assert away[0] == 0
    assert away == sorted(away)
    assert anyone("GET", "/hubs?near=50.45,30.52&radius_km=1").json()["items"] == []


def test_what_is_open_at_a_moment_is_found(anyone: Api) -> None:
    sunday_night = "/hubs?open_at=2026-11-29T03:00&limit=100"
    found = {hub["slug"] for hub in anyone("GET", sunday_night).json()["items"]}
    assert found == {ALWAYS}
    christmas = "/hubs?open_at=2026-12-25T12:00&accessible=true"
    open_then = [hub["slug"] for hub in anyone("GET", christmas).json()["items"]]
    assert open_then == [ALWAYS]


@pytest.mark.parametrize("query", ["near=32", "near=91,20", "open_at=2027-03-28T03:30"])
def test_what_cannot_be_asked_is_named(anyone: Api, query: str) -> None:
    refused = anyone("GET", f"/hubs?{query}")
    assert refused.status_code == 422
    name = query.partition("=")[0]
    assert [one["pointer"] for one in refused.json()["errors"]] == [f"#/{name}"]


def test_maps_get_places_longitude_first(anyone: Api) -> None:
    reply = anyone("GET", "/hubs.geojson?service=legal&limit=100&language=en")
    assert reply.headers["Content-Type"] == "application/geo+json"
    found = reply.json()
    assert (found["type"], found["next"]) == ("FeatureCollection", None)
    places = {one["id"]: one for one in found["features"]}
    own = places[OWN]
    assert own["geometry"] == {"type": "Point", "coordinates": [32.55, 49.28]}
    assert own["properties"]["synthetic"] is True
    assert own["properties"]["url"].endswith(f"/en/hubs/{OWN}")


def test_a_coordinator_confirms_the_own_hub_and_no_other(
    stack: Stack, anyone: Api, hub: Hub
) -> None:
    keeper = signed_in(stack, "coordinator")
    before = anyone("GET", f"/hubs/{OWN}").json()
    for _ in range(2):
        assert keeper("POST", f"/hubs/{OWN}/confirmations").status_code == 204
    after = keeper("GET", f"/hubs/{OWN}").json()
    assert after["verified_on"] >= before["verified_on"]
    assert after["version"] - before["version"] in (0, 1)
    refused = keeper("POST", f"/hubs/{OTHER}/confirmations")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_hub")
    assert anyone("POST", f"/hubs/{OWN}/confirmations").status_code == 401
    again = hub("hubs", "import", "services/hubs/directory")
    assert f"{OWN}: unchanged" in again.stdout
    eventually(
        lambda: anyone("GET", f"/hubs/{OWN}").json()["version"] == after["version"]
    )


def test_a_hub_is_given_to_a_coordinator(stack: Stack, hub: Hub) -> None:
    api = Api(stack.base_url)
    email = api.sign_up()
    for role, slug in (("trainer", OTHER), ("coordinator", "no-such-hub")):
        wrong = hub("accounts", "grant", email, role, "--hub", slug)
        assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
    done = hub("accounts", "grant", email, "coordinator", "--hub", OTHER)
    assert done.returncode == 0, done.stderr
    assert api("POST", f"/hubs/{OTHER}/confirmations").status_code == 204
    assert api("POST", f"/hubs/{OWN}/confirmations").status_code == 403
