"""What a check is, and when a number is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from sim.studies.verification.estimates import ERRORS_ALLOWED, Estimate

Kind = Literal["formula", "theory", "finding", "falsification", "published"]
Side = Literal["at", "above", "below", "within"]
MET, MISSED, OPEN = "met", "missed", "not settled"
PRECISE = 0.1  # of what is expected: a wider allowance settles nothing


@dataclass(frozen=True)
class Expected:
    """One number. value: by theory or as printed. low, high: the printed 95% interval of another simulator, if any.

    side: what is found must be at it; or lie above or below it with its whole interval, or have it within.
    within: how far it may be off by rounding, of what is printed or of the rule; 0 where it is neither.
    """

    what: str
    value: float
    low: float | None = None
    high: float | None = None
    within: float = 0.0
    side: Side = "at"


@dataclass(frozen=True)
class Row:
    """A number that was looked for, and what was found."""

    expected: Expected
    found: Estimate

    @property
    def allowed(self) -> float:
        """How far the two may be apart: what chance explains of both, and what rounding does."""
        printed = self.expected
        theirs = (
            (printed.high - printed.low) / 2.0 / 1.96 if printed.low is not None and printed.high is not None else 0.0
        )
        return printed.within + float(self.found.allowed**2 + (ERRORS_ALLOWED * theirs) ** 2) ** 0.5

    @property
    def verdict(self) -> str:
        """MET, MISSED, OPEN where the runs are too few to tell."""
        beyond = self.found.value - self.expected.value
        if self.expected.side in ("above", "below"):
            beyond = beyond if self.expected.side == "above" else -beyond
            return MET if beyond > self.allowed else MISSED if beyond < -self.allowed else OPEN
        if abs(beyond) > self.allowed:
            return MISSED
        if self.expected.side == "within":
            return MET
        precise = self.allowed - self.expected.within <= PRECISE * abs(self.expected.value)
        return MET if precise else OPEN


@dataclass(frozen=True)
class Check:
    """A run that gives one number or several.

    key: short, its own. evidence: section and number in the evidence, as "3.1". run: of so many replications.
    full, quick: how many; 0 where nothing is drawn.
    """

    key: str
    kind: Kind
    evidence: str
    title: str
    run: Callable[[int], Iterator[Row]]
    full: int = 0
    quick: int = 0
