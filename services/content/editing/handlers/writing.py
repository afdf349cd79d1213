"""Items are begun, changed, restored, spoken about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from services.content.domain import File, Item
from services.content.editing.domain import work as rules
from services.content.editing.domain.relations import check_related
from services.content.editing.domain.work import Work
from services.content.editing.handlers.works import Now, Step, Works, at_revision, get
from services.content.item_files import a_text, an_item, check_body, unknown_words
from shared.envelope import Cause
from shared.errors import Conflict, Invalid
from shared.folders import Problems
from shared.identity import LIBRARY_EDITORS, LIBRARY_STAFF, Identity
from shared.languages import LANGUAGES
from shared.slugs import slug_of

_MOST_NAMES = 100  # items of one title


def create_item(
    works: Works,
    now: Now,
    caller: Identity,
    content: Mapping[str, Any],
    *,
    slug: str | None,
    cause: Cause,
) -> Work:
    """Begin an item, as a draft.

    Args:
        content: as ``editing_rpc.ItemContent`` loads it.
        slug: its name in addresses; out of the title, if none is given.

    Raises:
        Forbidden: ``role_required``.
        Conflict: ``slug_taken``.
        Invalid: ``invalid_fields``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    title = _title(content)
    named = slug or _free(works, slug_of(title, empty="item"))
    if works.find(named) is not None:
        raise Conflict("slug_taken", "There is an item with this short name already.")
    item = _item(named, content)
    _check(item, works)
    work = rules.begin(item, None, by=caller, at=now())
    return written(works, None, work, "created", caller, cause)


def save_item(
    works: Works,
    now: Now,
    caller: Identity,
    content: Mapping[str, Any],
    *,
    slug: str,
    revision: int,
    cause: Cause,
) -> Work:
    """Write the next revision over the one that was looked at; readers wait for it.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
        Conflict: ``overtaken``.
        Invalid: ``invalid_fields``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    was = at_revision(get(works, slug), revision)
    item = _item(slug, content, was.item.files)
    _check(item, works)
    said = {
        language: text["made_from"]
        for language, text in content["translations"].items()
        if text["made_from"] is not None
    }
    work = rules.revise(was, item, by=caller, at=now(), made_from=said)
    return written(works, was, work, "saved", caller, cause)


def restore_revision(
    works: Works,
    now: Now,
    caller: Identity,
    found: Item,
    *,
    slug: str,
    revision: int,
    cause: Cause,
) -> Work:
    """Write an earlier revision anew, as the next one.

    Args:
        found: what the earlier revision said.

    Raises:
        Forbidden, NotFound, Conflict: as ``save_item``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    was = at_revision(get(works, slug), revision)
    _check(found, works)
    work = rules.revise(was, found, by=caller, at=now())
    return written(works, was, work, "restored", caller, cause)


def comment_item(
    works: Works,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    text: str,
    cause: Cause,
) -> None:
    """Say something about an item to those who work on it.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
    """
    caller.require_role(*LIBRARY_STAFF)
    work = get(works, slug)
    step = Step(work, work, "commented", caller.person_id, now(), text.strip())
    works.record([step], cause=cause)


def written(
    works: Works,
    was: Work | None,
    work: Work,
    what: str,
    caller: Identity,
    cause: Cause,
) -> Work:
    """The work as it is kept; nothing is recorded where nothing was changed."""
    if work != was:
        step = Step(was, work, what, caller.person_id, work.written_at)
        works.record([step], cause=cause)
    return get(works, work.slug)


def _check(item: Item, works: Works) -> None:
    """What only the rest of the library can tell.

    Raises:
        Invalid: ``invalid_fields``: a topic or region is unknown, or a related item.
    """
    unknown = {f"{n}.{at}": [problem] for n, at, problem in unknown_words(item)}
    if unknown:
        raise Invalid("invalid_fields", "Some fields need changing.", unknown)
    check_related(item, works.related())


def _free(works: Works, base: str) -> str:
    names = [base, *(f"{base}-{number}" for number in range(2, _MOST_NAMES))]
    taken = works.find_all(names)
    return next((name for name in names if name not in taken), base)


def _original(content: Mapping[str, Any]) -> str:
    given = content["translations"]
    return content["original"] or next(name for name in LANGUAGES if name in given)


def _title(content: Mapping[str, Any]) -> str:
    texts = content["translations"]
    text = texts.get("en") or texts[next(iter(texts))]
    return str(text["title"])


def _item(slug: str, content: Mapping[str, Any], held: Sequence[File] = ()) -> Item:
    """Args:
        held: the files that the item has.

    Raises:
        Invalid: ``invalid_fields``: a text is no proper Markdown, the original or a
            file is not there.
    """
    facts = {
        name: fact
        for name, fact in content.items()
        if name not in ("translations", "slug", "revision", "files")
    }
    facts |= {"slug": slug, "original": _original(content), "reviewed_by": None}
    given = content["translations"]
    fields: dict[str, list[str]] = {}
    said = content["files"]
    files = [*held] if said is None else files_said(said, held, fields)
    if facts["original"] not in given:
        fields["original"] = ["There is no text in this language."]
    fields |= bodies_wrong({name: text["body"] for name, text in given.items()}, files)
    if fields:
        raise Invalid("invalid_fields", "Some fields need changing.", fields)
    texts = {
        language: a_text({**text, **(text["case"] or {})})
        for language, text in given.items()
    }
    if facts["type"] != "case_study":
        facts |= {"country": None, "period": None}
        texts = {name: replace(text, case=None) for name, text in texts.items()}
    return an_item(facts, texts, files)


def bodies_wrong(
    bodies: Mapping[str, str], files: Sequence[File]
) -> dict[str, list[str]]:
    """What is no proper Markdown beside these files, by field, ``Line 3: …``."""
    fields = {}
    for language, body in bodies.items():
        problems = Problems()
        check_body("body", body, 1, problems, [asdict(file) for file in files])
        if said := [f"Line {one.line}: {one.message}" for one in problems]:
            fields[f"translations.{language}.body"] = said
    return fields


def files_said(
    said: Sequence[Mapping[str, Any]],
    held: Sequence[File],
    fields: dict[str, list[str]],
) -> list[File]:
    """Those held that are named, with what is said of them now."""
    digests = {file.name: file.digest for file in held}
    for index, file in enumerate(said):
        if file["name"] not in digests:
            fields[f"files.{index}.name"] = ["There is no such file; send it first."]
    return [
        File(**file, digest=digests[file["name"]])
        for file in said
        if file["name"] in digests
    ]
