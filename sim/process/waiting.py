"""4 A case waits: in a queue, in pickup, with a bot or outside, and how that time is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.calendar import closed_minutes, closing_moment, is_open, open_moment_after
from sim.foundation.draws import Kind, decision, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Outcome, SegmentKind, State
from sim.rules.hands import pickup_minutes
from sim.rules.matching import order_key
from sim.rules.outside import outside_minutes

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, Closing, ContactRow, Function, OpenBefore, Policy, Run


def is_turned_away(case: Case, channel: Channel, open_before: OpenBefore, now: float) -> bool:
    """4.1 Whether a contact that begins now ends at once, out of hours."""
    return channel.turn_away and not is_open(now, case.channel, open_before)


def finds_no_line(channel: Channel, in_use: int) -> bool:
    """4.12 Whether a contact that begins now is refused. in_use: lines of its channel."""
    return in_use >= channel.lines


def finds_no_room(case: Case, channel: Channel, waiting: int) -> bool:
    """4.12 Whether a contact that has just begun to wait is one too many. waiting: of its channel, itself included."""
    return case.holder < 0 and waiting > channel.waiting_room


def begin_waiting(case: Case, now: float) -> None:
    """4.7 Wait after an assignment; the customer's patience begins to run."""
    case.waiting_since = now
    stand_in_queue(case, now)


def waits_until(case: Case, closing: Closing, now: float) -> float:
    """4.7 When waiting that begins now ends without anybody: patience is at its end, or the channel closes."""
    closes = closing_moment(now, case.channel, closing)
    until = now + case.patience_left
    return until if until < closes else closes


def end_of_waiting(case: Case, now: float) -> int:
    """4.9 How a contact ends whose waiting ends without anybody."""
    return Outcome.ABANDONED if case.waiting_since + case.patience_left <= now else Outcome.TURNED_AWAY


def stand_in_queue(case: Case, now: float) -> None:
    """4.7 Be in a queue from now on: after an assignment, or a landing."""
    case.state = State.WAITING
    case.interval_start = now


def queue_key(case: Case, policy: Policy, now: float) -> float:
    """3.2 Place in a queue among work of the same priority, least first."""
    return order_key(policy.queue_order, now, case.contact_arrival, case.distress)


def lendable_from(case: Case, policy: Policy) -> float:
    """5.2 From when on people of other teams may take work that has stood in its queue since it came there."""
    return case.interval_start + to_grid(policy.lend_after_minutes)


def may_be_lent(case: Case, policy: Policy, now: float) -> bool:
    """5.2 Whether work has stood in its queue for long enough."""
    return now >= lendable_from(case, policy)


def minutes_to_pickup(case: Case, channel: Channel, last_team: int) -> float:
    """4.8 How long work that changed hands, and found nobody free, lies. last_team: home team of its holder."""
    return pickup_minutes(case.team, last_team, channel.pickup_inside, channel.pickup_across)


def begin_pickup(case: Case, now: float) -> None:
    """4.8 Lie until somebody looks."""
    case.state = State.PICKUP
    case.interval_start = now


def minutes_outside(case: Case, function: Function, run: Run, position: int) -> float:
    """7.7 Open minutes for which a case waits outside once a step is over. function, position: of its last need."""
    if case.is_triage or function.outside_share <= 0.0:
        return 0.0
    draw = uniform(run.key, Kind.OUTSIDE, case.lineage, decision(case.contact, position, 0))
    return outside_minutes(draw, function.outside_share, function.outside_scale, function.outside_shape)


def begin_outside(case: Case, goes_on: bool, minutes: float, open_before: OpenBefore, now: float) -> float:
    """7.7 Wait for somebody outside. goes_on: whether a need is left. minutes: open ones. Returns until when."""
    case.state = State.OUTSIDE
    case.interval_start = now
    case.is_done = not goes_on
    return open_moment_after(now, minutes, case.channel, open_before)


def count_delay(case: Case, contact: ContactRow, channel: Channel, now: float) -> None:
    """4.11 Wait in a queue just joined while somebody who might else take the case listens."""
    contact.delayed_by_wings += channel.live and now <= case.deadline


def is_waiting(case: Case) -> bool:
    """4.9 Whether patience runs: in a queue or in pickup."""
    return case.state == State.WAITING or case.state == State.PICKUP


def is_landing(case: Case) -> bool:
    """4.8 Whether an interval ends by itself: in pickup, with a bot or outside."""
    return case.state == State.PICKUP or case.state == State.WITH_BOT or case.state == State.OUTSIDE


def be_taken(case: Case, now: float) -> None:
    """4.10 Somebody turns to a customer who waited: patience is spared."""
    case.patience_left -= now - case.waiting_since


def book_wait(case: Case, contact: ContactRow, open_before: OpenBefore, end: float) -> None:
    """4.10 Book the interval without anybody that ends, up to the deadline; waiting is split from closed minutes."""
    start = case.interval_start
    until = end if end < case.deadline else case.deadline
    if until <= start:
        return
    if case.state == State.WITH_BOT:
        contact.bot_minutes += until - start
        return
    if case.state == State.OUTSIDE:
        contact.outside_minutes += until - start
        return
    closed = closed_minutes(start, until, case.channel, open_before)
    contact.closed_minutes += closed
    if case.state == State.PICKUP:
        contact.pickup_minutes += (until - start) - closed
    else:
        contact.queue_minutes += (until - start) - closed


def kind_of_wait(case: Case) -> int:
    """11.4 What a segment of the present interval shows (SegmentKind)."""
    if case.state == State.WITH_BOT:
        return SegmentKind.BOT
    if case.state == State.OUTSIDE:
        return SegmentKind.OUTSIDE
    if case.state == State.PICKUP:
        return SegmentKind.PICKUP
    return SegmentKind.QUEUE
