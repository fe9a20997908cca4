"""Settings of the people: built once, rearranged by every column."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from sim.scenario.declaration import HALF_TO_DOUBLE, MEASURED, OWN, Settings, between, setting, times, where

TIRES = where("people.fatigue.rise_half_life_minutes")


class Group(Settings):
    """People of one function who share shifts, skills and pay."""

    function: str = setting(
        ..., min_length=1, unit="function", example="sales",
        about="Home function (primary skill 1)",
        source="convention",
    )  # fmt: skip
    count: int = setting(
        ..., ge=1, le=1_000_000, unit="people", example=12, about="Number of people", source="convention"
    )
    shifts: tuple[str, ...] | None = setting(
        None, min_length=1, unit="shift", example=["early", "late"],
        about="Names of shifts, dealt to the people in turn; by default all shifts of the scenario",
        source="convention",
    )  # fmt: skip
    staffing: dict[str, int] = setting(
        default_factory=dict, unit="people", example={"mon-fri 08:00-08:30": 4, "mon-fri 08:30-17:00": 9},
        about="Weekly hours -> how many work in them, in place of count and shifts; the first of the group work "
              "longest",
        source="convention",
    )  # fmt: skip
    also: dict[str, float] = setting(
        default_factory=dict, unit="skill", example={"service": 0.926},
        about="Secondary functions -> skill in (0, 1]; work takes work/skill minutes",
        source="evidence row 48: 1/1.08, range 0-25% slower",
        plausible=between(0.8, 1, "evidence row 48: 0-25% slower"), called="skill in a second function",
    )  # fmt: skip
    also_share: float = setting(
        1.0, ge=0, le=1, unit="share",
        about="Share of the group that has each secondary function, dealt evenly and separately by function",
        source="assumption", plausible=times(0.5, 1.5, "no source: half to one and a half", most=1.0),
        called="share of people with a second function",
    )  # fmt: skip
    languages: tuple[str, ...] | None = setting(
        None, min_length=1, unit="language", example=["german"],
        about="Languages that these people speak; by default all languages of the customers",
        source="convention",
    )  # fmt: skip
    site: str | None = setting(
        None, min_length=1, unit="site", example="north",
        about="Where these people work; no team spans two sites unless a column says across_sites",
        source="convention",
    )  # fmt: skip
    pay_per_hour: float = setting(
        30.0, ge=0, unit="currency/hour", about="Paid per shift hour", source="assumption", plausible=OWN
    )

    @model_validator(mode="before")
    @classmethod
    def _as_many_as_needed(cls, values: Any) -> Any:
        """The group of a staffing has as many people as work at the same time."""
        staffing = values.get("staffing") if isinstance(values, dict) else None
        numbers = list(staffing.values()) if isinstance(staffing, dict) else []
        if not numbers or "count" in values or not all(isinstance(number, int) for number in numbers):
            return values
        return {**values, "count": max(numbers)}


class AwayWave(Settings):
    """A wave of absence, as in a flu season."""

    start: str = setting(
        ..., min_length=1, unit="week and day", example="week 2 wed",
        about="First day, as week of the run (from 0, warm-up included) and weekday; without one it is Monday",
        source="convention",
    )  # fmt: skip
    days: int = setting(
        ..., ge=1, le=366, unit="days", example=5, about="Dates that it lasts", source="assumption", plausible=OWN
    )
    away_share: float = setting(
        ..., gt=0, le=1, unit="share", example=0.2,
        about="Probability that a person is away on a date of it, beside the usual absence",
        source="assumption", plausible=OWN,
    )  # fmt: skip


class Fatigue(Settings):
    """How people tire and recover; the same body of rules for every column."""

    rise_half_life_minutes: float = setting(
        0.0, ge=0, le=100_000, unit="minutes",
        about="Serving time in which half of what is left to full fatigue is lost; 0: nobody tires",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=TIRES,
        rules=("fatigue.fatigue_after_serving", "fatigue.strain_serving"),
    )  # fmt: skip
    fall_half_life_minutes: float = setting(
        60.0, ge=0, le=100_000, unit="minutes",
        about="Time without serving in which half of the fatigue is recovered; 0: at once",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=TIRES,
        rules=("fatigue.fatigue_after_rest", "fatigue.strain_resting"),
    )  # fmt: skip
    distress_weight: float = setting(
        0.5, ge=0, le=10, unit="per unit of distress",
        about="Distressed customers tire: fatigue rises by (1 + weight x distress)",
        source="assumption", plausible=between(0, 1), matters=TIRES, rules="fatigue.tiring_rate",
    )  # fmt: skip
    slow: float = setting(
        0.05, ge=0, le=2, unit="share",
        about="Lengthening of a step at full fatigue",
        source="assumption (small, as overload feeds on it)", plausible=between(0, 0.1), matters=TIRES,
        rules="fatigue.minutes_with_fatigue",
    )  # fmt: skip
    strain_line: float = setting(
        0.7, gt=0, lt=1, unit="fatigue",
        about="Fatigue past which time counts as strain",
        source="assumption", plausible=MEASURED, rules=("fatigue.strain_resting", "fatigue.strain_serving"),
    )  # fmt: skip


class People(Settings):
    """Everybody in the organisation."""

    groups: tuple[Group, ...] = setting(
        (), example=[{"function": "sales", "count": 12}],
        about="Groups of people, numbered in this order; these or a file must be given",
        source="convention",
    )  # fmt: skip
    file: str | None = setting(
        None, min_length=1, unit="path", example="people.csv",
        about="CSV with one row per person (person, function, shift or hours, skills, pay, languages, site) in place "
              "of groups; relative to the scenario file, else to here",
        source="convention",
    )  # fmt: skip
    columns: dict[str, str] = setting(
        default_factory=dict, unit="column", example={"person": "Name", "function": "Team"},
        about="Columns of the people file by what they hold: person, function, shift, hours, skills, languages, site, "
              "pay",
        source="convention",
    )  # fmt: skip
    shifts: dict[str, str] = setting(
        default_factory=lambda: {"open": "mon-fri 08:00-18:00"}, min_length=1, unit="weekly hours",
        example={"early": "mon-fri 08:00-16:00"},
        about="Shifts by name, as weekly hours",
        source="convention",
    )  # fmt: skip
    leavers: Literal["by_name", "by_count"] = setting(
        "by_name",
        about="Where a shift ends. by_name: whoever's it is leaves, or finishes first while others go on; by_count: a "
              "number of the group leaves, those free at once and others as they finish, so that nobody takes new work "
              "while as many are occupied as the roster has",
        source="convention",
    )  # fmt: skip
    away_share: float = setting(
        0.30, ge=0, lt=1, unit="share",
        about="Probability that a person is away on a date (leave, sickness, training)",
        source="evidence row 20b: 0.30, range 0.2-0.35", plausible=between(0.2, 0.35),
        called="share of people away on a day",
    )  # fmt: skip
    away_waves: tuple[AwayWave, ...] = setting(
        (), example=[{"start": "week 2 wed", "days": 5, "away_share": 0.2}],
        about="Waves of absence beside the usual one",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    pace_cv: float = setting(
        0.0, ge=0, le=1,
        about="Coefficient of variation of pace between people (lognormal, mean 1); work takes work/pace minutes",
        source="assumption", plausible=between(0, 0.3),
    )  # fmt: skip
    warmth_mean: float = setting(
        0.6, gt=0, lt=1, unit="share",
        about="Mean warmth of people as customers feel it, 0 cold to 1 warm",
        source="assumption", plausible=between(0.45, 0.75), rules="empathy.bot_warmth",
    )  # fmt: skip
    warmth_spread: float = setting(
        0.1, ge=0, le=0.5, unit="share",
        about="Standard deviation of warmth between people (normal, clipped to 0 and 1)",
        source="assumption", plausible=between(0, 0.2), rules="empathy.bot_warmth",
    )  # fmt: skip
    fatigue: Fatigue = Field(default_factory=Fatigue, description="How people tire and recover")
