"""The one table that screen, CSV and XLSX are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gateway import accounts, i18n, rpc

# A report over as many members as one answer holds is a second's work, not three.
DEADLINE_S = 15.0

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is what its cells are: text, number (int or float), percent (int), day
    (date) or flag (the word for yes or no). Any may be None."""

    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a report."""

    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    footer: list[Cell] | None
    chart: dict[str, Any] | None  # {title, description, kind, most, bars}
    next: str | None  # the cursor of the page that follows


_KINDS = {"person": "text", "reason": "text", "date": "day"}


def read(
    cohort_id: str, report: str, *, cursor: str | None = None, limit: int = 1000
) -> Table:
    """Raises:
    ServiceError: what the service refused.
    """
    asked: dict[str, Any] = {"limit": limit, "language": i18n.language()}
    if cursor:
        asked["cursor"] = cursor
    found = rpc.call(
        "learning",
        "get_report",
        deadline_s=DEADLINE_S,
        id=cohort_id,
        report=report,
        **asked,
    )
    return made(found)


def every_page(cohort_id: str, report: str) -> Iterator[Table]:
    """All of a report, a page at a time."""
    page = read(cohort_id, report)
    yield page
    while page.next:
        page = read(cohort_id, report, cursor=page.next)
        yield page


def made(found: dict[str, Any]) -> Table:
    """What the service answered, with names for people and words for codes."""
    report, columns = found["report"], found["columns"]
    kinds = [column["kind"] for column in columns]
    names = accounts.names(*_people(kinds, found["rows"]))
    rows = [_row(kinds, row, names) for row in found["rows"]]
    footer = found["footer"]
    if footer is not None:
        footer = [i18n.t("report.mean"), *_row(kinds, footer, names)[1:]]
    return Table(
        tuple(
            Column(_title(report, column), _KINDS.get(column["kind"], column["kind"]))
            for column in columns
        ),
        rows,
        footer,
        _chart(found["chart"]),
        found["next"],
    )


def _people(kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> set[str]:
    places = [place for place, kind in enumerate(kinds) if kind == "person"]
    return {row[place] for row in rows for place in places if row[place]}


def _row(kinds: Sequence[str], row: Sequence[Any], names: dict[str, str]) -> list[Cell]:
    return [
        None if cell is None else _cell(kind, cell, names)
        for kind, cell in zip(kinds, row, strict=True)
    ]


def _cell(kind: str, cell: Any, names: dict[str, str]) -> Cell:
    if kind == "person":
        return names.get(cell) or i18n.t("report.no_name")
    if kind == "flag":
        return i18n.t("report.yes" if cell else "report.no")
    if kind == "reason":
        return i18n.t(f"reason.{cell}")
    if kind == "date":
        return date.fromisoformat(cell)
    return cell  # type: ignore[no-any-return]  # text or a number, as the kind says


def _title(report: str, column: dict[str, Any]) -> str:
    """The course's own title, or words; a number of percent says so."""
    if not column["title"]:
        return i18n.t(f"report.{report}.{column['id']}")
    if column["kind"] == "percent":
        return i18n.t("report.in_percent", title=column["title"])
    return str(column["title"])


def _chart(chart: dict[str, Any] | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    bars = [
        {"label": bar["label"] or i18n.t(f"report.bar.{bar['id']}")}
        | {"value": round(bar["value"])}
        for bar in chart["bars"]
    ]
    return {
        "id": chart["id"],
        "title": i18n.t(f"report.chart.{chart['id']}"),
        "kind": chart["kind"],
        "most": chart["most"],
        "bars": bars,
    }
