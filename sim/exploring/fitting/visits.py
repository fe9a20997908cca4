"""A log as cases that visit one group after the other, with what the log says of each visit's time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from math import inf, nan

from sim.data.dates import not_before
from sim.data.ticket_log import LogTable
from sim.data.update_order import Update

NOBODY = "(no group)"
# Words by which states are known, in small letters; the first kind that fits.
STATES = {
    "resolved": ("resolved", "closed", "solved", "done", "complete", "cancel", "gelöst", "geschlossen", "erledigt",
                 "résolu", "fermé", "clos"),
    "customer": ("user info", "caller", "customer", "requester", "pending", "more info", "info required", "kunde",
                 "client", "evidence"),
    "vendor": ("vendor", "supplier", "third part", "third-part", "3rd part", "external", "lieferant", "fournisseur"),
    "other": ("hold", "await", "suspend", "waiting", "warten", "attente", "problem"),
}  # fmt: skip
OUTSIDE = ("customer", "vendor", "other")
STARTS = {"resolved_at": "opened_at", "closed_at": "opened_at", "ended_at": "started_at"}  # of what ends


@dataclass
class Visit:
    """A stay of a case with a group. Minutes since the first Monday.

    served: when somebody of the group first had it, nan where that is not said. outside: minutes in which states say
    that it waits for a customer or vendor, by kind. work: minutes of work that the log gives, nan where it gives none.
    added: those that it adds to the case, fewer where it runs beside others of it; nan as work.
    """

    group: str
    person: str | None
    start: float
    end: float
    served: float = nan
    outside: dict[str, float] = field(default_factory=dict)
    work: float = nan
    added: float = nan


@dataclass
class LoggedCase:
    """ended: nan where it was open at the end of the log. reopened: minutes from each time it was solved to when it was
    opened again."""

    number: str
    opened: float
    ended: float
    channel: str | None
    customer: str | None
    visits: list[Visit]
    reopened: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Visits:
    """Cases in order of opening. kind: "updates", "activities" (each visit is work) or "tickets" (one row a case).

    monday: of minute 0. touches: (who, minute, case) of each row, for busy stretches. has: what the log says: "served",
    "outside", "work", "person", "reopened". end: the last minute of the log. reversed: cases that end before
    they begin, which were taken to end at once. set_back: cases in which the clock was set back, and a time was put an
    hour later.
    """

    kind: str
    monday: date
    cases: list[LoggedCase]
    touches: list[tuple[str, float, str]]
    has: frozenset[str]
    end: float
    reversed: int = 0
    set_back: int = 0

    @property
    def beside(self) -> float:
        """Share of visits that run beside others of their case."""
        visits = [visit for case in self.cases for visit in case.visits]
        return sum(visit.added < visit.work for visit in visits) / max(len(visits), 1)


def state_kind(text: str | None) -> str:
    """What a state means: a key of STATES, or "" for a case that is worked on."""
    plain = (text or "").casefold()
    return next((kind for kind, words in STATES.items() if any(word in plain for word in words)), "")


def visits_of(log: LogTable) -> Visits:
    """The cases of a log. Raises nothing: what is not dated was refused when it was read."""
    place = log.table.place
    several = any(len(updates) > 1 for updates in log.order.incidents.values())
    kind = "activities" if {"activity", "started_at"} & place.keys() else "updates" if several else "tickets"
    first = min(update.opened for updates in log.order.incidents.values() for update in updates if update.opened)
    monday = first.date() - timedelta(days=first.weekday())
    clock = _Clock(log, datetime(monday.year, monday.month, monday.day))
    build = {"activities": _activities, "updates": _updates, "tickets": _updates}[kind]
    cases = [case for number, updates in log.order.incidents.items() if (case := build(clock, number, updates))]
    cases.sort(key=lambda case: (case.opened, case.number))
    if kind == "tickets" and "sys_updated_at" in place:  # one row says who has a ticket in the end, not since when
        for visit in (visit for case in cases for visit in case.visits):
            visit.served = nan
    touches = [
        (who, at, number)
        for number, updates in log.order.incidents.items()
        for update in updates
        if (who := update.cells.get("sys_updated_by") or update.cells.get("assigned_to"))
        and (at := clock.at(update.updated)) == at
    ]
    end = max((visit.end for case in cases for visit in case.visits), default=0.0)
    return Visits(
        kind, monday, cases, touches, _has(cases), end, sum(map(clock.is_reversed, log.order.incidents.values())),
        sum(map(clock.is_set_back, log.order.incidents.values())),
    )  # fmt: skip


def _has(cases: list[LoggedCase]) -> frozenset[str]:
    visits = [visit for case in cases for visit in case.visits]
    found = {
        "served": any(visit.served == visit.served for visit in visits),
        "outside": any(visit.outside for visit in visits),
        "work": any(visit.work == visit.work for visit in visits),
        "person": any(visit.person for visit in visits),
        "reopened": any(case.reopened for case in cases),
    }
    return frozenset(name for name, is_so in found.items() if is_so)


@dataclass(frozen=True)
class _Clock:
    """Dates of a log as minutes since midnight of the first Monday."""

    log: LogTable
    midnight: datetime

    def at(self, moment: datetime | None) -> float:
        return nan if moment is None else (moment - self.midnight).total_seconds() / 60.0

    def cell(self, update: Update, column: str) -> float:
        """A time of a row; that of an end, after its start, also where the clock was set back in between."""
        at = self.at(self.log.moment(update, column)) if update.cells.get(column) else nan
        return self.later(self.cell(update, STARTS[column]), at) if column in STARTS else at

    def later(self, first: float, then: float) -> float:
        """A time after another one, an hour later where it is before it as the clock was set back."""
        if not then < first:
            return then
        moments = (self.midnight + timedelta(minutes=minutes) for minutes in (first, then))
        return self.at(not_before(*moments))

    def is_reversed(self, updates: list[Update]) -> bool:
        """Whether a row ends before it begins."""
        return any(
            self.cell(update, end) < self.cell(update, start) for update in updates for end, start in STARTS.items()
        )

    def is_set_back(self, updates: list[Update]) -> bool:
        """Whether a time of a case was put an hour later, as the clock was set back after it began."""
        times = [(self.at(u.opened), self.at(u.updated)) for u in updates]
        times += [
            (self.cell(u, start), self.at(self.log.moment(u, end))) for u in updates for end, start in STARTS.items()
        ]
        times += pairwise(self.at(u.updated) for u in updates)
        return any(self.later(first, then) > then for first, then in times)

    def handled(self, update: Update, otherwise: float) -> float:
        """Minutes of work that a row gives."""
        given = self.log.handled.get(update.cells.get("handle_minutes") or "")
        return otherwise if given is None else given


# --- logs of updates ----------------------------------------------------------------------------------


def _updates(clock: _Clock, number: str, updates: list[Update]) -> LoggedCase | None:
    """A case of a log with a row for each update, or with one row."""
    first, last = updates[0], updates[-1]
    opened = clock.cell(first, "opened_at") if first.cells["opened_at"] else min(clock.at(u.opened) for u in updates)
    times = [clock.at(u.updated) if u.updated else opened for u in updates]
    times = [max(at, opened) for at in [*accumulate(times, clock.later, initial=opened)][1:]]
    states = [state_kind(u.cells.get("incident_state")) for u in updates]
    ended = _ended(clock, updates, times, states, opened)
    groups = _filled([u.cells["assignment_group"] for u in updates])
    visits: list[Visit] = []
    for row, update in enumerate(updates):
        enters = opened if row == 0 else times[row]
        if visits and enters >= (ended if ended == ended else inf):
            break
        if not visits or groups[row] != visits[-1].group:
            if visits:
                visits[-1].end = enters
            visits.append(Visit(groups[row], None, enters, nan))
        _stay(visits[-1], update, times, states, row, ended)
        if (work := clock.handled(update, nan)) == work:
            visits[-1].work = work + (visits[-1].work if visits[-1].work == visits[-1].work else 0.0)
    visits[-1].end = ended if ended == ended else max(times[-1], visits[-1].start)
    back = _reopened(times, states, ended)
    return LoggedCase(number, opened, ended, last.cells["contact_type"], first.cells["caller_id"], visits, back)


def _stay(visit: Visit, update: Update, times: list[float], states: list[str], row: int, ended: float) -> None:
    """What one row says of the visit that it belongs to."""
    person = update.cells.get("assigned_to")
    if person:
        visit.person = person
        if visit.served != visit.served:
            visit.served = max(times[row], visit.start)
    if states[row] in OUTSIDE and row + 1 < len(times):
        until = min(times[row + 1], ended) if ended == ended else times[row + 1]
        visit.outside[states[row]] = visit.outside.get(states[row], 0.0) + max(until - times[row], 0.0)


def _ended(clock: _Clock, updates: list[Update], times: list[float], states: list[str], opened: float) -> float:
    """When a case was solved for good: as said, else when its state last became so, else closed; nan: it is open."""
    said = [at for update in updates[::-1] if (at := clock.cell(update, "resolved_at")) == at]
    if said:
        return max(said[0], opened)
    row = len(states)
    while row > 0 and states[row - 1] == "resolved":
        row -= 1
    if row < len(states):
        return (
            times[row] if len(updates) > 1 or updates[0].updated else max(clock.cell(updates[0], "closed_at"), opened)
        )
    closed = clock.cell(updates[-1], "closed_at")
    return max(closed, opened) if closed == closed else nan


def _reopened(times: list[float], states: list[str], ended: float) -> list[float]:
    """Minutes from each time that a case was solved until it was worked on again."""
    found, since = [], nan
    for at, state in zip(times, states, strict=True):
        if state == "resolved":
            since = at if since != since else since
        elif since == since:
            found.append(max(at - since, 0.0))
            since = nan
    return found


def _filled(groups: list[str | None]) -> list[str]:
    """Groups of the rows of a case, those missing as before, or as after at the beginning."""
    known = [group for group in groups if group]
    found, last = [], known[0] if known else NOBODY
    for group in groups:
        last = group or last
        found.append(last)
    return found


# --- logs of activities -------------------------------------------------------------------------------


def _activities(clock: _Clock, number: str, updates: list[Update]) -> LoggedCase | None:
    """A case of a log with a row for each activity, or one for its start and one for its end."""
    rows = _paired(clock, updates)
    if not rows:
        return None
    visits: list[Visit] = []
    for start, end, update in rows:
        group = update.cells["assignment_group"] or update.cells["activity"] or NOBODY
        if visits and visits[-1].group == group and visits[-1].end <= start:
            visits[-1].end = max(visits[-1].end, end)
            visits[-1].work += clock.handled(update, end - start)
            continue
        work = end - start if end > start or "started_at" in clock.log.table.place else nan
        visits.append(Visit(group, update.cells["assigned_to"], start, end, start, {}, clock.handled(update, work)))
    so_far = -inf
    for visit in visits:
        beside = max(visit.end - so_far, 0.0)
        visit.added = visit.work if visit.start >= so_far else min(visit.work, beside)
        so_far = max(so_far, visit.end)
    opened, ended = min(visit.start for visit in visits), max(visit.end for visit in visits)
    first = updates[0].cells
    return LoggedCase(number, opened, ended, first["contact_type"], first["caller_id"], visits)


def _paired(clock: _Clock, updates: list[Update]) -> list[tuple[float, float, Update]]:
    """Start and end of each piece of work, in order: of one row, or of those of a lifecycle."""
    started: dict[str | None, list[float]] = defaultdict(list)
    found = []
    for update in updates:
        start, end = clock.cell(update, "started_at"), clock.cell(update, "ended_at")
        start, end = (end if start != start else start), (start if end != end else end)
        if start != start:
            start = end = clock.at(update.updated)
        life = (update.cells.get("lifecycle") or "complete").casefold()
        if life == "start":
            started[update.cells["activity"]].append(start)
        elif life in ("complete", "") and start == start:
            waiting = started[update.cells["activity"]]
            if waiting:
                start = waiting.pop(0)
                end = clock.later(start, end)
            found.append((min(start, end), end, update))
    return sorted(found, key=lambda row: (row[0], row[1]))


def shares_of(visits: Visits) -> dict[str, float]:
    """Hours of the log by what is known of them: in a queue, waiting for whom, worked on, unknown; they sum to 1."""
    found: dict[str, float] = defaultdict(float)
    for case in visits.cases:
        over = inf
        for visit in case.visits if case.ended == case.ended else ():
            found["unknown"] += max(visit.start - over, 0.0)  # between pieces of work
            over = visit.end if over == inf else max(over, visit.end)
            length = visit.end - visit.start
            queue = min(max(visit.served - visit.start, 0.0), length) if visit.served == visit.served else 0.0
            outside = min(sum(visit.outside.values()), length - queue)
            total = sum(visit.outside.values()) or 1.0
            work = min(visit.work, length - queue - outside) if visit.work == visit.work else 0.0
            found["queue"] += queue
            found["work"] += work
            for kind, minutes in visit.outside.items():
                found[kind] += outside * minutes / total
            found["unknown"] += length - queue - outside - work
    total = sum(found.values())
    return {name: minutes / total for name, minutes in found.items() if minutes > 0} if total else {}
