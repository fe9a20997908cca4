"""Nobody's score is above the most it can be, and somebody's reaches it, however the score itself is edited.

The core passes over candidates by that bound, and the agent model looks at all of them: a score that
exceeded its bound would make the engines choose different people.
"""

from __future__ import annotations

import inspect
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import matching

UNIT = st.floats(0.0, 1.0)
WEIGHT = st.floats(-5.0, 5.0)
EDITS = {
    "as it is": ("", ""),
    "rest is a bonus": ("- rest_weight", "+ rest_weight"),
    "fatigue is a bonus": ("- fatigue_weight", "+ fatigue_weight"),
    "skill repels": ("skill_weight * skill -", "-skill_weight * skill -"),
    "familiarity repels": ("+ familiarity_weight", "- familiarity_weight"),
    "familiarity tires": ("+ familiarity_weight", "- 2.0 * familiarity_weight * fatigue"),
    "rest counts for the known": ("- rest_weight", "- rest_weight * (2.0 if served_before else -1.0)"),
    "fatigue by its square": ("fatigue_weight * fatigue", "fatigue_weight * fatigue * fatigue * skill"),
    "what was heard repels": ("+ heard_weight", "- heard_weight"),
    "heard counts for the served": ("+ heard_weight", "+ heard_weight * (2.0 if served_before else -1.0)"),
    "anything more": ("to_grid(score)", "to_grid(score + 0.37)"),
    "finer than the grid": ("to_grid(score)", "score"),
}


@pytest.fixture(params=EDITS, ids=EDITS)
def score(request, monkeypatch):
    """`match_score` as it is, or edited; the bound calls the same one."""
    before, after = EDITS[request.param]
    source = inspect.getsource(matching.match_score)
    assert before in source
    namespace = dict(vars(matching))
    exec(source.replace(before, after), namespace)
    monkeypatch.setattr(matching, "match_score", namespace["match_score"])
    return matching.match_score


WEIGHTS = tuple(itertools.product((0.0, 1.0, -0.7), (0.0, 0.6), (0.0, 0.3, -0.2), (0.0, 0.4), (0.0, 0.9)))
TIRED = [step / 16 for step in range(16)] + [1.0 - 2.0**-20]


@pytest.mark.parametrize("may_be_known", [False, True])
def test_no_score_is_above_the_most(score, may_be_known):
    for skill, weights in itertools.product((0.1, 0.6, 1.0), WEIGHTS):
        most = matching.match_score_at_most(skill, may_be_known, *weights)
        people = itertools.product(TIRED, {False, may_be_known}, {False, may_be_known}, (False, True))
        assert all(score(skill, *person, *weights) <= most for person in people), (skill, weights)


@pytest.mark.parametrize("may_be_known", [False, True])
def test_somebody_reaches_the_most(score, may_be_known):
    for skill, weights in itertools.product((0.1, 0.6, 1.0), WEIGHTS):
        people = itertools.product((0.0, 1.0), {False, may_be_known}, {False, may_be_known}, (False, True))
        most = matching.match_score_at_most(skill, may_be_known, *weights)
        assert most == max(score(skill, *person, *weights) for person in people)


@given(UNIT, UNIT, st.booleans(), st.booleans(), st.booleans(), st.tuples(*[WEIGHT] * 5))
def test_it_holds_for_any_weights(skill, fatigue, served_before, heard_before, over_lead, weights):
    most = matching.match_score_at_most(skill, served_before or heard_before, *weights)
    assert matching.match_score(skill, fatigue, served_before, heard_before, over_lead, *weights) <= most
