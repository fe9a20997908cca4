"""Comparisons of a tiny scenario: blocks, parity, tables, auto, falsification, journeys."""

import math
import re
import traceback
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from sim import compare, run
from sim.agents import run_agents
from sim.comparison import sampling
from sim.comparison.engines import EnginesDifferError, difference_of, records_of
from sim.comparison.falsification import (
    NAMES_OF_CHANGES,
    identity_check,
    null_check,
    null_scenario,
    walls_check,
    walls_scenario,
)
from sim.comparison.journey import journey_of
from sim.comparison.parity import ParityError, parity_rows
from sim.comparison.sampling import Sampler
from sim.comparison.stopping import next_target
from sim.demand.build import build_tape
from sim.demand.tape import hashes_of_customers
from sim.formation.prepared import prepare
from sim.foundation.kinds import Outcome, SegmentKind
from sim.measures import WATERFALL
from sim.report.falsification import falsification_text
from sim.report.journey import path_lines
from sim.scenario import changed, policy_of
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "pods_today", "silos_plus", "pods")


@pytest.fixture(scope="module")
def compared():
    return compare(tiny(), replications=4)


def test_the_four_corners_by_default(compared):
    assert compared.columns == COLUMNS
    assert compared.replication_count == 4
    assert list(compared.paired) == [
        ("silos", "pods_today"), ("silos", "silos_plus"), ("silos", "pods"), ("silos_plus", "pods"),
        ("pods_today", "pods"),
    ]  # fmt: skip


def test_parts_add_up_to_resolution(compared):
    for sample in compared.samples.values():
        assert sum(sample[part] for part in WATERFALL) == pytest.approx(sample["resolution_minutes"], rel=1e-12)


def test_every_column_meets_the_same_customers(compared):
    arrived = [compared.samples[column]["cases_arrived"] for column in COLUMNS]
    assert np.array_equal(arrived[0], arrived[1])
    assert np.array_equal(arrived[0], arrived[2])


def test_neither_the_size_of_blocks_nor_the_threads_matter(monkeypatch):
    prepared = prepare(tiny(), COLUMNS)
    found = []
    for size, threads in ((1, 1), (1, 4), (3, 1), (3, 2), (4, 2)):
        monkeypatch.setattr(sampling, "block_size", lambda cases, size=size: size)
        sampler = Sampler(prepared, seed=1, engine="core", threads=threads)
        sampler.extend_to(8)
        found.append(sampler)
    monkeypatch.undo()
    for other in found[1:]:
        assert other.customers_hash == found[0].customers_hash
        for column, sample in other.samples.items():
            for name, values in sample.items():
                np.testing.assert_array_equal(values, found[0].samples[column][name])
    assert sampling.block_size(1.0) >= 8
    assert sampling.block_size(1e9) == 1


def test_more_replications_leave_the_first_as_they_were(compared):
    more = compare(tiny(), replications=6)
    for column in COLUMNS:
        for name, values in compared.samples[column].items():
            np.testing.assert_array_equal(values, more.samples[column][name][:4])


def test_a_column_alone_is_the_same_as_beside_others(compared):
    alone = run(tiny(), formation="pods", replications=4)
    for name, values in compared.samples["pods"].items():
        np.testing.assert_array_equal(values, alone.samples["pods"][name])


def test_parity_lists_declared_dials_only(compared):
    rows = {row.item: row for row in compared.parity_rows}
    assert rows["headcount"].values == dict.fromkeys(COLUMNS, 4)
    assert rows["skill_hours_per_week"].values["pods"] == 40 * (4 + 0.9)
    assert rows["payroll_per_week"].values["silos"] == 4 * 40 * 30
    assert len(set(rows["customers"].values.values())) == 1
    declared = [row.item for row in compared.parity_rows if row.kind == "declared"]
    assert declared == ["wings", "kept_across_share", "kept_inside_share", "return_to"]


def test_an_undeclared_difference_is_an_error():
    prepared = prepare(tiny(), ("silos", "pods"))
    secret = prepared.formations["pods"].policy.copy()
    secret["triage_minutes"] = 0.0
    changed = {**prepared.formations, "pods": replace(prepared.formations["pods"], policy=secret)}
    with pytest.raises(ParityError, match=r"silos and pods differ undeclared in: triage_minutes"):
        parity_rows(replace(prepared, formations=changed), "", {})


def test_a_missing_person_is_an_error():
    prepared = prepare(tiny(), ("silos", "pods"))
    home = prepared.formations["pods"].home_team.copy()
    home[3] = -1
    changed = {**prepared.formations, "pods": replace(prepared.formations["pods"], home_team=home)}
    with pytest.raises(ParityError, match="columns differ in headcount"):
        parity_rows(replace(prepared, formations=changed), "", {})


def test_pandas_tables_have_the_documented_columns(compared):
    assert list(compared.table()) == ["formation", "measure", "unit", "mean", "low", "high"]
    assert list(compared.differences()) == [
        "first", "second", "measure", "unit", "mean", "low", "high", "word", "reason", "alone", "low_all_pairs",
        "high_all_pairs", "p_difference", "p_beyond", "p_same", "smallest", "variance_cut",
    ]  # fmt: skip
    replications = compared.replications()
    assert list(replications) == ["replication", "formation", "measure", "channel", "value"]
    assert set(replications["channel"]) == {"all", "voice", "mail"}
    assert list(compared.parity()) == ["item", "unit", "kind", *COLUMNS]
    assert list(run(tiny(), replications=1).table()) == ["formation", "measure", "unit", "mean", "low", "high"]


def test_unknown_columns_and_too_few_replications_are_refused():
    with pytest.raises(KeyError, match="tiny has no column 'pds'"):
        compare(tiny(), formations=["pds"])
    with pytest.raises(ValueError, match="at least 2 are needed"):
        compare(tiny(), replications=1)
    with pytest.raises(ValueError, match="unknown engine 'fast'"):
        compare(tiny(), engine="fast")


def test_both_engines_agree_or_stop_by_name(monkeypatch):
    both = compare(tiny(), formations=["silos", "pods"], replications=2, engine="both")
    core = compare(tiny(), formations=["silos", "pods"], replications=2)
    assert both.to_json()["formations"] == core.to_json()["formations"]

    def slightly_wrong(*given, **options):
        records = run_agents(*given, **options)
        records.contacts["queue_minutes"][5] += 1
        return records

    monkeypatch.setattr("sim.agents.run_agents", slightly_wrong)
    prepared = prepare(tiny(), ["silos"])
    tape = build_tape(tiny(), prepared.customers, seed=1, first_replication=0, replications=1)
    with pytest.raises(EnginesDifferError, match=r"column silos.*contacts, row 5 .*queue_minutes: .* against"):
        records_of(prepared, prepared.formations["silos"], tape, "both")


@pytest.mark.parametrize("table", ["people", "weeks", "accounts"])
def test_engines_that_differ_in_any_table_are_told_apart(table):
    scenario = tiny(["time.slow_clock=true"])
    prepared = prepare(scenario, ["silos"])
    tape = build_tape(scenario, prepared.customers, seed=1, first_replication=0, replications=1)
    left, right = (records_of(prepared, prepared.formations["silos"], tape, "agents") for _ in range(2))
    assert difference_of(left, right) is None
    column = getattr(right, table).dtype.names[-1]
    getattr(right, table)[column][1] = 7.25
    assert re.match(rf"{table}, row 1 .*{column}: .* against 7", difference_of(left, right))


def test_five_calls_from_compare_to_the_event_loop(monkeypatch):
    """In one thread. Whoever reads a traceback, or a profile, reads few frames."""
    module, stacks = import_module("sim.core.run"), set()
    loop = module.simulate

    def simulate(address):
        stacks.add(tuple(frame.name for frame in traceback.extract_stack()))
        return loop(address)

    monkeypatch.setattr(module, "simulate", simulate)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    compare(tiny(), formations=["silos", "silos_plus"], replications=2)
    ways = {stack[stack.index("compare") :] for stack in stacks}
    assert ways == {("compare", "extend_to", "_run_block", "run_core", "_replication", "simulate")}


def test_auto_stops_when_settled_and_says_when_it_did_not():
    # A column against one of the same policy and the same teams: settled at the first look.
    same = tiny({"formations.twin": {"partition": "by_function", "policy_from": "silos"}})
    found = compare(same, formations=["silos", "twin"], replications="auto")
    assert not found.budget_ran_out
    assert found.replication_count == 10
    short = compare(tiny(), replications="auto", budget_replications=10)
    assert (short.budget_ran_out, short.replication_count) == (True, 10)
    none = compare(tiny(), replications="auto", budget_seconds=0)
    assert (none.budget_ran_out, none.replication_count) == (True, 2)


def test_auto_looks_seldom():
    looks = [10]
    while looks[-1] < 200:
        looks.append(min(200, next_target(looks[-1])))
    assert looks == [10, 20, 30, 50, 80, 120, 180, 200]


def test_null_scenario_leaves_nothing_for_teams_to_matter():
    scenario = null_scenario(changed(tiny(), {"time.slow_clock": True}))
    assert not scenario.time.slow_clock
    for column in COLUMNS:
        policy = policy_of(scenario, column)
        assert policy == policy_of(scenario, "silos")
        assert not policy.walls
        assert policy.wings == policy.changeover_minutes == policy.link_minutes == policy.coordination_share == 0
        assert policy.kept_across_share == policy.kept_inside_share == policy.context_kept_wing == 1
        assert set(policy.pickup_inside_minutes.values()) == set(policy.pickup_across_minutes.values()) == {0.0}


def test_null_identity_and_walls_pass():
    null = null_check(tiny(), COLUMNS, replications=2, seed=1)
    assert null.passed, falsification_text(null)
    assert "rows are equal" in falsification_text(null)
    identity = identity_check(tiny(), COLUMNS, replications=2, seed=1)
    assert identity.passed, falsification_text(identity)
    walls = walls_check(tiny(), replications=8, seed=1)
    assert walls.passed, falsification_text(walls)
    assert "loss in resolution time from splitting:" in falsification_text(walls)
    assert list(walls_scenario(tiny()).formations) == ["one_pool", "random_teams"]


def test_null_would_notice_a_benefit_smuggled_in(monkeypatch):
    from sim.comparison import falsification

    monkeypatch.setattr(falsification, "null_scenario", lambda scenario: scenario)
    found = null_check(tiny(), COLUMNS, replications=1, seed=1)
    assert not found.passed
    assert "row " in falsification_text(found).splitlines()[1]
    assert falsification_text(found).startswith("null: FAIL")
    assert "misroutes" not in NAMES_OF_CHANGES


def test_hash_of_customers_tells_them_apart():
    prepared = prepare(tiny(), ["silos"])
    tapes = [
        build_tape(tiny(), prepared.customers, seed=seed, first_replication=0, replications=2) for seed in (1, 1, 2)
    ]
    hashes = [hashes_of_customers(tape) for tape in tapes]
    assert hashes[0] == hashes[1]
    assert len({*hashes[0], *hashes[2]}) == 4


def test_a_journey_is_the_same_customer_in_every_column():
    journey = journey_of(tiny(), 5, formations=COLUMNS, replication=1)
    assert [path.formation for path in journey.paths] == list(COLUMNS)
    for path in journey.paths:
        assert path.events[0].start == journey.customer.arrived_at
        starts = [event.start for event in path.events]
        assert starts == sorted(starts)
        if path.outcome == Outcome.RESOLVED:
            steps = [event for event in path.events if event.kind == SegmentKind.STEP]
            assert steps[-1].end == path.ended_at
            served = [step.need for step in steps if math.isfinite(step.context)]
            assert set(served) >= {need for need, _, _ in journey.customer.needs}


def test_a_case_that_never_came_is_refused():
    with pytest.raises(ValueError, match=r"case 9999: replication 0 has cases 1 to \d+ in its cohort"):
        journey_of(tiny(), 9999, formations=["silos"])
    with pytest.raises(ValueError, match="case 0"):
        journey_of(tiny(), 0, formations=["silos"])


def test_a_journey_tells_of_bots_and_of_coming_back():
    busy = tiny(
        {"policy.automation": 1.0, "demand.coming_back.return_share": 0.9, "demand.coming_back.redial_share": 1}
    )
    said, contacts = "", 0
    for number in range(1, 9):
        journey = journey_of(busy, number, formations=["silos"])
        path = journey.paths[0]
        contacts += len(path.contacts)
        assert {event.contact for event in path.events} <= set(range(len(path.contacts)))
        assert (path.outcome, path.ended_at) == (path.contacts[-1].outcome, path.contacts[-1].ended_at)
        said += "\n".join(path_lines(path, 1)) + "\n"
    assert contacts > 8
    for words in ("meets a bot, 2.00 min", "closed by the bot", "solved, or so it seemed", "comes back"):
        assert words in said
