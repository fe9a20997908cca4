"""Settings of the people: built once, rearranged by every column."""

from __future__ import annotations

from pydantic import Field

from sim.scenario.fields import Settings, setting


class Group(Settings):
    """People of one function who share shifts, skills and pay."""

    function: str = setting(
        ...,
        min_length=1,
        unit="function",
        source="convention",
        example="sales",
        about="Home function (primary skill 1)",
    )
    count: int = setting(
        ..., ge=1, le=1_000_000, unit="people", source="convention", example=12, about="Number of people"
    )
    shifts: tuple[str, ...] | None = setting(
        None,
        min_length=1,
        unit="shift",
        source="convention",
        example=["early", "late"],
        about="Names of shifts, dealt to the people in turn; by default all shifts of the scenario",
    )
    also: dict[str, float] = setting(
        default_factory=dict,
        unit="skill",
        example={"service": 0.926},
        source="evidence row 48: 1/1.08, range 0-25% slower",
        about="Secondary functions -> skill in (0, 1]; work takes work/skill minutes",
    )
    also_share: float = setting(
        1.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Share of the group that has each secondary function, dealt evenly and separately by function",
    )
    languages: tuple[str, ...] | None = setting(
        None,
        min_length=1,
        unit="language",
        source="convention",
        example=["german"],
        about="Languages that these people speak; by default all languages of the customers",
    )
    site: str | None = setting(
        None,
        min_length=1,
        unit="site",
        source="convention",
        example="north",
        about="Where these people work; no team spans two sites unless a column says across_sites",
    )
    pay_per_hour: float = setting(30.0, ge=0, unit="currency/hour", source="assumption", about="Paid per shift hour")


class AwayWave(Settings):
    """A wave of absence, as in a flu season."""

    start: str = setting(
        ...,
        min_length=1,
        unit="week and day",
        source="convention",
        example="week 2 wed",
        about="First day, as week of the run (from 0, warm-up included) and weekday; without one it is Monday",
    )
    days: int = setting(..., ge=1, le=366, unit="days", source="assumption", example=5, about="Dates that it lasts")
    away_share: float = setting(
        ...,
        gt=0,
        le=1,
        unit="share",
        source="assumption",
        example=0.2,
        about="Probability that a person is away on a date of it, beside the usual absence; the same people are away "
        "in every replication",
    )


class Fatigue(Settings):
    """How people tire and recover; the same body of rules for every column."""

    rise_half_life_minutes: float = setting(
        0.0,
        ge=0,
        le=100_000,
        unit="minutes",
        source="assumption",
        about="Serving time in which half of what is left to full fatigue is lost; 0: nobody tires",
    )
    fall_half_life_minutes: float = setting(
        60.0,
        ge=0,
        le=100_000,
        unit="minutes",
        source="assumption",
        about="Time without serving in which half of the fatigue is recovered; 0: at once",
    )
    distress_weight: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="per unit of distress",
        source="assumption",
        about="Distressed customers tire: fatigue rises by (1 + weight x distress)",
    )
    slow: float = setting(
        0.05,
        ge=0,
        le=2,
        unit="share",
        source="assumption (small, as overload feeds on it)",
        about="Lengthening of a step at full fatigue",
    )
    strain_line: float = setting(
        0.7, gt=0, lt=1, unit="fatigue", source="assumption", about="Fatigue past which time counts as strain"
    )


class People(Settings):
    """Everybody in the organisation."""

    groups: tuple[Group, ...] = setting(
        (),
        unit="-",
        source="convention",
        example=[{"function": "sales", "count": 12}],
        about="Groups of people, numbered in this order; these or a file must be given",
    )
    file: str | None = setting(
        None,
        min_length=1,
        unit="path",
        source="convention",
        example="people.csv",
        about="CSV with one row per person (person, function, shift or hours, skills, pay, languages, site) in place "
        "of groups; relative to the scenario file, else to here",
    )
    shifts: dict[str, str] = setting(
        default_factory=lambda: {"open": "mon-fri 08:00-18:00"},
        min_length=1,
        unit="weekly hours",
        example={"early": "mon-fri 08:00-16:00"},
        source="convention",
        about="Shifts by name, as weekly hours",
    )
    away_share: float = setting(
        0.30,
        ge=0,
        lt=1,
        unit="share",
        source="evidence row 20b: 0.30, range 0.2-0.35",
        about="Probability that a person is away on a date (leave, sickness, training)",
    )
    away_waves: tuple[AwayWave, ...] = setting(
        (),
        unit="-",
        source="assumption",
        example=[{"start": "week 2 wed", "days": 5, "away_share": 0.2}],
        about="Waves of absence beside the usual one",
    )
    pace_cv: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="-",
        source="assumption",
        about="Coefficient of variation of pace between people (lognormal, mean 1); work takes work/pace minutes",
    )
    warmth_mean: float = setting(
        0.6,
        gt=0,
        lt=1,
        unit="share",
        source="assumption",
        about="Mean warmth of people as customers feel it, 0 cold to 1 warm",
    )
    warmth_spread: float = setting(
        0.1,
        ge=0,
        le=0.5,
        unit="share",
        source="assumption",
        about="Standard deviation of warmth between people (normal, clipped to 0 and 1)",
    )
    fatigue: Fatigue = Field(default_factory=Fatigue, description="How people tire and recover")
