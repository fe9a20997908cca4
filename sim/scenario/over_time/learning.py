"""What people learn by practice, and forget without."""

from __future__ import annotations

from sim.scenario.declaration import HALF_TO_DOUBLE, Settings, between, setting, where

ON = where("time.slow_clock")


class Learning(Settings):
    """What people learn by practice, and forget without. Absent where the slow clock is off.

    Experience is a share of that of whoever has been here for long; skills as given are the mean over who is here
    today.
    """

    learning_progress_ratio: float = setting(
        0.85, ge=0.5, le=1, unit="share", absent=1.0,
        about="Time that a piece of work takes with twice the experience, as a share of the time before; 1: nobody "
              "learns or forgets",
        source="evidence row 44: 0.85, range 0.75-0.95", plausible=between(0.75, 0.95), matters=ON,
        called="what is left of working time when experience doubles", rules="learning.speed_with_experience",
    )  # fmt: skip
    learning_half_life_weeks: float = setting(
        52.0, ge=0, le=5200, unit="weeks", absent=0.0,
        about="Weeks without practice in which half of the experience is lost; 0: it stays as it is",
        source="assumption: with the usual practice a newcomer is at par after 6 months (evidence row 46)",
        plausible=between(26, 78, "evidence row 46: at par after 3 to 9 months"), matters=ON,
        called="weeks in which half of unused experience is lost", rules="learning.experience_after_week",
    )  # fmt: skip
    learning_keeps_share: float = setting(
        0.3, gt=0, le=1, unit="share",
        about="Practice in a function that just keeps its skill at par, as a share of what is usual today; more brings "
              "whoever is below back sooner",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=ON, called="practice that keeps a skill",
        rules="learning.experience_after_week",
    )  # fmt: skip
    learning_by_listening: float = setting(
        0.4, ge=0, le=1, unit="share", absent=0.0,
        about="What an hour of listening to a step teaches, as a share of an hour of leading one",
        source="assumption: as what shipyards learned from others (Kim & Seo 2009, about 40%)",
        plausible=between(0, 0.8), matters=ON & where("policy.wings"), called="what listening teaches",
        rules="learning.hours_of_practice",
    )  # fmt: skip
    learning_from_peers: float = setting(
        0.3, ge=0, le=1, unit="share", absent=0.0,
        about="Share of what practice teaches that is lost where nobody else of the function is in the team",
        source="assumption: as what shipyards learned from others (Kim & Seo 2009, 0.4/1.4)", plausible=between(0, 0.6),
        matters=ON, called="what people of one's own function teach", rules="learning.hours_of_practice",
    )  # fmt: skip
    learning_peers_enough: float = setting(
        3.0, ge=1, le=1000, unit="people",
        about="Team-mates of a function from whom everything is learned that peers teach; fewer teach in proportion",
        source="assumption", plausible=between(1, 6), matters=ON & where("over_time.learning.learning_from_peers"),
        rules="learning.hours_of_practice",
    )  # fmt: skip
    learning_newcomer_experience: float = setting(
        0.1, ge=0.001, le=1, unit="share", absent=1.0,
        about="Experience of a newcomer after training, as a share of that at par; nobody forgets more than that",
        source="assumption: 0.58 of the speed at par", plausible=between(0.03, 0.3), matters=ON,
        called="experience of a newcomer", rules="learning.experience_after_week",
    )  # fmt: skip
