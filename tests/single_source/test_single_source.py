"""A rule edited is a rule run: both engines still agree, and some row or measure moves.

Twelve edits a day, others tomorrow; `make single-source` tries all. PODSIM_EDITS=name,name tries these.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date

import pytest

from tests.single_source.edits import BOUNDS, FOLLOWED, INSTEAD, OTHER_EDITS, edits, rules
from tests.single_source.runs import (
    ON_ROADS,
    Found,
    desk_inputs,
    first_to_notice,
    first_to_notice_by_name,
    on_a_road,
    records_of,
    try_edit,
    unedited,
)

A_DAY = 12
PARTS = 2  # so that two processors share the day's edits


def edits_of(day: int) -> list[str]:
    """The day's edits: one part of all after the other, and then from the start again."""
    if os.environ.get("PODSIM_EDITS"):
        return os.environ["PODSIM_EDITS"].split(",")
    every = edits()
    return [every[place % len(every)] for place in range(day * A_DAY, (day + 1) * A_DAY)]


def without_compiler(project, names: list[str]) -> list[dict]:
    """What `python -m tests.single_source` says: hashes without an edit, then what each of them did."""
    environment = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", "tests.single_source", "--json", *names]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_rule_edited_is_a_rule_run(project, part):
    names = edits_of(date.today().toordinal())[part::PARTS]
    if not names:
        pytest.skip("no edit left for this part")
    plain, *lines = without_compiler(project, names)
    found = [Found(**line) for line in lines]
    wrong = [one.edit for one in found if one.is_defect]
    told = [f"{one.edit}: {one.told}" for one in found]
    again = f"To see it again: PODSIM_EDITS={','.join(names)} pytest tests/single_source"
    assert not wrong, "\n".join([*told, again])
    blind = [one.edit for one in found if one.is_blind]
    assert not blind, "\n".join([*told, "no test of tests/property notices these", again])
    assert plain == unedited(), "without a compiler the core writes other rows"


def test_without_an_edit_there_is_nothing_to_notice():
    """Else a test that fails on the desk as it is would be said to notice every edit."""
    for formation in desk_inputs().formations:
        assert not first_to_notice(formation, records_of(formation))
        assert not first_to_notice_by_name(formation)
    records, switches = on_a_road()
    assert not first_to_notice(desk_inputs().formations[-1], records, ON_ROADS, switches)


@pytest.mark.parametrize("rule", ["rules.service.minutes_at_speed", "rules.empathy.heard"])
def test_a_rule_that_is_not_run_is_found(rule):
    """Here the core, and felt empathy, are compiled already, and do not see the edit."""
    found = try_edit(rule)
    assert found.is_defect
    assert bool(found.differ) == (rule != "rules.empathy.heard")


def test_only_draws_and_machine_words_have_a_form_of_their_own_when_compiled(project):
    """Of all else the core without a compiler is what is compiled."""
    found = {
        path.relative_to(project / "sim").as_posix()
        for path in (project / "sim").rglob("*.py")
        if re.search(r"@(overload|intrinsic|infer_getattr|lower_\w+)\b", path.read_text(encoding="utf-8"))
    }
    assert found == {"foundation/compiled_draws.py", "core/bits.py", "core/completions.py", "core/world_type.py"}


def test_other_edits_are_of_rules_that_there_are():
    assert {*OTHER_EDITS, *BOUNDS, *INSTEAD} <= set(edits())
    assert {name.partition(":")[0] for name in FOLLOWED} <= set(rules())


def test_property_derives_rows_without_rules(project):
    """What both engines do wrong alike, only an arithmetic of its own can see."""
    for path in (project / "tests/property").glob("*.py"):
        imports = re.findall(r"^ *(?:from|import) +(sim.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not [line for line in imports if re.search(r"\b(rules|process)\b", line)], path


def test_rotation_comes_to_every_edit(monkeypatch):
    monkeypatch.delenv("PODSIM_EDITS", raising=False)
    assert {name for day in range(len(edits())) for name in edits_of(day)} == set(edits())
