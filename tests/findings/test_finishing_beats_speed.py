"""Finding 5: raising the chance of finishing can beat raising speed (Campello et al. 2017), and need not.

Six people, some customers come back. Either work goes 10% faster, or 10% more of the contacts are final.
"""

from __future__ import annotations

import pytest

from tests.findings.effects import assert_above, assert_below
from tests.findings.offices import cases_for_load, office, one_function
from tests.findings.runs import samples

PEOPLE = 6
GAIN = 1.1


def minutes_saved(return_share: float, work_again: float, return_minutes: float):
    """Minutes until solved that finishing saves beyond what speed saves, and the loads, [speed, finishing]."""
    cases = cases_for_load(0.85, PEOPLE, 6.0 * (1.0 + work_again * return_share / (1.0 - return_share)))

    def desk(work_minutes: float, share: float):
        described = office(
            *one_function(PEOPLE, work_minutes=work_minutes),
            cases,
            demand={
                "coming_back": {
                    "return_share": share,
                    "return_minutes": return_minutes,
                    "return_work_share": work_again,
                    "most_contacts": 20,
                }
            },
            weeks=(1, 1),
        )
        return samples(described, "silos", 10)

    faster, finishing = desk(6.0 / GAIN, return_share), desk(6.0, 1.0 - GAIN * (1.0 - return_share))
    loads = [float(found["load_mean"].mean()) for found in (faster, finishing)]
    return faster["resolution_minutes"] - finishing["resolution_minutes"], loads


@pytest.mark.slow
def test_finishing_wins_where_many_come_back_an_hour_later_with_all_the_work():
    saved, loads = minutes_saved(0.3, 1.0, 60.0)
    print(f"loads {loads}")
    assert loads[0] == pytest.approx(loads[1], abs=0.01)  # both save the same work
    assert_above(saved, 0.0, "minutes that finishing saves more than speed")


@pytest.mark.slow
def test_speed_wins_where_few_come_back_at_once_with_little_work():
    saved, _ = minutes_saved(0.1, 0.1, 0.0)
    assert_below(saved, 0.0, "minutes that finishing saves more than speed")
