"""Accounts follow from contacts: trust, who leaves, what then does not come; and to which team they are named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import ComesBack, Outcome, SegmentKind, TeamChoice
from tests.property import by_hand
from tests.property.runs import Run, on_random_runs
from tests.property.story import Story, stories
from tests.property.test_coming_back import candidate_teams, having_teams, members_at_home, present_team
from tests.property.tiring import OCCUPATIONS

SOLVED = (Outcome.RESOLVED, Outcome.BOT_RESOLVED)
YEAR = 365.0 * 1440.0


@on_random_runs(25)
def test_accounts_follow_from_their_contacts(run):
    """Where two contacts of an account do not end in one instant, whose order no row tells."""
    ways = ("account_memory_weeks", "trust_gain", "trust_loss", "complaint_share")
    ways += ("churn_first_contact", "churn_more_contacts", "churn_unsolved")
    shown = run.policy["historical"] > 0.0 and run.policy["account_background_share"] > 0.0
    if not shown and not any(run.policy[way] > 0.0 for way in ways):
        assert run.accounts.size == 0
        return
    account = run.of_tape("account")[run.contacts["case"]]
    assert run.accounts["account"].tolist() == np.unique(run.of_tape("account")).tolist()
    for row in run.accounts:
        mine = run.contacts[account == row["account"]]
        ended = mine[~np.isin(mine["outcome"], (Outcome.OPEN, Outcome.LOST))]
        assert row["closed_well"] + row["closed_badly"] == ended.size
        check_dropped(run, row, mine)
        if np.unique(ended["ended_at"]).size == ended.size:
            check_trust(run, row, np.sort(ended, order="ended_at"))


def check_trust(run: Run, row: np.void, ended: np.ndarray) -> None:
    """Trust and leaving, contact by contact. ended: those of an account, in order."""
    policy = run.policy
    trust = at_first = by_hand.trust_at_rest(policy["trust_par_share"], policy["trust_gain"], policy["trust_loss"])
    before, lost_at, good_ones = 0.0, np.nan, 0
    for contact in ended:
        good = contact["outcome"] in SOLVED and contact["comes_back"] == ComesBack.NO
        good_ones += good
        trust = 1.0 - (1.0 - policy["trust_gain"]) * (1.0 - trust) if good else (1.0 - policy["trust_loss"]) * trust
        trust *= 1.0 - policy["complaint_loss"] if contact["complaints"] else 1.0
        if contact["comes_back"] in (ComesBack.NO, ComesBack.CAPPED) and np.isnan(lost_at):
            rate = policy["churn_unsolved"]
            if good:
                rate = policy["churn_more_contacts" if contact["contact"] else "churn_first_contact"]
            yearly = rate * math.exp(policy["trust_churn_weight"] * (at_first - trust))
            kept = math.exp(-yearly * (contact["ended_at"] - before) / YEAR)
            drawn = run.drawn(Kind.LEAVES, int(contact["case"]), int(contact["contact"]))
            lost_at = contact["ended_at"] if drawn < 1.0 - kept else np.nan
            before = contact["ended_at"]
    assert row["closed_well"] == good_ones
    assert (row["trust"], row["ended_at"]) == (pytest.approx(trust, abs=1e-9), before)
    assert np.array_equal(row["lost_at"], lost_at, equal_nan=True)


def check_dropped(run: Run, row: np.void, mine: np.ndarray) -> None:
    """What arrives once an account has left does not come in a closed loop, and all comes in an open one."""
    dropped = mine[mine["outcome"] == Outcome.LOST]
    assert row["dropped"] == dropped.size
    assert (dropped["contact"] == 0).all()
    assert (dropped["ended_at"] == dropped["arrived_at"]).all()
    later = mine[(mine["contact"] == 0) & (mine["arrived_at"] > row["lost_at"]) & (mine["outcome"] != Outcome.OPEN)]
    assert np.isin(later["outcome"], [Outcome.LOST] if run.policy["closed_loop"] else list(Outcome)[:-1]).all()
    customers = run.inputs.customers
    inside = (dropped["arrived_at"] >= customers.cohort_start) & (dropped["arrived_at"] < customers.cohort_end)
    assert row["relief_minutes"] == pytest.approx(run.of_tape("work")[dropped["case"][inside]].sum())


@on_random_runs()
def test_a_case_that_does_not_come_leaves_no_trace_but_its_row(run):
    lost = run.contacts[run.contacts["outcome"] == Outcome.LOST]
    assert not np.isin(run.segments["case"], lost["case"]).any()
    assert (lost["steps"] == 0).all()
    assert (lost["comes_back"] == ComesBack.NO).all()


@on_random_runs(25)
def test_an_account_goes_to_its_team_or_to_one_where_less_waits(run):
    """To its own, where that is a candidate and no more work waits there than the slack allows; else to the least."""
    policy = run.policy
    if policy["team_choice"] != TeamChoice.NAMED_ACCOUNT or not policy["walls"]:
        return
    seen = set()
    for story, segment in stories(run):
        place = (story.case, story.contact, int(segment["step"]))
        if segment["kind"] != SegmentKind.QUEUE or place in seen or story.before is not None:
            continue
        seen.add(place)
        candidates = candidate_teams(story, segment)
        if present_team(story) in candidates:
            continue
        members = having_teams(story, segment)
        key = int(run.inputs.tape.replication_key[run.replication])
        drawn = uniform(key, Kind.TEAM, story.account, 0)
        named = members[math.floor(drawn * len(members))]
        if run.staff.rooms.is_one_event(float(segment["start"])):
            work = {team: work_of(story, segment, team) for team in candidates}
            least = min(candidates, key=lambda team: (work[team], team))
            overfull = named not in work or work[named] > work[least] + policy["named_account_slack"]
            assert segment["team"] == (least if overfull else named)


def work_of(story: Story, segment: np.void, team: int) -> float:
    """Known work of a team over its capacity, as a case comes that will wait: who waits for the same, and who serves.

    What is taken in this very instant is taken afterwards.
    """
    run, at = story.run, float(segment["start"])
    members = [person for person in members_at_home(story, segment) if run.home[person] == team]
    there = [person for person in members if run.is_on_shift(person, at)]
    waits = run.of_kind(SegmentKind.QUEUE)
    waits = waits[(waits["team"] == team) & (waits["apparent"] == segment["apparent"])]
    waiting = np.count_nonzero((waits["start"] < at) & (at <= waits["end"]) & (waits["case"] != story.case))
    if not there:
        return waiting / len(members)
    rows = run.of_kind(*OCCUPATIONS)
    busy = rows[(rows["start"] < at) & (at < rows["end"])]
    return (waiting + np.isin(there, busy["person"]).sum()) / len(there)
