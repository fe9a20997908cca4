"""CONTRIBUTING.md lists every file that a new mechanism touches: those of the dial that a page adds, which holds."""

from __future__ import annotations

import re

import pytest

from tests.docs.added import add_the_dial, in_copy

# Of `make check`, what knows of dials and compiles nothing; both engines run the dial below, as plain Python.
CHECKS = (
    *("tests/architecture/test_process_dialect.py", "tests/architecture/test_rule_dialect.py"),
    *("tests/architecture/test_sizes.py", "tests/architecture/test_documented.py"),
    *("tests/docs/test_model_page.py", "tests/docs/test_reference.py"),
    *("tests/unit/rules/test_rules_by_hand.py", "tests/unit/formation/test_policy_row.py"),
    "tests/metamorphic/test_dials_at_zero.py::test_every_dial_is_seen_off",
    "tests/unit/exploring/test_attribution.py::test_every_dial_of_a_policy_is_in_one_group",
)


@pytest.mark.slow
def test_every_file_of_a_new_dial_is_listed_and_they_hold(project, tmp_path):
    touched = add_the_dial(tmp_path)
    page = (project / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w./-]+)` \|", page.partition("| file |")[2].partition("\n\n")[0], re.MULTILINE)
    assert touched | {"CHANGELOG.md"} == set(listed)
    sources = sorted(file for file in touched if file.endswith(".py"))
    in_copy(tmp_path, "-m", "ruff", "check", *sources)
    in_copy(tmp_path, "-m", "ruff", "format", "--check", *sources)
    in_copy(tmp_path, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *CHECKS)
    told = in_copy(tmp_path, "-m", "tests.single_source", "rules.service.settling_minutes")
    assert "both engines move alike" in told
