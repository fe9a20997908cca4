"""A road as engines take it: on which Mondays a run goes over to another formation, if a gate lets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sim.demand.tape import Customers
from sim.formation.arrays import POLICY, SLOW, Formation
from sim.foundation.kinds import NewStage

# What the slow clock does is the same in all stages: `over_time` is of a scenario, and of no column.
SLOW_DIALS = tuple(name for block in SLOW for name in block.model_fields if name in (POLICY.names or ()))

# Whether a stage is taken, from what happened so far in one replication: CONTACT rows of all cases that have come, in
# order of (case, contact), those still open too; PERSON_WEEK rows of the weeks that are over, in order; and the time.
Holds = Callable[[np.ndarray, np.ndarray, float], bool]


@dataclass(frozen=True)
class Gate:
    """What must hold for a stage to be taken. back: whether the run goes back to its first formation where it does not;
    else it stays as it is. Either way no later stage is taken."""

    holds: Holds
    back: bool = False


@dataclass(frozen=True)
class Switch:
    """A stage of a road.

    week: of the run, at whose beginning it happens; 1 at least. gate: None where it always does. training_hours:
    float64[P] of each person, None where there is none; training_weeks: over which people begin with that.
    """

    week: int
    formation: Formation
    gate: Gate | None = None
    training_hours: np.ndarray | None = None
    training_weeks: float = 0.0


@dataclass
class Way:
    """Where one replication is on its road. first: formation that it begins as. formation: that it has now.

    taken: stages so far. back_in: week in which it went back, -1: it did not. begun: the stage taken last, None where
    it was not taken.
    """

    first: Formation
    switches: Sequence[Switch] = ()
    taken: int = 0
    back_in: int = -1
    formation: Formation = field(init=False)
    begun: Switch | None = None
    _ended: bool = False

    def __post_init__(self) -> None:
        """Begin at the beginning."""
        self.formation = self.first

    @property
    def next_week(self) -> int:
        """Week at whose beginning something is decided next; -1: nothing is any more."""
        return -1 if self._ended or self.taken == len(self.switches) else self.switches[self.taken].week

    @property
    def training_hours(self) -> np.ndarray:
        """Hours of training for the stage that has just begun, float64[P]."""
        hours = None if self.begun is None else self.begun.training_hours
        return np.zeros(self.first.home_team.size) if hours is None else hours

    @property
    def training_weeks(self) -> float:
        """Over which people begin with it."""
        return 0.0 if self.begun is None else self.begun.training_weeks

    def go_on(self, so_far: Callable[[], tuple[np.ndarray, np.ndarray]], now: float) -> Formation:
        """Take the next stage, or stay, or go back. Returns the formation from now on.

        so_far: contacts and weeks of the replication, as a gate reads them.
        """
        switch = self.switches[self.taken]
        self.begun = None
        if switch.gate is None or switch.gate.holds(*so_far(), now):
            self.taken += 1
            self.begun, self.formation = switch, switch.formation
        else:
            self._ended = True
            if switch.gate.back:
                self.back_in = switch.week
                self.formation = self.first
        return self.formation


def check_switches(customers: Customers, first: Formation, switches: Sequence[Switch]) -> None:
    """Stop before a run that has no Mondays, or stages out of order, or of other people. Raises ValueError."""
    if not switches:
        return
    if not customers.slow_clock:
        raise ValueError("Stages happen on Mondays, of which there are none with time.slow_clock: false.")
    weeks = [switch.week for switch in switches]
    if weeks[0] < 1 or any(later <= before for before, later in pairwise(weeks)):
        raise ValueError(f"Stages begin in weeks {weeks}: the first week is 1 at least, and every other one later.")
    for switch in switches:
        if switch.formation.home_team.size != first.home_team.size:
            counts = f"{switch.formation.home_team.size} people, and {first.name} {first.home_team.size}"
            raise ValueError(f"{switch.formation.name} has {counts}: all stages are of the same people.")
        if switch.training_hours is not None and switch.training_hours.shape != first.home_team.shape:
            raise ValueError(f"{switch.formation.name} has hours of training for {switch.training_hours.size} people.")
        if moved := [name for name in SLOW_DIALS if switch.formation.policy[name] != first.policy[name]]:
            raise ValueError(f"{switch.formation.name} has another {moved[0]}: what changes over weeks has one law.")


def new_stage(before: Formation, after: Formation) -> NewStage:
    """What is another afterwards, names apart."""
    skills = before.skill is not None or after.skill is not None
    of_teams = ("home_team", "first_line", "lane", *(["skill"] if skills else []))
    alike = bool(before.policy["walls"]) == bool(after.policy["walls"])
    if not alike or not _equal(before, after, of_teams):
        return NewStage.TEAMS
    return NewStage.SAME if _equal(before, after, ("distance", "policy", "pickup")) else NewStage.DIALS


def _equal(before: Formation, after: Formation, names: Sequence[str]) -> bool:
    return all(np.array_equal(getattr(before, name), getattr(after, name)) for name in names)


def share_kept(before: Formation, after: Formation) -> np.ndarray:
    """Share of each person's new team-mates who were team-mates before, float64[P]; 1 for who is alone both times."""
    pair = before.home_team * (after.home_team.max() + 1) + after.home_team
    together = np.bincount(pair)[pair] - 1
    old, new = (np.bincount(one.home_team)[one.home_team] - 1 for one in (before, after))
    shares = np.divide(together, new, out=np.zeros(pair.size), where=new > 0)
    return np.where((old == 0) & (new == 0), 1.0, shares)
