"""Contact rows made again from segments, tape and draws: what a column means, written a third time and differently.

Nothing is read from contact rows but what happened in the very instant in which the run stopped: events of that
instant may have been left out.
"""

from __future__ import annotations

import numpy as np

from sim.foundation.calendar import closed_minutes, is_open, open_moment_after
from sim.foundation.draws import Kind, decision
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.records.tables import CONTACT, STEP_PARTS
from tests.property import by_hand
from tests.property.accounts import is_dropped
from tests.property.runs import WAITS, Run
from tests.property.steps_again import (
    parts_expected,
    parts_joined,
    skill_joined,
    skill_shown,
    what_is_said,
    what_should_be_said,
)
from tests.property.story import FRONT_DOOR, Story

INTERVALS = {
    SegmentKind.BOT: "bot_minutes",
    SegmentKind.QUEUE: "queue_minutes",
    SegmentKind.PICKUP: "pickup_minutes",
    SegmentKind.OUTSIDE: "outside_minutes",
}
GAVE_UP = (Outcome.ABANDONED, Outcome.TURNED_AWAY)


def contacts_from_segments(run: Run) -> np.ndarray:
    """CONTACT[n], contact by contact; what segments say of the needs of a case is checked on the way."""
    rows = [row for case in range(run.of_tape("arrival").size) for row in contacts_of(run, case)]
    return np.concatenate(rows) if rows else np.zeros(0, dtype=CONTACT)


def contacts_of(run: Run, case: int) -> list[np.ndarray]:
    """CONTACT[1] of each contact of a case."""
    story, rows = Story(run, case), []
    arrived_at: float | None = float(run.of_tape("arrival")[case])
    distress = float(run.of_tape("distress")[case])
    while arrived_at is not None:
        rows.append(np.zeros(1, dtype=CONTACT))
        row = rows[-1][0]
        row["replication"], row["case"], row["contact"] = run.replication, case, story.contact
        row["channel"], row["deadline_at"] = run.of_tape("channel")[case], run.of_tape("deadline")[case]
        row["arrived_at"], row["distress"] = arrived_at, distress
        # Whether somebody waits or is served within one instant no segment tells; test_queues has bounds.
        row["delayed_by_wings"] = run.row_of[case, story.contact]["delayed_by_wings"]
        chance_after_service = book(story, row)
        arrived_at = book_end(story, row, chance_after_service)
        book_complaint(story, row)
        story.come_back()
        distress = min(1.0, distress + run.policy["distress_step"])
    return rows


def book(story: Story, row: np.void) -> float:
    """Everything of a contact but its end. Returns the probability of a return after its last step."""
    row["first_team"] = row["last_person"] = -1
    row["first_served_at"] = np.nan
    chance, wrong, outside = 0.0, 0, None
    for segment in story.run.by_contact.get((story.case, story.contact), []):
        assert what_is_said(segment) == what_should_be_said(story, segment)
        assert (segment["kind"] == SegmentKind.OUTSIDE) == (outside is not None)
        if outside is not None:
            assert segment["start"] == outside[0]
            assert segment["end"] == min(outside[1], story.run.stopped_at)
            outside = None
        if segment["kind"] != SegmentKind.STEP:
            assert segment["kind"] != SegmentKind.BOT or meets_bot(story, int(row["channel"]))
            book_interval(story.run, row, segment)
            continue
        assert segment["context"] == story.context_kept(segment)
        assert tuple(segment[["own_minutes", *STEP_PARTS]].item()) in parts_expected(story, segment)
        story.recognise(segment)
        check_joined(story, segment)
        wrong += story.is_wrong(segment)
        chance = chance_of_return(story, segment, wrong)
        book_parts(row, segment)
        if (called := story.run.listening_since(segment)) is not None and called <= row["deadline_at"]:
            row["wings_called"] += len(story.run.beside(segment, SegmentKind.LISTEN))
        if segment["start"] <= row["deadline_at"]:
            count_step(story, row, segment)
        if story.last is None:
            row["first_served_at"], row["first_team"] = segment["start"], story.run.home[segment["person"]]
        row["last_person"] = segment["person"]
        if segment["end"] <= story.run.stopped_at:
            outside = waits_outside(story, segment)
            story.step_over(segment)
    assert outside is None or outside[1] > story.run.stopped_at
    return chance


def waits_outside(story: Story, step: np.void) -> tuple[float, float] | None:
    """From when until when the case waits for somebody outside after a step; None where nobody has to answer."""
    if story.is_triage(step):
        return None
    position = story.position + len(story.run.joined(step))
    customers, function = story.run.inputs.customers, story.need[position]
    drawn = story.run.drawn(Kind.OUTSIDE, story.case, decision(story.contact, position, 0))
    told = (customers.outside_share, customers.outside_scale, customers.outside_shape)
    minutes = by_hand.outside(drawn, *(float(value[function]) for value in told))
    ended = float(step["end"])
    channel = int(story.run.of_tape("channel")[story.case])
    return (ended, open_moment_after(ended, minutes, channel, customers.open_before)) if minutes > 0.0 else None


def check_joined(story: Story, step: np.void) -> None:
    """What is said of those who joined a step, each with the need after that of the one before."""
    for place, row in enumerate(story.run.joined(step), story.position + 1):
        need = story.need[place]
        said = row[["need_position", "need", "apparent", "attempt", "change", "warm", "team"]].item()
        assert said == (place, need, need, 0, -1, -1, step["team"])
        assert (row["start"], row["context"]) == (step["start"], step["context"])
        parts = tuple(row[list(STEP_PARTS)].item())
        assert parts in parts_joined(story, step, row)
        assert row["end"] - row["start"] == row["own_minutes"] == sum(parts)


def book_interval(run: Run, row: np.void, interval: np.void) -> None:
    """Minutes without anybody up to the deadline; those of waiting are closed or open."""
    until = min(interval["end"], row["deadline_at"])
    if until > interval["start"]:
        closed = 0.0
        if interval["kind"] in WAITS:
            closed = closed_minutes(interval["start"], until, row["channel"], run.inputs.customers.open_before)
        row["closed_minutes"] += closed
        row[INTERVALS[interval["kind"]]] += until - interval["start"] - closed


def book_parts(row: np.void, step: np.void) -> None:
    """Parts of a step, laid end to end from its start and cut at the deadline.

    The end of a part may lie before its start: a person with pace above 1 saves minutes of work.
    """
    at, left = 0.0, max(row["deadline_at"] - step["start"], 0.0)
    for part in STEP_PARTS:
        row[part] += min(at + step[part], left) - min(at, left)
        at += step[part]


def count_step(story: Story, row: np.void, step: np.void) -> None:
    """Counts and sums, with every change of hands judged anew from people and home teams."""
    run, person = story.run, int(step["person"])
    change, warm, team = story.change_to(step), story.is_warm(step), run.home[person]
    known, at = story.knows(person, step["start"]), float(step["start"])
    row["steps"] += 1
    row["handoffs"] += change == Change.HANDOFF
    row["lead_changes"] += change == Change.LEAD_CHANGE
    row["ping_pongs"] += change == Change.HANDOFF and team == story.team_before
    row["misroutes"] += story.is_wrong(step)
    row["referrals"] += step["apparent"] == FRONT_DOOR and story.is_triage(step)
    row["borrowed"] += bool(run.policy["walls"]) and team != step["team"]
    row["warm_takeovers"] += warm
    row["people_met"] += not known
    row["known_steps"] += known
    row["context_sum"] += step["context"]
    row["fatigue_sum"] += step["fatigue"]
    row["warmth_sum"] += run.seat(person, at).warmth
    row["skill_sum"] += skill_shown(story, step)
    row["remembered_sum"] += story.known(person, at, step)[1]
    for joined in run.joined(step):
        other = int(joined["person"])
        row["steps"] += 1
        row["borrowed"] += bool(run.policy["walls"]) and run.home[other] != step["team"]
        row["people_met"] += not story.knows(other, at)
        row["known_steps"] += story.knows(other, at)
        row["context_sum"] += step["context"]
        row["fatigue_sum"] += joined["fatigue"]
        row["warmth_sum"] += run.seat(other, at).warmth
        row["skill_sum"] += skill_joined(story, joined)
        row["remembered_sum"] += story.known(other, at, step)[1]


def chance_of_return(story: Story, step: np.void, wrong: int) -> float:
    """Probability that a contact of which this is the last step was closed badly; by who served the last need."""
    last, skill = step, skill_shown(story, step)
    for joined in story.run.joined(step):
        last, skill = joined, skill_joined(story, joined)
    met = (float(step["context"]), story.told, float(last["fatigue"]), skill, int(wrong))
    policy, address = story.run.policy, (story.case, story.contact)
    stays = by_hand.chance_of_return(policy, *met) * (1.0 - (1.0 - policy["same_person_return"]) * story.known_before)
    effort = story.run.seat(last["person"], step["start"]).effort
    stays = by_hand.clipped(stays + policy["return_per_effort_lost"] * (1.0 - effort))
    return stays * (1.0 - story.run.removed_before.get(address, 0.0))


def book_end(story: Story, row: np.void, chance: float) -> float | None:
    """Outcome, end and what follows. Returns when the next contact begins, None where there is none."""
    run, case = story.run, story.case
    row["outcome"], row["ended_at"] = outcome_and_end(story, row)
    if row["outcome"] == Outcome.OPEN:
        return None
    if row["outcome"] == Outcome.LOST:
        return None
    policy, mean, kind = run.policy, run.policy["return_minutes"], ComesBack.RETURN
    if row["outcome"] in GAVE_UP:
        chance, mean, kind = policy["redial_share"], policy["redial_minutes"], ComesBack.REDIAL
    elif row["outcome"] == Outcome.BOT_RESOLVED:
        chance = policy["bot_unhelped_share"]
    if run.drawn(Kind.COMES_BACK, case, story.contact) >= chance:
        return None
    if story.contact + 1 == policy["most_contacts"]:
        row["comes_back"] = ComesBack.CAPPED
        return None
    row["comes_back"] = kind
    delay = by_hand.exponential(run.drawn(Kind.DELAY, case, story.contact), float(mean))
    customers, channel, back_at = run.inputs.customers, int(row["channel"]), row["ended_at"] + delay
    if customers.live[channel] or customers.turn_away[channel]:
        back_at = open_moment_after(row["ended_at"], delay, channel, customers.open_before)
    was_here = back_at < run.stopped_at or (case, story.contact + 1) in run.row_of
    return float(back_at) if back_at <= run.stopped_at and was_here else None


def book_complaint(story: Story, row: np.void) -> None:
    """Whoever was let down by a contact may complain."""
    solved = row["outcome"] in (Outcome.RESOLVED, Outcome.BOT_RESOLVED) and row["comes_back"] == ComesBack.NO
    if row["outcome"] not in (Outcome.OPEN, Outcome.LOST) and not solved:
        drawn = story.run.drawn(Kind.COMPLAINS, story.case, story.contact)
        row["complaints"] = drawn < story.run.policy["complaint_share"]


def outcome_and_end(story: Story, row: np.void) -> tuple[Outcome, float]:
    """How a contact ended, and when; OPEN and nan where it had not when the run stopped."""
    outcome, ended_at = end_expected(story, row)
    if ended_at == story.run.stopped_at:  # the event may have been left out
        written = story.run.row_of[story.case, story.contact]
        assert written["outcome"] in (outcome, Outcome.OPEN)
        outcome = written["outcome"]
    if ended_at > story.run.stopped_at or outcome == Outcome.OPEN:
        return Outcome.OPEN, np.nan
    return outcome, ended_at


def end_expected(story: Story, row: np.void) -> tuple[Outcome, float]:
    """The same, were there no stop to a run; OPEN at inf where only the time after it would tell."""
    run, at = story.run, float(row["arrived_at"])
    if story.contact == 0 and is_dropped(run, story.case):
        return Outcome.LOST, at
    customers, channel = run.inputs.customers, int(row["channel"])
    found = run.by_contact.get((story.case, story.contact), [])
    if meets_bot(story, channel):
        at += to_grid(run.policy["bot_minutes"])
        solves = run.drawn(Kind.BOT_SOLVES, story.case, 0) < run.policy["bot_solves_share"]
        if solves and story.needs == 1:
            return Outcome.BOT_RESOLVED, at
    if customers.turn_away[channel] and not is_open(at, channel, customers.open_before):
        return Outcome.TURNED_AWAY, at
    if found and found[-1]["kind"] in (SegmentKind.STEP, SegmentKind.OUTSIDE) and story.solved:
        return Outcome.RESOLVED, float(found[-1]["end"])
    waited = sum(segment["end"] - segment["start"] for segment in found if segment["kind"] in WAITS)
    assert waited <= run.of_tape("patience")[story.case]
    if waited == run.of_tape("patience")[story.case]:  # or somebody came in the last moment, and still serves
        return Outcome.ABANDONED, float(found[-1]["end"]) if found else at
    until = float(found[-1]["end"]) if found else at
    begun = next((float(segment["end"]) for segment in found[::-1] if segment["kind"] == SegmentKind.STEP), at)
    if until == closing_after(run, channel, begun):
        return Outcome.TURNED_AWAY, until
    return Outcome.OPEN, np.inf


def closing_after(run: Run, channel: int, begun: float) -> float:
    """When who has waited since then is told to call again: as the channel closes, or at once where it turns away."""
    customers = run.inputs.customers
    opens = np.diff(customers.open_before[channel]) > 0.0
    if not customers.call_again[channel] or opens.all() or not opens.any():
        return np.inf
    if customers.turn_away[channel] and not is_open(begun, channel, customers.open_before):
        return begun
    minute = int(begun) + 1
    while opens[minute % opens.size] or not opens[(minute - 1) % opens.size]:
        minute += 1
    return float(minute)


def meets_bot(story: Story, channel: int) -> bool:
    """Whether a bot answers this contact."""
    run = story.run
    if story.contact > 0 or not run.inputs.customers.bot[channel]:
        return False
    return run.drawn(Kind.BOT, story.case, 0) < run.policy["automation"]
