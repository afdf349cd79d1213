"""The library as one file, ordered by the operator and fetched by a reader."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from libzim.reader import Archive

from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def get(stack: Stack, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return requests.get(f"{stack.base_url}/library.zim", headers=named, timeout=30)


@pytest.fixture(scope="module")
def made(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the operator's command wrote."""
    path = tmp_path_factory.mktemp("bundle") / "mine.zim"
    done = stack.operate("library", "bundle", str(path))
    assert done.returncode == 0, done.stderr
    assert f"{path.stat().st_size} bytes" in done.stdout
    return path.read_bytes()


def test_a_reader_fetches_what_was_made(
    stack: Stack, made: bytes, tmp_path: Path
) -> None:
    whole = get(stack)
    assert whole.content == made
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert 'filename="library-' in whole.headers["Content-Disposition"]
    path = tmp_path / "library.zim"
    path.write_bytes(whole.content)
    archive = Archive(path)
    assert archive.check()
    answer = requests.get(f"{stack.base_url}/api/v1/library?limit=100", timeout=20)
    for item in answer.json()["items"]:
        is_there = "violence" not in item["topics"]
        for language in item["languages"]:
            entry = f"{language}/{item['slug']}"
            assert archive.has_entry_by_path(entry) is is_there, entry


def test_a_download_that_broke_off_is_gone_on_with(stack: Stack, made: bytes) -> None:
    etag = get(stack).headers["ETag"]
    half = len(made) // 2
    rest = get(stack, Range=f"bytes={half}-", If_Range=etag)
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes {half}-{len(made) - 1}/{len(made)}"
    assert rest.content == made[half:]
    other = get(stack, Range=f"bytes={half}-", If_Range='"another"')
    assert (other.status_code, len(other.content)) == (200, len(made))
    beyond = get(stack, Range=f"bytes={len(made)}-")
    assert beyond.status_code == 416
    assert get(stack, If_None_Match=etag).status_code == 304


@pytest.mark.parametrize(
    ("language", "size"), [("uk", "(ZIM, "), ("en", "without network (ZIM, ")]
)
def test_the_list_offers_it_and_says_how_large_it_is(
    stack: Stack, made: bytes, language: str, size: str
) -> None:
    # Another query than any before, so that no kept answer is read.
    page = requests.get(
        f"{stack.base_url}/{language}/library?audience=adult", timeout=9
    )
    assert 'href="/library.zim"' in page.text
    assert size in page.text


def test_with_violence_it_is_written_for_the_operator_alone(
    stack: Stack, tmp_path: Path
) -> None:
    path = tmp_path / "whole.zim"
    done = stack.operate("library", "bundle", "--with-violence", str(path))
    assert done.returncode == 0, done.stderr
    assert Archive(path).check()
    nowhere = stack.operate("library", "bundle", "--with-violence")
    assert nowhere.returncode == 1
    assert "Say where" in nowhere.stderr
