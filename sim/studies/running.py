"""Run the cells of an experiment until there are replications enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.comparison.runs import next_target
from sim.comparison.sampling import Progress
from sim.comparison.statistics import mean_interval
from sim.exploring.cells import Cell, CellResult, run_cells
from sim.measures import PRIMARY, measure_named
from sim.studies.plan import Planned
from sim.studies.settings import Stopping, Study


def run_study(
    study: Study,
    plan: Sequence[Planned],
    *,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> list[CellResult]:
    """Results of the cells, in their order. Options as of `run_cells`.

    With `stopping`, a cell that does not know its primary differences well enough is run again with half as many
    replications more, in rounds. Which cells those are rests on their values alone, so the same table comes out
    anywhere. Parts with replications of their own are left at them.
    """
    options = {"cluster": cluster, "store": store, "progress": progress}
    results = run_cells([one.cell for one in plan], **options)  # type: ignore[arg-type]
    if study.stopping is None:
        return results
    while places := [
        place
        for place, (one, result) in enumerate(zip(plan, results, strict=True))
        if study.parts[one.part].replications is None
        and not _enough(result, study.parts[one.part].pairs, study.stopping)
    ]:
        again = [_longer(results[place], study.stopping) for place in places]
        for place, result in zip(places, run_cells(again, **options), strict=True):  # type: ignore[arg-type]
            results[place] = result
    return results


def _longer(result: CellResult, stopping: Stopping) -> Cell:
    cell = result.cell
    return replace(cell, replications=min(stopping.most, next_target(cell.replications)))


def _enough(result: CellResult, pairs: Sequence[tuple[str, str]], stopping: Stopping) -> bool:
    if result.cell.replications >= stopping.most:
        return True
    for first, second in pairs:
        for name in PRIMARY:
            measure = measure_named(name)
            before = result.samples[first][name]
            half = mean_interval(result.samples[second][name] - before).half_width
            assert measure is not None
            if not half <= stopping.half_width * measure.smallest_difference(mean_interval(before).mean):
                return False
    return True
