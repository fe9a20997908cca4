"""Waves of absence: shifts that fall to them are missed more often, other ones in every replication."""

import numpy as np
import pytest

from sim import run
from sim.formation import build_people, build_roster
from sim.foundation.draws import Kind, replication_key, uniform
from sim.foundation.kinds import ShiftEvent
from tests.unit.comparison.made import tiny

END = 3 * 10080.0
WAVE = {"start": "week 1 wed", "days": 7, "away_share": 0.4}
IN_WAVE = range(9, 16)  # Wednesday of week 1 to Tuesday of week 2


def roster_of(forming, *waves, **more):
    scenario = forming.small(people__away_waves=list(waves), **more)
    people = build_people(scenario)
    return people, build_roster(people, END)


def test_nothing_changes_without_a_wave(forming):
    people, plain = roster_of(forming)
    assert people.wave_date.size == 0
    assert (plain.kind == ShiftEvent.START).sum() == 12 * 15
    assert np.array_equal(plain.away_share, people.away_share[plain.person])


def test_shifts_in_the_wave_are_missed_more_often(forming):
    people, plain = roster_of(forming)
    _, found = roster_of(forming, WAVE)
    inside = np.isin(plain.date, list(IN_WAVE))
    assert inside.any()
    assert found.away_share[inside] == pytest.approx(1 - (1 - people.away_share[0]) * 0.6)
    assert np.array_equal(found.away_share[~inside], plain.away_share[~inside])
    for name in ("time", "kind", "person", "date", "ends"):
        assert np.array_equal(getattr(plain, name), getattr(found, name)), name


def test_two_waves_on_a_date_count_as_independent(forming):
    people, roster = roster_of(forming, WAVE, {"start": "week 1 fri", "days": 1, "away_share": 0.5})
    assert people.wave_date.tolist() == list(IN_WAVE)
    assert people.wave_share.round(12).tolist() == [0.4, 0.4, 0.7, 0.4, 0.4, 0.4, 0.4]
    assert roster.away_share[roster.date == 11] == pytest.approx(1 - (1 - people.away_share[0]) * 0.3)


@pytest.mark.parametrize("engine", ["agents", "core"])
def test_people_away_are_drawn_for_every_replication(engine):
    """Shift minutes by hand, from the draws of each replication."""
    scenario = tiny(
        {"people.away_waves": [{"start": "week 1", "days": 3, "away_share": 0.5}], "people.away_share": 0.2}
    )
    found = run(scenario, replications=3, seed=4, engine=engine, segments=True)
    people = build_people(scenario)
    weeks = [
        [
            sum(
                480.0
                for date in range(7, 12)
                if uniform(replication_key(4, r), Kind.ABSENCE, int(key), date) >= (0.6 if date < 10 else 0.2)
            )
            for key in people.key
        ]
        for r in range(3)
    ]
    booked = [block.people["shift_minutes"] for block in found.records]
    assert np.concatenate(booked).tolist() == pytest.approx(np.array(weeks).ravel())
    assert weeks[0] != weeks[1]


def test_one_more_person_leaves_the_others_absences(forming):
    people, one = roster_of(forming, WAVE)
    groups = [{"function": f, "count": n} for f, n in (("sales", 7), ("service", 4), ("billing", 2))]
    more_people, more = roster_of(forming, WAVE, people__groups=groups)

    def planned(people, roster):
        columns = (people.key[roster.person].tolist(), roster.date.tolist(), roster.away_share.tolist())
        return set(zip(*columns, strict=True))

    assert planned(people, one) < planned(more_people, more)


def test_the_report_says_so(forming):
    assert forming.understood(forming.small(people__away_waves=[WAVE])) == [
        "wave of absence from week 1 wed for 7 days: 40% of people away beside the usual absence, others in every "
        "replication"
    ]
