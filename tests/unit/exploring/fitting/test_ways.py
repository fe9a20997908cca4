"""What a log says of the steps before the last one, and of how regularly cases come."""

from __future__ import annotations

import numpy as np
import pytest
from ruamel.yaml import YAML

from sim.exploring.fitting.described import _need_lines
from sim.exploring.fitting.ways import After, spacing_of, what_came_before

# Three checks in any order, each once: what follows b or c depends on what was before.
PATHS = [*("abcd",) * 40, *("acbd",) * 40]
THEN = {"a": {"b": 0.5, "c": 0.5}, "b": {"c": 0.5, "d": 0.5}, "c": {"b": 0.5, "d": 0.5}}


def test_checks_that_each_case_has_once():
    found = what_came_before(PATHS, THEN)
    assert found == {
        "b": (After(("a",), False, {"c": 1.0}), After(("c",), False, {"d": 1.0})),
        "c": (After(("a",), False, {"b": 1.0}), After(("b",), False, {"d": 1.0})),
    }


def test_whether_a_step_is_the_first_one():
    paths = [*("ab",) * 30, *("a",) * 10, *("aba",) * 60]  # after a is b, where it is the first; else the end
    entries = what_came_before(paths, {"a": {"b": 0.5}, "b": {"a": 2 / 3}})["a"]
    assert entries == (After((), True, {"b": 0.9}), After(("b",), False, {}))


def test_what_chance_may_have_made_is_not_remembered():
    rng = np.random.default_rng(1)
    paths = ["".join(["a", "bc"[rng.integers(2)], "d", "ef"[rng.integers(2)]]) for _ in range(400)]
    assert what_came_before(paths, {"d": {"e": 0.5, "f": 0.5}}) == {}


@pytest.mark.parametrize(("shape", "expected"), [(None, 0.0), (4.0, 0.5), (1.0, 1.0), (0.25, 1.8)])
def test_how_regularly_cases_come(shape, expected):
    """Of clusters a part is lost, as only times within one day are compared: 1.8 of 2."""
    rng = np.random.default_rng(2)
    between = np.full(4000, 30.0) if shape is None else rng.gamma(shape, 30.0 / shape, 4000)
    opened = np.cumsum(between)
    assert spacing_of(opened, [1.0] * 24) == pytest.approx(expected, abs=0.12)


def test_few_cases_do_not_tell():
    assert spacing_of(np.arange(50) * 30.0, [1.0] * 24) == 1.0


def test_clusters_of_days_that_are_alike_do_not_make_days_differ():
    opened = np.concatenate([day * 1440.0 + np.repeat([500.0, 700.0, 900.0, 1100.0], 4) for day in range(40)])
    assert spacing_of(opened, [1.0] * 24) == 1.0


def test_entries_are_written_as_they_are_read():
    need = {
        "first_share": 0.0,
        "then": {"b": 0.5},
        "then_after": [{"before": ["a"], "from_start": True, "then": {"b": 1.0}}],
    }
    text = "\n".join(["needs:", *_need_lines("c", need), *_need_lines("b", {"first_share": 1.0})])
    assert YAML(typ="safe").load(text) == {"needs": {"c": need, "b": {"first_share": 1.0}}}
