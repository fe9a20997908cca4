"""Numbers as people say them: minutes, hours or days, and intervals in the same unit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.measures import measure_named

if TYPE_CHECKING:
    from sim.comparison.intervals import Interval

MINUTES_PER_HOUR = 60.0
MINUTES_PER_DAY = 1440.0
FRACTIONS = ((1 / 2, "a half"), (1 / 3, "a third"), (1 / 4, "a quarter"), (1 / 5, "a fifth"), (2 / 3, "two thirds"))
NEAR = 0.02  # how far a share may be from one of these


def unit_for(minutes: float) -> tuple[float, str]:
    """(minutes per unit, name of the unit) that suits an amount. Days are days of 24 hours."""
    size = abs(minutes)
    if size < 1.5 * MINUTES_PER_HOUR:
        return 1.0, "min"
    if size < 2.0 * MINUTES_PER_DAY:
        return MINUTES_PER_HOUR, "h"
    return MINUTES_PER_DAY, "days"


def unit_in(unit: str, *values: float) -> tuple[float, str]:
    """(what values are divided by, name of the unit) that suits all of these values that are known."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return unit_for(largest) if unit == "minutes" else (1.0, unit)


def unit_of(measure: str, *values: float) -> tuple[float, str]:
    """As `unit_in`, for values of a measure; "" for shares, counts and the like, which readers know by the name."""
    known = measure_named(measure)
    return unit_in("minutes", *values) if known and known.unit == "minutes" else (1.0, "")


def number(value: float) -> str:
    """Two or three significant digits, without an exponent; no sign on what rounds to zero."""
    size = abs(value)
    if size != size:
        return "unknown"
    if size == 0.0:
        return "0"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def minutes_in_words(minutes: float) -> str:
    """ "12.3 min", "3.20 h" or "2.50 days"."""
    per, unit = unit_for(minutes)
    return f"{number(minutes / per)} {unit}"


def change_in_words(interval: Interval) -> str:
    """ "+12.3 min (95% interval +10.1 to +14.5)", in the unit that suits the mean and its interval; in minutes."""
    per, unit = unit_in("minutes", interval.mean, interval.low, interval.high)
    reach = f"{signed(interval.low / per)} to {signed(interval.high / per)}"
    return f"{signed(interval.mean / per)} {unit} (95% interval {reach})"


def signed(value: float) -> str:
    """`number` with its sign; 0 has none."""
    text = number(value)
    return text if text.startswith("-") or not text.strip("0.,") or value != value else f"+{text}"


def signed_to(value: float, digits: int) -> str:
    """A number with its sign and so many digits after the point; what rounds to 0 has none."""
    if value != value:
        return "unknown"
    text = f"{value:+,.{digits}f}"
    return text if text.strip("+-0.,") else text[1:]


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def level(measure: str, value: float) -> str:
    """A value of a measure as people say it."""
    per, unit = unit_of(measure, value)
    return f"{number(value / per)} {unit}".rstrip()


def change(measure: str, interval: Interval) -> str:
    """A difference with its interval: "-2.84 h (-3.32 to -2.35)"."""
    per, unit = unit_of(measure, interval.mean, interval.low, interval.high)
    amount = f"{signed(interval.mean / per)} {unit}".rstrip()
    return f"{amount} ({signed(interval.low / per)} to {signed(interval.high / per)})"


def change_alone(measure: str, interval: Interval) -> str:
    """A difference without its interval: "-2.84 h"."""
    per, unit = unit_of(measure, interval.mean)
    return f"{signed(interval.mean / per)} {unit}".rstrip()


def share_words(share: float) -> str:
    """A share as people say it: "a third" within two points, else "28%"."""
    near = [words for part, words in FRACTIONS if abs(share - part) <= NEAR]
    return near[0] if near else f"{share:.0%}"
