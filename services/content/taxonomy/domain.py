"""The words that the library is sorted by, and found by (``taxonomy.yaml``).

Concepts as in SKOS: an id, a preferred label in each language, alternative labels, at
most one broader concept. Pure, apart from reading the file that ships beside this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from shared.documents import Document, check, read_yaml
from shared.fingerprints import fingerprint
from shared.folders import Problems
from shared.languages import LANGUAGES, resolve

FILE = Path(__file__).with_name("taxonomy.yaml")
TOPIC, AUDIENCE, TYPE, REGION, KIND = SCHEMES = (
    "topic",
    "audience",
    "type",
    "region",
    "kind",
)


@dataclass(frozen=True, slots=True)
class Concept:
    id: str
    scheme: str
    broader: str | None
    labels: Mapping[str, str]  # by language
    also: Mapping[str, tuple[str, ...]]  # alternative labels, by language

    def label(self, language: str) -> str:
        return resolve(self.labels, language)[1]

    def names(self, language: str) -> tuple[str, ...]:
        """Every label of the language, the preferred one first."""
        return (self.labels[language], *self.also[language])


@dataclass(frozen=True, slots=True)
class Taxonomy:
    concepts: Mapping[str, Concept]
    synonyms: tuple[tuple[str, ...], ...]  # expressions of one meaning
    russian: Mapping[str, str]  # a Russian word to what it is in Ukrainian
    little: frozenset[str]  # words of every text and of questions in whole sentences

    @property
    def fingerprint(self) -> str:
        return fingerprint({**asdict(self), "little": sorted(self.little)})

    def ids(self, scheme: str) -> tuple[str, ...]:
        return tuple(c.id for c in self.concepts.values() if c.scheme == scheme)

    def meanings(self) -> Iterator[tuple[str, ...]]:
        """Expressions that mean the same, of concepts and of words alike."""
        for concept in self.concepts.values():
            yield tuple(n for language in LANGUAGES for n in concept.names(language))
        yield from self.synonyms


class _Concept(Schema):
    id = fields.String(required=True, validate=validate.Length(1, 60))
    scheme = fields.String(required=True, validate=validate.OneOf(SCHEMES))
    broader = fields.String(load_default=None, allow_none=True)
    uk = fields.String(required=True, validate=validate.Length(1, 100))
    en = fields.String(required=True, validate=validate.Length(1, 100))
    also_uk = fields.List(fields.String(), load_default=list)
    also_en = fields.List(fields.String(), load_default=list)


class _File(Schema):
    concepts = fields.List(fields.Nested(_Concept), required=True)
    synonyms = fields.List(
        fields.List(fields.String(), validate=validate.Length(min=2)), required=True
    )
    russian = fields.Dict(fields.String(), fields.String(), required=True)
    little = fields.List(fields.String(), required=True)


def read(text: str, path: str = FILE.name) -> Taxonomy:
    """Raises:
    Invalid: ``broken_taxonomy``, every problem at ``path:line``.
    """
    problems = Problems()
    document = read_yaml(path, text, problems)
    found = check(document, _File(), problems) if document else None
    concepts: dict[str, Concept] = {}
    if document and found:
        concepts = _concepts(document, found["concepts"], problems)
    problems.refuse("broken_taxonomy", "The taxonomy has problems.")
    rest = found or {"synonyms": (), "russian": {}, "little": ()}
    return Taxonomy(
        concepts,
        tuple(tuple(row) for row in rest["synonyms"]),
        rest["russian"],
        frozenset(rest["little"]),
    )


def _concepts(
    document: Document, rows: Sequence[dict[str, Any]], problems: Problems
) -> dict[str, Concept]:
    known: dict[str, Concept] = {}
    lines = [document.line("concepts", index) for index in range(len(rows))]
    for row, line in zip(rows, lines, strict=True):
        if row["id"] in known:
            problems.add(document.path, line, f"id: “{row['id']}” stands here twice.")
        known[row["id"]] = Concept(
            id=row["id"],
            scheme=row["scheme"],
            broader=row["broader"],
            labels={language: row[language] for language in LANGUAGES},
            also={language: tuple(row[f"also_{language}"]) for language in LANGUAGES},
        )
    for row, line in zip(rows, lines, strict=True):
        if not _is_rooted(known[row["id"]], known):
            problem = f"{row['id']}: broader leads to no top concept of its scheme."
            problems.add(document.path, line, problem)
    return known


def _is_rooted(concept: Concept, known: Mapping[str, Concept]) -> bool:
    """Whether going up ends, in concepts of the same scheme."""
    passed = {concept.id}
    while concept.broader is not None:
        above = known.get(concept.broader)
        if above is None or above.scheme != concept.scheme or above.id in passed:
            return False
        passed.add(above.id)
        concept = above
    return True


@cache
def shipped() -> Taxonomy:
    return read(FILE.read_text(encoding="utf-8"))
