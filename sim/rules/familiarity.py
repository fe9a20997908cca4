"""How well somebody knows the people of their team: 1 at par; misroutes and takeovers are as given at today's mean."""

import math

from sim.foundation.grid import to_grid


def familiarity_after_week(familiarity: float, weeks: float) -> float:
    """Familiarity after another week in the same team: 1 - (1 - familiarity) * exp(-1 / weeks).

    familiarity: a week before, in [0, 1]. weeks: time constant; 0: at once. Assumption.
    """
    if weeks <= 0.0:
        return 1.0
    return to_grid(1.0 - (1.0 - familiarity) * math.exp(-1.0 / weeks))


def familiarity_at_start(weeks: int, time_constant: float) -> float:
    """Familiarity of whoever has been in a team for some weeks: 1 - exp(-weeks / time_constant).

    weeks: >= 0. time_constant: weeks, 0: all at once.
    """
    if time_constant <= 0.0:
        return 1.0 if weeks > 0 else 0.0
    return to_grid(1.0 - math.exp(-weeks / time_constant))


def mean_familiarity_today(per_year: float, time_constant: float) -> float:
    """Mean of `familiarity_at_start` over who is here in the long run, newcomers among them; 1 where nobody leaves.

    1 - q / (1 - (1 - q) * exp(-1 / time_constant)), q = per_year / 52

    per_year: leavers a year, per person. time_constant: weeks, 0: all at once.
    """
    leaving = per_year / 52.0
    if leaving > 1.0:
        leaving = 1.0
    if leaving <= 0.0:
        return 1.0
    kept = math.exp(-1.0 / time_constant) if time_constant > 0.0 else 0.0
    return to_grid(1.0 - leaving / (1.0 - (1.0 - leaving) * kept))


def familiarity_in_new_team(familiarity: float, share_kept: float, variety: float) -> float:
    """Familiarity with a team just formed: max(0, familiarity * (share_kept + variety * (1 - share_kept))).

    familiarity: with the team before, in [0, 1]. share_kept: of the new team-mates who were team-mates before.
    variety: share of what is lost that former partners have taught for good, in [-1, 1]. Assumption.
    """
    left = to_grid(familiarity * (share_kept + variety * (1.0 - share_kept)))
    if left < 0.0:
        return 0.0
    return left


def more_where_new(amount: float, familiarity: float, mean_familiarity: float, more: float) -> float:
    """What goes wrong or takes time in a team, and more so while it is new; on average today the amount itself.

    amount * (1 + more * (1 - familiarity)) / (1 + more * (1 - mean_familiarity))

    amount: as given, >= 0: misroutes, retelling, changeover. familiarity: in [0, 1]. mean_familiarity:
    `mean_familiarity_today`. more: with nobody known, >= 0. Evidence row 57 (Huckman & Staats).
    """
    if familiarity == mean_familiarity:
        return amount
    return amount * (1.0 + more * (1.0 - familiarity)) / (1.0 + more * (1.0 - mean_familiarity))


def dip_left(dip_share: float, changed_share: float, weeks: int, dip_weeks: float) -> float:
    """How much slower somebody works some weeks after their team was formed anew.

    dip_share * changed_share * max(0, 1 - weeks / dip_weeks)

    dip_share: where everybody is new. changed_share: of the team-mates, those who are new. weeks: since then.
    dip_weeks: after which it is over. Evidence row 65.
    """
    if weeks >= dip_weeks:
        return 0.0
    return dip_share * changed_share * (1.0 - weeks / dip_weeks)


def speed_in_dip(speed: float, dip: float) -> float:
    """Speed of whoever finds their way into a new team: speed * (1 - dip).

    speed: above 0. dip: `dip_left`, in [0, 1). Evidence row 65.
    """
    return speed * (1.0 - dip)
