"""The gain in people: on the same customers, in every channel, with what it costs beside people."""

from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.exploring.staffing.in_people import in_people_of
from sim.exploring.staffing.staffing import staff
from sim.measures.costs import WEEKS_PER_YEAR
from tests.unit.comparison.made import tiny

# Ten people, so that one of them is a tenth and not a quarter; "same" is departments under another name, "slow" sets up
# for ten minutes whenever work changes hands.
DESK = {
    "people.groups": [{"function": "sales", "count": 5}, {"function": "service", "count": 5}],
    "demand.channels.voice.cases_per_week": 150,
    "demand.channels.mail.cases_per_week": 100,
    "formations.same": {"partition_from": "silos", "policy_from": "silos"},
    "formations.slow": {"partition_from": "silos", "policy_from": "silos", "policy": {"changeover_minutes": 10}},
}


@pytest.fixture(scope="module")
def compared():
    return compare(tiny(DESK), formations=["silos", "same", "slow"], replications=8)


@pytest.fixture(scope="module")
def found(compared):
    return in_people_of(compared)


def test_the_same_column_needs_the_same_people_and_saves_nothing(found):
    same = found.changes["silos", "same"]
    assert (found.needed["same"].people, same.more) == (10, 0)
    assert same.low <= 0 <= same.high
    assert not same.certain
    assert same.cashable.mean == 0.0
    assert same.one_off is None


def test_whoever_is_slower_needs_more_people(found):
    slow = found.changes["silos", "slow"]
    assert slow.more > 0
    assert slow.low > 0
    assert slow.certain
    assert slow.one_off is None
    assert slow.cashable.high < 0.0


def test_today_is_not_run_again_and_comes_out_the_same(compared, found):
    """What the comparison has measured is taken over; a search that runs everything itself finds the same."""
    assert found.needed["slow"].trials[0].people == found.today == 10
    alone = staff(
        compared.scenario, columns=("silos", "slow"), match="silos", replications=compared.replication_count,
        measure="resolution_minutes",
    )  # fmt: skip
    today = next(trial for trial in alone.answers[0].trials if trial.people == 10)
    samples = compared.samples
    expected = samples["silos"]["resolution_minutes"] - samples["slow"]["resolution_minutes"]
    assert today.margins["resolution_minutes"].mean == pytest.approx(float(expected.mean()), abs=1e-12)


def test_service_is_that_of_every_channel(found):
    assert found.keys == ("resolution_minutes@voice", "resolution_minutes@mail")
    enough = next(t for t in found.needed["slow"].trials if t.people == found.needed["slow"].people)
    assert all(margin.mean >= 0.0 for margin in enough.margins.values())


def test_money_by_hand(compared):
    """Pay of 30 for 40 hours of 52 weeks, 0.33 on top; what is cashable follows people one by one."""
    found = in_people_of(compared)
    hours = 5 * 8
    assert found.person_year == pytest.approx(30 * 1.33 * hours * WEEKS_PER_YEAR)
    slow = found.changes["silos", "slow"]
    beside = slow.cashable.mean + slow.more * found.person_year
    assert slow.cashable.low == pytest.approx(beside - slow.high * found.person_year)
    assert slow.cashable.high == pytest.approx(beside - slow.low * found.person_year)
    seated = replace(compared, scenario=tiny(DESK | {"money": {"overhead_per_seat_year": 1000, "employer_share": 0}}))
    assert in_people_of(seated).person_year == pytest.approx(30 * hours * WEEKS_PER_YEAR + 1000)


def test_technology_of_every_seat_is_taken_off(compared):
    """10 a week for each seat at 0.5: what the second column has in technology is not cashable."""
    priced = {"money": {"ai_context_per_seat_week": 20}, "formations.same.policy": {"ai_context": 0.5}}
    samples = dict(compared.samples)
    samples["same"] = {**samples["same"], "technology_cost": np.full(8, 10 * 10.0)}
    moved = replace(compared, scenario=tiny(DESK | priced), samples=samples)
    same = in_people_of(moved, store=None).changes["silos", "same"]
    assert same.more == 0
    assert same.cashable.mean == pytest.approx(-10 * 10.0 * WEEKS_PER_YEAR)


def test_named_teams_are_left_out():
    members = {"one": {"sales": 5, "service": 5}}
    own = DESK | {"formations.named": {"partition": "explicit", "members": members}}
    found = in_people_of(compare(tiny(own), formations=["silos", "named", "same"], replications=5))
    assert found.left_out == ("named",)
    assert list(found.needed) == ["same"]
    assert set(found.changes) == {("silos", "same")}
