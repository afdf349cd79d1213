"""What search can be asked, and what it answers."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.content_rpc import ITEM_TYPES
from shared.languages import LANGUAGES, language_field
from shared.pages import PageRequest
from shared.requests import Request
from shared.vocabulary import AUDIENCES

LONGEST = 200  # characters of a question
ENTRY_KINDS = ("library", "course", "hub")
SCHEMES = ("topic", "audience", "type", "region", "kind")


def _one_of(values: tuple[str, ...]) -> fields.String:
    return fields.String(load_default=None, validate=validate.OneOf(values))


def _concept() -> fields.String:
    """What no entry has finds nothing; it is no mistake to ask for it."""
    return fields.String(load_default=None, validate=validate.Length(1, 60))


def _exact() -> fields.Boolean:
    return fields.Boolean(
        load_default=False,
        metadata={"description": "search for the words as typed, however they look"},
    )


class SearchLibrary(PageRequest):
    language = language_field()
    q = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    exact = _exact()
    type = _one_of(ITEM_TYPES)
    audience = _one_of(AUDIENCES)
    topic = _concept()
    region = _concept()


class SearchAll(PageRequest):
    language = language_field()
    q = fields.String(required=True, validate=validate.Length(1, LONGEST))
    exact = _exact()
    kind = _one_of(ENTRY_KINDS)
    audience = _one_of(AUDIENCES)
    topic = _concept()


class Suggest(Request):
    language = language_field()
    q = fields.String(required=True, validate=validate.Length(1, LONGEST))
    kind = _one_of(ENTRY_KINDS)


class Reindex(Request):
    """The step that the answer before named; none to begin."""

    generation = fields.Integer(load_default=None, strict=True)
    kind = _one_of(ENTRY_KINDS)
    cursor = fields.String(load_default=None, validate=validate.Length(1, 1000))


class ListConcepts(Request):
    pass


class SnippetPieceView(Schema):
    text = fields.String()
    hit = fields.Boolean(metadata={"description": "a word that was searched for"})


class FacetValueView(Schema):
    value = fields.String()
    label = fields.String(metadata={"description": "in the asked language"})
    count = fields.Integer(metadata={"description": "entries, with other filters on"})


class FoundView(Schema):
    kind = fields.String(validate=validate.OneOf(ENTRY_KINDS))
    slug = fields.String()
    title = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    audiences = fields.List(fields.String())
    topics = fields.List(fields.String())
    snippet = fields.List(
        fields.Nested(SnippetPieceView),
        metadata={"description": "plain text; empty where nothing was asked"},
    )


class FoundItemView(FoundView):
    type = fields.String(validate=validate.OneOf(ITEM_TYPES))
    regions = fields.List(fields.String())
    revision = fields.Integer()
    published_at = fields.AwareDateTime()


_SEARCHED_FOR = {"description": "the words, where they are not those typed"}


def _facets() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FacetValueView))
    )


class LibrarySearchView(Schema):
    items = fields.List(fields.Nested(FoundItemView))
    next = fields.String(allow_none=True)
    count = fields.Integer(metadata={"description": "all that was found"})
    facets = _facets()
    searched_for = fields.String(allow_none=True, metadata=_SEARCHED_FOR)


class SearchView(Schema):
    items = fields.List(fields.Nested(FoundView))
    next = fields.String(allow_none=True)
    count = fields.Integer(metadata={"description": "all that was found"})
    facets = _facets()
    searched_for = fields.String(allow_none=True, metadata=_SEARCHED_FOR)


class SuggestionView(Schema):
    kind = fields.String(validate=validate.OneOf(ENTRY_KINDS))
    slug = fields.String()
    title = fields.String()
    language = fields.String()


class SuggestionsView(Schema):
    items = fields.List(fields.Nested(SuggestionView))


class ReindexView(Schema):
    generation = fields.Integer()
    kind = fields.String(allow_none=True)  # None: done
    cursor = fields.String(allow_none=True)
    indexed = fields.Integer()


def _by_language(value: Any) -> fields.Dict:
    keys = fields.String(validate=validate.OneOf(LANGUAGES))
    return fields.Dict(keys=keys, values=value)


class ConceptView(Schema):
    id = fields.String()
    scheme = fields.String(validate=validate.OneOf(SCHEMES))
    broader = fields.String(allow_none=True)
    labels = _by_language(fields.String())
    also = _by_language(fields.List(fields.String()))


class ConceptsView(Schema):
    revision = fields.Integer()
    items = fields.List(fields.Nested(ConceptView))
