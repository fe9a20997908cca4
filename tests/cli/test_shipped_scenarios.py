"""Every shipped scenario runs with the default command, to the end: table, plausible worlds, sliders and report.

Two replications and two worlds, and one measured week where nothing is lost by it, so that it can be asked of all; the
way through the program is the same. Worlds and sliders are left out where the default command leaves them out, and says
so.
"""

import csv

import pytest

from sim.exploring.worlds import shortened, worlds_of
from sim.scenario import load_scenario, shipped_scenarios


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_scenarios())
def test_the_default_command_runs_to_its_end(podsim, workplace, name):
    scenario = shortened(load_scenario(name), weeks=1)
    week = f"time.measured_weeks={scenario.time.measured_weeks}"
    has_worlds = worlds_of(scenario) > 0
    ended = podsim("compare", name, "--replications", 2, "--set", week, *(("--worlds", 2) if has_worlds else ()))
    assert ended.code == 0, ended.err
    assert has_worlds != ("Plausible worlds would take long" in ended.err)
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    assert (folder / "report.html").is_file()
    if not has_worlds:
        assert not (folder / "worlds.csv").exists()
        return
    with (folder / "worlds.csv").open(encoding="utf-8", newline="") as file:
        assert {row["world"] for row in csv.DictReader(file)} == {"0", "1"}  # none was refused
