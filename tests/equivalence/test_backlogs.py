"""The two engines write equal records where hundreds of cases wait, and some leave from among them."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import SegmentKind
from sim.scenario import load_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of
from tests.equivalence.test_shipped_scenarios import SMALLER_BY

SMALLER = SMALLER_BY["support_desk"]
HUNDREDS = 300


@pytest.mark.slow
@pytest.mark.parametrize("order", ["joined", "age", "distress"])
def test_engines_agree_where_hundreds_wait(order):
    whole = load_scenario("support_desk")
    fewer = {
        f"people.groups.{i}.count": max(1, round(g.count / SMALLER / 2)) for i, g in enumerate(whole.people.groups)
    }
    fewer |= {
        f"demand.channels.{c}.cases_per_week": k.cases_per_week / SMALLER for c, k in whole.demand.channels.items()
    }
    one_week = {"time.warm_up_weeks": 0, "time.measured_weeks": 1, "formations.pods.teams": 2}
    patient = {"demand.channels.voice.patience_minutes": 300, "policy.queue_order": order}
    scenario = load_scenario("support_desk", fewer | one_week | patient)
    for records in assert_engines_agree(inputs_of(scenario, ["silos", "pods"], replications=1)):
        waits = records.segments[records.segments["kind"] == SegmentKind.QUEUE]
        most = max(((waits["start"] <= at) & (waits["end"] > at)).sum() for at in waits["start"][::50])
        assert most > HUNDREDS
