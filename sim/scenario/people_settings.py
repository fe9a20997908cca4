"""Settings of the people: built once, rearranged by every column."""

from __future__ import annotations

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
    pay_per_hour: float = setting(30.0, ge=0, unit="currency/hour", source="assumption", about="Paid per shift hour")


class People(Settings):
    """Everybody in the organisation."""

    groups: tuple[Group, ...] = setting(
        ...,
        min_length=1,
        unit="-",
        source="convention",
        example=[{"function": "sales", "count": 12}],
        about="Groups of people; persons are numbered in this order",
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
    pace_cv: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="-",
        source="assumption",
        about="Coefficient of variation of pace between people (lognormal, mean 1); work takes work/pace minutes",
    )
