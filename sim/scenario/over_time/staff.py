"""Who leaves, who is hired, who is absent, and what lasting load does."""

from __future__ import annotations

from sim.scenario.declaration import HALF_TO_DOUBLE, Settings, between, setting, where

SLOW = where("time.slow_clock")
LEAVE = SLOW & where("over_time.staff.leaving_per_year", *(
    f"over_time.staff.leaving_per_{cause}" for cause in ("occupancy", "strain")
))  # fmt: skip
ERODES = SLOW & where("over_time.staff.effort_lost_to_overwork")


class Staff(Settings):
    """Who leaves, who is hired, who is absent, and what lasting load does beside what is usual today.

    Absent where the slow clock is off.
    """

    leaving_per_year: float = setting(
        0.30, ge=0, le=10, absent=0.0, unit="per year",
        about="People who leave in a year, per person, today",
        source="evidence row 39: 0.30, range 0.22-0.50", plausible=between(0.22, 0.50),
        called="people who leave in a year", matters=SLOW, rules="staff.leaving_probability",
    )  # fmt: skip
    leaving_per_occupancy: float = setting(
        0.5, ge=0, le=20, absent=0.0, unit="per year and unit",
        about="More of them per unit of lasting occupancy past leaving_past_occupancy, beside what is usual today: all "
              "that load does, strain included",
        source="evidence row 40: 0.5 points per point, range 0-1", plausible=between(0, 1), matters=SLOW,
        rules="staff.leaving_probability",
    )  # fmt: skip
    leaving_past_occupancy: float = setting(
        0.85, ge=0, lt=1, unit="occupancy",
        about="Lasting occupancy past which more people leave",
        source="evidence row 40: 0.85", plausible=between(0.80, 0.90, "no source: a little more or less"),
        matters=SLOW & where("over_time.staff.leaving_per_occupancy"), rules="staff.past_line",
    )  # fmt: skip
    leaving_per_strain: float = setting(
        0.0, ge=0, le=20, absent=0.0, unit="per year and unit",
        about="More of them per share of working time past the strain line, beside what is usual today",
        source="assumption: 0 unless swept, as strain is one way of what load does, all of which is in row 40",
        plausible="counted in leaving_per_occupancy, whose range is swept; sweep it in its place",
        matters=SLOW, rules="staff.leaving_probability",
    )  # fmt: skip
    hiring_weeks: float = setting(
        6.0, ge=0, le=520, unit="weeks",
        about="Weeks for which the seat of whoever left is vacant; of a part of a week, that chance of a whole one",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=LEAVE, rules="staff.whole_weeks",
    )  # fmt: skip
    training_weeks: float = setting(
        4.2, ge=0, le=520, unit="weeks",
        about="Weeks for which a newcomer is paid, and serves nobody; of a part of a week, that chance of a whole one",
        source="evidence row 45: 4.2, range 2-8", plausible=between(2, 8), matters=LEAVE, rules="staff.whole_weeks",
    )  # fmt: skip
    newcomer_weeks: float = setting(
        26.0, ge=0, le=520, unit="weeks",
        about="Weeks of work for which somebody counts as a newcomer",
        source="evidence row 46: 6 months, from 3 to 9", plausible=between(13, 39), matters=LEAVE,
        rules="staff.is_newcomer",
    )  # fmt: skip
    newcomers_kept_by_assist: float = setting(
        0.40, ge=0, le=1, absent=0.0, unit="share",
        about="Share of the leaving of newcomers that full assistance (agent_assist) prevents",
        source="evidence row 61: 0.40, range 0-0.4", plausible=between(0, 0.4),
        matters=LEAVE & where("policy.agent_assist"), rules="staff.leaving_probability",
    )  # fmt: skip
    sick_share: float = setting(
        0.25, ge=0, le=1, unit="share",
        about="Share of all absence (away_share: leave, sickness, training, breaks) that is sickness, which alone "
              "follows strain",
        source="assumption", plausible=between(0.1, 0.5), matters=SLOW & where("over_time.staff.absence_per_strain"),
        called="share of absence that is sickness", rules="staff.absence_with_strain",
    )  # fmt: skip
    absence_per_strain: float = setting(
        1.0, ge=0, le=20, absent=0.0, unit="per unit",
        about="How much more often somebody is sick in a week, relative to today, per share of working time past the "
              "strain line, beside what is usual today",
        source="assumption", plausible=between(0, 2), matters=SLOW, rules="staff.absence_with_strain",
    )  # fmt: skip
    load_memory_weeks: float = setting(
        4.0, ge=1, le=520, unit="weeks",
        about="Weeks over which load and strain are felt: each week the lasting ones move to the present by 1 / this",
        source="assumption", plausible=between(1, 13), matters=SLOW, rules="staff.lasting",
    )  # fmt: skip
    burst_elasticity: float = setting(
        -0.15, ge=-2, le=0, absent=0.0, unit="% per %",
        about="Elasticity of the minutes of a step to the load of the room when it starts, relative to what whoever "
              "leads is used to: people hurry where work waits",
        source="evidence row 41: -0.15, range -0.3 to 0", plausible=between(-0.3, 0), matters=SLOW,
        rules="staff.minutes_in_a_burst",
    )  # fmt: skip
    overwork_line: float = setting(
        0.93, gt=0, lt=1, unit="occupancy",
        about="Lasting occupancy past which people are overworked: 0 there, 1 at full occupancy",
        source="evidence row 42: 0.93, range 0.85-0.95", plausible=between(0.85, 0.95),
        matters=SLOW & where("over_time.staff.overwork_slow", "over_time.staff.effort_lost_to_overwork"),
        rules="staff.overwork",
    )  # fmt: skip
    overwork_slow: float = setting(
        0.05, ge=0, le=2, absent=0.0, unit="share",
        about="Lengthening of a step by whoever is overworked in full",
        source="assumption (the sign: evidence row 42)", plausible=between(0, 0.1), matters=SLOW,
        rules="staff.minutes_overworked",
    )  # fmt: skip
    effort_lost_to_overwork: float = setting(
        0.2, ge=0, le=1, absent=0.0, unit="share",
        about="Share of effort that overwork in full takes away in the end",
        source="assumption (the sign: evidence row 43)", plausible=between(0, 0.4), matters=SLOW,
        rules="staff.effort_after_a_week",
    )  # fmt: skip
    effort_erosion_weeks: float = setting(
        19.0, ge=1, le=5200, unit="weeks",
        about="Time constant with which the standard of effort falls",
        source="evidence row 43: 19, range 10-30", plausible=between(10, 30), matters=ERODES,
        rules="staff.effort_after_a_week",
    )  # fmt: skip
    effort_recovery_weeks: float = setting(
        260.0, ge=1, le=5200, unit="weeks",
        about="Time constant with which it recovers",
        source="evidence row 43: very long", plausible=between(52, 520, "no source: one year to ten"), matters=ERODES,
        rules="staff.effort_after_a_week",
    )  # fmt: skip
    effort_time_share: float = setting(
        1.0, ge=0, le=1, absent=0.0, unit="share",
        about="Part of effort that is time: with a share of effort lost, steps are shorter by this part of it",
        source="evidence row 43: 1, as there effort is the time spent on a customer", plausible=between(0, 1),
        matters=ERODES, rules="staff.minutes_with_effort",
    )  # fmt: skip
    return_per_effort_lost: float = setting(
        0.3, ge=0, le=1, absent=0.0, unit="per unit",
        about="More contacts that seemed solved come back, per share of effort lost by whoever closed them",
        source="assumption", plausible=between(0, 0.6), matters=ERODES, rules="staff.return_with_effort_lost",
    )  # fmt: skip
