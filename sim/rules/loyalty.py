"""What customers remember, and what is remembered of them: accounts, trust, leaving, causes of failure."""

import math


def remembered_share(minutes: float, half_life_weeks: float) -> float:
    """What somebody still knows of an account, in [0, 1]: 2^(-minutes / half-life); nothing with none. Assumption.

    minutes: since they served it, >= 0. half_life_weeks: account_memory_weeks.
    """
    if half_life_weeks <= 0.0:
        return 0.0
    return math.exp(-0.6931471805599453 * minutes / (half_life_weeks * 10080.0))


def remembered_in_team(own: float, of_team: float, share: float) -> float:
    """What somebody knows of an account by themselves, or from people of their team: max(own, share * of_team).

    own: remembered by them, in [0, 1]. of_team: the most that anybody of their team remembers, in [0, 1]. share: of
    that which goes round in a team, in [0, 1]; 0: people know what they remember themselves. Assumption.
    """
    told = share * of_team
    return told if told > own else own


def work_with_history(work_minutes: float, background_share: float, known: float) -> float:
    """Work of a first step by somebody who need not ask what was before: work * (1 - background_share * known).

    work_minutes: >= 0. background_share: in [0, 1). known: of the account, by the person or the system, in [0, 1];
    0 is par. Evidence row 24, its low end.
    """
    return work_minutes * (1.0 - background_share * known)


def return_with_same_person(probability: float, known: float, factor: float) -> float:
    """Chance of a return where whoever closes knew the customer: probability * (1 - (1 - factor) * known).

    probability: else, in [0, 1]. known: from before, in [0, 1]. factor: in [0, 1]. Evidence row 33 (0.85).
    """
    return probability * (1.0 - (1.0 - factor) * known)


def return_with_causes_removed(probability: float, removed: float) -> float:
    """Chance of a return where causes have been removed: probability * (1 - removed).

    probability: with all of them, in [0, 1]. removed: share of the causes, in [0, 1]. Assumption.
    """
    return probability * (1.0 - removed)


def causes_removed(removed: float, removable: float, found_share: float) -> float:
    """Share of causes removed after one more was looked for: removed + found_share * (removable - removed).

    After n of them: removable * (1 - (1 - found_share)^n).

    removed: before, in [0, removable]. removable, found_share: in [0, 1]. Assumption.
    """
    return removed + found_share * (removable - removed)


def trust_after(trust: float, good: bool, gain: float, loss: float) -> float:
    """Trust after an experience: trust + gain * (1 - trust) after a good one, trust * (1 - loss) after a bad one.

    trust: in [0, 1]. gain, loss: shares in [0, 1]; a bad one counts for more. Assumption; of a complaint, evidence
    row 29.
    """
    if good:
        return trust + gain * (1.0 - trust)
    return trust * (1.0 - loss)


def trust_at_rest(good_share: float, gain: float, loss: float) -> float:
    """Trust that such a mixture of experiences leaves as it is, in the mean: g * gain / (g * gain + (1 - g) * loss).

    1/2 where nothing moves it.

    good_share: g, of all experiences, in [0, 1]. gain, loss: as in `trust_after`.
    """
    up = good_share * gain
    down = (1.0 - good_share) * loss
    if up + down <= 0.0:
        return 0.5
    return up / (up + down)


def chance_of_leaving(minutes: float, rate_per_year: float, trust_over_par: float, weight: float) -> float:
    """Probability that an account has left: 1 - exp(-rate * years * exp(-weight * trust_over_par)).

    minutes: since its last case ended, >= 0. rate_per_year: by how this one ended, >= 0. Evidence row 34.
    trust_over_par: trust now less what it was at the start, in [-1, 1]. weight: >= 0. Assumption.
    """
    if minutes <= 0.0:
        return 0.0
    years = minutes / 525600.0
    return 1.0 - math.exp(-rate_per_year * years * math.exp(-weight * trust_over_par))
