"""``course.yaml`` changed in place: what an author did not touch stays as written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from services.learning.catalogue.domain.outline import PATH
from shared.errors import Conflict, NotFound
from shared.folders import Problems
from shared.languages import LANGUAGES

Change = Callable[[Any], None]
# Kind of part to the name of its list in a module.
LISTS = {"lesson": "lessons", "quiz": "quizzes"}


def new_outline(
    slug: str,
    titles: Mapping[str, str],
    summaries: Mapping[str, str],
    audiences: list[str],
    topics: list[str],
) -> str:
    """The outline of a course of which nothing else is known yet."""
    return _written(
        {
            "slug": slug,
            "version": 1,
            "audiences": audiences,
            "topics": topics,
            "minutes": 30,
            "title": dict(titles),
            "summary": dict(summaries),
            "objectives": {language: [] for language in LANGUAGES},
            "reviewed_by": None,
            "sources": [],
            "modules": [],
        }
    )


def set_facts(text: str, facts: Mapping[str, Any]) -> str:
    """Give the outline's own values, such as ``minutes``, new ones."""

    def change(outline: Any) -> None:
        for name, fact in facts.items():
            if outline.get(name) != fact:
                outline[name] = fact

    return _changed(text, change)


def next_version(text: str, version: int) -> str:
    """The outline of the version that follows on from ``version``."""

    def change(outline: Any) -> None:
        outline["version"] = version + 1
        outline["reviewed_by"] = None
        outline.pop("replaces", None)

    return _changed(text, change)


def add_module(text: str, module_id: str, titles: Mapping[str, str]) -> str:
    def change(outline: Any) -> None:
        modules = outline.setdefault("modules", [])
        if any(module["id"] == module_id for module in modules):
            raise _taken(module_id)
        modules.append(
            {"id": module_id, "title": dict(titles), "lessons": [], "quizzes": []}
        )

    return _changed(text, change)


def add_part(text: str, module_id: str, kind: str, part_id: str) -> str:
    """List a lesson or a quiz at the end of a module."""

    def change(outline: Any) -> None:
        every = [
            part
            for module in outline["modules"]
            for name in LISTS.values()
            for part in module.get(name, [])
        ]
        if part_id in every:
            raise _taken(part_id)
        module = _module(outline, module_id)
        module.setdefault(LISTS[kind], []).append(part_id)

    return _changed(text, change)


def rename_module(text: str, module_id: str, titles: Mapping[str, str]) -> str:
    def change(outline: Any) -> None:
        _module(outline, module_id)["title"] = dict(titles)

    return _changed(text, change)


def remove_module(text: str, module_id: str) -> str:
    """Take an empty module out.

    Raises:
        Conflict: ``module_not_empty``.
    """

    def change(outline: Any) -> None:
        module = _module(outline, module_id)
        if any(module.get(name) for name in LISTS.values()):
            raise Conflict(
                "module_not_empty", "Take its lessons and quizzes out first."
            )
        outline["modules"].remove(module)

    return _changed(text, change)


def remove_part(text: str, kind: str, part_id: str, *, published: bool) -> str:
    """Take a lesson or a quiz out of its module.

    Args:
        published: whether an earlier version has the part, whose progress must then be
            accounted for.
    """

    def change(outline: Any) -> None:
        for module in outline["modules"]:
            if part_id in module.get(LISTS[kind], []):
                module[LISTS[kind]].remove(part_id)
        if published:
            outline.setdefault("replaces", {})[part_id] = None

    return _changed(text, change)


def set_file(text: str, name: str, entry: Mapping[str, Any] | None) -> str:
    """List a file of ``files/``, or with None list it no longer."""

    def change(outline: Any) -> None:
        listed = outline.setdefault("files", [])
        for old in [file for file in listed if file["name"] == name]:
            listed.remove(old)
        if entry is not None:
            listed.append(dict(entry))
        if not listed:
            del outline["files"]

    return _changed(text, change)


def move_up(text: str, kind: str, part_id: str) -> str:
    """Let a part change places with the one before it, across modules if it is first.

    The very first part stays where it is.
    """

    def change(outline: Any) -> None:
        before: Any = None
        for module in outline["modules"]:
            parts = module.get(LISTS[kind], [])
            if part_id in parts:
                at = parts.index(part_id)
                if at:
                    parts[at - 1], parts[at] = parts[at], parts[at - 1]
                elif before is not None:
                    parts.remove(part_id)
                    before.setdefault(LISTS[kind], []).append(part_id)
                return
            before = module

    return _changed(text, change)


def _module(outline: Any, module_id: str) -> Any:
    for module in outline["modules"]:
        if module["id"] == module_id:
            return module
    raise NotFound("module_not_found", "This course has no such module.")


def _taken(part_id: str) -> Conflict:
    return Conflict("part_taken", f"There is a part “{part_id}” already.")


def _changed(text: str, change: Change) -> str:
    try:
        outline = _yaml().load(text)
        change(outline)
    except (YAMLError, KeyError, TypeError, AttributeError, ValueError):
        problems = Problems()
        problems.add(PATH, 1, "This file must be mended by hand first.")
        problems.refuse("broken_course", "The course folder has problems.")
    return _written(outline)


def _written(outline: Any) -> str:
    held = StringIO()
    _yaml().dump(outline, held)
    return held.getvalue()


def _yaml() -> YAML:
    """Not kept: a parser remembers what it read."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    yaml.representer.add_representer(type(None), _null)
    return yaml


def _null(representer: Any, value: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")
