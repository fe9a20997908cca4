"""One uniform against a probability: who came back, met a bot or was misrouted still does where more do."""

from __future__ import annotations

import pytest

from tests.metamorphic.columns import inputs_for, run, with_policy, with_settings
from tests.metamorphic.decisions import decisions
from tests.metamorphic.desks import BUSY_DESK

MANY = 20
# By dial: a higher value, and the decisions that it makes more of (sort, and end of the contact).
MORE = {
    "coming_back.return_share": (0.6, "back", "RESOLVED"),
    "coming_back.redial_share": (0.9, "back", "gave up"),
    "technology.bot_unhelped_share": (0.8, "back", "BOT_RESOLVED"),
    "automation": (0.6, "bot", None),
    "technology.bot_solves_share": (0.9, "bot solves", None),
}


@pytest.mark.parametrize("dial", MORE)
def test_more_of_them_are_those_there_were_and_others(busy_desk, dial):
    """One uniform against the probability: whoever came back, or met a bot, still does."""
    inputs, records = busy_desk
    value, sort, end = MORE[dial]
    moved = inputs_for(with_settings(BUSY_DESK, {dial: value}, "silos"), ("silos",))
    found, more = decisions(inputs, records[0]), decisions(moved, run(moved))
    both = {key for key in found.keys() & more.keys() if key[0] == sort and end in (None, key[-1])}
    assert all(more[key] for key in both if found[key])
    assert sum(more[key] for key in both) > 1.3 * sum(found[key] for key in both) > MANY


@pytest.mark.parametrize(("dial", "of_kind"), [("return_minutes", "RESOLVED"), ("redial_minutes", "gave up")])
def test_longer_delays_are_the_same_ones_stretched(dial, of_kind):
    """And the other kind of delay stays."""
    minutes = BUSY_DESK["demand"]["coming_back"][dial]
    found = []
    for factor in (1.0, 2.0):
        inputs = inputs_for(with_settings(BUSY_DESK, {f"coming_back.{dial}": factor * minutes}, "silos"), ("silos",))
        found.append(decisions(inputs, run(inputs)))
    delays = {key for key in found[0].keys() & found[1].keys() if key[0] == "delay"}
    stretched = {key for key in delays if key[-1] == of_kind or (of_kind == "RESOLVED" and key[-1] == "BOT_RESOLVED")}
    assert min(len(stretched), len(delays - stretched), sum(key[3] > 0 for key in stretched)) > MANY
    assert all(abs(found[1][key] - 2.0 * found[0][key]) <= 2.0**-20 for key in stretched)
    assert all(found[1][key] == found[0][key] for key in delays - stretched)


def test_more_misroutes_are_those_there_were_and_more(busy_desk):
    """What was wrong stays wrong, and names the same wrong function; in later contacts too."""
    inputs, records = busy_desk
    moved = inputs_for(with_policy(BUSY_DESK, "silos", misroute_share=0.6), ("silos",))
    found, more = decisions(inputs, records[0]), decisions(moved, run(moved))
    need = {
        (replication, int(inputs.tape.lineage[row])): inputs.tape.need[row].tolist()
        for replication in range(inputs.tape.replications)
        for row in range(*inputs.tape.first_case[replication : replication + 2])
    }
    for later in (False, True):
        first = [
            key for key in found.keys() & more.keys() if key[0] == "seems" and key[5] == 0 and (key[3] > 0) == later
        ]
        wrong = [key for key in first if found[key] != need[key[1:3]][key[4]]]
        wrong_now = [key for key in first if more[key] != need[key[1:3]][key[4]]]
        assert {key: found[key] for key in wrong} == {key: more[key] for key in wrong}
        assert len(wrong_now) > 1.5 * len(wrong) > MANY
