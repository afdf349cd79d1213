"""The library's editing through the API, on the whole running platform."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.folders import read_folder
from tests.gateway.library_desk import ITEM, TEXT, begin, move
from tests.gateway.stack_client import Api, signed_in
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
CALENDAR_S = 20  # seconds in which what is due must have been published
LIBRARY = Path("services/content/library")


def test_an_item_is_written_reviewed_and_read(
    stack: Stack, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    reader = Api(stack.base_url)
    assert reader("GET", f"/library/{slug}").status_code == 404
    assert move(editor, slug, "review") == (200, "review")
    assert move(reviewer, slug, "published") == (200, "published")
    shown = reader("GET", f"/library/{slug}?language=en").json()
    assert (shown["title"], shown["revision"]) == ("Light at night", 1)
    assert move(reviewer, slug, "archived") == (200, "archived")
    for _ in range(20):  # the gateway may keep what it was told for a moment
        if reader("GET", f"/library/{slug}").status_code == 404:
            break
        time.sleep(0.2)
    assert reader("GET", f"/library/{slug}").status_code == 404


def test_a_name_for_addresses_is_made_from_the_title(editor: Api) -> None:
    made = editor("POST", "/library", ITEM).json()
    assert made["id"].startswith("light-at-night")


@pytest.mark.parametrize("topic", ["medical", "mines", "violence"])
def test_nothing_delicate_skips_its_safety_review(
    editor: Api, reviewer: Api, topic: str
) -> None:
    slug = begin(editor, topics=[topic])
    move(editor, slug, "review")
    assert move(reviewer, slug, "published") == (409, "safety_review_first")
    assert move(reviewer, slug, "safety_review") == (200, "safety_review")
    assert move(reviewer, slug, "published") == (200, "published")
    work = editor("GET", f"/library/{slug}/work").json()
    assert work["reviewed_by"]


def test_nobody_approves_without_the_right(
    stack: Stack, editor: Api, learner: Api
) -> None:
    slug = begin(editor)
    move(editor, slug, "review")
    assert move(editor, slug, "published") == (403, "role_required")
    for role in ("trainer", "coordinator", "officer"):
        assert move(signed_in(stack, role), slug, "published")[0] == 403
    assert move(learner, slug, "published") == (403, "role_required")
    assert move(Api(stack.base_url), slug, "published") == (401, "sign_in_required")
    assert learner("POST", "/library", ITEM).status_code == 403
    assert learner("GET", f"/library/{slug}/work").status_code == 403
    assert editor("GET", f"/library/{slug}/work").json()["state"] == "review"


def test_of_editors_who_race_one_wins_and_the_rest_are_told(editor: Api) -> None:
    slug = begin(editor)

    def save(number: int) -> tuple[int, str]:
        text = {**TEXT, "body": f"Text {number}."}
        asked = {**ITEM, "translations": {"en": text}, "revision": 1}
        reply = editor("PUT", f"/library/{slug}", asked)
        return reply.status_code, reply.json().get("code", "")

    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(save, range(6)))
    assert sorted(replies) == [(200, ""), *[(409, "overtaken")] * 5]
    won = replies.index((200, ""))
    work = editor("GET", f"/library/{slug}/work").json()
    assert work["revision"] == 2
    assert work["translations"]["en"]["body"] == f"Text {won}.\n"


def test_what_was_changed_is_shown_restored_and_told(
    editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    newer = {**ITEM["translations"], "uk": {**TEXT, "body": "Інший текст."}}  # type: ignore[dict-item]
    saved = editor(
        "PUT", f"/library/{slug}", {**ITEM, "translations": newer, "revision": 1}
    )
    assert saved.json()["behind"] == ["en"]
    compared = editor("GET", f"/library/{slug}/comparison?old=1&new=2").json()
    pieces = [
        (piece["kind"], piece["text"].strip())
        for file in compared["files"]
        if file["name"] == "uk.md"
        for piece in file["pieces"]
        if piece["kind"] != "same"
    ]
    assert ("removed", "Some") in pieces
    assert ("added", "Інший") in pieces
    earlier = {"revision": 2, "restored": 1}
    restored = editor("POST", f"/library/{slug}/restorations", earlier).json()
    assert restored["revision"] == 3
    assert restored["translations"]["uk"]["body"] == "Some text.\n"
    said = reviewer("POST", f"/library/{slug}/comments", {"text": "Чому?"})
    assert said.status_code == 204
    history = editor("GET", f"/library/{slug}/history").json()["items"]
    assert [entry["what"] for entry in history] == [
        "commented",
        "restored",
        "saved",
        "created",
    ]
    assert history[0]["comment"] == "Чому?"
    revisions = editor("GET", f"/library/{slug}/revisions").json()["items"]
    assert [one["revision"] for one in revisions] == [3, 2, 1]
    assert editor("GET", f"/library/{slug}/revisions/9").status_code == 404


def test_a_publication_waits_for_its_moment_and_comes(
    stack: Stack, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    move(editor, slug, "review")
    soon = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    assert move(reviewer, slug, "published", at=soon) == (200, "review")
    until = time.monotonic() + CALENDAR_S
    while editor("GET", f"/library/{slug}/work").json()["state"] != "published":
        assert time.monotonic() < until
        time.sleep(0.5)
    reader = Api(stack.base_url)
    while reader("GET", f"/library/{slug}").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"type": "poem"}, "#/type"),
        ({"audiences": []}, "#/audiences"),
        ({"topics": ["Two Words"]}, "#/topics/0"),
        ({"topics": ["no-such-topic"]}, "#/topics/0"),
        ({"regions": ["no-such-region"]}, "#/regions/0"),
        ({"translations": {}}, "#/translations"),
        ({"translations": {"fr": TEXT}}, "#/translations/fr"),
        (
            {"translations": {"en": {**TEXT, "body": "<script>alert(1)</script>"}}},
            "#/translations/en/body",
        ),
        ({"related": ["no-such-item"]}, "#/related/0"),
        ({"licence": "mine"}, "#/licence"),
        ({"period": "2018"}, "#/period"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    editor: Api, change: dict[str, Any], pointer: str
) -> None:
    slug = f"wrong-{uuid.uuid4().hex[:12]}"
    refused = editor("POST", "/library", {**ITEM, "slug": slug, **change})
    assert refused.status_code == 422, refused.text
    assert pointer in [one["pointer"] for one in refused.json()["errors"]]
    assert editor("GET", f"/library/{slug}/work").status_code == 404


def test_the_shipped_library_is_the_same_after_a_journey(
    stack: Stack, tmp_path: Path
) -> None:
    """Import, export, import: not a letter changes."""
    shipped = read_folder(LIBRARY)
    names = sorted({path.partition("/")[0] for path in shipped})
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        done = stack.operate("library", "export", str(folder), *names)
        assert done.returncode == 0, done.stderr
        assert read_folder(folder) == shipped
        again = stack.operate("library", "import", str(folder))
        assert again.returncode == 0, again.stderr
        said = [line.rpartition(": ")[2] for line in again.stdout.splitlines()]
        assert set(said) == {"unchanged"}


def test_an_older_revision_stays_readable_and_names_the_newer(
    stack: Stack, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    move(editor, slug, "review")
    move(reviewer, slug, "published")
    text = {"en": {**TEXT, "body": "Other text."}}
    editor("PUT", f"/library/{slug}", {**ITEM, "translations": text, "revision": 1})
    path = f"{stack.base_url}/en/library/{slug}/revisions"
    assert requests.get(f"{path}/2", timeout=20).status_code == 404  # a draft
    move(editor, slug, "review")
    move(reviewer, slug, "published")
    until = time.monotonic() + CALENDAR_S
    while requests.get(f"{path}/2", timeout=20).status_code != 200:
        assert time.monotonic() < until
    older = requests.get(f"{path}/1", timeout=20).text
    assert "Some text." in older
    assert "The text has changed since" in older
    assert f'href="/en/library/{slug}"' in older
    assert '<meta name="robots" content="noindex">' in older
