"""The best designs as a scenario file."""

from __future__ import annotations

import os
from pathlib import Path

from sim.exploring.designs import Best
from sim.report.designs_words import design_words
from sim.scenario import changed, shipped_scenarios
from sim.scenario.files import find_scenario
from sim.scenario.identity import file_text, resolved_text
from sim.scenario.scenario_settings import DATA_FILES


def scenario_text(best: Best, source: str, altered: bool, folder: Path) -> str:
    """A scenario that has both designs as columns beside those of the scenario that was searched.

    source: name or file of that scenario, which is extended. altered: whether settings were changed on the command
    line; then everything is written out. folder: where the file will lie.
    """
    scenario = best.scenario
    own = {"name": f"{scenario.name}_best", "seed": best.seed, "replications": best.replications}
    columns = ",".join(column for side in best.sides for column in (side.shipped, side.column))
    head = f"# Found by podsim best. podsim compare THIS --formations {columns} judges it as it did.\n"
    head += "".join(f"# {side.column}: {design_words(scenario, side.best)}\n" for side in best.sides)
    if altered:
        data = {name: str(scenario.data_file(name).resolve()) for name in DATA_FILES if scenario.named_file(name)}
        return head + resolved_text(changed(scenario, own | data))
    parent = source if source in shipped_scenarios() else os.path.relpath(find_scenario(source), folder)
    designs = {side.column: side.best.settings for side in best.sides}
    return head + file_text({"extends": parent, **own, "formations": designs})
