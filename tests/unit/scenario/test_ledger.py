"""The ledger of assumptions: complete, in range, and changes what it says."""

import re

import pytest

from sim.measures.empathy import COEFFICIENTS
from sim.scenario import all_settings, changed, load_scenario, policy_of, shipped_scenarios
from sim.scenario.catalogue import SETTINGS
from sim.scenario.declaration import Plausible
from sim.scenario.ledger import ABSENT, EMPATHY, LOAD, NEEDS, SOURCED, SWEPT, TOGETHER, ledger, possible, with_values

COLUMNS = ("silos", "silos_plus", "pods")


@pytest.fixture(scope="module")
def desk():
    return load_scenario("support_desk")


@pytest.fixture(scope="module")
def by_name(desk):
    return {one.name: one for one in ledger(desk, COLUMNS)}


def test_every_number_without_a_source_has_a_range_or_a_reason_for_none():
    # Rows of docs/background/evidence.md with tag A.
    rows = ("row 3:", "row 19", "row 20a", "row 20b", "row 24", "row 47", "row 48", "row 51", "row 64", "row 69")
    unsourced = [
        info
        for info in all_settings()
        if not info.block and (info.source.startswith("assumption") or any(row in info.source for row in rows))
    ]
    assert len(unsourced) > 60
    missing = [info.key for info in unsourced if info.declared.plausible is None]
    assert not missing


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_scenarios())
def test_both_ends_of_every_range_that_worlds_vary_are_scenarios(name):
    scenario = load_scenario(name)
    for one in ledger(scenario, COLUMNS):
        if one.swept:
            assert possible(scenario, one, (one.low, one.high)) == [one.low, one.high], one.name


def test_what_felt_empathy_counts_is_drawn_together(desk, by_name):
    drawn = by_name[EMPATHY]
    assert drawn.swept
    assert drawn.low <= drawn.value <= drawn.high
    assert with_values(desk, {drawn: drawn.value}).empathy == desk.empathy
    least, most = (with_values(desk, {drawn: end}).empathy for end in (drawn.low, drawn.high))
    assert least.heard + least.known < desk.empathy.heard + desk.empathy.known < most.heard + most.known
    settings = [key.partition(".")[2] for key in drawn.keys]
    assert settings == ["anchor", *COEFFICIENTS]
    assert all(getattr(least, name) != getattr(most, name) for name in settings)
    assert not {f"empathy.{name}" for name in settings} & set(by_name)


@pytest.mark.parametrize("change", [{"empathy.heard": 1.0}, {"empathy.definition": "effort"}])
def test_a_scenario_that_says_itself_what_counts_is_not_drawn(desk, change):
    assert EMPATHY not in [one.name for one in ledger(changed(desk, change), COLUMNS)]


def test_a_range_ends_where_its_setting_does():
    long = changed(load_scenario("support_desk"), {"people.fatigue.fall_half_life_minutes": 80_000.0})
    (one,) = (one for one in ledger(long, COLUMNS) if one.name == "people.fatigue.fall_half_life_minutes")
    assert (one.low, one.high) == (40_000.0, 100_000.0)


def test_what_makes_a_setting_matter_is_a_setting():
    conditions = {one for info in all_settings() for way in info.declared.matters.ways for one in way}
    assert len(conditions) > 8
    for condition in conditions:
        for key in condition.keys:
            setting = SETTINGS.listed(key)
            assert setting, key
            assert condition.value is None or condition.value in setting.allowed, condition


def test_what_is_said_of_an_evidence_range_is_the_range():
    """Where the source of a value says its range, plausible worlds take just that."""
    told = 0
    for info in all_settings():
        plausible, said = info.declared.plausible, re.search(r", range ([\d.]+)-([\d.]+)$", info.source)
        if isinstance(plausible, Plausible) and not plausible.relative and said:
            assert (plausible.low, plausible.high) == (float(said[1]), float(said[2])), info.key
            told += 1
    assert told > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in shipped_scenarios() if "/" not in n and n != "services_3000"])
def test_both_ends_of_every_range_are_scenarios(name):
    scenario = load_scenario(name)
    entries = ledger(scenario)
    assert len({one.name for one in entries}) == len(entries) > 40
    for one in entries:
        assert one.low < one.high or (one.low == one.high == one.value == 0.0 and not one.swept), one.name
        assert one.changes(one.value)
        for value in (one.low, one.high):
            assert (with_values(scenario, {one: value}) != scenario) == (value != one.value), (one.name, value)
        if one.role in (SWEPT, ABSENT, TOGETHER):
            assert with_values(scenario, {one: one.value}) == scenario, one.name


def test_values_and_ranges_by_hand(by_name):
    def row(name):
        one = by_name[name]
        return one.value, one.low, one.high, one.role

    assert row("policy.retelling_share") == (0.15, 0.05, 0.30, SWEPT)
    assert row("formations.silos.policy.kept_across_share") == (0.3, 0.1, 0.4, SWEPT)
    assert row("formations.silos_plus.policy.kept_across_share") == (0.75, 0.66, 0.83, SWEPT)
    assert row("people.groups.*.also") == (0.926, 0.8, 1.0, SWEPT)
    assert row("demand.coming_back.redial_minutes") == (30, 15, 60, SWEPT)
    assert row("policy.pickup_minutes.mail") == (36, 0, 240, TOGETHER)
    assert row("policy.pickup_inside_minutes.mail") == (36, 0, 240, SWEPT)
    assert row("policy.pickup_across_minutes.mail") == (36, 0, 240, SWEPT)
    assert row("policy.link_minutes")[1:] == (0, 2, SWEPT)  # also where it is 0
    assert row("people.fatigue.distress_weight")[3] == SWEPT
    assert row("policy.drafting")[3] == ABSENT
    assert row(LOAD) == (1.0, 0.85, 1.1, SWEPT)
    assert row(NEEDS) == (1.0, 0.5, 1.5, SWEPT)
    assert by_name[NEEDS].base == (0.399, 1.656)
    assert row("demand.needs.*.work_cv")[3] == SOURCED
    assert by_name["demand.accounts.count"].whole


def test_what_is_off_or_own_is_left_out(by_name):
    for name in (
        "policy.consult_skill", "policy.briefing_minutes", "policy.rest_minutes", "demand.technology.bot_minutes",
        "policy.pickup_across_minutes.voice", "demand.channels.voice.cases_per_week", "policy.first_line_to_ambiguity",
    ):  # fmt: skip
        assert name not in by_name


def test_what_moves_together(desk, by_name):
    both = by_name["policy.pickup_minutes.mail"]
    policy = policy_of(with_values(desk, {both: 90.0}), "pods")
    assert policy.pickup_inside_minutes["mail"] == policy.pickup_across_minutes["mail"] == 90.0
    walk = by_name[NEEDS]
    channels = with_values(desk, {walk: 0.5}).demand.channels
    assert [channels[name].continuation_factor for name in ("voice", "mail")] == [0.399 / 2, 1.656 / 2]
    half = with_values(desk, {by_name["people.groups.*.also_share"]: 0.25, by_name["people.groups.*.also"]: 0.9})
    assert {group.also_share for group in half.people.groups} == {0.25}
    assert {skill for group in half.people.groups for skill in group.also.values()} == {0.9}


def test_each_column_that_says_what_is_kept_is_varied_alone(desk, by_name):
    for dial in ("kept_across_share", "kept_inside_share"):
        kept = by_name[f"formations.silos_plus.policy.{dial}"]
        moved = with_values(desk, {kept: 0.7})
        for column in ("silos_plus", "pods"):  # pods take the policy of silos_plus
            assert getattr(policy_of(moved, column), dial) == 0.7
        assert policy_of(moved, "silos") == policy_of(desk, "silos")


@pytest.mark.parametrize("factor", [1.0, 0.8, 0.0])
def test_needs_are_told_as_multiples_of_what_a_scenario_has(factor):
    """Also where all channels have the same factor; where it is 0 everywhere there is nothing to multiply."""
    alike = load_scenario("telecom", {f"demand.channels.{name}.continuation_factor": factor for name in
                                      ("voice", "chat", "mail")})  # fmt: skip
    (one,) = (one for one in ledger(alike, COLUMNS) if one.name == NEEDS)
    assert (one.value, one.role) == ((1.0, SWEPT) if factor else (0.0, ABSENT))
    if factor:
        changed_to = with_values(alike, {one: 0.5}).demand.channels["chat"].continuation_factor
        assert (one.low, one.high, changed_to) == (0.5, 1.5, factor / 2)


def test_load_is_moved_by_customers_or_with_a_log_by_work():
    log = load_scenario("it_incidents")
    (load,) = (one for one in ledger(log) if one.name == LOAD)
    busier = with_values(log, {load: 1.1})
    for name, need in log.demand.needs.items():
        assert busier.demand.needs[name].work_minutes == pytest.approx(1.1 * need.work_minutes)
    desk = load_scenario("support_desk", ["demand.volume_factor=0.9"])
    (load,) = (one for one in ledger(desk) if one.name == LOAD)
    assert with_values(desk, {load: 1.1}).demand.volume_factor == pytest.approx(0.99)


def test_pickup_that_a_column_declares_is_no_assumption_of_all():
    own = load_scenario("support_desk", ["formations.pods.policy.pickup_inside_minutes={mail: 5}"])
    assert not [one.name for one in ledger(own, COLUMNS) if "pickup" in one.name]
