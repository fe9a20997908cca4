"""How well long runs must agree with theory."""

from __future__ import annotations

from sim.studies.verification.estimates import ERRORS_ALLOWED, Estimate, blocks, ratio, totals

LARGEST_ERROR = 0.02  # of the value, for ERRORS_ALLOWED standard errors

__all__ = ["ERRORS_ALLOWED", "LARGEST_ERROR", "Estimate", "assert_agrees", "blocks", "ratio", "totals"]


def assert_agrees(estimate: Estimate, theory: float, what: str) -> None:
    """Within 4 standard errors of theory, and these are at most 2% of the value."""
    allowed = ERRORS_ALLOWED * estimate.error
    print(f"{what}: {estimate}, theory {theory:.5g}; 2% is {LARGEST_ERROR * theory:.2g}")
    assert allowed <= LARGEST_ERROR * theory, f"{what}: too few replications for 2%: {estimate}"
    assert abs(estimate.value - theory) <= allowed, f"{what}: {estimate}, theory {theory:.5g}"
