"""Changes of hands: what they are called, what context they keep, how long they wait."""

from sim.foundation.kinds import Change


def kind_of_change(last_person: int, person: int, last_team: int, team: int) -> int:
    """First, same person, lead change (another person, same home team) or handoff, as `Change`.

    last_person, person: numbers of the giver and the taker; last_person is -1 before the first step.
    last_team, team: their home teams, so that lent people hand off too.
    """
    if last_person < 0:
        return Change.FIRST
    if last_person == person:
        return Change.SAME_PERSON
    if last_team == team:
        return Change.LEAD_CHANGE
    return Change.HANDOFF


def kept_share(
    change: int, warm: bool, distance: int, kept_wing: float, kept_inside: float, kept_across: float
) -> float:
    """Share of context that survives a change of hands. Evidence rows 22 and 24a.

    kept_wing; kept_inside; kept_across^distance

    change: as `kind_of_change`; the same person loses nothing, and before the first step there is
    nothing to lose. warm: the person taking over listened in on the step before.
    distance: levels of the organisation between the two teams, 1 between any two unless a tree is given.
    kept_wing, kept_inside, kept_across: shares kept by an attached wing, another team-mate, another team at distance 1.
    """
    if change <= Change.SAME_PERSON:
        return 1.0
    if warm:
        return kept_wing
    if change == Change.LEAD_CHANGE:
        return kept_inside
    kept = 1.0
    for _ in range(distance):
        kept = kept * kept_across
    return kept


def kept_with_owner(kept_share: float, owner_there: bool, kept_owner: float) -> float:
    """Share of context kept where the case has an owner who briefs whoever takes over: max(kept, kept_owner).

    kept_share: without an owner, in [0, 1]. owner_there: the owner takes over, or is on shift to brief.
    kept_owner: share kept in the owner's head, in [0, 1]. Assumption.
    """
    if owner_there and kept_owner > kept_share:
        return kept_owner
    return kept_share


def pickup_minutes(team: int, last_team: int, inside: float, across: float) -> float:
    """Delay until work that changed hands, and found nobody free, is looked at.

    team: of its queue. last_team: home team of whoever had it.
    inside, across: minutes where these are the same, and where they differ. Evidence row 20a.
    """
    if team == last_team:
        return inside
    return across
