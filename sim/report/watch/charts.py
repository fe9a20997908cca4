"""What happened over time on both sides, as lines (SVG), with the nights left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.report.names import name_of
from sim.report.pictures.style import PALETTE

if TYPE_CHECKING:
    from sim.report.watch.side_by_side import SideBySide

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720.0, 300.0, 40.0, 16.0, 62.0, 26.0
COLOURS = (PALETTE[7], PALETTE[3])  # left, right; none that a channel has
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FEWEST = 30  # looks that the axis has room for
STYLE = (
    "<style>.lines text{font:13px system-ui,sans-serif;fill:currentColor}.lines .small{font-size:11px;opacity:.75}"
    ".lines .grid{stroke:currentColor;stroke-opacity:.15}</style>"
)


def lines(model: SideBySide, measure: str, title: str, factor: float = 1.0) -> str:
    """One measure of the data collectors over time. factor: by which it is multiplied."""
    looks = [side.datacollector.model_vars for side in model.sides]
    kept = [place for place, on_shift in enumerate(looks[0]["people_on_shift"]) if on_shift]
    minutes = [looks[0]["minutes"][place] for place in kept]
    sides = [[one[measure][place] * factor for place in kept if place < len(one[measure])] for one in looks]
    most = _round_up(max((value for side in sides for value in side if not math.isnan(value)), default=1.0))
    parts = [f'<svg class="lines" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="100%" role="img">{STYLE}']
    parts.append(f'<text x="8" y="18" font-weight="600">{escape(title)}</text>')
    for value in (0.0, most / 2, most):
        y = _y(value, most)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="small" text-anchor="end" x="{LEFT - 6}" y="{y + 4:.1f}">{value:g}</text>')
    parts += _ticks(minutes)
    for number, (side, values) in enumerate(zip(model.sides, sides, strict=True)):
        now = f"{values[-1]:.0f}" if values and not math.isnan(values[-1]) else "none yet"
        parts.append(
            f'<rect x="{8 + number * 350}" y="30" width="12" height="12" rx="3" fill="{COLOURS[number]}"/>'
            f'<text x="{26 + number * 350}" y="41">{escape(name_of(side.column))}: {now}</text>'
        )
        parts.append(_line(values, most, COLOURS[number]))
    return "".join([*parts, "</svg>"])


def _line(values: Sequence[float], most: float, colour: str) -> str:
    span = max(len(values) - 1, FEWEST)
    points = [(LEFT + place / span * (WIDTH - LEFT - RIGHT), value) for place, value in enumerate(values)]
    path = " ".join(f"{x:.1f},{_y(value, most):.1f}" for x, value in points if not math.isnan(value))
    return f'<polyline fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round" points="{path}"/>'


def _ticks(minutes: Sequence[float]) -> list[str]:
    """The begin of each day, and while there is one day alone its hours."""
    span, found, seen = max(len(minutes) - 1, FEWEST), [], set()
    one_day = len({day_of(minute) for minute in minutes}) == 1
    for place, minute in enumerate(minutes):
        label = clock_of(minute)[:3] + "00" if one_day else DAYS[day_of(minute) % 7]
        key = (day_of(minute), label)
        if key not in seen and (not one_day or minute % 60 == 0):
            x = LEFT + place / span * (WIDTH - LEFT - RIGHT)
            found.append(f'<text class="small" x="{x:.1f}" y="{HEIGHT - 8}">{label}</text>')
            seen.add(key)
    return found


def _y(value: float, most: float) -> float:
    return HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP)


def _round_up(value: float) -> float:
    """A round number at or above: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0.0 else 1.0
    return next((step * power for step in (1, 2, 5, 10) if step * power >= value), 10 * power)


def day_of(minute: float) -> int:
    """Day since Monday of week 0."""
    return int(minute // (24 * 60))


def clock_of(minute: float) -> str:
    """Time of day as 08:50."""
    hours, minutes = divmod(int(minute) % (24 * 60), 60)
    return f"{hours:02d}:{minutes:02d}"


def date_of(minute: float) -> str:
    """As "Monday of week 0" is said in short: "Mon 08:50, week 0"."""
    return f"{DAYS[day_of(minute) % 7]} {clock_of(minute)}, week {int(minute // MINUTES_PER_WEEK)}"
