"""What is usual today: from there everything that is slow acts, so that an organisation that stays does not drift."""

from __future__ import annotations

from sim.scenario.declaration import Settings, setting, where

SLOW = where("time.slow_clock")
LEAVE, OVERWORK = SLOW & where("over_time.staff.leaving_per_occupancy"), SLOW & where("over_time.staff.overwork_slow")


class Usual(Settings):
    """What is usual today for people of a function. Whatever is not said is measured (`sim.comparison.usual`)."""

    past_line: float | None = setting(
        None, ge=0, le=1, unit="occupancy", example=0.02,
        about="Mean of lasting occupancy past leaving_past_occupancy, 0 for whoever is below it",
        source="convention", matters=LEAVE,
        rules="staff.beside_usual",
    )  # fmt: skip
    strain: float | None = setting(
        None, ge=0, le=1, unit="share", example=0.1,
        about="Mean share of working time past the strain line: leaving_per_year and away_share have it in them",
        source="convention", matters=SLOW,
        rules="staff.beside_usual",
    )  # fmt: skip
    overwork: float | None = setting(
        None, ge=0, le=1, unit="share", example=0.05,
        about="Mean overwork, 0 up to overwork_line and 1 at full occupancy: working times have it in them",
        source="convention", matters=OVERWORK,
        rules="staff.minutes_overworked",
    )  # fmt: skip
    for_effort: float | None = setting(
        None, ge=0, le=1, unit="share", example=0.1,
        about="Overwork at which the standard of effort stays as it is: more than the mean, as standards fall faster "
              "than they recover",
        source="convention",
        matters=SLOW & where("over_time.staff.effort_lost_to_overwork"), rules="staff.effort_after_a_week",
    )  # fmt: skip
    practice_shares: dict[str, float] = setting(
        default_factory=dict, unit="share of working hours", example={"sales": 0.5, "marketing": 0.02},
        about="Practice in each function, listening and peers counted as in over_time.learning; in a function that is "
              "not named none, and its skill stays as it is",
        source="convention",
        matters=SLOW, rules="learning.practice_beside_usual",
    )  # fmt: skip
