"""Waves of absence: shifts that fall to them are not in the roster, and all others are."""

import numpy as np

from sim.formation import build_people, build_roster
from sim.formation.people import EVERYWHERE
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import ShiftEvent

END = 3 * 10080.0
WAVE = {"start": "week 1 wed", "days": 7, "away_share": 0.4}


def roster_of(forming, *waves, **more):
    scenario = forming.small(people__away_waves=list(waves), **more)
    people = build_people(scenario)
    return people, build_roster(people, END)


def shifts(people, roster):
    """(key of a person, date) of every planned shift."""
    starts = roster.kind == ShiftEvent.START
    return set(zip(people.key[roster.person[starts]].tolist(), roster.date[starts].tolist(), strict=True))


def test_nothing_changes_without_a_wave(forming):
    people, plain = roster_of(forming)
    assert people.wave_date.size == 0
    assert len(shifts(people, plain)) == 12 * 15


def test_shifts_in_the_wave_are_dropped_by_address(forming):
    people, plain = roster_of(forming)
    _, found = roster_of(forming, WAVE)
    dropped = shifts(people, plain) - shifts(people, found)
    wave = range(9, 16)  # Wednesday of week 1 to Tuesday of week 2
    expected = {(key, date) for key, date in shifts(people, plain)
                if date in wave and uniform(EVERYWHERE, Kind.AWAY_WAVE, key, date) < 0.4}  # fmt: skip
    assert dropped == expected
    assert dropped
    # Ends go with their starts, and what is left is as it was.
    assert (found.kind == ShiftEvent.START).sum() == (found.kind == ShiftEvent.END).sum()
    rest = np.isin(plain.date, list(wave), invert=True)
    left = np.isin(found.date, list(wave), invert=True)
    for name in ("time", "kind", "person", "date", "ends"):
        assert np.array_equal(getattr(plain, name)[rest], getattr(found, name)[left]), name


def test_a_stronger_wave_takes_the_same_people_and_more(forming):
    people, weak = roster_of(forming, WAVE)
    _, strong = roster_of(forming, {**WAVE, "away_share": 0.7})
    assert shifts(people, strong) < shifts(people, weak)
    _, everybody = roster_of(forming, {**WAVE, "away_share": 1.0})
    assert not {date for _, date in shifts(people, everybody)} & set(range(9, 16))


def test_two_waves_on_a_date_count_as_independent(forming):
    people, _ = roster_of(forming, WAVE, {"start": "week 1 fri", "days": 1, "away_share": 0.5})
    assert people.wave_date.tolist() == list(range(9, 16))
    assert people.wave_share.round(12).tolist() == [0.4, 0.4, 0.7, 0.4, 0.4, 0.4, 0.4]


def test_one_more_person_leaves_the_others_absences(forming):
    people, one = roster_of(forming, WAVE)
    groups = [{"function": f, "count": n} for f, n in (("sales", 7), ("service", 4), ("billing", 2))]
    more_people, more = roster_of(forming, WAVE, people__groups=groups)
    assert shifts(people, one) <= shifts(more_people, more)


def test_the_report_says_so(forming):
    assert forming.understood(forming.small(people__away_waves=[WAVE])) == [
        "wave of absence from week 1 wed for 7 days: 40% of people away beside the usual absence, the same people in "
        "every replication"
    ]
