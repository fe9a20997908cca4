"""Settings of an experiment file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from sim.scenario.declaration import Settings, setting

Mechanism = Literal["familiarity", "learning", "staff", "loyalty", "guessed_dip"]
Expected = Literal["first", "second", "same", "above", "below", "not second", "not above"]
MOST_REPLICATIONS = 10_000


class Factor(Settings):
    """One thing that is varied: named levels, values of keys, load and needs apart from each other, or of a road weeks
    or mechanisms.
    """

    levels: dict[str, dict[str, object]] = setting(
        default_factory=dict, example={"none": {}, "all": {"policy.ai_context": 1}},
        about="Level -> settings changed in it, by dotted key as in --set; in place of keys",
        source="convention",
    )  # fmt: skip
    keys: tuple[str, ...] = setting(
        (), example=["demand.volume_factor"],
        about="Settings, by dotted key, that all get each of the values",
        source="convention",
    )  # fmt: skip
    values: tuple[Any, ...] = setting(
        (), example=[0.9, 1.0, 1.1], about="Values of the keys, each a level", source="convention"
    )
    times: tuple[float, ...] = setting(
        (), unit="x usual", example=[0.5, 1, 2],
        about="In place of values: multiples of what the scenario says of each key, or of what is at_load",
        source="convention",
    )  # fmt: skip
    at_load: Literal["load", "needs"] | None = setting(
        None,
        about="In place of keys: multiples of the load offered to every function, or of how often a need is followed "
              "by another at the same load; held_by of the part says how load is held",
        source="convention",
    )  # fmt: skip

    weeks: dict[str, tuple[int, int]] = setting(
        default_factory=dict, example={"at first": [0, 12], "at the end": [-13, -1]},
        about="Level -> first and last week of a road over which measures are taken; 0 is its first one, -1 its last",
        source="convention",
    )  # fmt: skip
    mechanisms: dict[str, tuple[Mechanism, ...]] = setting(
        default_factory=dict, example={"none": [], "learning alone": ["learning"]},
        about="Level -> mechanisms of the slow clock that are on, the others absent; guessed_dip: familiarity as a "
              "guess of how much slower new teams are",
        source="convention",
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_way(self) -> Factor:
        kinds = (self.levels, self.keys, self.at_load, self.weeks, self.mechanisms)
        if sum(map(bool, kinds)) != 1:
            raise ValueError(
                "give one of levels, keys with values or times, at_load with times, and for roads weeks, mechanisms"
            )
        if self.at_load and not self.times:
            raise ValueError("at_load needs times")
        if self.keys and bool(self.values) == bool(self.times):
            raise ValueError("keys need either values or times")
        if self.levels and (self.values or self.times):
            raise ValueError("values and times go with keys, not with levels")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the levels, in order."""
        named = tuple(self.levels or self.weeks or self.mechanisms)
        return named or tuple(written_level(value) for value in self.values or self.times)

    @property
    def of_roads(self) -> bool:
        """Whether only roads have it."""
        return bool(self.weeks or self.mechanisms)


def written_level(value: Any) -> str:
    """A value as the name of a level: 1.0 and 1 are one."""
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


class Contrast(Settings):
    """A sum over the levels of a factor, replication by replication: what is more, or less, than what."""

    about: str = setting(..., min_length=1, about="What it says, in a sentence", source="convention")
    of: str = setting(..., unit="factor", about="The factor whose levels are weighted", source="convention")
    weights: dict[str, float] = setting(
        ..., min_length=1, example={"all": 1, "none": -1}, about="Level -> weight", source="convention"
    )
    constant: float = setting(0.0, about="Added to the sum", source="convention")
    over: dict[str, float] = setting(
        default_factory=dict,
        about="Level -> weight of a second sum, by which the first is divided: a ratio, neutral at 1",
        source="convention",
    )  # fmt: skip
    over_constant: float = setting(0.0, about="Added to the second sum", source="convention")
    measures: tuple[str, ...] = setting(
        (), unit="measure", about="Measures of which it is taken; by default all of its part", source="convention"
    )


class Prediction(Settings):
    """A part of the hypothesis that the table can confirm or refute."""

    says: str = setting(..., min_length=1, about="What is expected, in a sentence", source="convention")
    part: str | None = setting(None, unit="part", about="The part it is about; by default all", source="convention")
    measure: str = setting(..., unit="measure", about="The measure it is about", source="convention")
    expect: Expected = setting(
        ...,
        about="first, second: this column of the pair is better; not second: anything but; same: no difference worth "
              "having; above, below: side of 0 (of a ratio: 1) on which a contrast lies; not above: same or below",
        source="convention",
    )  # fmt: skip
    pair: tuple[str, ...] = setting(
        (), unit="columns", example=["silos_plus", "pods"],
        about="The pair compared; of a contrast: how much more it is in the second column. None: see column",
        source="convention",
    )  # fmt: skip
    contrast: str | None = setting(None, unit="contrast", about="The contrast it is about", source="convention")
    column: str | None = setting(
        None, unit="column", about="The column, of a contrast without pair", source="convention"
    )
    where: dict[str, tuple[Any, ...]] = setting(
        default_factory=dict, example={"load": ["0.9", "1"]},
        about="Factor (or: scenario) -> levels to which it is confined; by default all",
        source="convention",
    )  # fmt: skip


class Stopping(Settings):
    """When there are replications enough."""

    start: int = setting(
        10, ge=2, le=MOST_REPLICATIONS, unit="replications", about="Replications to begin with", source="convention"
    )
    most: int = setting(
        40, ge=2, le=MOST_REPLICATIONS, unit="replications", about="Replications at most, per cell", source="convention"
    )
    half_width: float = setting(
        0.5, gt=0, le=10, unit="x smallest difference worth having",
        about="A cell has enough once half of the 95% interval of every primary difference is at most this",
        source="convention",
    )  # fmt: skip


class Part(Settings):
    """One grid of cells: scenarios x levels of factors, all columns, or roads, on the same customers in each."""

    about: str = setting("", about="What this part is for", source="convention")
    scenarios: tuple[str, ...] = setting(
        ..., min_length=1, example=["support_desk"], about="Scenarios, by name or path", source="convention"
    )
    set: dict[str, object] = setting(
        default_factory=dict, example={"time.measured_weeks": 2},
        about="Settings changed in every scenario, by dotted key",
        source="convention",
    )  # fmt: skip
    by_scenario: dict[str, dict[str, object]] = setting(
        default_factory=dict, example={"bank": {"formations.tiered.apart": ["compliance"]}},
        about="Scenario -> further settings changed in it alone, by dotted key",
        source="convention",
    )  # fmt: skip
    formations: dict[str, object] = setting(
        default_factory=dict, example={"pool": {"partition": "pool", "policy_from": "silos_plus"}},
        about="Columns laid over those of every scenario",
        source="convention",
    )  # fmt: skip
    columns: tuple[str, ...] = setting(
        ("silos", "silos_plus", "pods"), min_length=1, unit="column", about="Columns, in order", source="convention"
    )
    roads: tuple[str, ...] = setting(
        (), unit="road", example=["stay", "big_bang"],
        about="In place of columns: roads, by name or path, or columns that are so from the beginning. They are "
              "walked for all measured weeks with the slow clock on; money, and who is worse off, is beside the first",
        source="convention",
    )  # fmt: skip
    pairs: tuple[tuple[str, str], ...] = setting(
        (), unit="columns", example=[["silos_plus", "pods"]],
        about="Pairs of columns, or roads, compared, second minus first",
        source="convention",
    )  # fmt: skip
    measures: tuple[str, ...] = setting(
        (), unit="measure", about="Measures of this part; by default those of the experiment", source="convention"
    )
    held_by: Literal["volume", "work"] = setting(
        "volume",
        about="How factors at_load hold the load of every function: by the number of cases and their first needs, or "
              "by the work per need",
        source="convention",
    )  # fmt: skip
    factors: dict[str, Factor] = setting(
        default_factory=dict, max_length=6, about="What is varied, by name", source="convention"
    )
    contrasts: dict[str, Contrast] = setting(
        default_factory=dict, about="Sums over levels, by name", source="convention"
    )
    replications: int | None = setting(
        None, ge=2, le=MOST_REPLICATIONS, unit="replications", example=10,
        about="Of this part; by default as in the experiment",
        source="convention",
    )  # fmt: skip

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared: columns, or roads by the names of their files."""
        return tuple(Path(road).stem for road in self.roads) or self.columns


class Reduced(Settings):
    """A smaller form of the same experiment, for a quick look and for tests."""

    replications: int = setting(
        2, ge=2, le=MOST_REPLICATIONS, unit="replications", about="Replications of every cell", source="convention"
    )
    set: dict[str, object] = setting(
        default_factory=dict, about="Settings changed beside those of the parts", source="convention"
    )
    parts: tuple[str, ...] = setting((), unit="part", about="Parts that are kept; by default all", source="convention")
    keep: dict[str, tuple[Any, ...]] = setting(
        default_factory=dict, example={"load": ["1"], "scenario": ["support_desk"]},
        about="Factor (or: scenario) -> levels that are kept; by default all",
        source="convention",
    )  # fmt: skip


class Study(Settings):
    """A whole experiment file."""

    name: str = setting(..., min_length=1, max_length=60, about="Short name, as that of the file", source="convention")
    title: str = setting("", about="One line for readers", source="convention")
    question: str = setting(..., min_length=1, about="What is asked", source="convention")
    hypothesis: str = setting(..., min_length=1, about="What was expected, written before the run", source="convention")
    predictions: tuple[Prediction, ...] = setting(
        (), about="The hypothesis in parts that the table can confirm or refute", source="convention"
    )
    about: str = setting("", about="How the question is put to the model, and limits", source="convention")
    measures: tuple[str, ...] = setting(
        ("resolution_minutes", "felt_empathy", "load_p90"), min_length=1, unit="measure",
        about="Measures in the table",
        source="convention",
    )  # fmt: skip
    seed: int = setting(1, ge=0, le=2**63 - 1, about="Seed of every draw, in every cell", source="convention")
    replications: int | None = setting(
        None, ge=2, le=MOST_REPLICATIONS, unit="replications", example=10,
        about="Replications of every cell; in place of stopping",
        source="convention",
    )  # fmt: skip
    stopping: Stopping | None = Field(default=None, description="Replications until differences are known well enough")
    budget: int = setting(
        ..., ge=2, le=10_000_000, unit="replications of one column", example=1000,
        about="Most replications of all cells and columns together; a plan that may need more is refused",
        source="convention",
    )  # fmt: skip
    parts: dict[str, Part] = setting(
        ..., min_length=1, max_length=20, about="Grids of cells, by name", source="convention"
    )
    reduced: Reduced = Field(default_factory=Reduced, description="A smaller form of the same experiment")
    table: str = setting(
        ..., min_length=5, unit="path", example="tables/rotation.csv",
        about="The published table, relative to this file; that of the reduced form has .reduced before .csv",
        source="convention",
    )  # fmt: skip
    figure: str = setting(
        "", unit="path", about="Script that draws the table, relative to this file", source="convention"
    )
    page: str = setting(
        "", unit="path", about="Page that says what was found, relative to this file", source="convention"
    )

    @model_validator(mode="after")
    def _one_stop(self) -> Study:
        if (self.replications is None) == (self.stopping is None):
            raise ValueError("give either replications or stopping")
        return self
