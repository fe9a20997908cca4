"""Every check there is, once for tests and for `podsim verify`; and a run of some, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.comparison.sampling import Progress
from sim.studies.verification.checks import MET, MISSED, OPEN, Check, Row
from sim.studies.verification.exact import FORMULAS
from sim.studies.verification.findings import FINDINGS
from sim.studies.verification.published import PUBLISHED
from sim.studies.verification.smuggled import FALSIFICATION
from sim.studies.verification.theory import THEORY

CHECKS: tuple[Check, ...] = (*FORMULAS, *THEORY, *FINDINGS, *FALSIFICATION, *PUBLISHED)  # in the order of the evidence

VERDICTS = (MET, MISSED, OPEN)


@dataclass(frozen=True)
class Verified:
    """rows: of each check, in order. quick: whether with few replications."""

    checks: tuple[Check, ...]
    rows: tuple[tuple[Row, ...], ...]
    quick: bool

    def __repr__(self) -> str:
        """A line: how many numbers have which verdict."""
        counts = ", ".join(f"{self.count(verdict)} {verdict}" for verdict in VERDICTS if self.count(verdict))
        return f"Verified: {sum(map(len, self.rows))} numbers of {len(self.checks)} checks: {counts}"

    def count(self, verdict: str) -> int:
        """How many numbers have a verdict."""
        return sum(row.verdict == verdict for rows in self.rows for row in rows)

    @property
    def passed(self) -> bool:
        """Whether nothing was missed."""
        return self.count(MISSED) == 0


def verify(checks: Sequence[Check], *, quick: bool = False, progress: Progress | None = None) -> Verified:
    """Run them with so many replications as each needs. progress: told (checks done, checks in all)."""
    watch = progress or (lambda done, total: None)
    found = []
    for place, check in enumerate(checks):
        watch(place, len(checks))
        found.append(tuple(check.run(check.quick if quick else check.full)))
    watch(len(checks), len(checks))
    return Verified(tuple(checks), tuple(found), quick)


def check_named(key: str) -> Check:
    """A check by its key. Raises KeyError."""
    return {check.key: check for check in CHECKS}[key]
