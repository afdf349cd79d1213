"""A report is one table, which screen, CSV and XLSX are all made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` says what its cells are: see ``shared.contracts.learning_cohorts``.

    ``title`` is given where the course gives it; else the gateway has words for ``id``.
    """

    id: str
    kind: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """``label`` is the course's own text; ``id`` is what the gateway has words for."""

    value: float
    label: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one measure; ``most`` is where its axis ends."""

    id: str
    kind: str  # of its values: percent or number
    most: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One page of a report; ``footer`` and ``chart`` are of all pages together, and
    come with the first."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    footer: tuple[Cell, ...] | None = None
    chart: Chart | None = None
