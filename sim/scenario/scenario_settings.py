"""A whole scenario: the root of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator

from sim.scenario.built_in_columns import LOCAL, with_built_in
from sim.scenario.declaration import CHOICE, Settings, setting
from sim.scenario.demand_settings import Demand
from sim.scenario.empathy_settings import Empathy
from sim.scenario.figure_settings import FittedTo, MeasuredToday, Target
from sim.scenario.money_settings import Money
from sim.scenario.over_time import OverTime
from sim.scenario.people_settings import People
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import count_of

# Settings that name a data file.
DATA_FILES = ("demand.replay.file", "demand.volumes_file", "people.file")


class TimeFrame(Settings):
    """Weeks simulated. The run goes on after the cohort until its cases are closed or H has passed."""

    warm_up_weeks: int = setting(
        1, ge=0, le=520, unit="weeks", about="Weeks left out of every measure", source="convention"
    )
    measured_weeks: int = setting(
        4, ge=1, le=5200, unit="weeks", about="Weeks whose arrivals are the cohort", source="convention"
    )
    slow_clock: bool = setting(
        False,
        about="Whether people learn, tire and leave over weeks, and customers remember (over_time); without it every "
              "column is as if it had always been so. podsim road turns it on",
        source="convention",
    )  # fmt: skip


class FormationSettings(Settings):
    """One column: a partition of the same people, and a policy."""

    partition: Literal["by_function", "cross_functional", "random", "pool", "tiered", "hybrid", "explicit"] = setting(
        "by_function",
        about="by_function: one team per function; cross_functional: pods with functions spread evenly; random: "
              "teams of equal size drawn at random (a falsification test); pool: everybody in one; tiered: a first "
              "line of all functions before departments; hybrid: departments for simple cases, pods for complex "
              "ones; explicit: as in members",
        source="convention",
    )  # fmt: skip
    teams: int | None = setting(
        None, ge=1, unit="teams", example=6,
        about="Number of teams of a cross-functional or random partition, or of pods of a hybrid one; by default one "
              "per five people",
        source="evidence row 50: pods of 5, range 4-7",
    )  # fmt: skip
    team_size: int | None = setting(
        None, ge=1, unit="people", example=8,
        about="People per team, about, in place of teams: as many teams as come closest to this size",
        source="evidence row 50: 5, range 4-7",
    )  # fmt: skip
    shifts_together: bool = setting(
        True,
        about="Of pods. true: a team's people work at the same time; false: every team has people of every shift, as "
              "far as they go",
        source="convention",
    )  # fmt: skip
    first_line_share: float = setting(
        0.3, gt=0, lt=1, unit="share",
        about="Share of each function's people in the first line of a tiered partition",
        source="assumption", plausible=CHOICE,
    )  # fmt: skip
    complex_share: float = setting(
        0.4, gt=0, lt=1, unit="share",
        about="Share of each function's people in the pods of a hybrid partition",
        source="assumption", plausible=CHOICE,
    )  # fmt: skip
    apart: tuple[str, ...] = setting(
        (), unit="functions", example=["legal"],
        about="Functions that keep departments of their own in a cross-functional, random, tiered or hybrid partition",
        source="convention",
    )  # fmt: skip
    across_sites: bool = setting(
        False, about="Whether teams may span sites; by default teams are made within each site", source="convention"
    )
    second_skills: Literal["as_they_are", "nobody", "everybody"] = setting(
        "as_they_are",
        about="Who works in a second function. as_they_are: whoever has the skill; nobody: all are specialists; "
              "everybody: whoever has one function alone is trained in a second one, that of most colleagues who have "
              "one, else the one that most often follows. money.second_skill_per_year is its price in every column",
        source="convention",
    )  # fmt: skip
    units: dict[str, object] = setting(
        default_factory=dict, example={"front": ["sales", "marketing"], "back": ["service", "operations"]},
        about="The organisation tree: unit -> teams, or further units; the distance between two teams is the levels "
              "up to the first unit that has both. By default sites are units, and without sites any two teams are 1 "
              "apart",
        source="convention",
    )  # fmt: skip
    members: dict[str, object] = setting(
        default_factory=dict, example={"north": {"sales": 3, "service": 4}, "south": ["sales 4", "service 5"]},
        about="Teams of an explicit partition by name: people per function, or seats; everybody must be in one",
        source="convention",
    )  # fmt: skip
    partition_from: str | None = setting(
        None, unit="column", example="pods",
        about="Column whose teams this one has too, but for what it says itself",
        source="convention",
    )  # fmt: skip
    policy_from: str | None = setting(
        None, unit="column", example="silos_plus",
        about="Column whose policy this one starts from; by default the scenario's common policy",
        source="convention",
    )  # fmt: skip
    policy: dict[str, object] = setting(
        default_factory=dict, dials_of=Policy, example={"wings": 1},
        about="Dials of this column that differ from where it starts; every one is listed in the parity table",
        source="convention",
    )  # fmt: skip


class Scenario(Settings):
    """Everything a run needs, resolved and validated."""

    name: str = setting(
        ..., min_length=1, max_length=60, example="support_desk",
        about="Short name, used for the results folder",
        source="convention",
    )  # fmt: skip
    title: str = setting("", about="One line that a reader sees above every table", source="convention")
    about: str = setting("", about="What this organisation is and where its numbers come from", source="convention")
    functions_about: dict[str, str] = setting(
        default_factory=dict, example={"sales": "Orders and offers"},
        about="One line per function, for readers",
        source="convention",
    )  # fmt: skip
    labels: dict[str, str] = setting(
        default_factory=dict,
        example={"pods_of_five": "Pods of five", "service": "Customer care", "felt_empathy": "kindness felt"},
        about="What people read in place of a key: of a column, a function or a measure. Tables that machines read, "
              "--set and files keep the key. By default a label is made of the key",
        source="convention",
    )  # fmt: skip
    open: str = setting(
        "mon-fri 08:00-18:00", unit="weekly hours", about="Opening hours of the organisation", source="convention"
    )
    time: TimeFrame = Field(default_factory=TimeFrame, description="Warm-up and measured weeks")
    demand: Demand = Field(description="The customers")
    people: People = Field(description="The people")
    policy: Policy = Field(
        default_factory=Policy, description="Dials common to all columns unless a column declares another value"
    )
    measured_today: MeasuredToday | None = Field(
        default=None, description="Today's figures, which the silos must reproduce, or the verdict opens by saying so"
    )
    fitted_to: FittedTo | None = Field(
        default=None, description="Written by podsim fit: how far today is from the log; the verdict opens with it"
    )
    targets: tuple[Target, ...] = setting(
        (), example=[{"measure": "answered_in_target", "channel": "voice", "at_least": 0.8}],
        about="Lines that the organisation wants to reach; the verdict says who does, podsim staff what it takes",
        source="convention",
    )  # fmt: skip
    worth_having: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"resolution_minutes": 0.10},
        about="Smallest differences that this organisation would act on, by measure; the verdict by those of podsim "
              "stands beside. Of shares and of felt empathy the difference itself, else relative to the first column",
        source="convention",
    )  # fmt: skip
    over_time: OverTime = Field(
        default_factory=OverTime, description="What changes over weeks, where time.slow_clock is on"
    )
    money: Money = Field(default_factory=Money, description="Prices, and what people and customers are worth")
    better_habits: Literal["local", "crossing"] = setting(
        LOCAL,
        about="Better habits of silos_plus and pods. local: structured handover, back to whoever knew the customer, a "
              "colleague of the team listens in; crossing: people of other teams listen in and lend a hand as well",
        source="convention",
    )  # fmt: skip
    formations: dict[str, FormationSettings] = Field(
        default_factory=dict,
        validate_default=True,
        description="Columns by name; silos, pods_today, silos_plus and pods are always there, and two with the other "
        "better habits; all may be adjusted",
    )
    empathy: Empathy = Field(
        default_factory=Empathy, description="What makes customers feel empathy: a proxy, the same for every column"
    )
    replications: int = setting(
        20, ge=2, le=1_000_000, unit="replications",
        about="Independent repetitions of a comparison",
        source="convention",
    )  # fmt: skip
    seed: int = setting(1, ge=0, le=2**63 - 1, about="Seed of every draw", source="convention")

    # Folders of the files in which data files are named: where data lie is no part of what is simulated.
    _data_folders: Mapping[str, Path] = PrivateAttr(default_factory=dict)

    @field_validator("formations", mode="before")
    @classmethod
    def _always_there(cls, formations: Any, info: ValidationInfo) -> Any:
        """Every scenario has the built-in columns, however it was made."""
        habits = info.data.get("better_habits", LOCAL)  # where it is wrong, that is said there
        return with_built_in(formations, habits) if isinstance(formations, dict) else formations

    def __repr__(self) -> str:
        """A line or two: its size and its columns; `podsim explain` and docs/reference have every setting."""
        groups = self.people.groups
        people = f"people of {self.people.file}" if self.people.file else f"{sum(one.count for one in groups)} people"
        sizes = (count_of(len(self.demand.needs), "function"), count_of(len(self.demand.channels), "channel"))
        weeks = count_of(self.time.measured_weeks, "week")
        title = f" ({self.title})" if self.title else ""
        return (
            f"Scenario {self.name}{title}: {people}, {', '.join(sizes)}, {weeks}, {self.replications} replications, "
            f"seed {self.seed}\ncolumns {', '.join(self.formations)}"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """The same for a cell of a notebook."""
        first, _, second = repr(self).partition("\n")
        return f"<p><strong>{escape(first)}</strong><br>{escape(second)}</p>"

    @property
    def data_folders(self) -> Mapping[str, Path]:
        """By setting that names a data file: the folder of the scenario file that says so."""
        return self._data_folders

    def data_file(self, setting: str) -> Path:
        """Path of a data file: relative to the scenario file that names it, else to the working folder.

        setting: one of DATA_FILES, which must be set. The path may not exist.
        """
        name = self.named_file(setting)
        assert name is not None
        beside = self._data_folders.get(setting, Path()) / name
        return beside if beside.exists() else Path(name)

    def named_file(self, setting: str) -> str | None:
        """What one of DATA_FILES is set to; None where it is not."""
        value: Any = self
        for part in setting.split("."):
            value = getattr(value, part) if value is not None else None
        return value
