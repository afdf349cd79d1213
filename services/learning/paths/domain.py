"""A learning path, and the folder of files that paths come in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from marshmallow import Schema, fields, validate

from services.learning.catalogue.domain.outline import is_id, no_repetition
from shared.documents import read_named
from shared.editorial import both_languages
from shared.fingerprints import fingerprint
from shared.folders import Problems, clean
from shared.vocabulary import AUDIENCES

Texts = dict[str, str]  # language to text


@dataclass(frozen=True, slots=True)
class Path:
    slug: str
    audiences: tuple[str, ...]
    title: Texts
    summary: Texts
    courses: tuple[str, ...]  # slugs in their order

    @property
    def fingerprint(self) -> str:
        return fingerprint(asdict(self))


class _PathFile(Schema):
    slug = fields.String(required=True, validate=is_id)
    audiences = fields.List(
        fields.String(validate=validate.OneOf(AUDIENCES)),
        required=True,
        validate=[validate.Length(1, 10), no_repetition],
    )
    title = both_languages(200)
    summary = both_languages(1000)
    courses = fields.List(
        fields.String(validate=is_id),
        required=True,
        validate=[validate.Length(2, 50), no_repetition],
    )


def read_paths(files: Mapping[str, str]) -> list[Path]:
    """Every path in a folder of ``<slug>.yaml`` files, by slug.

    Raises:
        Invalid: ``broken_paths``, with every problem under its ``path:line``.
    """
    problems = Problems()
    found = [
        _read(name, text, problems)
        for name, text in sorted(clean(files, problems).items())
    ]
    problems.refuse("broken_paths", "The paths have problems; none was imported.")
    return [path for path in found if path is not None]


def _read(name: str, text: str, problems: Problems) -> Path | None:
    found = read_named(name, text, _PathFile(), problems)
    if found is None:
        return None
    _, facts = found
    return Path(
        facts["slug"],
        tuple(facts["audiences"]),
        facts["title"],
        facts["summary"],
        tuple(facts["courses"]),
    )
