"""What others found in organisations, queues and logs, in small offices (evidence, section 4): one module each.

Each turns on the one mechanism that the finding is about, and compares runs that face the same customers. The offices
are made up: signs and orders of magnitude are what they can show.
"""

from __future__ import annotations

from types import ModuleType

from sim.studies.verification.checks import Check
from sim.studies.verification.findings import (
    assistance,
    borrowing,
    dedicated_teams,
    finishing_beats_speed,
    gatekeepers,
    handoff_counts,
    handoffs_and_resolution,
    hidden_difficulty,
    permission_or_formation,
    pod_size,
    pooling_unlike_jobs,
    side_by_side,
    solving_beats_displaying,
    splitting_a_pool,
    sustained_load,
    two_skills,
    weak_levers_of_empathy,
)

MODULES = {  # by the number of the finding
    1: splitting_a_pool, 2: pooling_unlike_jobs, 3: dedicated_teams, 4: two_skills, 5: finishing_beats_speed,
    6: handoff_counts, 7: handoffs_and_resolution, 8: gatekeepers, 9: sustained_load, 10: weak_levers_of_empathy,
    11: solving_beats_displaying, 12: assistance, 13: pod_size, 14: hidden_difficulty, 15: borrowing,
    16: permission_or_formation, 17: side_by_side,
}  # fmt: skip


def _check(number: int, module: ModuleType) -> Check:
    """A finding as a check. As many replications with --quick: fewer would settle nothing."""
    key = module.__name__.rpartition(".")[2]
    return Check(key, "finding", f"finding {number}", key.replace("_", " "), lambda _: module.rows())


FINDINGS = tuple(_check(number, module) for number, module in MODULES.items())
