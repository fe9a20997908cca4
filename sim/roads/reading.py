"""Road files to roads, or to everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.roads.dates import problems_of_dates
from sim.roads.loaded import LoadedRoad
from sim.roads.settings import Road, Stage
from sim.scenario.catalogue import Catalogue
from sim.scenario.checks.finding import is_file_name
from sim.scenario.declaration import Settings
from sim.scenario.files import ROADS, SUFFIX, shipped_folder
from sim.scenario.origins import Loc
from sim.scenario.over_time import OverTime
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import Problem, ScenarioError, did_you_mean
from sim.scenario.scenario_settings import Scenario
from sim.scenario.schema import schema_of
from sim.scenario.setting_texts import refusal_text
from sim.scenario.settings_file import read_settings
from sim.scenario.yaml_reader import parse_yaml

# Settings that no stage may move, as what changes over weeks has one law, and where they are set.
OF_ALL_STAGES = {
    name: f"over_time.{block}.{name}" for block, settings in OverTime() if isinstance(settings, Settings)
    for name in type(settings).model_fields
} | {block: f"over_time.{block}" for block in OverTime.model_fields}  # fmt: skip
SETTINGS = Catalogue(Road, "a road")


def read_road(name_or_path: str | os.PathLike[str], scenario: Scenario | None = None) -> LoadedRoad:
    """A road from a shipped or local name ("by_quarter"), or a file.

    scenario: in which it is to be run, so that columns which it lacks are said as well. What depends on its teams and
    people is checked when the two are put together (`sim.roads.plan`). Raises ScenarioError with everything that is
    wrong.
    """
    path = find_road(os.fspath(name_or_path))
    road, tree, text = read_settings(path, Road, SETTINGS, lambda made: _of_road(made, scenario))
    return LoadedRoad(road, path, tree, text)


def read_roads(names: Sequence[str] | None, scenario: Scenario) -> list[LoadedRoad]:
    """The roads, first the one that stays, beside which all are judged: the one named so, or the one that ships.

    names: by default DEFAULT_ROADS. Raises ScenarioError with all that is wrong, ValueError for two of one name.
    """
    loaded: list[LoadedRoad] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names or DEFAULT_ROADS):
        try:
            loaded.append(read_road(name, scenario))
        except ScenarioError as error:
            problems += error.problems
    stays = [one for one in loaded if one.road.name == STAY]
    problems += [one.problem(("stages", 0), NOTHING_CHANGES) for one in stays if one.road.stages]
    if problems:
        raise ScenarioError(problems)
    loaded = [*(stays or [read_road(STAY, scenario)]), *(one for one in loaded if one not in stays)]
    called = [one.road.name for one in loaded]
    if twice := next((name for name in called if called.count(name) > 1), None):
        raise ValueError(f"two roads are called {twice}: give one of them another name")
    return loaded


def problems_of_columns(road: Road, scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """(where, what is wrong) of columns that a scenario does not have."""
    named = [(("begins_as",), road.begins_as)] + [
        (("stages", place, name), getattr(stage, name))
        for place, stage in enumerate(road.stages)
        for name in ("into", "habits")
        if getattr(stage, name) is not None
    ]
    known = scenario.formations
    for loc, name in named:
        if name not in known:
            yield loc, f"{scenario.name} has no column {name!r}. {did_you_mean(name, known)}"


def _of_road(road: Road, scenario: Scenario | None) -> Iterator[tuple[Loc, str]]:
    """What does not go together in a road."""
    if not is_file_name(road.name):
        yield ("name",), f"The name {road.name!r} may hold small letters, digits, _ and - only."
    yield from problems_of_dates(road)
    yield from _of_shares(road)
    for place, stage in enumerate(road.stages):
        yield from ((("stages", place, *loc), message) for loc, message in _of_stage(stage))
    if scenario is not None:
        yield from problems_of_columns(road, scenario)


def _of_shares(road: Road) -> Iterator[tuple[Loc, str]]:
    """Shares that are less than what is there already: people who have re-formed are counted."""
    most: dict[str, tuple[float, int]] = {}  # column -> share of an earlier stage, and its place
    for place, stage in enumerate(road.stages):
        if stage.into is None or stage.teams:
            continue
        before, where = most.get(stage.into, (0.0, 0))
        share = 1.0 if stage.share is None else stage.share
        if stage.share is not None and share < before:
            yield (
                ("stages", place, "share"),
                f"A share is of all people, earlier stages included: stages.{where} has {before:g} already.",
            )
        most[stage.into] = max((before, where), (share, place))


def always_so(column: str) -> LoadedRoad:
    """The road on which an organisation is a column from the beginning, and nothing is changed. It is called so."""
    text = f"name: {column}\nbegins_as: {column}\n"
    return LoadedRoad(Road(name=column, begins_as=column), Path(column), parse_yaml(text, column), text)


def _of_stage(stage: Stage) -> Iterator[tuple[Loc, str]]:
    """What does not go together in a stage, wherever it is run."""
    if stage.gate is not None and (stage.gate.at_least is None) == (stage.gate.at_most is None):
        yield ("gate",), "A gate needs one of at_least and at_most, and not both."
    if stage.share is not None and stage.teams:
        yield ("teams",), "A stage has either share or teams: which teams form, or how many."
    if stage.members and stage.into is not None:
        yield ("members",), "A stage has either into, the teams of a column, or members, teams of its own."
    for name in ("share", "teams"):
        if getattr(stage, name) and stage.into is None:
            yield (name,), f"{name} needs into: the column whose teams people re-form into, for example pods."
    try:
        Policy.model_validate(stage.policy, strict=True)
    except ValidationError as error:
        for entry in error.errors(include_url=False, include_input=False):
            loc = ("policy", *entry["loc"])
            if block := OF_ALL_STAGES.get(str(entry["loc"][0])):
                yield loc, f"{block} is the same on the whole road: set it in the scenario, not in a stage."
                continue
            reason = str(entry.get("ctx", {}).get("error", ""))
            yield loc, refusal_text(SETTINGS, entry["type"], ("stages", 0, *loc), reason)


def shipped_roads() -> tuple[str, ...]:
    """Names of the shipped roads, in the order in which they are shown."""
    found = {path.stem for path in (shipped_folder() / ROADS).glob(f"*{SUFFIX}")}
    first = [name for name in DEFAULT_ROADS if name in found]
    return (*first, *sorted(found - set(first)))


STAY = "stay"
NOTHING_CHANGES = "On the road stay nothing changes: all are judged beside it. Give this one another name."
DEFAULT_ROADS = (STAY, "better_habits_only", "by_quarter", "big_bang")


def find_road(name: str) -> Path:
    """The file meant by a name ("by_quarter"), looked for in ./roads first, or by a path. Raises ScenarioError."""
    if Path(name).name == name and not name.lower().endswith((SUFFIX, ".yml")):
        for folder in (Path(ROADS), shipped_folder() / ROADS):
            if (path := folder / f"{name}{SUFFIX}").is_file():
                return path
        if not Path(name).exists():
            local = sorted(path.stem for path in Path(ROADS).glob(f"*{SUFFIX}"))
            known = dict.fromkeys([*local, *shipped_roads()])
            raise ScenarioError([Problem(name, None, name, f"There is no such road. {did_you_mean(name, known)}")])
    if not Path(name).exists():
        raise ScenarioError([Problem(name, None, name, "There is no such file.")])
    return Path(name)


def road_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a road file."""
    return schema_of(Road, "podsim road")
