"""From an experiment file to the cells that are run: every scenario at every combination of levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from os.path import isfile
from pathlib import Path
from typing import Any

from sim.comparison.intervals import mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.stopping import next_target
from sim.exploring.cells import Cell, CellResult, run_cells
from sim.exploring.load import today_of, with_values_at_load
from sim.measures import AT, PRIMARY, measure_named
from sim.roads.cell import RoadCell, Samples, taken_over
from sim.roads.loaded import LoadedRoad
from sim.roads.plan import check_roads
from sim.roads.reading import always_so, read_road
from sim.roads.running import slowed
from sim.roads.versions import with_mechanisms
from sim.scenario import ScenarioError, load_scenario, resolved
from sim.scenario.files import shown_path
from sim.scenario.ledger import LOAD, NEEDS, ledger
from sim.scenario.origins import Loc, place_in, problem_at
from sim.scenario.problems import Problem, did_you_mean
from sim.scenario.scenario_settings import Scenario
from sim.studies.checks import SCENARIO
from sim.studies.loaded import LoadedStudy
from sim.studies.settings import Factor, Part, Stopping, Study, written_level


@dataclass(frozen=True)
class Planned:
    """One cell with its place in the experiment. levels: factor -> level. weeks: of roads, first and last one."""

    part: str
    scenario: str
    levels: Mapping[str, str]
    cell: Cell
    weeks: tuple[int, int] | None = None

    def samples_of(self, result: CellResult) -> Samples:
        """What was measured: of roads over the weeks that are meant."""
        return taken_over(result.samples, *self.weeks) if self.weeks else result.samples


def planned(loaded: LoadedStudy, seed: int | None = None) -> tuple[Planned, ...]:
    """All cells, in the order of the file: parts, scenarios, levels with the last factor quickest.

    seed: in place of the file's. Raises ScenarioError with everything that is wrong with any of them, and where more
    replications may be needed than the budget has.
    """
    plan = _Plan(loaded, loaded.study.seed if seed is None else seed)
    cells = tuple(cell for name, part in loaded.study.parts.items() for cell in plan.cells_of(name, part))
    if not plan.problems:
        plan.check_budget(cells)
    if plan.problems:
        raise ScenarioError(plan.problems)
    return cells


def replications_of(study: Study, part: Part) -> int:
    """Replications of a cell to begin with."""
    return part.replications or study.replications or (study.stopping.start if study.stopping else 0)


class _Plan:
    """Builds scenarios, and collects what is wrong with them under the line that says so."""

    def __init__(self, loaded: LoadedStudy, seed: int) -> None:
        self.loaded, self.seed = loaded, seed
        self.problems: list[Problem] = []

    def cells_of(self, name: str, part: Part) -> Iterator[Planned]:
        """The cells of one part."""
        for scenario in part.scenarios:
            base = self._base(name, part, scenario)
            if base is None or not self._levels_alone_are_fine(name, part, scenario):
                continue
            for levels in product(*(factor.names for factor in part.factors.values())):
                chosen = dict(zip(part.factors, levels, strict=True))
                built = self._built_with(name, part, scenario, base, chosen)
                if built is None:
                    return
                yield self._planned(name, part, built, chosen)

    def _planned(self, name: str, part: Part, built: Scenario, chosen: Mapping[str, str]) -> Planned:
        labels = {"part": name, SCENARIO: built.name, **chosen}
        replications = replications_of(self.loaded.study, part)
        if not part.roads:
            by_channel = any(AT in measure for measure in part.measures or self.loaded.study.measures)
            cell = Cell(built, part.columns, self.seed, replications, labels, by_channel=by_channel)
            return Planned(name, built.name, chosen, cell)
        slow = slowed(built, built.time.measured_weeks)
        weeks = (0, -1)
        for factor, level in chosen.items():
            if part.factors[factor].mechanisms:
                over_time = with_mechanisms(slow.over_time, part.factors[factor].mechanisms[level])
                slow = slow.model_copy(update={"over_time": over_time})
            weeks = part.factors[factor].weeks.get(level, weeks)
        roads = tuple(self._roads(part, built))
        cell = RoadCell(slow, part.compared, self.seed, replications, labels, roads=roads)
        return Planned(name, built.name, chosen, cell, _from_the_first(weeks, slow.time.measured_weeks))

    def _built_with(
        self, name: str, part: Part, scenario: str, base: Scenario, chosen: Mapping[str, str]
    ) -> Scenario | None:
        """The scenario at one level of every factor; None where something is wrong with it."""
        loc = ("parts", name, "factors")
        built = self._built(loc, scenario, self._changes(part, scenario, base, chosen))
        if built is None:
            return None
        try:
            return _at_load(built, part, chosen)
        except (ScenarioError, LookupError) as error:
            said = [one.message for one in error.problems] if isinstance(error, ScenarioError) else error.args
            for words in said:
                self._complain(loc, f"{scenario}: {words}")
            return None

    def check_budget(self, cells: tuple[Planned, ...]) -> None:
        """Whether the budget is enough, should every cell need the most. Equal ones run once."""
        study = self.loaded.study
        most = study.stopping.most if study.stopping else 0
        unlike = {p.cell.key: p for p in cells}.values()
        needed = sum(max(p.cell.replications, most if study.parts[p.part].replications is None else 0)
                     * len(p.cell.columns) for p in unlike)  # fmt: skip
        if needed > study.budget:
            words = (
                f"{len(unlike)} cells may need {needed} replications of one column, and the budget is {study.budget}. "
                "Fewer levels or replications, or a larger budget."
            )
            self._complain(("budget",), words)

    def _base(self, name: str, part: Part, scenario: str) -> Scenario | None:
        """The scenario as this part has it, before factors; None where something is wrong with it."""
        place = part.scenarios.index(scenario)
        if self._built(("parts", name, "scenarios", place), scenario, {}) is None:
            return None
        if self._built(("parts", name, "set"), scenario, part.set) is None:
            return None
        if self._built(("parts", name, "formations"), scenario, {**part.set, **_formations(part)}) is None:
            return None
        built = self._built(("parts", name, "by_scenario", scenario), scenario, _common(part, scenario))
        if built is None:
            return None
        before = len(self.problems)
        (self._check_roads if part.roads else self._check_columns)(name, part, scenario, built)
        self._check_channels(name, part, scenario, built)
        return built if len(self.problems) == before else None

    def _check_columns(self, name: str, part: Part, scenario: str, built: Scenario) -> None:
        for place, column in enumerate(part.columns):
            if column not in built.formations:
                words = f"{scenario} has no column {column}. {did_you_mean(column, built.formations)}"
                self._complain(("parts", name, "columns", place), words)

    def _check_roads(self, name: str, part: Part, scenario: str, built: Scenario) -> None:
        """That all roads can be walked, for as many weeks as are looked at."""
        for place, road in enumerate(part.roads):
            try:
                check_roads(built, list(self._roads(part.model_copy(update={"roads": (road,)}), built)))
            except ScenarioError as error:
                for problem in error.problems:
                    self._complain(("parts", name, "roads", place), f"{problem.path}: {problem.message}")
        for factor, said in part.factors.items():
            for level, weeks in said.weeks.items():
                walked = built.time.measured_weeks
                first, last = _from_the_first(weeks, walked)
                if not 0 <= first <= last < walked:
                    words = (
                        f"{scenario} is walked for {walked} weeks: 0 to {walked - 1}, or from the end -1 to -{walked}."
                    )
                    self._complain(("parts", name, "factors", factor, "weeks", level), words)

    def _roads(self, part: Part, built: Scenario) -> Iterator[LoadedRoad]:
        """The roads of a part; a column of the scenario is one on which nothing changes. Raises ScenarioError."""
        for road in part.roads:
            beside = self.loaded.beside(road)
            yield always_so(road) if road in built.formations else read_road(beside if beside.is_file() else road)

    def _check_channels(self, name: str, part: Part, scenario: str, built: Scenario) -> None:
        """That the scenario has the channels of measures."""
        loc = ("parts", name, "measures") if part.measures else ("measures",)
        for place, measure in enumerate(part.measures or self.loaded.study.measures):
            channel = measure.partition(AT)[2]
            if channel and channel not in built.demand.channels:
                hint = did_you_mean(channel, built.demand.channels)
                self._complain((*loc, place), f"{scenario} has no channel {channel}. {hint}")

    def _levels_alone_are_fine(self, name: str, part: Part, scenario: str) -> bool:
        """Each level by itself, so that what is wrong with it stands at its line."""
        before = len(self.problems)
        base = self._built(("parts", name), scenario, _common(part, scenario))
        for factor_name, factor in part.factors.items():
            loc = ("parts", name, "factors", factor_name)
            for level in factor.names:
                at = (*loc, "levels", level) if factor.levels else loc
                try:
                    changes = self._changes(part, scenario, base, {factor_name: level}) if base else {}
                except LookupError as error:
                    self._complain(loc, f"{scenario}: {error.args[0]}")
                    break
                self._built(at, scenario, changes)
        return len(self.problems) == before

    def _changes(self, part: Part, scenario: str, base: Scenario, chosen: Mapping[str, str]) -> dict[str, Any]:
        changes = _common(part, scenario)
        for name, level in chosen.items():
            changes |= settings_of(part.factors[name], level, base)
        return changes

    def _built(self, loc: Loc, scenario: str, changes: Mapping[str, Any]) -> Scenario | None:
        beside = self.loaded.beside(scenario)
        name = str(beside) if isfile(beside) else scenario  # also of a name that no file can have
        try:
            return load_scenario(name, changes)
        except ScenarioError as error:
            for problem in error.problems:
                place = "" if problem.seen == scenario else f"{problem.seen}: "
                self._complain(loc, f"{scenario}: {place}{problem.message}")
            return None

    def _complain(self, loc: Loc, message: str) -> None:
        problem = problem_at(self.loaded.tree, shown_path(self.loaded.path), loc, message)
        if problem not in self.problems:
            self.problems.append(problem)


def _from_the_first(weeks: tuple[int, int], walked: int) -> tuple[int, int]:
    first, last = (week if week >= 0 else walked + week for week in weeks)
    return first, last


def _common(part: Part, scenario: str) -> dict[str, Any]:
    return {**part.set, **_formations(part), **part.by_scenario.get(scenario, {})}


def _formations(part: Part) -> dict[str, Any]:
    return {f"formations.{name}": settings for name, settings in part.formations.items()}


def settings_of(factor: Factor, level: str, base: Scenario) -> dict[str, Any]:
    """The settings that a level changes, dotted key -> value. Raises LookupError where a multiple is of no number."""
    if factor.at_load or factor.of_roads:
        return {}
    if factor.levels:
        return dict(factor.levels[level])
    if factor.values:
        value = next(value for value in factor.values if written_level(value) == level)
        return dict.fromkeys(factor.keys, value)
    times = next(times for times in factor.times if written_level(times) == level)
    return {key: times * _number_at(base, key) for key in factor.keys}


def _at_load(scenario: Scenario, part: Part, chosen: Mapping[str, str]) -> Scenario:
    """The scenario with what is varied at a load. Raises ScenarioError, LookupError where it has no needs to vary."""
    names = {"load": LOAD, "needs": NEEDS}
    wanted = {
        names[factor.at_load]: next(times for times in factor.times if written_level(times) == chosen[name])
        for name, factor in part.factors.items()
        if factor.at_load
    }
    if not wanted:
        return scenario
    known = {one.name: one for one in ledger(scenario, part.columns)}
    if NEEDS in wanted and NEEDS not in known:
        raise LookupError("a replayed log brings its own needs, so there are no multiples of how often they follow")
    values = {known[name]: value for name, value in wanted.items()}
    return with_values_at_load(scenario, values, part.held_by, today_of(tuple(scenario.formations)))


def _number_at(scenario: Scenario, key: str) -> float:
    value: Any = resolved(scenario)
    for part in key.split("."):
        if isinstance(value, list):
            value = None if (at := place_in(part, len(value))) is None else value[at]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LookupError(f"{key} is no number of the scenario, so there are no multiples of it")
    return float(value)


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
        and not _enough(result.cell, one.samples_of(result), study.parts[one.part].pairs, study.stopping)
    ]:
        again = [_longer(results[place], study.stopping) for place in places]
        for place, result in zip(places, run_cells(again, **options), strict=True):  # type: ignore[arg-type]
            results[place] = result
    return results


def _longer(result: CellResult, stopping: Stopping) -> Cell:
    cell = result.cell
    return replace(cell, replications=min(stopping.most, next_target(cell.replications)))


def _enough(cell: Cell, samples: Samples, pairs: Sequence[tuple[str, str]], stopping: Stopping) -> bool:
    if cell.replications >= stopping.most:
        return True
    for first, second in pairs:
        for name in PRIMARY:
            measure = measure_named(name)
            before = samples[first][name]
            half = mean_interval(samples[second][name] - before).half_width
            assert measure is not None
            if not half <= stopping.half_width * measure.smallest_difference(mean_interval(before).mean):
                return False
    return True
