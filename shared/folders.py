"""Folders of files that editors write: checked whole, problems by file and line.

A folder travels as ``{relative path: text}``. Reading gathers every problem before
anything is refused, so that an editor sees all of them at once. What the files say is
read by ``shared.documents``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from shared.errors import Invalid

MAX_FILES = 2000
MAX_FILE_CHARACTERS = 200_000
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


def read_folder(root: Path, leave_out: str = "") -> dict[str, str]:
    """The text files below ``root`` as ``{relative path: text}``, letter by letter.

    Hidden ones stay out, and those whose path is like ``leave_out``: ``files/*``.

    Raises:
        Invalid: ``not_text``: a file is not UTF-8.
    """
    files: dict[str, str] = {}
    for name, path in named_files(root):
        if fnmatchcase(name, leave_out):
            continue
        try:
            files[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as exc:
            place = {f"{name}:1": ["This file is not UTF-8 text."]}
            raise Invalid("not_text", "A file is not text.", place) from exc
    return files


def read_contents(root: Path) -> dict[str, bytes]:
    """All files below ``root``, if it is there, as ``{relative path: content}``."""
    return {name: path.read_bytes() for name, path in named_files(root)}


def named_files(root: Path, like: str = "*") -> Iterator[tuple[str, Path]]:
    """Relative paths and files below ``root``, but for hidden ones."""
    for path in sorted(root.glob("**/*")):
        relative = path.relative_to(root)
        is_hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not is_hidden and fnmatchcase(str(relative), like):
            yield relative.as_posix(), path


def clean(files: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """The files with one kind of line end and no byte order mark.

    One that is too long, or has no proper name, is left out; characters that cannot
    stand in a text become spaces; each with a problem.
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
        else:
            cleaned[path] = _clean(path, text.removeprefix("\ufeff"), problems)
    return cleaned


def _clean(path: str, text: str, problems: Problems) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for bad in FORBIDDEN.finditer(text):
        line = text.count("\n", 0, bad.start()) + 1
        code = f"U+{ord(bad.group()):04X}"
        problems.add(path, line, f"The character {code} cannot stand in a text.")
    return FORBIDDEN.sub(" ", text)


# Controls, halves of surrogate pairs, marks that reverse what a reader sees, and line
# ends that only some readers count.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]"
)
