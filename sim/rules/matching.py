"""Who is best equipped, which work comes first, and when a secondary skill is worth using."""

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Borrowing, QueueOrder


def can_serve(skill: float) -> bool:
    """Whether somebody can serve a function at all: skill > 0.

    skill: of the person for it, in [0, 1].
    """
    return skill > 0.0


def within_reach(borrowing: int, distance: int) -> bool:
    """Whether a team may borrow people of another one: anywhere, or those nearest to it.

    borrowing: `Borrowing`. distance: levels of the organisation between the two teams, 1 between any two unless a tree
        is given.
    """
    if borrowing == Borrowing.NEAR:
        return distance <= 1
    return borrowing == Borrowing.ANYWHERE


def match_score(
    skill: float,
    fatigue: float,
    served_before: float,
    heard_before: bool,
    over_lead: bool,
    skill_weight: float,
    fatigue_weight: float,
    familiarity_weight: float,
    heard_weight: float,
    rest_weight: float,
) -> float:
    """How well a person fits a piece of work; higher is better.

    score = skill_weight * skill - fatigue_weight * fatigue + familiarity_weight * served_before
    + heard_weight * [listened to this customer before] - rest_weight * [has led too long without a rest],
    in whole steps of 2^-20, so that the last bit of a product never decides.

    skill: of the person for the apparent need, in (0, 1]. fatigue: in [0, 1).
    served_before: 1 if the person has led a step of this case, else what they remember of its account, in [0, 1].
    heard_before: whether the person has listened to a step of this case.
    over_lead: whether the person has led longer than max_lead_minutes without a rest; a preference, no ban.
    """
    score = skill_weight * skill - fatigue_weight * fatigue
    score = score + familiarity_weight * served_before
    if heard_before:
        score = score + heard_weight
    if over_lead:
        score = score - rest_weight
    return to_grid(score)


def match_score_at_most(
    skill: float,
    may_be_known: bool,
    skill_weight: float,
    fatigue_weight: float,
    familiarity_weight: float,
    heard_weight: float,
    rest_weight: float,
) -> float:
    """The most that `match_score` can be for a skill; whoever cannot reach the best so far needs no score.

    The greatest over rested and spent, having served or heard the customer or not, over the time of leading or not. It
    is exact as long as the score only rises or only falls with fatigue.

    skill: as in `match_score`, and so are the weights: skill_weight, fatigue_weight, familiarity_weight,
        heard_weight, rest_weight.
    may_be_known: whether anybody has led a step of this case or its account's others, or listened to one.
    """
    most = match_score(
        skill, 0.0, 0.0, False, False, skill_weight, fatigue_weight, familiarity_weight, heard_weight, rest_weight
    )
    fatigue = 0.0
    for _ in range(2):
        served_before = 0.0
        for _ in range(2):
            heard_before = False
            for _ in range(2):
                over_lead = False
                for _ in range(2):
                    score = match_score(
                        skill,
                        fatigue,
                        served_before,
                        heard_before,
                        over_lead,
                        skill_weight,
                        fatigue_weight,
                        familiarity_weight,
                        heard_weight,
                        rest_weight,
                    )
                    if score > most:
                        most = score
                    over_lead = True
                heard_before = may_be_known
            if may_be_known:
                served_before = 1.0
        fatigue = 1.0
    return most


def led_without_rest(led_minutes: float, free_minutes: float, rest_minutes: float) -> float:
    """Minutes led since the last rest: 0 after a pause of at least rest_minutes, else what was led so far.

    led_minutes: led since the last rest known. free_minutes: unoccupied since. rest_minutes: what counts as a rest.
    """
    if free_minutes >= rest_minutes:
        return 0.0
    return led_minutes


def order_key(queue_order: int, joined_at: float, arrived_at: float, distress: float) -> float:
    """Place in a queue among work of the same priority; least first.

    queue_order: `QueueOrder`: time of joining this queue, age (time of arrival), or distress, most first.
    joined_at, arrived_at: minutes. distress: in [0, 1].
    """
    if queue_order == QueueOrder.JOINED:
        return joined_at
    if queue_order == QueueOrder.AGE:
        return arrived_at
    return -distress


def busy_share(occupied_minutes: float, shift_minutes: float) -> float:
    """Share of somebody's shifts that they were occupied for: occupied / shifts begun, 0 before the first.

    occupied_minutes, shift_minutes: >= 0, of the run so far, or of the week where the slow clock is on.
    """
    if shift_minutes <= 0.0:
        return 0.0
    return occupied_minutes / shift_minutes


def secondary_pays(skill: float, primaries_on_shift: int, ahead: int, mean_work_minutes: float) -> bool:
    """Whether a person with a secondary skill should take the work now (assign or wait).

    (ahead + 1) * mean_work / primaries > mean_work * (1 / skill - 1), and always without primaries.
    Means, never drawn durations: nobody knows how long this piece will take.

    skill: secondary skill in (0, 1). primaries_on_shift: people at home in the function on shift.
    ahead: work of the same kind queued before this one. mean_work_minutes: above 0, of this kind of
        work. Evidence row 48.
    """
    if primaries_on_shift == 0:
        return True
    wait_minutes = (ahead + 1) * mean_work_minutes / primaries_on_shift
    return wait_minutes > mean_work_minutes * (1.0 / skill - 1.0)


def work_per_person(waiting: int, busy: int, on_shift: int) -> float:
    """Known work of a team for one function over its capacity; the least is chosen.

    (waiting + busy) / on_shift

    waiting: cases in the team's queues for the function. busy: its people at home there who are occupied.
    on_shift: its people at home there on shift (the whole roster where nobody is on shift anywhere), >= 1.
    """
    return (waiting + busy) / on_shift
