"""Learners who never give up: each write is repeated until it is acknowledged."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests

from tests import shipped
from tests.shipped import lessons

COURSE = "safety-audit"
NAME = "Перевірка Відмов"
PATIENCE_S = 120
_AGAIN = frozenset({409, 429, 500, 502, 503, 504})


@dataclass
class Learner:
    """One person's whole way, and what the platform acknowledged of it."""

    base_url: str
    email: str = field(
        default_factory=lambda: f"fault-{uuid.uuid4().hex[:12]}@example.org"
    )
    password: str = "чотири прості слова"
    acknowledged: int = 0
    retried: int = 0
    facts: list[str] = field(default_factory=list)
    percent: int | None = None
    certificate: str | None = None
    _token: str | None = None

    def study(self) -> None:
        self._register()
        self._sign_in()
        self._write("PUT", f"/me/enrolments/{COURSE}")
        for lesson in lessons(COURSE):
            fact = {
                "id": str(uuid.uuid4()),
                "kind": "lesson.completed",
                "course": COURSE,
                "lesson": lesson,
                "at": "2026-11-22T12:00:00+02:00",
            }
            answer = self._write("POST", "/me/facts", {"facts": [fact]})
            assert answer["items"][0]["status"] in ("accepted", "duplicate"), answer
            self.facts.append(fact["id"])
        self._pass_the_quiz()

    def _pass_the_quiz(self) -> None:
        attempts = f"/courses/{COURSE}/quizzes/final/attempts"
        attempt = self._write("POST", attempts)
        asked = [question["id"] for question in attempt["questions"]]
        course = shipped.course(COURSE)
        answer = self._write(
            "POST",
            f"{attempts}/{attempt['id']}/submission",
            {"answers": shipped.answers(course, "final", asked, right=True)},
        )
        self.percent = answer["result"]["percent"]
        self.certificate = answer["result"]["certificate"]

    def _register(self) -> None:
        body = {
            "email": self.email,
            "password": self.password,
            "name": NAME,
            "language": "uk",
        }
        self._write("POST", "/accounts", body)

    def _sign_in(self) -> None:
        body = {"email": self.email, "password": self.password}
        answer = self._write("POST", "/tokens", body, keyed=False)
        self._token = answer["access_token"]

    def read(self, path: str) -> Any:
        return self._ask("GET", path, None, {})

    def _write(
        self, method: str, path: str, body: Any = None, *, keyed: bool = True
    ) -> Any:
        headers = {"Idempotency-Key": str(uuid.uuid4())} if keyed else {}
        answer = self._ask(method, path, body, headers)
        self.acknowledged += 1
        return answer

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        if self._token:
            headers = headers | {"Authorization": f"Bearer {self._token}"}
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = requests.request(
                    method,
                    f"{self.base_url}/api/v1{path}",
                    json=body,
                    headers=headers,
                    timeout=15,
                )
            except requests.RequestException:
                answer = None
            if answer is not None and answer.ok:
                return answer.json() if answer.content else None
            assert answer is None or answer.status_code in _AGAIN, (
                f"{method} {path}: {answer.status_code} {answer.text}"
            )
            assert time.monotonic() < end, f"{method} {path}: no answer in time"
            self.retried += 1
            time.sleep(0.3)


class Crowd:
    """Threads in which learner after learner studies until told to stop."""

    def __init__(self, base_url: str, threads: int) -> None:
        self.finished: list[Learner] = []
        self.failures: list[BaseException] = []
        self._base_url = base_url
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish what they began."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            learner = Learner(self._base_url)
            try:
                learner.study()
            except (AssertionError, KeyError) as failure:
                self.failures.append(failure)
                return
            self.finished.append(learner)
