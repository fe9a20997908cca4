"""`import podsim`: the same package as `sim`, also where a folder has a `sim.py` of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, version

import pytest

import podsim
import sim


def test_it_offers_what_sim_offers():
    assert podsim.__all__ == sim.__all__
    assert all(getattr(podsim, name) is getattr(sim, name) for name in sim.__all__)
    assert podsim.__version__ == sim.__version__ == version("podsim")
    assert {*sim.__all__, "__version__"} <= set(dir(podsim))


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(AttributeError, match=r"no attribute 'compar'; it has Answer, .*compare"):
        podsim.compar  # noqa: B018


@pytest.fixture
def beside_a_sim_of_ones_own(project, tmp_path):
    """Run a script in a folder that has a `sim.py`."""
    (tmp_path / "sim.py").write_text("mine = 1\n")

    def called(script: str) -> subprocess.CompletedProcess:
        env = os.environ | {"PYTHONPATH": str(project)}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    return called


def test_a_sim_of_ones_own_does_not_hide_it(beside_a_sim_of_ones_own):
    done = beside_a_sim_of_ones_own("import podsim; print(podsim.load_scenario('support_desk').name)")
    assert done.stdout == "support_desk\n", done.stderr


def test_one_that_was_imported_first_is_named(beside_a_sim_of_ones_own):
    done = beside_a_sim_of_ones_own("import sim, podsim")
    assert done.returncode == 1
    assert "sim.py has been imported as sim: import podsim before it, or rename it" in done.stderr


TYPED = """
from podsim import Answer, Scenario, compare, load_scenario

scenario: Scenario = load_scenario("support_desk", ["policy.retelling_share=0.05"])
answer: Answer = compare(scenario, replications=2)
differences = answer.differences()
mean: float = float(differences.set_index("measure")["mean"].mean())
for measure, rows in answer.table().groupby("measure"):
    print(measure, rows["mean"].max())
print(answer.verdict.upper(), mean)
"""
UNTYPED = "answer.replications().no_such_method()\nanswer.verdikt\n"


@pytest.mark.slow
def test_results_are_typed_for_users_who_are_strict(project, tmp_path):
    """mypy strict with pandas-stubs: nothing to say of right use, and a word for each mistake."""
    try:
        distribution("pandas-stubs")
    except PackageNotFoundError:
        pytest.skip("pandas-stubs is not installed (extra `test`)")
    script = tmp_path / "script.py"
    settings = ["--strict", "--follow-imports=silent", "--cache-dir", tmp_path / "cache", "--config-file", os.devnull]
    for text, mistakes in ((TYPED, 0), (TYPED + UNTYPED, 2)):
        script.write_text(text)
        command = [sys.executable, "-m", "mypy", *settings, script]
        env = os.environ | {"MYPYPATH": str(project)}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.stdout.count(": error: ") == mistakes, done.stdout
