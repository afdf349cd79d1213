"""Files beside the texts of the library: sent for an import, fetched for an export."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from gateway.commands import IMPORT_S
from shared.attachments import FOLDER, digest
from shared.contracts.files_rpc import MOST_PIECE
from shared.errors import Invalid
from shared.folders import named_files

PATTERN = f"*/{FOLDER}*"
Ask = Callable[..., Any]
_AT_ONCE = 1000  # digests asked about


def send(ask: Ask, root: Path) -> dict[str, str]:
    """Send what the service does not have; ``{path: digest of what is kept}``.

    Raises:
        Invalid: ``broken_library``, every file that is refused.
    """
    paths = dict(named_files(root, PATTERN))
    digests = {name: digest(path.read_bytes()) for name, path in paths.items()}
    known = _known(ask, sorted({*digests.values()}))
    kept, problems = {}, {}
    for name, path in paths.items():
        try:
            kept[name] = known.get(digests[name]) or _send(ask, path, digests[name])
        except Invalid as refusal:
            said = [text for texts in refusal.fields.values() for text in texts]
            problems[f"{name}:1"] = said or [refusal.detail]
    if problems:
        raise Invalid("broken_library", "Some files are refused.", problems)
    return kept


def fetch(ask: Ask, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The content of each file in an exported library, by its path."""
    for path, kept in files.items():
        slug, _, name = path.partition("/")
        if name.startswith(FOLDER):
            asked = {"slug": slug, "name": name.removeprefix(FOLDER), "digest": kept}
            yield path, b"".join(_pieces(ask, asked))


def _known(ask: Ask, digests: list[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for start in range(0, len(digests), _AT_ONCE):
        some = digests[start : start + _AT_ONCE]
        known |= ask("content", "know_contents", digests=some)["known"]
    return known


def _send(ask: Ask, path: Path, announced: str) -> str:
    content = path.read_bytes()
    said = {"name": path.name, "size": len(content), "digest": announced}
    begun = ask("content", "begin_upload", **said)
    upload, offset = begun["id"], begun["offset"]
    while offset < len(content):
        piece = b64encode(content[offset : offset + MOST_PIECE]).decode()
        offset = ask(
            "content",
            "continue_upload",
            upload_id=upload,
            offset=offset,
            content=piece,
        )["offset"]
    kept = ask("content", "keep_upload", deadline_s=IMPORT_S, upload_id=upload)
    return str(kept["digest"])


def _pieces(ask: Ask, asked: Mapping[str, str]) -> Iterator[bytes]:
    start, size = 0, 1
    while start < size:
        found = ask("content", "read_file", **asked, start=start, length=MOST_PIECE)
        yield b64decode(found["content"])
        start, size = start + MOST_PIECE, found["size"]
