"""Every check: where it comes from, what is expected, how it is found out. Tests and `podsim verify` run these."""

from __future__ import annotations

from sim.studies.verification.checks import Check
from sim.studies.verification.exact import FORMULAS
from sim.studies.verification.published import PUBLISHED
from sim.studies.verification.smuggled import FALSIFICATION
from sim.studies.verification.theory import THEORY

CHECKS: tuple[Check, ...] = (*FORMULAS, *THEORY, *FALSIFICATION, *PUBLISHED)  # in the order of the evidence


def check_named(key: str) -> Check:
    """A check by its key. Raises KeyError."""
    return {check.key: check for check in CHECKS}[key]
