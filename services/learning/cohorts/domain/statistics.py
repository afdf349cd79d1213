"""The statistics of the reports, each by its usual definition. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

# Below this a correlation says more about chance than about a question: at n = 20 its
# standard error is still about 0.22.
FEWEST = 20


def share(values: Sequence[bool]) -> float | None:
    """The share that is true, 0 to 1: of answers, the item's difficulty index."""
    return sum(values) / len(values) if values else None


def discrimination(right: Sequence[bool], rest: Sequence[int]) -> float | None:
    """The point-biserial correlation of an item with the rest of the test.

    "Corrected": the rest leaves the item itself out, which would otherwise correlate
    with itself. None for fewer than ``FEWEST`` people, and where everybody answered
    alike or had the same rest, for then there is nothing to tell apart.

    Args:
        right: whether each person answered this item right.
        rest: how many of the other items each person answered right.
    """
    if len(right) < FEWEST:
        return None
    return _correlation([float(one) for one in right], [float(one) for one in rest])


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above_x = [x - mean_x for x in xs]
    above_y = [y - mean_y for y in ys]
    spread = sum(x * x for x in above_x) * sum(y * y for y in above_y)
    if spread == 0:
        return None
    return sum(x * y for x, y in zip(above_x, above_y, strict=True)) / sqrt(spread)


def normalised_gain(before: float, after: float) -> float | None:
    """Of what was missing before, how much was gained (Hake, 1998).

    None where nothing was missing.

    Args:
        before, after: percent.
    """
    return (after - before) / (100 - before) if before < 100 else None


def histogram(percents: Sequence[int]) -> list[int]:
    """How many in 0–9, 10–19, …, 80–89, 90–100."""
    counts = [0] * 10
    for percent in percents:
        counts[min(percent // 10, 9)] += 1
    return counts
