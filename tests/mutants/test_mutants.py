"""What is said of mutants that survive is said of mutants that there are; and a mistake is really made, and noticed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.rules import context
from tests.mutants.__main__ import ROOMS, modules_of
from tests.mutants.mutations import mutants_of
from tests.mutants.survivors import argued


def test_every_line_is_of_a_mutant_that_there_is():
    known = {
        one.name for packages, _ in ROOMS.values() for module in modules_of(packages) for one in mutants_of(module)
    }
    assert set(argued()) <= known


def test_a_mutant_is_made_and_can_be_taken_back():
    (mutant,) = [
        one for one in mutants_of(context) if one.name.endswith("context * kept_share -> context / kept_share")
    ]
    own = context.context_after_handoff.__code__
    try:
        mutant.be_made()
        assert context.context_after_handoff(0.5, 0.5) == 1.0
    finally:
        context.context_after_handoff.__code__ = own
    assert context.context_after_handoff(0.5, 0.5) == 0.25


@pytest.mark.slow
def test_mutants_of_one_rule_are_noticed(project):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.mutants", "rules", "--only", "rules.context.retelling_minutes", "--workers", "1"],
        cwd=project, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "rules: 4 mutants, 4 noticed, 0 the same program: 100.0%" in ran.stdout
