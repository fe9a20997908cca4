"""What practice teaches, what customers come to think, who of them leaves and when a cost is paid back: in whole runs,
against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.foundation.kinds import SegmentKind
from sim.measures.money import Rates, Week, gain, payback_weeks
from tests.theory.weeks import WEEK, desk, runs_of, weeks_of

YEAR = 365 * 1440.0
AT_ONCE = {"hiring_weeks": 0.0, "training_weeks": 0.0}  # somebody else has the seat


def within(values: np.ndarray, expected: float) -> None:
    """Their mean is within four standard errors of what is expected; they are independent."""
    error = values.std(ddof=1) / math.sqrt(values.size)
    assert values.mean() == pytest.approx(expected, abs=4 * error)


# --- learning -------------------------------------------------------------------------------------------------

RATIO, HALF_LIFE = 0.8, 4.0
# They could serve 3,360 cases a week.
ALWAYS_BUSY = {
    "count": 1, "weeks": 14, "cases_per_week": 4000.0, "work_minutes": 1.0, "shifts": "mon-sun 08:00-16:00",
}  # fmt: skip
SLOPE = -math.log2(RATIO)


def practice_that_keeps(multiple: float) -> dict[str, dict]:
    """Practice in all hours of a week, which is usual, is `multiple` times what just keeps par."""
    learning = {
        "learning_progress_ratio": RATIO,
        "learning_half_life_weeks": HALF_LIFE,
        "learning_keeps_share": min(1.0, 1.0 / multiple),
        "learning_from_peers": max(0.0, 1.0 - multiple),  # of whom there are none
        "learning_newcomer_experience": 0.01,
    }
    return {"learning": learning, "usual": {"task": {"practice_shares": {"task": 1.0}}}}


def test_too_little_practice_lengthens_work_by_the_power_law():
    """Experience nears k = practice over what keeps par, half-way in each half life; work takes experience^log2(ratio).

    To 1%: practice is counted in whole steps, and nobody has work before the first case comes.
    """
    k = 0.4
    scenario = desk(**ALWAYS_BUSY, over_time=practice_that_keeps(k))
    minutes, steps = np.zeros(14), np.zeros(14)
    for _, records in runs_of(scenario, 1):
        served = records.segments[records.segments["kind"] == SegmentKind.STEP]
        week = (served["start"] // WEEK).astype(int)
        inside = week < minutes.size
        minutes += np.bincount(week[inside], (served["end"] - served["start"])[inside], minlength=minutes.size)
        steps += np.bincount(week[inside], minlength=minutes.size)
    experience = k + (1.0 - k) * 2.0 ** (-np.arange(14) / HALF_LIFE)
    assert minutes / steps == pytest.approx(experience**-SLOPE, rel=0.01)


def test_newcomers_come_to_par_by_the_closed_form():
    """half life * log2((k - start) / (k - 1)) weeks after they came, and by the power law until then."""
    k, start = 2.0, 0.01
    over_time = practice_that_keeps(k) | {"staff": {"leaving_per_year": 10.0, **AT_ONCE}}
    rows = weeks_of(desk(**ALWAYS_BUSY, over_time=over_time), 10)
    by_tenure = np.minimum(1.0, k - (k - start) * 2.0 ** (-np.arange(521) / HALF_LIFE)) ** SLOPE
    stays = 1.0 - 10.0 / 52.0
    mean = (1.0 - stays) * (by_tenure * stays ** np.arange(521)).sum()  # the skill given is that of all, newcomers too
    expected = by_tenure[:14] / mean
    to_par = math.ceil(HALF_LIFE * math.log2((k - start) / (k - 1.0)))
    seen = set()
    for seat in rows:
        comes = np.flatnonzero(seat["left"])
        for since, until in zip(comes + 1, [*(comes[1:] + 1), len(seat)], strict=True):
            skill = seat["skill"][since:until]
            assert skill == pytest.approx(expected[: skill.size], rel=0.02)
            assert skill[to_par:] == pytest.approx(1.0 / mean, rel=1e-5)
            assert (skill[:to_par] < 1.0 / mean - 1e-5).all()
            seen.add(min(skill.size, to_par + 1))
    assert max(seen) == to_par + 1


# --- customers ------------------------------------------------------------------------------------------------

ACCOUNTS = 400


def accounts_of(loyalty: dict[str, float], bad: float, replications: int) -> np.ndarray:
    """Rows of accounts whose customers have one contact each, of which a share is closed badly, one as the other."""
    back = {"return_share": bad, "most_contacts": 1}
    scenario = desk(20, 5, 1200.0, {"loyalty": loyalty}, accounts={"count": ACCOUNTS}, coming_back=back)
    return np.concatenate([records.accounts for _, records in runs_of(scenario, replications)])


@pytest.mark.parametrize("bad", [0.2, 0.6])
def test_trust_follows_its_recursion(bad):
    """E[trust after n contacts] = rest + (start - rest) (1 - g gain - b loss)^n, rest = g gain / (g gain + b loss)."""
    gain_share, loss_share, par = 0.05, 0.15, 0.9
    settings = {"trust_gain": gain_share, "trust_loss": loss_share, "trust_par_share": par}
    rows = accounts_of(settings, bad, 5)
    up, down = (1.0 - bad) * gain_share, bad * loss_share
    start = par * gain_share / (par * gain_share + (1.0 - par) * loss_share)
    contacts = rows["closed_well"] + rows["closed_badly"]
    within(rows["closed_badly"] - bad * contacts, 0.0)
    rest = up / (up + down)
    within(rows["trust"] - (rest + (start - rest) * (1.0 - up - down) ** contacts), 0.0)
    assert abs(start - rows["trust"].mean()) > 0.05  # it has moved


def test_customers_leave_at_a_constant_rate():
    """exp(-rate x years) are there when their last case ends, however often somebody looked until then."""
    rate = 8.0
    ways = dict.fromkeys(("churn_first_contact", "churn_more_contacts", "churn_unsolved"), rate)
    back = {"return_share": 0.3, "most_contacts": 1}
    scenario = desk(20, 5, 1200.0, {"loyalty": ways}, accounts={"count": ACCOUNTS}, coming_back=back)
    tape = build_tape(scenario, build_customers(scenario), seed=scenario.seed, first_replication=0, replications=5)
    surprise = []
    for _, records in runs_of(scenario, 5):
        rows, accounts = records.contacts, records.accounts
        account = tape.account[tape.first_case[rows["replication"]] + rows["case"]]
        looked = np.zeros((5, ACCOUNTS))
        np.maximum.at(looked, (rows["replication"], account), np.nan_to_num(rows["ended_at"]))
        expected = 1.0 - np.exp(-rate * looked[accounts["replication"], accounts["account"]] / YEAR)
        surprise.append(~np.isnan(accounts["lost_at"]) - expected)
        assert 0.2 < expected.mean() < 0.8
    within(np.concatenate(surprise), 0.0)


# --- money ----------------------------------------------------------------------------------------------------


def test_a_cost_is_paid_back_when_its_closed_form_says():
    """An assistant that keeps every newcomer, and all are: of a seat, w weeks save w p leavers."""
    seats, weeks, replications, leaver, cost = 100, 104, 12, 1000.0, 60_000.0
    p = 2.0 / 52.0
    staff = {"leaving_per_year": 2.0, "newcomer_weeks": 520.0, "newcomers_kept_by_assist": 1.0, **AT_ONCE}
    left = []
    for assist in (0.0, 1.0):
        scenario = desk(seats, weeks, 5.0, {"staff": staff}, agent_assist=assist)
        rows = weeks_of(scenario, replications).reshape(replications, seats, weeks)
        left.append(rows["left"].transpose(0, 2, 1).astype(float))
    nothing, by_person = np.zeros((replications, weeks)), np.zeros((replications, weeks, seats))
    without, along = (Week(by_person, by_person, one, nothing, nothing, nothing) for one in left)
    rates = Rates(np.zeros(seats), np.zeros(seats), np.full(seats, leaver), 0.0, 0.0)
    spent = np.zeros(weeks)
    spent[0] = cost
    flows = gain(without, along, rates).flows(spent)
    passed = np.arange(1, weeks + 1)
    saved = seats * leaver * passed * p
    for week in (10, 26, 52, 104):
        within(flows[:, :week].sum(axis=1), saved[week - 1] - cost)
    by_theory = 1 + int(np.flatnonzero(saved >= cost)[0])
    found = payback_weeks(flows)
    spread = flows[:, :by_theory].sum(axis=1).std(ddof=1) / (saved[by_theory - 1] - saved[by_theory - 2])  # in weeks
    assert found.mean() == pytest.approx(by_theory, abs=4 * spread / math.sqrt(replications) + 1.0)
