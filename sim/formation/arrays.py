"""People, partition and policy as index arrays: what both engines read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

# One row per stage: every number an engine needs beside the arrays. Names are those of the settings: first the dials
# of the column (podsim explain policy.NAME), then what is the same for all columns (people.fatigue,
# demand.coming_back, demand.technology).
POLICY = np.dtype(
    [
        ("lead", "i8"),
        ("wings", "i8"),
        ("team_choice", "i8"),
        ("queue_order", "i8"),
        ("greedy", "i8"),
        ("borrowing", "i8"),
        ("walls", "i8"),
        ("skill_weight", "f8"),
        ("familiarity_weight", "f8"),
        ("consult_skill", "f8"),
        ("consult_share", "f8"),
        ("listen_share", "f8"),
        ("attach_from_share", "f8"),
        ("coordination_share", "f8"),
        ("context_kept_plain", "f8"),
        ("context_kept_team", "f8"),
        ("context_kept_wing", "f8"),
        ("context_kept_triage", "f8"),
        ("retelling_share", "f8"),
        ("changeover_minutes", "f8"),
        ("link_minutes", "f8"),
        ("misroute_share", "f8"),
        ("misroute_ambiguity_slope", "f8"),
        ("misroute_decay", "f8"),
        ("triage_minutes", "f8"),
        ("return_to", "i8"),
        ("context_kept_memory", "f8"),
        ("owner", "i8"),
        ("context_kept_owner", "f8"),
        ("briefing_minutes", "f8"),
        ("first_line_to_ambiguity", "f8"),
        ("complex_from_needs", "i8"),
        ("complex_from_ambiguity", "f8"),
        ("fatigue_weight", "f8"),
        ("max_lead_minutes", "f8"),  # inf: no limit
        ("rest_minutes", "f8"),
        ("rest_weight", "f8"),
        ("drafting", "f8"),
        ("ai_context", "f8"),
        ("intelligent_routing", "f8"),
        ("automation", "f8"),
        ("predictive", "f8"),
        ("historical", "f8"),
        ("agent_assist", "f8"),
        # people.fatigue
        ("rise_half_life_minutes", "f8"),
        ("fall_half_life_minutes", "f8"),
        ("distress_weight", "f8"),
        ("slow", "f8"),
        ("strain_line", "f8"),
        # demand.coming_back
        ("redial_share", "f8"),
        ("redial_minutes", "f8"),
        ("return_share", "f8"),
        ("return_per_lost_context", "f8"),
        ("return_per_fatigue", "f8"),
        ("return_per_mismatch", "f8"),
        ("return_per_misroute", "f8"),
        ("return_minutes", "f8"),
        ("return_work_share", "f8"),
        ("distress_step", "f8"),
        ("most_contacts", "i8"),
        # demand.technology
        ("routing_misroute_cut", "f8"),
        ("routing_time_gain", "f8"),
        ("assist_novice_gain", "f8"),
        ("assist_novice_speed", "f8"),
        ("bot_minutes", "f8"),
        ("bot_solves_share", "f8"),
        ("bot_unhelped_share", "f8"),
    ]
)


@dataclass(frozen=True)
class People:
    """P people, the same for every column. F functions, L languages.

    key: uint64[P], from (function, number within it). seat: str[P], "sales 3".
    function: int64[P], home function. skill: float64[P, F], 0 = cannot, 1 at home.
    pace: float64[P]. warmth: float64[P] in [0, 1]. pay_per_hour: float64[P]. away_share: float64[P].
    shift_person: int64[K], shift_start, shift_end: float64[K], minutes in the week (an end may lie
        past 10080): the weekly pattern, one row per person and span.
    speaks: bool[P, L]. site: int64[P], number in site_names (one "" where none are given).
    wave_date: int64[W], day numbers in waves of absence, ascending; wave_share: float64[W], probability of being
        away on each beside away_share. Waves are applied to the roster, so engines need not know them.
    """

    key: np.ndarray
    seat: tuple[str, ...]
    function: np.ndarray
    skill: np.ndarray
    pace: np.ndarray
    warmth: np.ndarray
    pay_per_hour: np.ndarray
    away_share: np.ndarray
    shift_person: np.ndarray
    shift_start: np.ndarray
    shift_end: np.ndarray
    speaks: np.ndarray
    site: np.ndarray
    site_names: tuple[str, ...]
    wave_date: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    wave_share: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def count(self) -> int:
        """Number of people."""
        return self.key.size

    def only(self, members: np.ndarray) -> People:
        """These people alone, in this order. members: int64[k], numbers of people."""
        number = np.full(self.count, -1, dtype=np.int64)
        number[members] = np.arange(members.size)
        spans = np.flatnonzero(number[self.shift_person] >= 0)
        columns = ("key", "function", "skill", "pace", "warmth", "pay_per_hour", "away_share", "speaks", "site")
        return replace(
            self,
            seat=tuple(self.seat[member] for member in members),
            shift_person=number[self.shift_person[spans]],
            shift_start=self.shift_start[spans],
            shift_end=self.shift_end[spans],
            **{name: getattr(self, name)[members] for name in columns},
        )

    @property
    def able(self) -> np.ndarray:
        """Who may serve a function in a language: skill above 0, and speaks it. bool[P, F, L]."""
        return (self.skill > 0.0)[:, :, None] & self.speaks[:, None, :]

    @property
    def at_home(self) -> np.ndarray:
        """Who counts as capacity for a function in a language: the able of that home function, or all who are able
        where there is nobody of it. bool[P, F, L]."""
        home = self.function[:, None] == np.arange(self.skill.shape[1])
        found = self.able & home[:, :, None]
        return np.where(found.any(axis=0), found, self.able)


@dataclass(frozen=True)
class Roster:
    """Planned shift events of a whole run, sorted by (time, kind, person); the same for all columns.

    time: float64[K]. kind: int64[K] (ShiftEvent). person: int64[K]. date: int64[K], day number on which
    the shift began: absence is drawn per (person, date). ends: float64[K], when that shift ends. Shifts that
    fall to a wave of absence are left out.
    """

    time: np.ndarray
    kind: np.ndarray
    person: np.ndarray
    date: np.ndarray
    ends: np.ndarray


@dataclass(frozen=True)
class Formation:
    """One column. S stages (1 until transformations come), T teams, C channels.

    name: of the column. team_names: str[T] per stage.
    team_count: int64[S]. home_team: int64[S, P]; teams are numbered by their lowest person.
    first_line: bool[S, T], teams that answer every new contact. lane: int64[S, T] (Lane).
    distance: int64[S, T, T], levels of the organisation between two teams: 0 on the diagonal, 1 at least elsewhere.
    policy: POLICY[S]. pickup: float64[S, C, 2], minutes inside (0) and across (1) teams, on the grid.
    """

    name: str
    team_names: tuple[tuple[str, ...], ...]
    team_count: np.ndarray
    home_team: np.ndarray
    first_line: np.ndarray
    lane: np.ndarray
    distance: np.ndarray
    policy: np.ndarray
    pickup: np.ndarray
