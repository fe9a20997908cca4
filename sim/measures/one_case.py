"""One case: its contact rows -> its CASE_VALUES. Plain functions over rows, which the pass runs compiled.

contacts: CONTACT rows in order; those of the case stand from `first` up to `end`. value: its row, all 0 before.
"""

from __future__ import annotations

import math

import numpy as np

from sim.foundation.calendar import deadline_of, open_minutes_until
from sim.foundation.kinds import ComesBack, Outcome


def measure_case(contacts, first, end, way, open_before, value) -> None:
    """Everything but what the customer felt. way: WAY_IN[C]. open_before: float64[C, 10081]."""
    deadline = contacts[first]["deadline_at"]
    served_at = math.inf
    for place in range(first, end):
        add_columns(contacts[place], value)
        count_contact(contacts, place, way, open_before, value)
        wait_for_answer(contacts[place], open_before, value)
        back_at = back_from(contacts, place, end)
        value["between_minutes"] += min(back_at, deadline) - min(ended(contacts[place]), deadline)
        if contacts[place]["first_served_at"] < served_at:  # nan: never
            served_at = contacts[place]["first_served_at"]
    arrived, solved_at = contacts[first]["arrived_at"], when_solved(contacts[end - 1])
    value["case"] = 1.0
    value["resolution_minutes"] = min(solved_at, deadline) - arrived
    value["first_response_minutes"] = min(min(served_at, solved_at), deadline) - arrived
    value["redial_answer_minutes"] *= value["ever_answered"]
    value["judged"] = value["contacts_answered"] + value["gave_up_late"]
    judge_hands(value)
    judge_end(contacts[first], contacts[end - 1], end - first, value)


def ended(contact) -> float:
    """When a contact ended; infinity where it had not when the run stopped."""
    return contact["ended_at"] if contact["ended_at"] == contact["ended_at"] else math.inf


def when_solved(last) -> float:
    """When a case was truly solved: the end of its last contact, by people or a bot, and nobody comes back.

    Infinity where it never was.
    """
    closed = last["outcome"] == Outcome.RESOLVED or last["outcome"] == Outcome.BOT_RESOLVED
    return ended(last) if closed and last["comes_back"] == ComesBack.NO else math.inf


def back_from(contacts, place, end) -> float:
    """When the customer of a contact comes back; its end where they do not.

    Who is still to come back when the run stops is away until the deadline, which has passed by then.
    """
    if place + 1 < end:
        return contacts[place + 1]["arrived_at"]
    back = contacts[place]["comes_back"]
    return math.inf if back == ComesBack.REDIAL or back == ComesBack.RETURN else ended(contacts[place])


def add_columns(contact, value) -> None:
    """Columns of ADDED_UP."""
    value["bot_minutes"] += contact["bot_minutes"]
    value["closed_minutes"] += contact["closed_minutes"]
    value["queue_minutes"] += contact["queue_minutes"]
    value["pickup_minutes"] += contact["pickup_minutes"]
    value["outside_minutes"] += contact["outside_minutes"]
    value["work_minutes"] += contact["work_minutes"]
    value["skill_minutes"] += contact["skill_minutes"]
    value["retold_minutes"] += contact["retold_minutes"]
    value["changeover_minutes"] += contact["changeover_minutes"]
    value["fatigue_minutes"] += contact["fatigue_minutes"]
    value["coordination_minutes"] += contact["coordination_minutes"]
    value["link_minutes"] += contact["link_minutes"]
    value["rework_minutes"] += contact["rework_minutes"]
    value["context_sum"] += contact["context_sum"]
    value["skill_sum"] += contact["skill_sum"]
    value["fatigue_sum"] += contact["fatigue_sum"]
    value["warmth_sum"] += contact["warmth_sum"]
    value["remembered_sum"] += contact["remembered_sum"]
    value["steps"] += contact["steps"]
    value["handoffs"] += contact["handoffs"]
    value["lead_changes"] += contact["lead_changes"]
    value["ping_pongs"] += contact["ping_pongs"]
    value["misroutes"] += contact["misroutes"]
    value["referrals"] += contact["referrals"]
    value["borrowed"] += contact["borrowed"]
    value["warm_takeovers"] += contact["warm_takeovers"]
    value["wings_called"] += contact["wings_called"]
    value["delayed_by_wings"] += contact["delayed_by_wings"]
    value["people_met"] += contact["people_met"]
    value["known_steps"] += contact["known_steps"]
    value["complaints"] += contact["complaints"]


def count_contact(contacts, place, way, open_before, value) -> None:
    """A contact begun by the deadline: whether it is one more, asks for people, is answered in time, or gives up."""
    contact = contacts[place]
    outcome = contact["outcome"]
    if outcome == Outcome.LOST or contact["arrived_at"] > contact["deadline_at"]:
        return  # it never came, or is past what is measured
    value["contacts"] += 1.0
    if contact["contact"] > 0:
        value["contacts_again"] += 1.0
        before = contacts[place - 1]["comes_back"]
        if before == ComesBack.REDIAL:
            value["redialled"] = 1.0
        elif before == ComesBack.RETURN:
            value["returned"] = 1.0
    if outcome == Outcome.BOT_RESOLVED:
        return
    channel = np.int64(contact["channel"])
    value["asking"] += 1.0
    target = way[channel]["target"]
    if is_answered(contact):
        value["contacts_answered"] += 1.0
        value["answer_minutes"] += answer_minutes(contact, channel, open_before)
        if is_answered_in_target(contact, channel, target, open_before):
            value["answered_in_target"] += 1.0
    elif outcome == Outcome.ABANDONED:
        since = contact["arrived_at"] + contact["bot_minutes"]
        value["gave_up_late"] += one_if(not is_within(ended(contact), since, target, channel, open_before))
    value["contacts_blocked"] += one_if(outcome == Outcome.BLOCKED)
    if way[channel]["live"] and outcome != Outcome.TURNED_AWAY and outcome != Outcome.BLOCKED:
        value["calls"] += 1.0
        if outcome == Outcome.ABANDONED:
            value["calls_given_up"] += 1.0


def wait_for_answer(contact, open_before, value) -> None:
    """The waiting of a customer until somebody answers: that of calls given up before it included."""
    if value["ever_answered"] == 1.0:
        return
    if is_answered(contact):
        value["ever_answered"] = 1.0
        value["redial_answer_minutes"] += answer_minutes(contact, np.int64(contact["channel"]), open_before)
    else:
        value["redial_answer_minutes"] += contact["queue_minutes"]


def is_answered(contact) -> bool:
    """Whether somebody served a contact by the deadline."""
    return contact["first_served_at"] <= contact["deadline_at"]  # nan: never


def answer_minutes(contact, channel, open_before) -> float:
    """Open minutes from arrival, or from the end of the bot, until somebody first served a contact, who did."""
    since = contact["arrived_at"] + contact["bot_minutes"]
    served = open_minutes_until(contact["first_served_at"], channel, open_before)
    return served - open_minutes_until(since, channel, open_before)


def is_answered_in_target(contact, channel, target, open_before) -> bool:
    """Whether a contact was first served within so many open minutes, and by the deadline."""
    since = contact["arrived_at"] + contact["bot_minutes"]
    return is_answered(contact) and is_within(contact["first_served_at"], since, target, channel, open_before)


def is_within(moment, since, open_minutes, channel, open_before) -> bool:
    """Whether a moment is no later than so many open minutes after another: `deadline_of`, mostly without looking."""
    left = open_minutes - (
        open_minutes_until(moment, channel, open_before) - open_minutes_until(since, channel, open_before)
    )
    if left != 0.0:
        return left > 0.0
    return moment <= deadline_of(since, open_minutes, channel, open_before)


def judge_hands(value) -> None:
    """What changes of hands and steps come to."""
    touched = value["work_minutes"] + value["skill_minutes"] + value["retold_minutes"] + value["changeover_minutes"]
    touched += value["fatigue_minutes"] + value["coordination_minutes"] + value["link_minutes"]
    value["touch_minutes"] = touched + value["rework_minutes"]
    value["changes_of_hands"] = value["handoffs"] + value["lead_changes"]
    value["transferred"] = one_if(value["handoffs"] >= 1.0)
    value["transferred_thrice"] = one_if(value["handoffs"] >= 3.0)
    value["sent_back"] = one_if(value["handoffs"] >= 1.0 and value["ping_pongs"] >= 1.0)


def judge_end(opening, last, contacts, value) -> None:
    """How a case ended. opening, last: its first and last contact. contacts: of them."""
    deadline, end = opening["deadline_at"], min(ended(last), opening["deadline_at"])
    outcome, back, in_time = last["outcome"], last["comes_back"], ended(last) <= deadline
    for_good = back == ComesBack.NO or back == ComesBack.CAPPED
    solved_at = when_solved(last)
    solved, by_bot = solved_at <= deadline, outcome == Outcome.BOT_RESOLVED
    nobody = outcome == Outcome.ABANDONED or outcome == Outcome.TURNED_AWAY or outcome == Outcome.BLOCKED
    gave_up = for_good and in_time and nobody
    dropped = opening["outcome"] == Outcome.LOST
    value["solved"] = one_if(solved)
    value["solved_at_once"] = one_if(solved and contacts == 1)
    value["solved_by_bot"] = one_if(solved and by_bot)
    value["solved_by_people"] = one_if(solved and not by_bot)
    value["seen_through"] = one_if(solved and not by_bot and value["people_met"] == 1.0)
    value["gave_up"] = one_if(gave_up)
    value["dropped"] = one_if(dropped)
    value["came"] = one_if(not dropped)
    value["resolution_of_comers"] = 0.0 if dropped else value["resolution_minutes"]
    value["capped"] = one_if(back == ComesBack.CAPPED and in_time)
    value["bot_contacts"] = one_if(opening["bot_minutes"] > 0.0 or opening["outcome"] == Outcome.BOT_RESOLVED)
    value["waited_minutes"] = value["queue_minutes"] + value["pickup_minutes"]
    if outcome != Outcome.OPEN and for_good and solved_at == math.inf:
        value["lost_minutes"] = deadline - end
    if gave_up:
        value["waited_minutes"] += deadline - end


def one_if(true) -> float:
    """1 or 0."""
    return 1.0 if true else 0.0
