"""What facts cost: summing them, sending them, reading a course after many of them."""

import re
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

import requests

from services.learning.catalogue.domain.course import Course, Lesson, Module
from services.learning.progress.domain.facts import Fact
from services.learning.progress.domain.progress import History, fold

PASSWORD = "light-at-night-39"  # noqa: S105  # of accounts that live for a minute
BATCH = 1000
MANY = 10_000
FEW = 10
READS = 60
ROUNDS = 5


def fold_per_fact() -> dict[int, tuple[float, float]]:
    """Number of facts to (ms for all, µs for each), best of five."""
    course = _course(lessons=100)
    found = {}
    for count in (1_000, 10_000, 100_000):
        history = History([_fact(f"lesson-{n % 100}") for n in range(count)])
        taken = min(_seconds(partial(fold, history, course)) for _ in range(5))
        found[count] = (taken * 1e3, taken * 1e6 / count)
    return found


class Learner:
    """Somebody new who is enrolled in a course, through the API and on the pages."""

    def __init__(self, base_url: str, slug: str) -> None:
        self._base = base_url
        self._slug = slug
        self._email = f"{uuid.uuid4().hex}@example.org"
        self._http = requests.Session()
        asked = {"email": self._email, "password": PASSWORD}
        self._api("POST", "/accounts", {**asked, "name": "Олена", "language": "uk"})
        token = self._api("POST", "/tokens", asked)["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._api("PUT", f"/me/enrolments/{slug}")
        course = self._api("GET", f"/courses/{slug}")
        self._lessons = [lesson["id"] for lesson in course["lessons"]]

    def send(self, count: int) -> float:
        """Seconds until a batch of new facts was answered."""
        facts = [
            {
                "id": str(uuid.uuid4()),
                "kind": "lesson.viewed",
                "course": self._slug,
                "lesson": self._lessons[n % len(self._lessons)],
                "at": datetime.now(UTC).isoformat(),
            }
            for n in range(count)
        ]
        began = time.perf_counter()
        answer = self._api("POST", "/me/facts", {"facts": facts})
        taken = time.perf_counter() - began
        if any(item["status"] != "accepted" for item in answer["items"]):
            raise RuntimeError("a new fact was not accepted")
        return taken

    def sign_in_to_pages(self) -> None:
        page = self._http.get(f"{self._base}/uk/sign-in", timeout=30).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        if token is None:
            raise RuntimeError("the sign-in page has no form")
        form = {"csrf_token": token[1], "email": self._email, "password": PASSWORD}
        self._http.headers.pop("Authorization", None)
        answer = self._http.post(
            f"{self._base}/uk/sign-in", form, timeout=30, allow_redirects=False
        )
        if answer.status_code != 303:
            raise RuntimeError("signing in was refused")

    def read_course(self) -> float:
        """Seconds until the course's page was there, with this learner's progress."""
        began = time.perf_counter()
        page = self._http.get(f"{self._base}/uk/courses/{self._slug}", timeout=30)
        taken = time.perf_counter() - began
        if "hub-progress" not in page.text:
            raise RuntimeError("the page shows no progress")
        return taken

    def _api(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(
            method, f"{self._base}/api/v1{path}", json=body, timeout=30
        )
        answer.raise_for_status()
        return answer.json()


def sending(base_url: str, slug: str) -> tuple[float, float, float]:
    """(s for a thousand facts, s for one fact, a thousand in one batch to a thousand
    batches of one), medians of the rounds."""
    learner = Learner(base_url, slug)
    learner.send(1)
    pairs = [(learner.send(BATCH), learner.send(1)) for _ in range(ROUNDS)]
    batch = median(many for many, _ in pairs)
    one = median(single for _, single in pairs)
    return batch, one, median(many / (single * BATCH) for many, single in pairs)


def reading(base_url: str, slug: str) -> tuple[float, float, float]:
    """(ms after 10,000 facts, ms after 10, ratio), medians of reads in turn."""
    much, little = Learner(base_url, slug), Learner(base_url, slug)
    for _ in range(MANY // BATCH):
        much.send(BATCH)
    little.send(FEW)
    for learner in (much, little):
        learner.sign_in_to_pages()
        learner.read_course()
    pairs = [(much.read_course(), little.read_course()) for _ in range(READS)]
    after_many = median(many for many, _ in pairs)
    after_few = median(few for _, few in pairs)
    return after_many * 1e3, after_few * 1e3, after_many / after_few


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _course(lessons: int) -> Course:
    texts = {"uk": "Крок", "en": "Step"}
    parts = tuple(Lesson(f"lesson-{n}", 5, texts, texts) for n in range(lessons))
    return Course(
        slug="course",
        version=1,
        audiences=("officer",),
        topics=(),
        minutes=60,
        title=texts,
        summary=texts,
        objectives={},
        reviewed_by=None,
        sources=(),
        modules=(Module("all", texts, parts, ()),),
    )


def _fact(lesson: str) -> Fact:
    now = datetime.now(UTC)
    return Fact(
        str(uuid.uuid4()), "lesson.viewed", "course", lesson, now.isoformat(), now
    )
