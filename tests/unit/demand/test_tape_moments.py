"""Whole tapes have the moments that the settings name, within 4 standard errors."""

import numpy as np
import pytest

from sim.demand.customers import build_customers
from sim.demand.distributions import normal_score


@pytest.fixture(scope="module")
def tape(helpers):
    channels = {
        "voice": {"cases_per_week": 1500, "live": True, "patience_minutes": 12, "patience_shape": 0.7,
                  "distress_mean": 0.6},
        "mail": {"cases_per_week": 500, "hour_weights": [1.0] * 12 + [2.0] * 12,
                 "weekday_weights": [3, 2, 2, 2, 1, 0, 0]},
    }  # fmt: skip
    return helpers.tape(helpers.scenario(helpers.two_channels(channels=channels)), replications=40)


def test_cases_per_week(helpers, tape):
    for channel, per_week in enumerate((1500, 500)):
        weeks = [
            np.bincount((rows // 10080).astype(int), minlength=5)[:5]
            for r in range(40)
            for rows in [tape.arrival[tape.cases_of(r)][tape.channel[tape.cases_of(r)] == channel]]
        ]
        helpers.within_4_errors(np.concatenate(weeks), per_week)


def test_counts_of_a_day_vary_with_busyness_beyond_poisson(tape):
    day = [np.bincount((tape.arrival[rows] // 1440).astype(int), tape.channel[rows] == 0, minlength=40)[1]
           for rows in (tape.cases_of(r) for r in range(40))]  # fmt: skip
    expected = 300 + (0.15 * 300) ** 2
    assert abs(np.var(day) - expected) < 4 * expected * np.sqrt(2 / 39)


def test_profile_of_the_day_and_the_week(helpers, tape):
    mail = tape.arrival[(tape.channel == 1) & (tape.arrival < 5 * 10080)]
    helpers.within_4_errors((mail % 1440 >= 720).astype(float), 2 / 3)
    weekday = (mail // 1440) % 7
    shares = np.bincount(weekday.astype(int), minlength=7) / weekday.size
    assert np.allclose(shares, [0.3, 0.2, 0.2, 0.2, 0.1, 0, 0], atol=4 * 0.15 / np.sqrt(200 * 2))
    voice = tape.arrival[tape.channel == 0] % 1440
    helpers.within_4_errors(voice, (8 + 18) / 2 * 60)


def test_walk_shares(helpers, tape):
    for function, share in enumerate((0.5, 0.3, 0.2)):
        helpers.within_4_errors((tape.need[:, 0] == function).astype(float), share)
    follows = ((0, 0, 1, 0.2), (0, 0, 2, 0.1), (0, 1, 2, 0.3), (1, 1, 2, 0.3))  # position, function, next, share
    for j, f, g, share in follows:
        helpers.within_4_errors((tape.need[tape.need[:, j] == f, j + 1] == g) + 0.0, share)
    assert (tape.need[tape.need[:, 0] == 2, 1] == -1).all()
    assert (tape.need[tape.need[:, 1] == 2, 2] == -1).all()


def test_hidden_needs(helpers, tape):
    helpers.within_4_errors(tape.hidden[tape.needs > 1, 1] + 0.0, 0.5)


@pytest.mark.parametrize(("function", "mean"), [(0, 6.0), (1, 9.0), (2, 4.0)])
def test_work(helpers, tape, function, mean):
    minutes = tape.work[tape.need == function]
    helpers.within_4_errors(minutes, mean)
    logs = np.log(minutes)
    sigma = np.sqrt(np.log(1 + 1.25**2))
    assert abs(logs.std() - sigma) < 4 * sigma / np.sqrt(2 * logs.size)


def test_customers(helpers, tape):
    helpers.within_4_errors(tape.ambiguity, 0.3)
    helpers.within_4_errors(tape.distress[tape.channel == 0], 0.6)
    helpers.within_4_errors(tape.distress[tape.channel == 1], 0.3)
    helpers.within_4_errors(tape.patience[tape.channel == 0], 12.0)
    helpers.within_4_errors(tape.account / 5000, 1 / 3)
    assert 0 <= tape.account.min() <= tape.account.max() < 5000


def test_exponential_and_constant_work(helpers):
    needs = {"sales": {"first_share": 1.0, "work_minutes": 6.0, "work_cv": 0.0}}
    constant = helpers.tape(helpers.scenario(helpers.two_channels(needs=needs)))
    assert (constant.work == 6.0).all()
    demand = helpers.two_channels(needs=needs, work_distribution="exponential")
    work = helpers.tape(helpers.scenario(demand)).work.ravel()
    helpers.within_4_errors(work, 6.0)
    assert abs(work.std() - 6.0) < 4 * 6.0 * np.sqrt(2.0 / work.size)  # the variance of s^2 is 8 mu^4 / n


def test_ambiguity_and_work_are_related_as_set(helpers):
    demand = helpers.two_channels(ambiguity_work_correlation=0.6)
    tape = helpers.tape(helpers.scenario(demand))
    only_sales = tape.need[:, 0] == 0
    ambiguity = np.clip(tape.ambiguity[only_sales], 1e-6, 1 - 1e-6)
    score = [normal_score(u) for u in 1 - (1 - ambiguity) ** (1 / 0.3 - 1)]
    found = np.corrcoef(score, np.log(tape.work[only_sales, 0]))[0, 1]
    assert abs(found - 0.6) < 4 * (1 - 0.36) / np.sqrt(ambiguity.size)
    helpers.within_4_errors(tape.work[only_sales, 0], 6.0)
    second = tape.needs > 1
    logs = np.log(tape.work[second, :2] / build_customers(helpers.scenario(demand)).mean_work[tape.need[second, :2]])
    assert abs(np.corrcoef(logs.T)[0, 1] - 0.36) < 4 / np.sqrt(second.sum())  # the needs of a case by its square
