"""Folders of files that editors write: checked whole, problems by file and line.

A folder travels as ``{relative path: text}``. Reading gathers every problem before
anything is refused, so that an editor sees all of them at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError

from shared.errors import Invalid

Place = tuple[str | int, ...]  # the way to a value: ("phones", 0, "number")

MAX_FILES = 2000
MAX_FILE_CHARACTERS = 200_000
_MAX_DEPTH = 12
_MAX_LISTED = 200

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    path: str
    line: int  # the first is 1
    message: str


class Problems:
    """What is wrong, gathered until ``refuse``."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def add(self, path: str, line: int, message: str) -> None:
        self._found.add(Problem(path, line, message))

    def refuse(self, code: str, detail: str) -> None:
        """Do nothing if all is well.

        Raises:
            Invalid: ``code``, with ``{"path:line": [messages]}`` as fields.
        """
        if not self._found:
            return
        fields: defaultdict[str, list[str]] = defaultdict(list)
        for problem in list(self)[:_MAX_LISTED]:
            fields[f"{problem.path}:{problem.line}"].append(problem.message)
        raise Invalid(code, detail, dict(fields))


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


def read_folder(root: Path, pattern: str = "**/*") -> dict[str, str]:
    """The text files below ``root`` as ``{relative path: text}``; hidden ones stay out.

    Raises:
        Invalid: ``not_text``: a file is not UTF-8.
    """
    files: dict[str, str] = {}
    for path in sorted(root.glob(pattern)):
        relative = path.relative_to(root)
        if path.is_dir() or any(part.startswith(".") for part in relative.parts):
            continue
        try:
            files[relative.as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as exc:
            place = {f"{relative.as_posix()}:1": ["This file is not UTF-8 text."]}
            raise Invalid("not_text", "A file is not text.", place) from exc
    return files


def clean(files: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """The files with one kind of line end and no byte order mark.

    One that is too long or holds characters that text never has is left out, with a
    problem.
    """
    if len(files) > MAX_FILES:
        problems.add(min(files), 1, f"There are more than {MAX_FILES} files.")
        return {}
    cleaned = {}
    for path, text in files.items():
        if not path.isprintable():
            problems.add(ascii(path), 1, "The file's name has unprintable characters.")
        elif len(text) > MAX_FILE_CHARACTERS:
            limit = f"{MAX_FILE_CHARACTERS:,} characters"
            problems.add(path, 1, f"The file is longer than {limit}.")
        elif bad := _FORBIDDEN.search(text):
            line = text.count("\n", 0, bad.start()) + 1
            code = f"U+{ord(bad.group()):04X}"
            problems.add(path, line, f"The character {code} cannot stand in a text.")
        else:
            one_end = text.replace("\r\n", "\n").replace("\r", "\n")
            cleaned[path] = one_end.removeprefix("\ufeff")
    return cleaned


# Controls, halves of surrogate pairs, and marks that reverse what a reader sees.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


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
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, first_line, "Expected lines like “name: value”.")
        return None
    lines: dict[Place, int] = {(): first_line}
    values = _build(node, (), lines, path, first_line, problems)
    return Document(path, values, lines)


def read_page(path: str, text: str, problems: Problems) -> Page | None:
    """Split a Markdown file into the front matter between ``---`` lines and its body."""
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


def _flat(messages: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(messages, dict):
        for key, below in messages.items():
            # How marshmallow calls a whole object, and a mapping's entries.
            inner = place if key in ("_schema", "key", "value") else (*place, key)
            yield from _flat(below, inner)
    else:
        for message in messages:
            yield place, message


class _Loader(yaml.SafeLoader):
    """No aliases (a few lines of them can fill the memory), no depth without end."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}
    _depth = 0

    def compose_node(
        self, parent: yaml.Node | None, index: int
    ) -> yaml.Node | None:  # as in the base class
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="“*” refers to another place, which is not supported; "
                "put the text in quotes",
                problem_mark=event.start_mark,
            )
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem="too many levels inside each other",
                problem_mark=event.start_mark,
            )
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9]{0,17})"), list("-0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"null|~|"), ["n", "~", ""]
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
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode) or key in mapping:
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
            return node.value
        case "int":
            return int(node.value)
        case "bool":
            return node.value == "true"
        case "null":
            return None
    line = first_line + node.start_mark.line
    problems.add(path, line, f"“{node.tag}” is not supported here.")
    return None


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
