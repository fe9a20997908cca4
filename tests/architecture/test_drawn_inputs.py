"""Random inputs are the same whatever else has been loaded."""

from __future__ import annotations

import importlib.util
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def drawn() -> list[int]:
    """Two thousand numbers of a test without a seed of its own."""
    found = []

    @settings(max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(0, 10**9), min_size=10, max_size=10))
    def test(numbers):
        found.extend(numbers)

    test()
    return found


def test_numbers_of_a_module_that_is_loaded_are_not_drawn(tmp_path, monkeypatch):
    before = drawn()
    path = tmp_path / "loaded.py"
    path.write_text(f"NUMBERS = {list(range(123_456, 123_556))}\n")
    spec = importlib.util.spec_from_file_location("loaded", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "loaded", module)
    assert drawn() == before
