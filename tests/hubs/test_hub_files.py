import json
from pathlib import Path

import pytest

from services.hubs.places.domain import Open
from services.hubs.places.hub_files import read_hubs
from shared.errors import Invalid
from shared.folders import read_folder
from tests.hubs.builders import a_file, a_hub

DIRECTORY = Path("services/hubs/directory")


def problems_of(files: dict[str, str]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        read_hubs(files)
    assert refused.value.code == "broken_directory"
    return refused.value.fields


def one_day(opens: str, closes: str, days: str = "mo") -> str:
    return f'  - {{days: [{days}], opens: "{opens}", closes: "{closes}"}}'


def test_the_shipped_directory_holds_nine_demonstration_hubs() -> None:
    hubs = read_hubs(read_folder(DIRECTORY))
    assert len(hubs) == 9
    assert all(hub.synthetic for hub in hubs)


@pytest.mark.parametrize(
    ("opens", "closes", "lasts_min"),
    [
        ("09:00", "18:00", 540),
        ("00:00", "24:00", 1440),
        ("20:00", "02:00", 360),
        ("20:00", "24:00", 240),
        ("09:00", "09:00", 1440),
    ],
)
def test_hours_may_end_at_midnight_or_after(
    opens: str, closes: str, lasts_min: int
) -> None:
    (hours,) = a_hub(hours=one_day(opens, closes)).hours
    assert hours == Open("mo", opens, closes)
    assert hours.span[1] == lasts_min


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("24:00", "10:00"), ("9:00", "18:00"), ("09:00", "24:01"), ("09:60", "18:00")],
)
def test_times_that_no_clock_shows_are_named_by_line(opens: str, closes: str) -> None:
    assert list(problems_of(a_file(hours=one_day(opens, closes)))) == ["north.yaml:11"]


@pytest.mark.parametrize(
    "second",
    [
        one_day("17:00", "19:00"),
        one_day("08:00", "10:00"),
        one_day("22:00", "09:30", days="su"),  # until Monday morning
        one_day("09:00", "18:00"),
    ],
)
def test_hours_do_not_overlap(second: str) -> None:
    hours = one_day("09:00", "18:00") + "\n" + second
    assert list(problems_of(a_file(hours=hours))) == ["north.yaml:12"]


def test_hours_may_touch_and_come_in_the_order_of_the_week() -> None:
    hours = [one_day("18:00", "20:00"), one_day("22:00", "09:00", days="su")]
    hub = a_hub(hours="\n".join([*hours, one_day("09:00", "18:00")]))
    assert [row.opens for row in hub.hours] == ["09:00", "18:00", "22:00"]


@pytest.mark.parametrize("word", ["maybe", "1", '"true"', "yes", "null", "[]"])
def test_made_up_or_real_is_said_plainly(word: str) -> None:
    assert list(problems_of(a_file(synthetic=word))) == ["north.yaml:2"]


def test_a_field_nobody_knows_is_refused() -> None:
    files = {p: t + "latitude: 50\n" for p, t in a_file().items()}
    assert list(problems_of(files)) == ["north.yaml:20"]


def test_every_problem_of_every_file_is_named() -> None:
    files = a_file("one", kind="magic") | a_file("two") | {"three.txt": ""}
    files["two.yaml"] = files["two.yaml"].replace("slug: two", "slug: deux")
    assert set(problems_of(files)) == {"one.yaml:15", "two.yaml:1", "three.txt:1"}


def test_a_service_id_is_used_once() -> None:
    text = a_file()["north.yaml"]
    entry = text[text.index("  - id: advice") :]
    assert list(problems_of({"north.yaml": text + entry})) == ["north.yaml:20"]


def test_a_word_listed_twice_is_a_problem() -> None:
    hours = one_day("09:00", "10:00", days="mo, mo")
    assert list(problems_of(a_file(hours=hours))) == ["north.yaml:11"]


def special(*spans: str) -> str:
    """The last day of the year; without hours, one with a time no clock shows."""
    rows = [
        dict(zip(("opens", "closes"), span.split("-"), strict=True)) for span in spans
    ]
    hours = rows or [{"opens": "9", "closes": "12:00"}]
    return f"special_days:\n  - {{day: 2026-12-31, hours: {json.dumps(hours)}}}"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("point: {latitude: 30.5, longitude: 50.4}", "look at the order of the two"),
        ("point: {latitude: 50.4}", "Missing data"),
        ("timezone: Europe/Nowhere", "Write a zone like"),
        ("languages: []", "Length"),
        ("languages: [uk, uk]", "twice"),
        ("languages: [ukr]", "Must be one of"),
        ("special_days: [{day: 2026-02-30, hours: []}]", "Write the day like"),
        (special(), "Write a time like"),
        (special("09:00-12:00", "11:00-13:00"), "overlaps"),
        (
            f"{special('09:00-12:00')}\n  - {{day: 2026-12-31, hours: []}}",
            "stands here twice",
        ),
    ],
)
def test_what_cannot_be_is_named(more: str, said: str) -> None:
    found = problems_of(a_file(more=more))
    assert any(said in text for texts in found.values() for text in texts), found
    assert all(place.startswith("north.yaml:") for place in found)
