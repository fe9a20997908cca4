"""Whom a volumes file brings: as many as offered, when they are offered, each found again by an address."""

import hashlib

import numpy as np
import pytest

from sim.data.volumes_file import read_volumes
from sim.demand.customers import build_customers
from sim.foundation.draws import Kind, draw_key, text_key
from tests.unit.demand.volumes_made import CHANNELS, by_day, demand_of, lines_of, week


def test_customers_of_a_channel_are_as_in_a_file_of_its_own(volumes, helpers):
    """A day's mail comes over the day, also where voice beside it is by half-hour."""
    burst = {"bursts": [{"channel": "mail", "start": "week 0 tue 10:00", "minutes": 60, "factor": 3}]}
    scenario = helpers.scenario(demand_of(helpers, **burst))
    tapes = []
    for rows in ([*week(), *by_day()], by_day(), week()):
        volumes(*rows)
        tapes.append(helpers.tape(scenario, replications=2))
    both, mail, voice = tapes
    for alone, channel in ((mail, 1), (voice, 0)):
        for r in range(2):
            found = both.lineage[both.cases_of(r)][both.channel[both.cases_of(r)] == channel]
            assert np.array_equal(found, alone.lineage[alone.cases_of(r)])
            times = both.arrival[both.cases_of(r)][both.channel[both.cases_of(r)] == channel]
            assert np.array_equal(times, alone.arrival[alone.cases_of(r)])
    helpers.within_4_errors(mail.arrival[np.abs(mail.arrival % 1440 - 630) > 30] % 1440, 725.0)


def test_customers_come_as_offered(volumes, helpers):
    volumes(*week(offered=20.0), *week("mail", offered=2.5, aht=""))
    scenario = helpers.scenario(demand_of(helpers, busyness_cv=0.0))
    tape = helpers.tape(scenario, replications=40)
    end = int(build_customers(scenario).end // 10080)
    cohort = tape.arrival < end * 10080
    for channel, offered in ((0, 2000.0), (1, 250.0)):
        per_week = np.bincount((tape.arrival[cohort & (tape.channel == channel)] // 10080).astype(int)) / 40
        assert per_week.size == end  # the one week of the file repeats
        assert abs(per_week.mean() - offered) < 4 * np.sqrt(offered / 40 / end)
    inside = tape.arrival % 30
    helpers.within_4_errors(inside, 15.0)
    assert np.bincount((tape.arrival % 1440 // 60).astype(int)).nonzero()[0].tolist() == list(range(8, 18))


def test_a_volume_factor_only_adds_to_what_is_offered(volumes, helpers):
    volumes(*week(offered=20.0))
    usual = helpers.tape(helpers.scenario(demand_of(helpers)), replications=2)
    more = helpers.tape(helpers.scenario(demand_of(helpers, volume_factor=1.25)), replications=2)
    assert np.isin(usual.lineage[usual.cases_of(1)], more.lineage[more.cases_of(1)]).all()
    assert more.arrival.size / usual.arrival.size == pytest.approx(1.25, rel=0.02)
    lines = lines_of(helpers.scenario(demand_of(helpers, volume_factor=1.25)))
    assert "note: volume_factor 1.25: so many times the contacts of the file are expected" in lines


def test_weeks_of_the_file_follow_each_other_and_begin_again(volumes, helpers):
    both = week(offered=30, weeks=2)
    volumes(*both[:100], *(row.replace(",30,", ",0,") for row in both[100:]))
    assert read_volumes("volumes.csv", CHANNELS).weeks == 2
    tape = helpers.tape(helpers.scenario(demand_of(helpers)))
    assert sorted(set((tape.arrival // 10080).astype(int).tolist())) == [0, 2, 4]


def test_handling_times_scale_the_work_of_a_channel(volumes, helpers):
    volumes(*week(aht="480"), *week("mail", aht=""))
    scenario = helpers.scenario(demand_of(helpers, busyness_cv=0.0))
    tape = helpers.tape(scenario, replications=20)
    first_needs = 0.5 * 6.0 + 0.3 * 9.0 + 0.2 * 4.0  # minutes
    helpers.within_4_errors(tape.work[tape.channel == 0, 0], 8.0)
    helpers.within_4_errors(tape.work[tape.channel == 1, 0], first_needs)
    plain = helpers.tape(helpers.scenario(demand_of(helpers, busyness_cv=0.0)), replications=1)
    assert plain.arrival.size == tape.cases_of(0).stop
    # What engines expect of a step: the mean over channels, weighted by contacts.
    assert np.allclose(build_customers(scenario).mean_work, np.array([6.0, 9.0, 4.0]) * (8.0 / first_needs + 1.0) / 2)


def test_any_case_can_be_found_again_by_its_address(volumes, helpers):
    volumes(*week())
    tape = helpers.tape(helpers.scenario(demand_of(helpers)), replications=1)
    known = {draw_key(text_key("voice"), Kind.LINEAGE, 480, k) for k in range(100)}
    inside = (tape.arrival >= 480) & (tape.arrival < 510)
    assert set(tape.lineage[inside].tolist()) <= known
    assert inside.sum() > 0


def test_more_offered_in_one_interval_adds_customers_and_moves_none(volumes, helpers):
    rows = week()
    volumes(*rows)
    base = helpers.tape(helpers.scenario(demand_of(helpers)))
    volumes(*rows[:40], rows[40].replace(",20.0,", ",60,"), *rows[41:])
    more = helpers.tape(helpers.scenario(demand_of(helpers)))
    added = ~np.isin(more.lineage, base.lineage)
    assert added.any()
    assert np.unique(more.arrival[added] % 10080 // 30).tolist() == [112.0]  # Wednesday, the first half-hour
    assert set(base.lineage.tolist()) <= set(more.lineage.tolist())


@pytest.mark.slow
def test_busy_days_are_busy_with_volumes_too(volumes, helpers):
    volumes(*week(offered=200.0))
    spread = {}
    for variation in (0.0, 0.3):
        tape = helpers.tape(helpers.scenario(demand_of(helpers, busyness_cv=variation)), replications=20)
        days = np.bincount((tape.arrival[tape.cases_of(0)] // 1440).astype(int))
        spread[variation] = np.std(days[days > 0][:20]) / np.mean(days[days > 0][:20])
    assert spread[0.0] < 0.04 < spread[0.3]


def test_customers_by_profile_are_those_of_the_first_version(helpers):
    """Frozen: whole minutes and thousandths, so that the last bit of a library's exponential does not matter."""
    tape = helpers.tape(helpers.scenario(helpers.two_channels()), replications=2)
    found = hashlib.sha256()
    columns = (tape.first_case, np.floor(tape.arrival), tape.lineage, tape.account, tape.channel, tape.needs, tape.need)
    for column in (*columns, tape.hidden, np.round(tape.work, 3)):
        kind = np.uint64 if column.dtype == np.uint64 else np.float64
        found.update(np.ascontiguousarray(column.astype(kind)).tobytes())
    assert found.hexdigest() == "ecabc998b53a605ce0140fdd3b2228046a8d499deac6fb09c11b5e9a0b9cece4"
