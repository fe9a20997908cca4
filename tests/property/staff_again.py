"""Who sits in which seat, week by week, worked out a second time: from shifts, segments, draws and fatigue.

Nothing is read from rows of weeks but what no segment tells: the pressure of a room, where several things happened in
one instant in an order that is not written down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.draws import Kind, draw_key, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import SegmentKind, ShiftEvent
from tests.property import by_hand
from tests.property.pressure import Rooms
from tests.property.tiring import OCCUPATIONS, SERVED, occupations, strain

if TYPE_CHECKING:
    from sim.formation.stages import Switch
    from tests.property.runs import Run

WEEK = 10080.0


@dataclass(frozen=True)
class Seat:
    """A seat in one week, and who sits in it.

    vacant, training: weeks left of these. key: of the person; before: how many sat there before; since: when they came.
    worked: weeks so far. load, strain, usual: lasting occupancy and strain, usual load of the room; None: not felt yet.
    familiarity, dip: with and by the team. changed, weeks_in_team: share of new team-mates when it was formed anew,
    and weeks since.
    """

    key: int
    pace: float
    warmth: float
    vacant: int = 0
    training: int = 0
    before: int = 0
    since: float = 0.0
    worked: int = 0
    load: float | None = None
    strain: float | None = None
    usual: float | None = None
    effort: float = 1.0
    familiarity: float = 1.0
    dip: float = 0.0
    changed: float = 0.0
    weeks_in_team: int = 0

    @property
    def filled(self) -> bool:
        """Whether somebody works in it."""
        return not self.vacant and not self.training


class Staff:
    """Everybody over all weeks of a run.

    weeks: that were begun. seats: by week and person. spans: on shift, by person. minutes: by what a shift came to,
    and `overrun`, `strain` and `occupied`; float64[weeks, P] each. begun, overrun: since when somebody is on shift, and
    since when and until when they finish after it. pressure: by week and person, of steps begun, the least and the
    most that it may have been; steps: how many. float64[weeks, P, 2] and int64[weeks, P]. effort, left: at the end of
    each week, of who sat there in it, and whether they left; float64[weeks, P] and bool[weeks, P]. to_train: (minutes
    of training for a stage that are left, when they begin), by person; trainings: when somebody on shift was trained.
    """

    def __init__(self, run: Run) -> None:
        """Go through the weeks."""
        self.run, self.key = run, int(run.inputs.tape.replication_key[run.replication])
        self.count = run.inputs.people.count
        self.weeks = int(run.stopped_at // WEEK) + 1
        if run.weeks.size and run.stopped_at == (self.weeks - 1) * WEEK:  # the run may have stopped before that Monday
            self.weeks = int(np.count_nonzero(run.weeks["team"][:: self.count] >= 0))
        shape = self.weeks, self.count
        names = ("shift", "away", "training", "vacant", "overrun", "strain", "occupied")
        self.minutes = {name: np.zeros(shape) for name in names}
        self.steps = np.zeros(shape, dtype=np.int64)
        self.pressure = np.zeros((*shape, 2))
        self.effort, self.left = np.ones(shape), np.zeros(shape, dtype=bool)
        self.spans: list[list[tuple[float, float]]] = [[] for _ in range(self.count)]
        self.begun: dict[int, float] = {}
        self.overrun: dict[int, tuple[float, float]] = {}
        self.to_train = [(0.0, 0.0)] * self.count
        self.trainings: list[list[tuple[float, float]]] = [[] for _ in range(self.count)]
        self.rooms = Rooms(run, self.spans, self.trainings)
        self.seats = [[self.at_first(person) for person in range(self.count)]]
        for row in run.of_kind(*OCCUPATIONS):
            self.minutes["occupied"][self.week_of(row["start"]), row["person"]] += row["end"] - row["start"]
        roster = self.run.inputs.roster
        columns = (roster.time, roster.kind, roster.person, roster.date, roster.ends, roster.away_share)
        self.shifts = list(zip(*(column.tolist() for column in columns), strict=True))
        self.next_shift = 0
        for week in range(self.weeks):
            self.hold_shifts(week)
            self.book_strain(week)
            self.book_pressure(week)
            self.effort[week] = [seat.effort for seat in self.seats[week]]
            if week + 1 < self.weeks:
                self.seats.append([self.a_week_later(week, person) for person in range(self.count)])
        self.hold_shifts(self.weeks)

    # --- what a week was ----------------------------------------------------------------------------------

    def week_of(self, time: float) -> int:
        """The week in which something at a time is counted."""
        return min(int(time // WEEK), self.weeks - 1)

    def book_strain(self, week: int) -> None:
        """Strain that is settled in a week."""
        for person in range(self.count):
            for start, end, settled in strain(self.run, person, self.trainings[person]):
                if self.week_of(settled) > week:  # trainings are not known that far
                    break
                if self.week_of(settled) == week:
                    self.minutes["strain"][week, person] += end - start

    def hold_shifts(self, week: int) -> None:
        """Who comes to the shifts of a week; past the last one, shifts only end."""
        until = (week + 1) * WEEK if week < self.weeks else math.inf
        while self.next_shift < len(self.shifts) and self.shifts[self.next_shift][0] < until:
            time, kind, person, date, ends, away_share = self.shifts[self.next_shift]
            self.next_shift += 1
            if kind == ShiftEvent.END:
                if person in self.begun:
                    self.end_shift(person, time)
            elif week < self.weeks:
                came = self.comes(week, person, date, away_share)
                learned = self.train(person, time, ends, came) if time <= self.run.stopped_at else 0.0
                came = "training" if learned == ends - time else came
                if time <= self.run.stopped_at:
                    self.minutes[came][week, person] += ends - time
                if came == "shift":
                    self.cut_overrun(person, time)
                    self.begun[person] = time
                    self.spans[person].append((time, math.inf))
                    self.minutes["shift"][week, person] -= learned
                    self.minutes["training"][week, person] += learned
        self.close_overruns(until, range(self.count))

    def comes(self, week: int, person: int, date: int, away_share: float) -> str:
        """What a shift is counted as."""
        seat, policy = self.seats[week][person], self.run.formation_in(week).policy[()]
        if seat.vacant:
            return "vacant"
        empty = by_hand.share_empty(policy["leaving_per_year"], policy["hiring_weeks"] + policy["training_weeks"])
        away = by_hand.away_of_those_there(away_share, empty)
        beside = self.beside_usual("strain", seat.strain, person)
        away = by_hand.clipped(away * (1.0 + policy["sick_share"] * policy["absence_per_strain"] * beside))
        if uniform(self.key, Kind.ABSENCE, seat.key, date) < away:
            return "away"
        return "training" if seat.training else "shift"

    def train(self, person: int, time: float, ends: float, came: str) -> float:
        """Minutes of a shift that training for a stage takes: all of it, or its beginning, unless they are occupied."""
        left, begins = self.to_train[person]
        learned = min(left, ends - time) if came == "shift" and time >= begins else 0.0
        if 0.0 < learned < ends - time:
            rows = occupations(self.run, person)
            if ((rows["start"] < time) & (time < rows["end"])).any():
                return 0.0
            self.trainings[person].append((time, time + learned))
        self.to_train[person] = left - learned, begins
        return learned

    def end_shift(self, person: int, time: float) -> None:
        """Somebody leaves, and still finishes what occupies them."""
        self.spans[person][-1] = (self.begun.pop(person), time)
        for row in occupations(self.run, person):
            so_far = self.overrun.get(person, (0.0, -1.0))[1]
            after_call = row["kind"] == SegmentKind.AFTER_CALL and so_far == row["start"]
            if row["start"] <= time < row["end"] or after_call:
                self.overrun[person] = time, min(float(row["end"]), self.run.stopped_at)

    def close_overruns(self, before: float, people: Iterable[int]) -> None:
        """Book overruns of some people that end before a time."""
        for person in people:
            since, until = self.overrun.get(person, (0.0, math.inf))
            if until < before:
                self.minutes["overrun"][self.week_of(until), person] += max(until - since, 0.0)
                del self.overrun[person]

    def cut_overrun(self, person: int, time: float) -> None:
        """Whoever comes to a shift is in no overrun any more."""
        if person in self.overrun:
            since, until = self.overrun.pop(person)
            until = min(until, time)
            self.minutes["overrun"][self.week_of(until), person] += max(until - since, 0.0)

    def book_pressure(self, week: int) -> None:
        """The pressure in the rooms when somebody started a step or joined one."""
        for row in self.run.of_kind(*SERVED):
            if self.week_of(row["start"]) == week:
                found = self.rooms.pressures(int(row["person"]), row)
                self.pressure[week, row["person"]] += min(found), max(found)
                self.steps[week, row["person"]] += 1

    # --- what it leaves behind ----------------------------------------------------------------------------

    def at_first(self, person: int) -> Seat:
        """A seat when the run begins: filled, or as empty as one in the long run."""
        people, policy = self.run.inputs.people, self.run.policy
        key = int(people.key[person])
        stays = 1.0 - float(policy["leaving_per_year"]) / 52.0
        worked = 520
        if stays < 1.0:
            worked = min(520, int(math.log(uniform(self.key, Kind.TENURE, key, 0)) / math.log(stays)))
        seat = Seat(
            key, float(people.pace[person]), float(people.warmth[person]), worked=worked,
            familiarity=by_hand.familiarity_by_then(worked, policy) if self.run.inputs.customers.slow_clock else 1.0,
        )  # fmt: skip
        hiring, training = self.weeks_drawn(key, policy)
        empty = by_hand.share_empty(policy["leaving_per_year"], policy["hiring_weeks"] + policy["training_weeks"])
        drawn = uniform(self.key, Kind.EMPTY, key, 0)
        if drawn >= empty or hiring + training == 0:
            return seat
        left = 1 + int(drawn / empty * (hiring + training))
        return replace(seat, training=min(left, training), vacant=max(left - training, 0))

    def weeks_drawn(self, key: int, policy: np.void) -> tuple[int, int]:
        """Whole weeks of hiring and of training of whoever has a key."""
        kinds = (("hiring_weeks", Kind.HIRING), ("training_weeks", Kind.TRAINING))
        return tuple(
            int(policy[name] // 1.0) + (uniform(self.key, kind, key, 0) < policy[name] % 1.0) for name, kind in kinds
        )

    def a_week_later(self, week: int, person: int) -> Seat:
        """A seat at the next Monday."""
        seat = self.seats[week][person]
        if not self.run.inputs.customers.slow_clock:
            return seat
        policy = self.run.formation_in(week).policy[()]
        seat = self.in_team(self.felt(seat, week, person, policy), policy)
        self.effort[week, person] = seat.effort
        seat = self.hired(seat, week, person, policy)
        if seat.before > self.seats[week][person].before:
            self.to_train[person] = 0.0, 0.0
        for stage in self.run.switches:
            if stage.week == week + 1 and stage.training_hours is not None:
                self.send_to_training(person, seat, stage)
        return self.regrouped(seat, week, person)

    def send_to_training(self, person: int, seat: Seat, stage: Switch) -> None:
        """More is to be learned; who had nothing left begins some time after the stage does."""
        more, (left, begins) = to_grid(60.0 * float(stage.training_hours[person])), self.to_train[person]
        if more > 0.0 and left <= 0.0:
            drawn = uniform(self.key, Kind.STAGE_TRAINING, seat.key, stage.week)
            begins = stage.week * WEEK + to_grid(drawn * stage.training_weeks * WEEK)
        self.to_train[person] = left + more, begins

    def felt(self, seat: Seat, week: int, person: int, policy: np.void) -> Seat:
        """What the load of a week leaves behind, and how much effort is standard."""
        week_of = {name: minutes[week, person] for name, minutes in self.minutes.items()}
        present, memory = week_of["shift"] + week_of["overrun"], policy["load_memory_weeks"]
        if present > 0.0:
            seat = replace(
                seat,
                load=by_hand.lasting(seat.load, week_of["occupied"] / present, memory),
                strain=by_hand.lasting(seat.strain, week_of["strain"] / present, memory),
            )
        if steps := self.steps[week, person]:
            mean = self.pressure_of_row(week, person) / steps
            seat = replace(seat, usual=by_hand.lasting(seat.usual, to_grid(math.exp(min(mean, 20.0))), memory))
        overworked = None if seat.load is None else by_hand.overworked(seat.load, policy["overwork_line"])
        beside = self.beside_usual("for_effort", overworked, person)
        wanted = 1.0 - policy["effort_lost_to_overwork"] * beside
        moves = "effort_erosion_weeks" if wanted < seat.effort else "effort_recovery_weeks"
        return replace(seat, effort=float(seat.effort + (wanted - seat.effort) / policy[moves]))

    def pressure_of_row(self, week: int, person: int) -> float:
        """The sum of pressures of somebody in a week; as the row says, within what may have been."""
        least, most = self.pressure[week, person]
        if least == most:
            return float(least)
        return float(np.clip(self.run.weeks["pressure_sum"][week * self.count + person], least, most))

    def in_team(self, seat: Seat, policy: np.void) -> Seat:
        """Another week in the same team."""
        weeks, span, left = seat.weeks_in_team + 1, policy["familiarity_weeks"], policy["dip_weeks"]
        known = to_grid(1.0 - (1.0 - seat.familiarity) * math.exp(-1.0 / span)) if span > 0.0 else 1.0
        dip = policy["dip_share"] * seat.changed * (1.0 - weeks / left) if weeks < left else 0.0
        return replace(seat, familiarity=known, weeks_in_team=weeks, dip=float(dip))

    def hired(self, seat: Seat, week: int, person: int, policy: np.void) -> Seat:
        """Who works somewhere may leave, and a seat that is empty fills."""
        if seat.filled:
            if not self.leaves(seat, week, person, policy):
                return replace(seat, worked=seat.worked + 1)
            self.left[week, person] = True
            vacant, training = self.weeks_drawn(seat.key, policy)
            seat = replace(seat, vacant=vacant, training=training)
        else:
            in_hiring = seat.vacant > 0
            seat = replace(seat, vacant=seat.vacant - in_hiring, training=seat.training - (not in_hiring))
        return self.newcomer(seat, (week + 1) * WEEK) if seat.filled else seat

    def beside_usual(self, name: str, felt: float | None, person: int) -> float:
        """What somebody feels beside what is usual in their function; as usual where nothing is felt yet."""
        return 0.0 if felt is None else felt - float(self.run.inputs.people.usual[f"usual_{name}"][person])

    def leaves(self, seat: Seat, week: int, person: int, policy: np.void) -> bool:
        """Whether whoever fills a seat in a week leaves at its end. seat: with that week felt."""
        yearly = policy["leaving_per_year"]
        past = None if seat.load is None else by_hand.beyond(seat.load, policy["leaving_past_occupancy"])
        yearly += policy["leaving_per_occupancy"] * self.beside_usual("past_line", past, person)
        yearly += policy["leaving_per_strain"] * self.beside_usual("strain", seat.strain, person)
        if self.is_newcomer(seat, policy):
            yearly *= 1.0 - policy["newcomers_kept_by_assist"] * policy["agent_assist"]
        return uniform(self.key, Kind.QUITS, seat.key, week) < yearly / 52.0

    def is_newcomer(self, seat: Seat, policy: np.void) -> bool:
        """Whether somebody new works in a seat."""
        return bool(seat.filled and seat.worked < policy["newcomer_weeks"])

    def newcomer(self, seat: Seat, now: float) -> Seat:
        """Somebody of whom nothing is known sits down."""
        people, before = self.run.inputs.people, seat.before + 1
        key = draw_key(seat.key, Kind.NEWCOMER, before, 0)
        warmth = people.warmth_mean + people.warmth_spread * by_hand.normal(uniform(0, Kind.WARMTH, key, 0))
        return Seat(
            key,
            pace=by_hand.lognormal(uniform(0, Kind.PACE, key, 0), people.pace_sigma),
            warmth=by_hand.clipped(warmth),
            before=before,
            since=now,
            familiarity=0.0,
            weeks_in_team=seat.weeks_in_team,
        )

    def regrouped(self, seat: Seat, week: int, person: int) -> Seat:
        """A seat in a new team, where a stage of a road begins; its people who were in the old one are known."""
        old, new = self.run.formation_in(week), self.run.formation_in(week + 1)
        if not are_other_teams(old, new):
            return seat
        kept = share_of_mates_kept(old.home_team, new.home_team, person)
        policy = new.policy[()]
        known = to_grid(float(seat.familiarity * (kept + policy["familiarity_variety"] * (1.0 - kept))))
        seat = replace(seat, familiarity=max(known, 0.0))
        if policy["dip_share"] * (1.0 - kept) > seat.dip:
            dip = policy["dip_share"] * (1.0 - kept) if policy["dip_weeks"] > 0.0 else 0.0
            seat = replace(seat, changed=1.0 - kept, weeks_in_team=0, dip=float(dip))
        return seat


def are_other_teams(old, new) -> bool:
    """Whether a stage puts anybody or any work into another team; other dials alone do not."""
    if old is new:
        return False
    alike = all(np.array_equal(getattr(old, name), getattr(new, name)) for name in ("home_team", "first_line", "lane"))
    trained = (old.skill is None) != (new.skill is None) or not np.array_equal(old.skill, new.skill)
    return not alike or bool(old.policy["walls"] != new.policy["walls"]) or trained


def share_of_mates_kept(before: np.ndarray, after: np.ndarray, person: int) -> float:
    """Share of the new team-mates of somebody who were team-mates before; 1 for who was alone and is."""
    old, new = (set(np.flatnonzero(teams == teams[person])) - {person} for teams in (before, after))
    if not new:
        return 0.0 if old else 1.0
    return len(old & new) / len(new)
