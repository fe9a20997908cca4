"""Sentences 6, 9, 11 and 12.7 on plain objects: rows, a bot, what is foreseen, who joins, teams that are no more."""

from __future__ import annotations

from types import SimpleNamespace as Fields

import pytest

from sim.foundation.draws import Kind
from sim.foundation.kinds import Borrowing, Lead, ReturnTo, State, Together
from sim.process import rows, stages, technology, together

RUN = Fields(key=7, functions=3)


def test_what_is_written_of_a_contact_and_of_a_stretch():
    contact, segment = Fields(), Fields()
    rows.describe_contact(contact, 1, 2, 3, 4.0, 5.0, 0.6)
    assert vars(contact) == {
        "case": 1, "contact": 2, "channel": 3, "arrived_at": 4.0, "deadline_at": 5.0, "distress": 0.6,
    }  # fmt: skip
    for apparent, shown in ((2, 2), (3, -1)):
        case = Fields(number=1, contact=2, step=3, apparent=apparent, position=5, attempt=6, team=7)
        rows.describe_segment(segment, case, RUN, 8)
        assert vars(segment) == {
            "case": 1, "contact": 2, "step": 3, "apparent": shown, "need": 8, "need_position": 5, "attempt": 6,
            "team": 7,
        }  # fmt: skip
    rows.describe_join_segment(segment, 9, 4)
    assert vars(segment) == {
        "case": 1, "contact": 2, "step": 3, "apparent": 9, "need": 9, "need_position": 4, "attempt": 0, "team": 7,
    }  # fmt: skip
    rows.describe_link_segment(segment, 6)
    assert vars(segment) == dict.fromkeys(vars(segment), -1) | {"team": 6}


@pytest.fixture
def draw(monkeypatch):
    asked = []
    monkeypatch.setattr(technology, "uniform", lambda *address: asked.append(address) or 0.4)
    return asked


def test_a_bot(draw):
    case = Fields(lineage=3, needs=1)
    given = [(False, 0.9), (True, 0.0), (True, 0.4), (True, 0.5)]
    answers = [technology.bot_answers(case, Fields(bot=bot), Fields(automation=dial), RUN) for bot, dial in given]
    assert answers == [False, False, False, True]
    assert draw == [(7, Kind.BOT, 3, 0)] * 2
    assert technology.begin_with_bot(case, Fields(bot_minutes=2.5), 10.0) == 12.5
    assert (case.state, case.interval_start) == (State.WITH_BOT, 10.0)
    solved = [
        technology.bot_solves(Fields(lineage=3, needs=needs), Fields(bot_solves_share=share), RUN)
        for needs, share in ((1, 0.5), (1, 0.4), (2, 0.5))
    ]
    assert solved == [True, False, False]
    assert draw[-1] == (7, Kind.BOT_SOLVES, 3, 0)


def test_what_is_foreseen(draw):
    case = Fields(lineage=3)
    given = [(False, 0.9), (True, 0.0), (True, 0.4), (True, 0.5)]
    found = [technology.is_foreseen(case, Fields(predictive=dial), RUN, [True, hidden], 1) for hidden, dial in given]
    assert found == [False, False, False, True]
    assert draw == [(7, Kind.FORESEEN, 3, 1)] * 2


def test_teams_that_are_no_more():
    case = Fields(holder=0, last_met=4, owner=6, team=1, team_before=2)
    assert stages.stands_for(case, Fields(return_to=ReturnTo.OWNER)) == 0
    case.holder = -1
    assert stages.stands_for(case, Fields(return_to=ReturnTo.OWNER)) == 6
    stages.be_among_new_teams(case, 5)
    assert (case.team, case.team_before) == (5, -1)


@pytest.mark.parametrize(
    ("dial", "lead", "triage", "wrong", "joined"),
    [
        (Together.TEAM, Lead.ROTATING, False, False, True),
        (Together.NONE, Lead.ROTATING, False, False, False),
        (Together.TEAM, Lead.FIXED, False, False, False),
        (Together.TEAM, Lead.ROTATING, True, False, False),
        (Together.TEAM, Lead.ROTATING, False, True, False),
    ],
)
def test_which_step_may_be_joined(dial, lead, triage, wrong, joined):
    case, policy = Fields(is_triage=triage, is_wrong=wrong), Fields(together=dial, lead=lead)
    assert together.may_be_joined(case, policy) is joined


def test_who_joins():
    reach = [together.reach_to_join(Fields(together=dial)) for dial in (Together.TEAM, Together.ANYWHERE)]
    assert reach == [Borrowing.NONE, Borrowing.ANYWHERE]
    for now, counts in ((50.0, 1), (50.5, 0)):
        case = Fields(joined=1, deadline=50.0, team=2)
        contact = Fields(steps=1, people_met=1, known_steps=1, borrowed=1)
        together.join_step(case, contact, Fields(walls=1), 3, False, now)
        together.join_step(case, contact, Fields(walls=1), 2, True, now)
        assert vars(contact) == {
            "steps": 1 + 2 * counts, "people_met": 1 + counts, "known_steps": 1 + counts, "borrowed": 1 + counts,
        }  # fmt: skip
        assert case.joined == 3
    lengths = [Fields(rework_minutes=minutes) for minutes in (1.0, 2.0)]
    assert [together.outlasts(lengths[0], one) for one in lengths] == [False, False]
    assert together.outlasts(lengths[1], lengths[0])


@pytest.mark.parametrize(
    ("sight", "independent", "position", "seems", "found"),
    [
        (True, [True, True, True], 2, 2, True),
        (False, [True, True, True], 2, 2, False),
        (True, [True, True, True], 2, 1, False),
        (True, [True, False, True], 2, 2, False),
        (True, [False, True, True], 2, 2, True),  # a need served before the step does not count
        (True, [True, True, False], 2, 2, True),  # nor does the need itself
    ],
)
def test_which_needs_go_together(monkeypatch, sight, independent, position, seems, found):
    asked = []
    monkeypatch.setattr(together, "is_in_sight", lambda *given: sight)
    monkeypatch.setattr(together, "apparent_need", lambda *given: asked.append(given[-3:]) or seems)
    hidden = [False] * 3
    given = (Fields(position=1), None, None, RUN, [0, 1, 2], hidden, [], independent, position, 0.5)
    assert together.can_go_together(*given) is found
    assert asked in ([], [(position, 0, 0.5)])
