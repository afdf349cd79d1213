"""Whether search finds what people of the hub were judged to look for.

Each row of ``queries/*.tsv``: what somebody types, the language of their page, the kind
of difficulty, and every item that they would be glad to get. The rows were written
before their authors had seen what a search finds.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest
import requests

from services.content.item_files import read_items
from shared.folders import read_folder
from tests.stacks import Stack

QUERIES = Path(__file__).parent / "queries"
LIBRARY = Path(__file__).parents[2] / "services" / "content" / "library"
AT = 10
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Query:
    q: str
    language: str
    kind: str
    relevant: frozenset[str]


def judged() -> Iterator[Query]:
    for path in sorted(QUERIES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            q, language, kind, slugs = line.split("\t")
            yield Query(q, language, kind, frozenset(slugs.split()))


def recall(found: list[str], relevant: frozenset[str]) -> float:
    """Of the relevant items, those among the first ten; of ten, if there are more."""
    return len(relevant & set(found[:AT])) / min(len(relevant), AT)


def test_the_judgements_are_many_and_about_what_ships() -> None:
    queries = [*judged()]
    assert len({(query.q, query.language) for query in queries}) >= 200
    assert {query.language for query in queries} == {"uk", "en"}
    shipped = read_items(read_folder(LIBRARY)).keys()
    for query in queries:
        assert query.relevant
        assert query.relevant <= shipped, query.q


@pytest.mark.needs_stack
def test_recall_through_the_api(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    with requests.Session() as session, ThreadPoolExecutor(4) as pool:

        def measure(query: Query) -> float:
            answer = session.get(
                f"{stack.base_url}/api/v1/library",
                params={"q": query.q, "language": query.language, "limit": str(AT)},
                timeout=30,
            )
            assert answer.status_code == 200, answer.text
            found = [item["slug"] for item in answer.json()["items"]]
            return recall(found, query.relevant)

        queries = [*judged()]
        measured = list(zip(queries, pool.map(measure, queries), strict=True))
    by_kind: defaultdict[str, list[float]] = defaultdict(list)
    for query, reached in measured:
        by_kind[query.kind].append(reached)
    overall = mean(reached for _, reached in measured)
    report = [f"recall@{AT} of {len(measured)} judged queries: {overall:.3f}"]
    for kind, values in sorted(by_kind.items()):
        report.append(f"  {kind:<14} {mean(values):.3f} of {len(values)}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(report) + "\n")
    missed = [f"{reached:.2f} {query.q}" for query, reached in measured if reached < 1]
    assert overall >= LEAST, "\n".join(missed)
