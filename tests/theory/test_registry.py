"""Every check that `podsim verify` runs, against what is expected of it: closed forms, printed figures."""

from __future__ import annotations

import pytest

from sim.studies.verification import published
from sim.studies.verification.checks import MET, MISSED, OPEN, Expected, Row
from sim.studies.verification.estimates import ERRORS_ALLOWED, Estimate
from sim.studies.verification.running import CHECKS

LARGEST_ERROR = 0.02  # of the value: what chance may explain
ELSEWHERE = ("mm2", "mm6", "pool_20", "erlang_c_table", "lines")  # long: podsim verify runs them
RUN = {check.key: check for check in CHECKS if check.key not in ELSEWHERE}


def test_every_key_is_there_once():
    assert len({check.key for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("key", [key for key, check in RUN.items() if check.kind == "formula"])
def test_formulas_and_rules_give_what_is_printed(key):
    for row in RUN[key].run(0):
        assert row.verdict == MET, row


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key, check in RUN.items() if check.kind == "theory"])
def test_long_runs_agree_with_theory(key):
    for row in RUN[key].run(RUN[key].full):
        print(row)
        assert row.verdict == MET, row
        if row.expected.value:
            assert ERRORS_ALLOWED * row.found.error <= LARGEST_ERROR * row.expected.value, (
                f"too few replications: {row}"
            )


@pytest.mark.parametrize("key", [key for key, check in RUN.items() if check.kind == "falsification"])
def test_nothing_is_smuggled_in(key):
    assert all(row.verdict == MET for row in RUN[key].run(RUN[key].quick))


def test_verdicts():
    expected = Expected("minutes", 10.0)
    assert Row(expected, Estimate(10.1, 0.05, 100, 1000)).verdict == MET
    assert Row(expected, Estimate(10.3, 0.05, 100, 1000)).verdict == MISSED
    assert Row(expected, Estimate(10.3, 0.05, 100, 3)).verdict == OPEN  # what three runs say of their error is little
    assert Row(Expected("printed", 0.5, within=0.01), Estimate(0.52, 0.0, 0)).verdict == MISSED
    printed = Expected("of another simulator", 10.0, 9.7, 10.3)
    assert Row(printed, Estimate(10.3, 0.05, 100, 1000)).verdict == MET  # theirs is not known better
    rounded = Expected("of a paper", 10.0, within=0.5)
    assert Row(rounded, Estimate(10.6, 0.05, 100, 1000)).verdict == MET  # what rounding explains, and chance
    assert Row(rounded, Estimate(10.8, 0.05, 100, 1000)).verdict == MISSED
    assert Row(rounded, Estimate(10.6, 5.0, 100, 1000)).verdict == OPEN


def test_printed_figures_are_held_against_measures(monkeypatch):
    """M/M/1: 4 services of 6 minutes of waiting."""
    figures = {"queue_minutes": (24.0, 20.0, 28.0, 0.5), "work_minutes": (7.0, 6.99, 7.01, 0.005)}
    monkeypatch.setattr(published, "PRINTED", {"mm1": published.Printed("M/M/1", "silos", figures)})
    monkeypatch.setattr(published, "FOLDER", "theory")
    waits, work = published.against_print("mm1", 6)
    assert waits.verdict != MISSED
    assert work.verdict == MISSED  # it is 6
