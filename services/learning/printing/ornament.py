"""Guilloche: the fine interwoven lines of banknotes and diplomas, as SVG.

Drawn from curves rather than kept as a picture: it stays sharp at any size and weighs
a few kilobytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from math import cos, pi, sin

Point = tuple[float, float]

_STEPS = 240

# The platform's: two circles, the police and the community, and what they share.
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="28">'
    '<path fill="#f2a541" d="M20 4.2a11 11 0 0 1 0 19.6 11 11 0 0 1 0-19.6z"/>'
    '<g fill="none" stroke="#0b3c49" stroke-width="2">'
    '<circle cx="15" cy="14" r="11"/><circle cx="25" cy="14" r="11"/></g></svg>'
)


@cache
def rosette(colour: str) -> str:
    """Closed curves, each turned a little, woven into a flower."""

    def curve(turn: float) -> str:
        def at(angle: float) -> Point:
            radius = 66 + 26 * cos(6 * angle + turn) * (0.6 + 0.4 * cos(12 * angle))
            return 100 + radius * cos(angle), 100 + radius * sin(angle)

        return _path(_round(at))

    turns = (step * pi / 9 for step in range(18))
    return _svg("0 0 200 200", colour, 0.3, map(curve, turns))


@cache
def band(colour: str) -> str:
    """Waves that cross one another; repeats seamlessly every 40 units."""

    def wave(shift: float, height: float) -> str:
        points = ((x / 2, 4 + height * sin(pi * x / 20 + shift)) for x in range(-2, 83))
        return _path(points)

    waves = [
        wave(shift * pi / 3, height) for height in (1.6, 3.2) for shift in range(6)
    ]
    return _svg("0 0 40 8", colour, 0.22, waves)


def _round(at: Callable[[float], Point]) -> Iterable[Point]:
    return (at(2 * pi * step / _STEPS) for step in range(_STEPS + 1))


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _svg(box: str, colour: str, width: float, paths: Iterable[str]) -> str:
    drawn = "".join(f'<path d="{path}"/>' for path in paths)
    size = box.split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" '
        f'width="{size[2]}" height="{size[3]}" fill="none" '
        f'stroke="{colour}" stroke-width="{width}">{drawn}</svg>'
    )
