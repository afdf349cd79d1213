"""Numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
_MINUS = str.maketrans("\u2212\u2013", "--")


def read_number(text: str, units: Iterable[str] = ()) -> Decimal | None:
    """The number, with a decimal comma or point; None if it is none.

    Spaces may part its digits, and one of ``units`` may follow it.
    """
    written = text.strip()
    for unit in units:
        if written.casefold().endswith(unit.casefold()):
            written = written[: -len(unit)]
            break
    compact = "".join(written.split()).translate(_MINUS)
    if not _NUMBER.fullmatch(compact):
        return None
    return Decimal(compact.replace(",", "."))
