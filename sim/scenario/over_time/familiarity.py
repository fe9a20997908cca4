"""How people of a team come to know each other, and what a new team costs at first."""

from __future__ import annotations

from sim.scenario.declaration import CHOICE, Settings, between, setting, where

ON = where("time.slow_clock")
FROM_ROW_57 = "evidence row 57: with 50% more familiarity"


class Familiarity(Settings):
    """How people of a team come to know each other, and what a new team costs at first.

    Absent where the slow clock is off. 1 is as familiar with a team as one gets; what is given holds at today's mean.
    """

    familiarity_weeks: float = setting(
        13.0, ge=0, le=520, unit="weeks", absent=0.0,
        about="Weeks in a team after which 63% of what is missing is known (time constant); 0: all at once",
        source="assumption", plausible=between(4, 26), matters=ON, called="weeks until a new team knows each other",
        rules="familiarity.familiarity_after_week",
    )  # fmt: skip
    familiarity_misroutes: float = setting(
        0.7, ge=0, le=5, unit="share", absent=0.0,
        about="Misroutes by whoever passes work on and is quite new to their team: more by this share",
        source=f"{FROM_ROW_57} 19% fewer defects, so 0.7", plausible=between(0, 1.4), matters=ON,
        called="more misroutes in new teams", rules="familiarity.more_where_new",
    )  # fmt: skip
    familiarity_takeovers: float = setting(
        1.3, ge=0, le=5, unit="share", absent=0.0,
        about="Retelling and changeover where whoever takes work over is quite new to their team: more by this share",
        source=f"{FROM_ROW_57} 30% less over budget, so 1.3", plausible=between(0, 2.6), matters=ON,
        called="longer takeovers in new teams", rules="familiarity.more_where_new",
    )  # fmt: skip
    familiarity_variety: float = setting(
        0.0, ge=-1, le=1, unit="share", absent=0.0,
        about="Share of the familiarity lost by a change of team that former partners had taught for good; below 0 it "
              "is a burden",
        source="assumption: the published sign is two-sided", plausible=between(-0.2, 0.2), matters=ON,
        called="what former partners have taught", rules="familiarity.familiarity_in_new_team",
    )  # fmt: skip
    dip_share: float = setting(
        0.0, ge=0, le=0.9, unit="share", absent=0.0,
        about="How much slower people work whose whole team has changed, just after it; the alternative to the loss "
              "of familiarity",
        source="evidence row 65: 15%, range 5-30%, a guess; podsim road turns it on", plausible=CHOICE, matters=ON,
        called="depth of the dip", rules=("familiarity.dip_left", "familiarity.speed_in_dip"),
    )  # fmt: skip
    dip_weeks: float = setting(
        26.0, ge=0, le=520, unit="weeks", absent=0.0,
        about="Weeks after which the dip is over; it fades in a line",
        source="evidence row 65: 6 months, range 3-12, a guess", plausible=between(13, 52),
        matters=ON & where("over_time.familiarity.dip_share"), rules="familiarity.dip_left",
    )  # fmt: skip
