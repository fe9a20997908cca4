"""What others found, as `podsim verify` has it: the whole interval lies on the right side of the bound."""

from __future__ import annotations

import pytest

from sim.studies.verification.checks import MET
from sim.studies.verification.findings import FINDINGS


@pytest.mark.slow
@pytest.mark.parametrize("check", FINDINGS, ids=lambda check: check.key)
def test_what_others_found_is_found_here(check):
    rows = list(check.run(0))
    assert [row for row in rows if row.verdict != MET] == []
    assert rows
