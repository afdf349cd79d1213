"""The operator's command line on the whole running platform."""

import re
import shutil
from pathlib import Path

import pytest

from tests.gateway.conftest import Hub
from tests.gateway.stack_client import Api
from tests.processes import eventually
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack

SERVICES = Path(__file__).parents[2] / "services"
COURSES = SERVICES / "learning" / "courses"
DIRECTORY = SERVICES / "hubs" / "directory"


def test_a_role_counts_from_the_next_request(stack: Stack, hub: Hub) -> None:
    api = Api(stack.base_url)
    email = api.sign_up()
    done = hub("accounts", "grant", email, "trainer")
    assert (done.returncode, done.stderr) == (0, "")
    assert api("GET", "/me").json()["roles"] == ["learner", "trainer"]
    unknown = hub("accounts", "grant", "nobody@example.org", "trainer")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (1, 1)


def test_the_outbox_is_reported(
    hub: Hub,
) -> None:
    done = hub("outbox", "status")
    assert done.returncode == 0, done.stderr
    for service in ("learning", "content", "hubs", "notifications"):
        assert service in done.stdout
    assert hub("dead-letters", "list").stdout.strip()
    assert hub("dead-letters", "show", "no-such").returncode == 1


def test_a_broken_course_is_refused_whole_by_file_and_line(
    hub: Hub, tmp_path: Path, anyone: Api
) -> None:
    folder = tmp_path / "broken"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text("slug: broken\nversion: one\n", "utf-8")
    done = hub("courses", "import", str(folder))
    assert done.returncode == 1
    assert re.search(r"course\.yaml:\d+: .", done.stderr)
    assert "Traceback" not in done.stderr
    assert anyone("GET", "/courses/broken").status_code == 404


def test_learning_knows_the_topics_of_the_taxonomy(hub: Hub, tmp_path: Path) -> None:
    """Content has told of them when the platform started."""
    folder = tmp_path / "gardening"
    shutil.copytree(COURSES / "safety-audit", folder)
    outline = (folder / "course.yaml").read_text("utf-8")
    changed = outline.replace("slug: safety-audit", "slug: gardening", 1)
    changed = re.sub(r"(?m)^topics: .*$", "topics: [gardening]", changed)
    (folder / "course.yaml").write_text(changed, "utf-8")
    done = hub("courses", "import", str(folder))
    assert done.returncode == 1
    assert "topics: “gardening” is no topic of the taxonomy." in done.stderr


def test_importing_again_changes_nothing(
    hub: Hub,
) -> None:
    path = min(COURSES.glob("*/course.yaml")).parent
    done = hub("courses", "import", str(path))
    assert (done.returncode, "unchanged" in done.stdout) == (0, True), done.stderr


def test_a_change_is_seen_by_every_worker(
    hub: Hub, tmp_path: Path, stack: Stack
) -> None:
    def summaries() -> set[str]:
        # A connection each, so that both workers are asked.
        asked = [Api(stack.base_url)("GET", path).json() for _ in range(12)]
        return {found["summary"] for found in asked}

    folder = tmp_path / "directory"
    shutil.copytree(DIRECTORY, folder)
    file = min(folder.glob("*.yaml"))
    path = f"/hubs/{file.stem}?language=uk"
    (before,) = summaries()
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, "Щойно змінено"), "utf-8")
    try:
        done = hub("hubs", "import", str(folder))
        assert done.returncode == 0, done.stderr
        eventually(lambda: summaries() == {"Щойно змінено"})
    finally:
        assert hub("hubs", "import", str(DIRECTORY)).returncode == 0
    eventually(lambda: summaries() == {before})


def test_progress_summed_anew_is_what_it_was(hub: Hub) -> None:
    done = hub("learning", "rebuild", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ checked, 0 differ\n", done.stdout)
