"""Search at a thousand and at fifty thousand entries, beside MongoDB's own ``$text``.

Entries are made of the passages of the library that ships, so that words are as
frequent, and in as many forms, as in real texts. Questions are those that the tests
judge search by; each is asked once at each size, so that none comes from a cache.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import mean, quantiles

import pymongo
import requests
from pymongo import TEXT
from pymongo.database import Database

from benchmarks import load
from deploy.local.layout import REPOSITORY
from deploy.local.stack import Platform
from services.content.item_files import read_items
from services.content.search.documents import analysed, key
from services.content.search.domain import LIBRARY, Entry
from services.content.search.sources import of_item
from services.content.search.store import MongoEntries
from services.content.taxonomy.domain import shipped
from shared import mongo
from shared.folders import read_folder
from shared.languages import LANGUAGES
from shared.mongo import Doc

FEW, MANY = 1_000, 50_000
AT = 10
_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_PASSAGES = 8  # in each language; a real item has twice as many
_BATCH = 250
_LOADING_S = 600
_QUERIES = REPOSITORY / "tests" / "content" / "queries"
_LIBRARY = REPOSITORY / "services" / "content" / "library"
# MongoDB has stop words and a stemmer for English, and none for Ukrainian.
_THEIR_LANGUAGE = {"uk": "none", "en": "english"}
_LEMMATISER = """
import os, sys
from benchmarks.load import memory_mb
before = memory_mb(os.getpid())
from services.content.search.analysis import term_string
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*/*.md")):
    term_string(path.read_text(encoding="utf-8"))
print(memory_mb(os.getpid()) - before)
"""


@dataclass(frozen=True, slots=True)
class Query:
    q: str
    language: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sized:
    """What was measured at one number of entries; times in ms."""

    entries: int
    ours_p50: float
    ours_p95: float
    theirs_p50: float
    theirs_p95: float
    process_mb: float


@dataclass(frozen=True, slots=True)
class Searching:
    recall_ours: float
    recall_theirs: float
    indexed_per_s: float
    lemmatiser_mb: float
    sizes: list[Sized]


def measure(platform: Platform) -> Searching:
    """Needs the shipped library to be loaded, and leaves 50,000 entries behind."""
    public_url = platform.addresses.public_url
    db = mongo.connect(platform.addresses.mongo_url("content"), "bench")
    try:
        queries, real = [*_queries()], _real()
        theirs = _Theirs(db)
        theirs.put(analysed(entry, shipped()) for entry in real)
        theirs.make_index()
        ask = partial(_ask, public_url)
        recalls = _recall(queries, ask), _recall(queries, theirs.ask)
        per_s = _indexing(db, real)
        made = _made(real)
        sizes = []
        for size, said in ((FEW, "false"), (MANY, "no")):
            _fill(db, theirs, islice(made, size - _kept(db)))
            theirs.make_index()
            _wait(public_url, size)
            # Said otherwise at each size, so that no answer comes from a cache.
            ours = _times(partial(_ask, public_url, exact=said), queries)
            others = _times(theirs.ask, queries)
            pid = platform.state("content").pid
            sizes.append(Sized(size, *ours, *others, load.memory_mb(pid)))
        return Searching(*recalls, per_s, _lemmatiser_mb(), sizes)
    finally:
        db.client.close()


def _queries() -> Iterator[Query]:
    for path in sorted(_QUERIES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            q, language, _, slugs = line.split("\t")
            yield Query(q, language, frozenset(slugs.split()))


def _real() -> list[Entry]:
    """What ships and needs no professional's review, as it is published."""
    items = read_items(read_folder(_LIBRARY))
    return [
        of_item(slug, asdict(item) | {"revision": 1, "published_at": _NOON})
        for slug, item in items.items()
        if item.reviewed_by or not item.is_delicate
    ]


def _made(real: Sequence[Entry]) -> Iterator[Doc]:
    """Entries without end, analysed already: of the parts of analysed entries."""
    chance = random.Random(39)  # noqa: S311  # the same each time
    known = [analysed(entry, shipped()) for entry in real]
    number = 0
    while True:
        slug, number = f"made-{number}", number + 1
        like = chance.choice(known)
        yield {
            **like,
            "key": key(LIBRARY, slug),
            "slug": slug,
            "published_at": _NOON - timedelta(minutes=number),
            "texts": {
                language: _text(chance, [doc["texts"][language] for doc in known])
                for language in LANGUAGES
            },
        }


def _text(chance: random.Random, known: Sequence[Doc]) -> Doc:
    head, short = chance.choice(known), chance.choice(known)
    passages = [
        chance.choice(chance.choice(known)["passages"]) for _ in range(_PASSAGES)
    ]
    said = " ".join((head["title_terms"], *(p["terms"] for p in passages)))
    return {
        "title": head["title"],
        "summary": short["summary"],
        "title_terms": head["title_terms"],
        "summary_terms": short["summary_terms"],
        "labels_terms": head["labels_terms"],
        "passages": passages,
        "words": " ".join(sorted(set(said.split()))),
    }


def _indexing(db: Database[Doc], real: Sequence[Entry]) -> float:
    """Entries a second from their texts to the database, analysed one by one."""
    entries, began = MongoEntries(db), time.perf_counter()
    rounds = 10
    for _ in range(rounds):
        entries.add([analysed(entry, shipped()) for entry in real])
    return rounds * len(real) / (time.perf_counter() - began)


def _fill(db: Database[Doc], theirs: _Theirs, made: Iterable[Doc]) -> None:
    entries, rest = MongoEntries(db), iter(made)
    theirs.drop_index()
    while batch := [*islice(rest, _BATCH)]:
        entries.add(batch)
        theirs.put(batch)


def _kept(db: Database[Doc]) -> int:
    return db.entries.count_documents({"kind": LIBRARY, "removed": False})


def _wait(public_url: str, size: int) -> None:
    """Wait until the service has read that many."""
    until = time.monotonic() + _LOADING_S
    for attempt in count():
        asked = {"limit": attempt % 100 + 1}  # each another address, which is not kept
        answer = requests.get(f"{public_url}/api/v1/library", params=asked, timeout=60)
        if answer.status_code == 200 and answer.json()["count"] >= size:
            return
        if time.monotonic() > until:
            raise RuntimeError(f"{size} entries were not loaded in {_LOADING_S} s")
        time.sleep(1)


class _Theirs:
    """MongoDB's own text index over the same texts, one document a language."""

    def __init__(self, db: Database[Doc]) -> None:
        self._texts = db.bench_texts

    def drop_index(self) -> None:
        """Adding texts to it takes far longer than making it anew."""
        self._texts.drop_indexes()

    def make_index(self) -> None:
        with pymongo.timeout(_LOADING_S):
            self._texts.create_index(
                [("shown", 1), ("title", TEXT), ("summary", TEXT), ("body", TEXT)],
                weights={"title": 6, "summary": 3, "body": 1},
                default_language="none",
                name="texts",
            )

    def put(self, entries: Iterable[Doc]) -> None:
        rows = [
            {
                "slug": entry["slug"],
                "shown": language,
                "language": _THEIR_LANGUAGE[language],
                "title": text["title"],
                "summary": text["summary"],
                "body": "\n".join(passage["text"] for passage in text["passages"]),
            }
            for entry in entries
            for language, text in entry["texts"].items()
        ]
        self._texts.insert_many(rows)

    def ask(self, query: Query) -> list[str]:
        asked = {
            "shown": query.language,
            "$text": {
                "$search": query.q,
                "$language": _THEIR_LANGUAGE[query.language],
            },
        }
        score = {"score": {"$meta": "textScore"}}
        found = self._texts.find(asked, {**score, "slug": 1, "title": 1, "summary": 1})
        return [row["slug"] for row in found.sort([*score.items()]).limit(AT)]


def _ask(public_url: str, query: Query, **more: str) -> list[str]:
    answer = _session.get(
        f"{public_url}/api/v1/library",
        params={"q": query.q, "language": query.language, "limit": str(AT), **more},
        timeout=60,
    )
    answer.raise_for_status()
    return [item["slug"] for item in answer.json()["items"]]


_session = requests.Session()


def _recall(queries: Iterable[Query], ask: Callable[[Query], list[str]]) -> float:
    return mean(
        len(query.relevant & set(ask(query)[:AT])) / min(len(query.relevant), AT)
        for query in queries
    )


def _times(
    ask: Callable[[Query], object], queries: Sequence[Query]
) -> tuple[float, float]:
    """Median and 95th percentile, ms."""
    taken = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1e3)
    cuts = quantiles(taken, n=20)
    return cuts[9], cuts[18]


def _lemmatiser_mb() -> float:
    said = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", _LEMMATISER, str(_LIBRARY)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path.cwd(),
    ).stdout
    return float(said)
