"""What is remembered of customers, and what they remember: small cases by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.foundation.draws import Kind, replication_key, uniform
from sim.foundation.kinds import ComesBack, Outcome, TeamChoice
from tests.unit.agents.factory import BILLING, SALES, Case, Person, build, run

WEEKS = 8.0
TWO = [Person(SALES), Person(SALES)]
ALWAYS = {"churn_first_contact": 1e9, "churn_unsolved": 1e9, "churn_more_contacts": 1e9}
MEMORY = {"account_memory_weeks": WEEKS}


def halved(minutes: float) -> float:
    return 2.0 ** (-minutes / (WEEKS * 10080.0))


# --- who knows an account -----------------------------------------------------------------------------


def test_who_served_an_account_suits_its_next_case_better_than_who_has_been_free_longest():
    cases = [Case(at=0.0, account=5), Case(at=20.0, account=6), Case(at=100.0, account=6)]
    assert run(cases, TWO, familiarity_weight=1.0).contacts["last_person"].tolist() == [0, 1, 0]
    contacts = run(cases, TWO, familiarity_weight=1.0, **MEMORY).contacts
    assert contacts["last_person"].tolist() == [0, 1, 1]
    assert contacts["remembered_sum"].tolist() == [0.0, 0.0, pytest.approx(halved(70.0))]
    assert contacts["known_steps"].tolist() == [0, 0, 0]


def test_whoever_has_led_a_step_of_a_case_knows_it_whatever_they_remember():
    case = Case(at=0.0, account=5, need=(SALES, BILLING, SALES), work=(10.0, 10.0, 10.0))
    contacts = run([case], [Person(SALES), Person(BILLING)], **MEMORY).contacts
    assert contacts["known_steps"].tolist() == [1]
    assert contacts["remembered_sum"].tolist() == [0.0]


def test_a_first_step_is_shorter_by_what_is_remembered():
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=5)]
    ends = run(cases, [Person(SALES)], account_background_share=0.2, **MEMORY).contacts["ended_at"]
    assert ends[0] == 10.0
    assert ends[1] == pytest.approx(100.0 + 10.0 * (1.0 - 0.2 * halved(90.0)), abs=1e-5)


def test_a_team_that_served_an_account_knows_it_more_than_strangers():
    dials = {"account_background_share": 0.2, "account_team_share": 0.5, **MEMORY}
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=5)]  # the second one comes to who has been free longest
    known = 0.5 * halved(90.0)
    rows = run(cases, TWO, **dials).contacts
    assert rows["last_person"].tolist() == [0, 1]
    assert rows["remembered_sum"].tolist() == [0.0, pytest.approx(known)]
    assert rows["ended_at"][1] == pytest.approx(100.0 + 10.0 * (1.0 - 0.2 * known), abs=1e-5)
    alone = run(cases, TWO, **dials | {"account_team_share": 0.0}).contacts
    assert alone["remembered_sum"].tolist() == [0.0, 0.0]
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=6), Case(at=101.0, account=5)]  # to the other team
    strangers = run(cases, [Person(SALES, team=0), Person(SALES, team=1)], **dials).contacts
    assert strangers["last_person"].tolist() == [0, 0, 1]
    assert strangers["remembered_sum"].tolist() == [0.0, 0.0, 0.0]


def test_a_system_shows_what_was_before_to_anybody():
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=5), Case(at=200.0, account=4)]
    ends = run(cases, [Person(SALES)], account_background_share=0.2, trust_gain=0.1, historical=0.5).contacts[
        "ended_at"
    ]
    assert ends.tolist() == [10.0, 109.0, 210.0]


def test_what_a_system_shows_needs_nothing_else_that_is_kept():
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=5), Case(at=200.0, account=4)]

    def shown(**dials):
        return run(cases, [Person(SALES)], **dials)

    assert shown(account_background_share=0.2, historical=0.5).contacts["ended_at"].tolist() == [10.0, 109.0, 210.0]
    for one in ({"account_background_share": 0.2}, {"historical": 0.5}):
        assert shown(**one).contacts["ended_at"].tolist() == [10.0, 110.0, 210.0]
        assert shown(**one).accounts.size == 0


def test_the_last_eight_are_remembered():
    """The account is served by ten people, one after the other; the first two are forgotten, and 0 twice."""
    members = [Person(SALES) for _ in range(10)]
    cases = [Case(at=20.0 * number, account=5) for number in range(11)]
    model = build(cases, members, familiarity_weight=0.0, **MEMORY)
    model.run_until(185.0)
    assert list(model.known_to[5]) == [1, 2, 3, 4, 5, 6, 7, 8]
    model.run_until(215.0)
    assert list(model.known_to[5]) == [3, 4, 5, 6, 7, 8, 9, 0]


def test_whoever_sits_there_by_now_remembers_nothing_of_before():
    model = build([Case(at=0.0, account=5), Case(at=20.0, account=5)], [Person(SALES)], **MEMORY)
    model.run_until(15.0)
    model.people[0].here_since = 12.0
    assert model.run().contacts["remembered_sum"].tolist() == [0.0, 0.0]


# --- named accounts -----------------------------------------------------------------------------------


def named(account: int, members: int) -> int:
    return math.floor(uniform(replication_key(1, 0), Kind.TEAM, account, 0) * members)


def test_accounts_are_named_to_teams_by_their_members():
    """Three in team 0 and one in team 1: account by account as drawn; by turns where least waits decides."""
    members = [Person(SALES, 0), Person(SALES, 0), Person(SALES, 0), Person(SALES, 1)]
    cases = [Case(at=20.0 * number, account=number) for number in range(40)]
    teams = run(cases, members, team_choice=TeamChoice.NAMED_ACCOUNT, named_account_slack=9.0).contacts["first_team"]
    assert teams.tolist() == [0 if named(account, 4) < 3 else 1 for account in range(40)]
    assert 0 < teams.sum() < 20


def test_a_team_with_too_much_waiting_passes_an_account_on():
    account = next(number for number in range(99) if named(number, 2) == 1)
    cases = [Case(at=float(number), account=account) for number in range(4)]
    members = [Person(SALES, 0), Person(SALES, 1)]
    for slack, teams in ((0.0, [1, 0, 1, 0]), (1.0, [1, 1, 0, 1]), (9.0, [1, 1, 1, 1])):
        records = run(cases, members, team_choice=TeamChoice.NAMED_ACCOUNT, named_account_slack=slack)
        assert records.contacts["first_team"].tolist() == teams


# --- trust, complaints, leaving -----------------------------------------------------------------------


def test_trust_moves_with_every_contact():
    """Given up at minute 3, solved at 10 and at 60: down, up, up, from 0.7 x 0.1 / (0.7 x 0.1 + 0.3 x 0.2)."""
    cases = [Case(at=0.0, account=5), Case(at=1.0, account=5, patience=2.0), Case(at=50.0, account=5)]
    moves = {"trust_gain": 0.1, "trust_loss": 0.2, "trust_par_share": 0.7}
    account = run(cases, [Person(SALES)], **moves).accounts[0]
    assert account["trust"] == pytest.approx(1.0 - 0.9 * 0.9 * (1.0 - 0.8 * 0.07 / 0.13))
    assert (account["closed_well"], account["closed_badly"]) == (2, 1)
    assert np.isnan(account["lost_at"])


def test_whoever_is_let_down_may_complain():
    cases = [Case(at=0.0, account=5), Case(at=1.0, account=5, patience=2.0)]
    records = run(cases, [Person(SALES)], complaint_share=1.0, complaint_loss=0.4, trust_gain=0.0, trust_loss=0.0)
    assert records.contacts["complaints"].tolist() == [0, 1]
    assert records.accounts["trust"].tolist() == [0.3]


def test_open_loop_records_and_closed_loop_drops():
    cases = [
        Case(at=0.0, account=5),
        Case(at=100.0, account=5, need=(SALES, BILLING), work=(10.0, 7.0)),
        Case(at=200.0, account=6),
    ]
    people = [Person(SALES), Person(BILLING)]
    opened, closed = (run(cases, people, closed_loop=loop, **ALWAYS) for loop in (0, 1))
    assert opened.contacts["outcome"].tolist() == [Outcome.RESOLVED] * 3
    assert opened.accounts["lost_at"].tolist() == [10.0, 210.0]
    assert closed.contacts["outcome"].tolist() == [Outcome.RESOLVED, Outcome.LOST, Outcome.RESOLVED]
    assert closed.contacts["ended_at"].tolist() == [10.0, 100.0, 210.0]
    assert closed.accounts["dropped"].tolist() == [1, 0]
    assert closed.accounts["relief_minutes"].tolist() == [17.0, 0.0]


@pytest.mark.parametrize(
    ("rate", "leave"),
    [("churn_first_contact", [5]), ("churn_more_contacts", [6]), ("churn_unsolved", [7])],
)
def test_the_rate_goes_by_how_a_case_ended(rate, leave):
    """Account 5 is served at once, 6 when it tries again, and 7 never is."""
    served = {"redial_share": 1.0, "redial_minutes": 40.0, "most_contacts": 2}
    cases = [Case(at=1.0, account=5), Case(at=2.0, account=6, patience=1.0)]
    cases += [Case(at=3.0, account=7, need=(BILLING,), patience=1.0)]
    accounts = run(cases, [Person(SALES), Person(BILLING, shifts=((0.0, 2.0),))], **served, **{rate: 1e9}).accounts
    assert accounts["account"][~np.isnan(accounts["lost_at"])].tolist() == leave


def test_an_account_leaves_once():
    cases = [Case(at=0.0, account=5), Case(at=100.0, account=5)]
    account = run(cases, [Person(SALES)], **ALWAYS).accounts[0]
    assert (account["lost_at"], account["ended_at"]) == (10.0, 10.0)


# --- returns, causes ----------------------------------------------------------------------------------

COMES_BACK = {"return_share": 1.0, "return_minutes": 5.0, "most_contacts": 3}


def test_nobody_comes_back_twice_to_somebody_known_where_that_settles_it():
    contacts = run([Case(at=0.0)], [Person(SALES)], same_person_return=0.0, **COMES_BACK).contacts
    assert contacts["comes_back"].tolist() == [ComesBack.RETURN, ComesBack.NO]
    contacts = run([Case(at=0.0)], [Person(SALES)], **COMES_BACK).contacts
    assert contacts["comes_back"].tolist() == [ComesBack.RETURN, ComesBack.RETURN, ComesBack.CAPPED]


def test_who_knows_an_account_from_another_case_counts_as_far_as_they_remember():
    """Solved by somebody who remembers nearly all: hardly anybody comes back to whom everybody else's would."""
    cases = [Case(at=0.0, account=5), Case(at=600.0, account=5), Case(at=900.0, account=6)]
    never = {"same_person_return": 0.0, "return_share": 1.0, "most_contacts": 1}
    contacts = run(cases, [Person(SALES)], **never, **MEMORY).contacts
    assert contacts["comes_back"].tolist() == [ComesBack.CAPPED, ComesBack.NO, ComesBack.CAPPED]


def test_who_has_met_several_functions_removes_a_cause():
    """Whoever does both needs can; two who do one each cannot. With all of it removed nobody comes back any more."""
    cases = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 10.0)), Case(at=500.0, need=(BILLING,))]
    remove = {"causes_removable": 1.0, "cause_found_share": 1.0, **COMES_BACK}
    both = run(cases, [Person(SALES, also={BILLING: 1.0}), Person(BILLING, shifts=((0.0, 1.0),))], **remove).contacts
    alone = run(cases, [Person(SALES), Person(BILLING)], **remove).contacts
    assert both["comes_back"].tolist() == [ComesBack.RETURN, ComesBack.RETURN, ComesBack.NO, ComesBack.NO]
    assert alone["comes_back"].tolist() == [ComesBack.RETURN, ComesBack.RETURN, ComesBack.CAPPED] * 2
