import numpy as np

from sim.demand.distributions import normal_score
from sim.demand.empathy_draws import draw_empathy
from sim.foundation.draws import Kind, uniform


def by_lineage(tape, values):
    rows = zip(tape.lineage[tape.cases_of(1)].tolist(), values[tape.cases_of(1)].tolist(), strict=True)
    return dict(rows)


def test_each_draw_is_that_of_its_address(helpers):
    tape = helpers.tape(helpers.scenario(helpers.two_channels()), replications=2)
    feelings = draw_empathy(tape)
    for row in (tape.first_case[1], tape.first_case[2] - 1):
        key = int(tape.replication_key[1])
        assert feelings.halo[row] == normal_score(uniform(key, Kind.HALO, int(tape.account[row]), 0))
        assert feelings.answers[row] == uniform(key, Kind.ANSWERS, int(tape.lineage[row]), 0)


def test_more_customers_leave_those_of_the_others_as_they_were(helpers):
    demand = helpers.two_channels()
    few = helpers.tape(helpers.scenario({**demand, "channels": {"voice": demand["channels"]["voice"]}}), 2)
    many = helpers.tape(helpers.scenario(demand), 2)
    assert many.lineage.size > few.lineage.size
    for name in ("halo", "answers"):
        before = by_lineage(few, getattr(draw_empathy(few), name))
        after = by_lineage(many, getattr(draw_empathy(many), name))
        assert before.items() <= after.items()


def test_all_cases_of_an_account_have_one_halo(helpers):
    tape = helpers.tape(helpers.scenario(helpers.two_channels()), replications=1)
    halo = draw_empathy(tape).halo
    _, account = np.unique(tape.account, return_inverse=True)
    least, most = np.full(account.max() + 1, np.inf), np.full(account.max() + 1, -np.inf)
    np.minimum.at(least, account, halo)
    np.maximum.at(most, account, halo)
    assert np.array_equal(least, most)


def test_the_halo_is_standard_normal(helpers):
    accounts = {"count": 100_000_000, "concentration": 1}
    tape = helpers.tape(helpers.scenario(helpers.two_channels(accounts=accounts)), replications=4)
    halo = draw_empathy(tape).halo
    helpers.within_4_errors(halo, 0.0)
    helpers.within_4_errors(halo * halo, 1.0)
