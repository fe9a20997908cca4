"""Figures measured today: when silos miss them, and what a verdict then says first."""

import math

import pytest

from sim.measures import measure_named
from sim.report.limits import missed_today
from sim.scenario.declaration import declaration_of
from sim.scenario.figure_settings import MeasuredToday

BLOCK = "measured_today: {handoffs: 0.7, calls_abandoned_share: {voice: 0.05}, resolution_minutes: 300}\n"
MET = {"handoffs": 0.75, "calls_abandoned_share@voice": 0.052, "resolution_minutes": 280.0}


def test_nothing_is_said_where_nothing_is_measured_or_all_is_met(desk):
    assert missed_today(desk.load(), {}) == []
    assert missed_today(desk.load(more=BLOCK), MET) == []


def test_what_is_missed_opens_the_verdict(desk):
    means = {**MET, "handoffs": 0.935, "resolution_minutes": 1234.5, "load_mean": 0.8}
    assert missed_today(desk.load(more=BLOCK), means) == [
        "Departments do not reproduce what was measured today: 2 of 3 figures are missed by more than 10%, so this "
        "verdict is "
        "about another organisation until they are met.",
        "resolution time: measured 300, simulated 1234 (+312%).",
        "handoffs between teams: measured 0.7, simulated 0.935 (+34%).",
    ]


def test_one_figure_a_mean_that_is_no_number_and_zero(desk):
    scenario = desk.load(more="measured_today: {misroutes: 0, tolerance: 0.2}\n")
    assert missed_today(scenario, {"misroutes": 0.2}) == []
    assert missed_today(scenario, {"misroutes": 0.3}) == [
        "Departments do not reproduce what was measured today: 1 of 1 figure is missed by more than 20%, so this "
        "verdict is about another organisation until they are met.",
        "misrouted attempts: measured 0, simulated 0.3.",
    ]
    assert missed_today(scenario, {"misroutes": math.nan})[1] == "misrouted attempts: measured 0, simulated nan."


def test_the_tolerance_is_a_setting(desk):
    scenario = desk.load(more=BLOCK.replace("300}", "300, tolerance: 0.01}"))
    assert len(missed_today(scenario, MET)) == 4


def test_figures_are_measures_with_their_units():
    for name, field in MeasuredToday.model_fields.items():
        if name != "tolerance":
            assert measure_named(name).unit == declaration_of(field).unit, name


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        ("measured_today: {handoff: 1}", 'Unknown setting in "measured_today". Did you mean handoffs (mean changes of '
         "hands between departments, per case; default nothing)?"),
        ("measured_today: {calls_abandoned_share: {voice: 5}}", "measured_today.calls_abandoned_share.voice must be a "
         "number from 0 to 1 (share); it is 5."),
        ("measured_today: {calls_abandoned_share: {mail: 0.1}}", "Nobody waits on the line in mail, so nobody gives up "
         "there."),
        ("measured_today: {calls_abandoned_share: {fax: 0.1}}", "measured_today.calls_abandoned_share.fax: there is no "
         "channel 'fax'. Known: voice, mail."),
    ],
)  # fmt: skip
def test_figures_that_are_not_allowed(desk, seen, message):
    assert desk.only(more=seen + "\n") == (22, seen, message)
