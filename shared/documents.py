"""YAML and Markdown files that editors write, read with the lines things stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from marshmallow import Schema, ValidationError

from shared.folders import FORBIDDEN, Problems

Place = tuple[str | int, ...]  # the way to a value: ("phones", 0, "number")

_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping and the line each of its values stands on."""

    path: str
    values: dict[str, Any]
    lines: Mapping[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of a value or, where it is missing, of what should hold it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: its front matter, and its body with the body's first line."""

    front: Document
    body: str
    body_line: int


def read_yaml(
    path: str, text: str, problems: Problems, *, first_line: int = 1
) -> Document | None:
    """Read one mapping; None, with a problem, if there is none to read.

    Only text, whole numbers, ``true``, ``false`` and ``null`` are told apart: a date
    or ``09:30`` is text. ``first_line`` is where ``text`` begins in the file.
    """
    try:
        node = _Loader(text).get_single_node()
    except yaml.YAMLError as exc:
        problems.add(path, first_line + _offset(exc, text), _message(exc))
        return None
    except (ValueError, OverflowError):  # "\UFFFFFFFF", or %YAML and 5000 digits
        problems.add(path, first_line, "This is not valid YAML: a number too large.")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, first_line, "Expected lines like “name: value”.")
        return None
    lines: dict[Place, int] = {(): first_line}
    values = _build(node, (), lines, path, first_line, problems)
    return Document(path, values, lines)


def read_page(path: str, text: str, problems: Problems) -> Page | None:
    """Split a Markdown file into its front matter (between ``---`` lines) and body."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        problems.add(path, 1, "Expected “---”, lines like “title: …”, and “---”.")
        return None
    end = ends[1]
    front = read_yaml(path, "\n".join(lines[1:end]), problems, first_line=2)
    if front is None:
        return None
    return Page(front, "\n".join(lines[end + 1 :]), end + 2)


def check(
    document: Document, schema: Schema, problems: Problems
) -> dict[str, Any] | None:
    """The document's values as ``schema`` loads them; None, with problems, if not."""
    try:
        loaded: dict[str, Any] = schema.load(document.values)
    except ValidationError as exc:
        for place, message in _flat(exc.messages):
            named = f"{'.'.join(map(str, place))}: {message}" if place else message
            problems.add(document.path, document.line(*place), named)
        return None
    return loaded


def read_named(
    name: str, text: str, schema: Schema, problems: Problems
) -> tuple[Document, dict[str, Any]] | None:
    """A file ``<slug>.yaml`` and what it says; None, with problems, if it cannot be
    read. That it says the same slug is a problem of its own."""
    if "/" in name or not name.endswith(".yaml"):
        problems.add(name, 1, "Expected <slug>.yaml files only.")
        return None
    document = read_yaml(name, text, problems)
    facts = check(document, schema, problems) if document else None
    if document is None or facts is None:
        return None
    if facts["slug"] != name.removesuffix(".yaml"):
        problems.add(name, document.line("slug"), f"slug: the file is “{name}”.")
    return document, facts


def _flat(messages: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(messages, dict):
        for key, below in messages.items():
            # How marshmallow calls a whole object, and a mapping's entries.
            inner = place if key in ("_schema", "key", "value") else (*place, key)
            yield from _flat(below, inner)
    else:
        for message in messages:
            yield place, message


_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")


class _Loader(yaml.SafeLoader):
    """No aliases (a few lines of them can fill the memory), no depth without end."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}
    _depth = 0

    def compose_node(
        self, parent: yaml.Node | None, index: int
    ) -> yaml.Node | None:  # as in the base class
        event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = None
        if isinstance(event, yaml.AliasEvent):
            problem = "“*” refers to another place; put the text in quotes"
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            problem = "too many levels inside each other"
        if problem is not None:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(true|false)\Z"), list("tf")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", _WHOLE_NUMBER, list("-0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(null|~|)\Z"), ["n", "~", ""]
)


def _build(
    node: yaml.Node,
    place: Place,
    lines: dict[Place, int],
    path: str,
    first_line: int,
    problems: Problems,
) -> Any:
    """The plain value of ``node``; fills ``lines`` on the way."""
    if isinstance(node, yaml.SequenceNode):
        built = []
        for index, item in enumerate(node.value):
            inner = (*place, index)
            lines[inner] = first_line + item.start_mark.line
            built.append(_build(item, inner, lines, path, first_line, problems))
        return built
    if isinstance(node, yaml.MappingNode):
        mapping = {}
        for key_node, item in node.value:
            line = first_line + key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                problems.add(path, line, "A name must be plain text.")
                continue
            key = str(key_node.value)
            if FORBIDDEN.search(key):
                problems.add(path, line, "A name has a character no text may have.")
                continue
            if key in mapping:
                problems.add(path, line, f"“{key}” stands here a second time.")
                continue
            lines[(*place, key)] = line
            mapping[key] = _build(
                item, (*place, key), lines, path, first_line, problems
            )
        return mapping
    return _scalar(node, path, first_line, problems)


def _scalar(node: yaml.Node, path: str, first_line: int, problems: Problems) -> Any:
    match node.tag.removeprefix("tag:yaml.org,2002:"):
        case "str":
            return _text(node, path, first_line, problems)
        case "int" if _WHOLE_NUMBER.match(node.value):
            return int(node.value)
        case "bool" if node.value in ("true", "false"):
            return node.value == "true"
        case "null":
            return None
    line = first_line + node.start_mark.line
    problems.add(path, line, f"“{node.tag}” is not supported here.")
    return None


def _text(node: yaml.Node, path: str, first_line: int, problems: Problems) -> str:
    """The text itself; an escape such as ``\\ud800`` may have smuggled things in."""
    text = str(node.value)
    if bad := FORBIDDEN.search(text):
        code = f"U+{ord(bad.group()):04X}"
        line = first_line + node.start_mark.line
        problems.add(path, line, f"The character {code} cannot stand in a text.")
        return ""
    return text


def _offset(exc: yaml.YAMLError, text: str) -> int:
    """The line of a YAML error, counted from 0."""
    if isinstance(exc, yaml.reader.ReaderError):
        return text.count("\n", 0, exc.position)
    mark = exc.problem_mark if isinstance(exc, yaml.MarkedYAMLError) else None
    return min(mark.line, text.count("\n")) if mark else 0


def _message(exc: yaml.YAMLError) -> str:
    if isinstance(exc, yaml.MarkedYAMLError) and exc.problem:
        return f"This is not valid YAML: {exc.problem}."
    return "This is not valid YAML."
