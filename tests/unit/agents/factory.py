"""Small organisations by hand: arrays of the data contract from a few words, with everything unsaid at zero."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from sim.agents import Organisation, run_agents
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import POLICY, SLOW, Formation, People, Roster
from sim.foundation.draws import replication_key
from sim.records.tables import PARTS, Records
from sim.scenario.declaration import declaration_of

FUNCTION_NAMES = ("sales", "billing", "technical")
SALES, BILLING, TECHNICAL = range(3)
CHAT, MAIL = 0, 1  # chat comes first
GERMAN, FRENCH = 0, 1
ONLY_GERMAN, ONLY_FRENCH = (True, False), (False, True)
ALL_DAY = (0.0, 2000.0)
# What changes over weeks is absent, or where nothing is absent as it is declared.
OVER_WEEKS = {
    name: field.default if declaration_of(field).absent is None else declaration_of(field).absent
    for block in SLOW
    for name, field in block.model_fields.items()
    if name in (POLICY.names or ())
}
NEUTRAL = OVER_WEEKS | {
    "walls": 1,
    "skill_weight": 1.0,
    "own_queue_speed": 1.0,
    "misroute_decay": 1.0,
    "attach_from_share": 1.0,
    "max_lead_minutes": math.inf,
    "strain_line": 1.0,
    "return_work_share": 1.0,
    "most_contacts": 4,
    "same_person_return": 1.0,
}


@dataclass(frozen=True)
class Case:
    """A case with one need per entry of `work`."""

    at: float
    need: tuple[int, ...] = (SALES,)
    work: tuple[float, ...] = (10.0,)
    hidden: tuple[bool, ...] = ()
    channel: int = CHAT
    account: int = 0
    distress: float = 0.0
    patience: float = math.inf
    language: int = 0
    ambiguity: float = 0.5
    deadline: float = 9000.0


@dataclass(frozen=True)
class Person:
    """A person with skill 1 in one function; further skills in `also`."""

    function: int = SALES
    team: int = 0
    also: dict[int, float] = field(default_factory=dict)
    pace: float = 1.0
    warmth: float = 0.0
    shifts: tuple[tuple[float, float], ...] = (ALL_DAY,)
    away_share: float = 0.0
    speaks: tuple[bool, bool] = (True, True)


def tape_of(cases: list[Case], replications: int = 1, first_replication: int = 0) -> Tape:
    """The same cases in every replication."""
    most = max(len(case.need) for case in cases)
    rows = list(cases) * replications

    def padded(values, fill):
        return [[*row, *[fill] * (most - len(row))] for row in values]

    numbers = range(first_replication, first_replication + replications)
    return Tape(
        first_replication=first_replication,
        replication_key=np.array([replication_key(1, number) for number in numbers], dtype=np.uint64),
        first_case=np.arange(replications + 1, dtype=np.int64) * len(cases),
        arrival=np.array([case.at for case in rows]),
        deadline=np.array([case.deadline for case in rows]),
        lineage=np.array([100 + number for number in range(len(cases))] * replications, dtype=np.uint64),
        account=np.array([case.account for case in rows], dtype=np.int32),
        channel=np.array([case.channel for case in rows], dtype=np.int8),
        language=np.array([case.language for case in rows], dtype=np.int8),
        needs=np.array([len(case.need) for case in rows], dtype=np.int8),
        need=np.array(padded([case.need for case in rows], -1), dtype=np.int8),
        hidden=np.array(padded([case.hidden for case in rows], False), dtype=bool),
        work=np.array(padded([case.work for case in rows], 0.0)),
        ambiguity=np.array([case.ambiguity for case in rows]),
        distress=np.array([case.distress for case in rows]),
        patience=np.array([case.patience for case in rows]),
    )


def customers_of(
    *,
    end: float = 3000.0,
    cohort: tuple[float, float] = (0.0, 1000.0),
    open_from_to: tuple[int, int] = (0, 10080),
    turn_away: bool = False,
    call_again: bool = False,
    bot: bool = True,
    wrong: tuple[int, ...] = (BILLING, TECHNICAL, SALES),
    follows: tuple[int, ...] = (-1, -1, -1),
    follow_share: float = 0.0,
    hidden_share: float = 1.0,
    misroute_factor: tuple[float, float] = (1.0, 1.0),
    functions: int = 3,
    independent: tuple[tuple[int, int], ...] = (),
) -> Customers:
    """Two channels with the same hours, two languages; a wrong diagnosis of f always names wrong[f].

    independent: pairs of functions whose needs can be served at the same time.
    """
    minutes = np.arange(10080)
    is_open = (minutes >= open_from_to[0]) & (minutes < open_from_to[1])
    before = np.concatenate([[0.0], np.cumsum(is_open)])
    named = np.zeros((functions, functions))
    named[np.arange(functions), [named_function % functions for named_function in wrong[:functions]]] = 1.0
    return Customers(
        channel_names=("chat", "mail"),
        function_names=FUNCTION_NAMES[:functions],
        language_names=("german", "french"),
        live=np.array([True, False]),
        priority=np.array([0, 1], dtype=np.int64),
        turn_away=np.array([turn_away, False]),
        call_again=np.array([call_again, False]),
        bot=np.array([bot, False]),
        answer_target=np.array([1.0, 240.0]),
        misroute_factor=np.array(misroute_factor),
        open_before=np.stack([before, before]),
        mean_work=np.full(functions, 10.0),
        wrong=np.cumsum(named, axis=1),
        independent=np.array(
            [[(f, g) in independent or (g, f) in independent for g in range(functions)] for f in range(functions)]
        ),
        likeliest_next=np.array(follows[:functions], dtype=np.int64),
        outside_share=np.zeros(functions),
        outside_scale=np.ones(functions),
        outside_shape=np.ones(functions),
        next_share=np.full(functions, follow_share),
        mean_ambiguity=0.5,
        hidden_share=hidden_share,
        cohort_start=cohort[0],
        cohort_end=cohort[1],
        end=end,
    )


def people_of(members: list[Person], functions: int = 3) -> People:
    """People numbered as listed."""
    skill = np.zeros((len(members), functions))
    for number, person in enumerate(members):
        skill[number, person.function] = 1.0
        for function, level in person.also.items():
            skill[number, function] = level
    return People(
        key=np.arange(len(members), dtype=np.uint64) + 7,
        seat=tuple(f"{FUNCTION_NAMES[person.function]} {number}" for number, person in enumerate(members)),
        function=np.array([person.function for person in members], dtype=np.int64),
        skill=skill,
        pace=np.array([person.pace for person in members]),
        warmth=np.array([person.warmth for person in members]),
        pay_per_hour=np.full(len(members), 30.0),
        away_share=np.array([person.away_share for person in members]),
        shift_person=np.zeros(0, dtype=np.int64),
        shift_start=np.zeros(0),
        shift_end=np.zeros(0),
        speaks=np.array([person.speaks for person in members]),
        site=np.zeros(len(members), dtype=np.int64),
        site_names=("",),
    )


def roster_of(members: list[Person]) -> Roster:
    """Exactly the shifts listed, once."""
    events = []
    for number, person in enumerate(members):
        for start, end in person.shifts:
            date = math.floor(start / 1440.0)
            away = person.away_share
            events += [(start, 1, number, date, end, away), (end, 0, number, date, math.inf, away)]
    time, kind, who, date, ends, away_share = zip(*sorted(events), strict=True)
    integers = [np.array(column, dtype=np.int64) for column in (kind, who, date)]
    return Roster(np.array(time), *integers, np.array(ends), np.array(away_share))


def formation_of(
    members: list[Person],
    *,
    pickup: tuple[float, float] = (0.0, 0.0),
    first_line: tuple[int, ...] = (),
    lane: tuple[int, ...] = (),
    distance: list[list[int]] | None = None,
    **dials: float,
) -> Formation:
    """Teams as listed, with a policy of `dials`. pickup: minutes (inside, across) of both channels."""
    policy = np.zeros((), dtype=POLICY)
    for name, value in (NEUTRAL | dials).items():
        policy[name] = value
    teams = 1 + max(person.team for person in members)
    return Formation(
        name="by hand",
        team_names=tuple(f"team {team}" for team in range(teams)),
        home_team=np.array([person.team for person in members], dtype=np.int64),
        first_line=np.isin(np.arange(teams), first_line),
        lane=np.array(lane or (0,) * teams, dtype=np.int64),
        distance=1 - np.eye(teams, dtype=np.int64) if distance is None else np.array(distance),
        policy=policy,
        pickup=np.array([pickup, pickup], dtype=np.float64),
    )


# Nobody is ever asked: there only so that every function is somebody's.
ABSENT = (
    Person(SALES, team=0, shifts=((0.0, 1.0),), away_share=1.0),
    Person(BILLING, team=0, shifts=((0.0, 1.0),), away_share=1.0),
    Person(TECHNICAL, team=0, shifts=((0.0, 1.0),), away_share=1.0),
)


def arrays(cases: list[Case], members: list[Person], customers: dict | None = None, **dials) -> tuple:
    """(tape, customers, people, roster, formation); functions that nobody has get somebody who is always away."""
    there = {person.function for person in members}
    functions = (customers or {}).get("functions", 3)
    members = [*members, *(person for person in ABSENT[:functions] if person.function not in there)]
    return (
        tape_of(cases),
        customers_of(**(customers or {})),
        people_of(members, functions),
        roster_of(members),
        formation_of(members, **dials),
    )


def run(cases: list[Case], members: list[Person], customers: dict | None = None, **dials) -> Records:
    """Run one replication, with segments."""
    return run_agents(*arrays(cases, members, customers, **dials), segments=True)


def build(cases: list[Case], members: list[Person], customers: dict | None = None, **dials) -> Organisation:
    """A model to step through."""
    return Organisation(*arrays(cases, members, customers, **dials), segments=True)


def parts(row: np.void) -> dict[str, float]:
    """The parts of a contact that are not zero."""
    return {name: float(row[name]) for name in PARTS if row[name] != 0.0}


def story(records: Records, case: int) -> list[tuple[str, int, float, float]]:
    """What happened to a case: (kind, person, start, end), in order of time."""
    kinds = ("queue", "pickup", "step", "listen", "consult", "link", "bot", "join")
    rows = records.segments[records.segments["case"] == case]
    return [(kinds[row["kind"]], int(row["person"]), float(row["start"]), float(row["end"])) for row in rows]


def links(records: Records) -> list[tuple[int, float, float]]:
    """Givers' links: (person, start, end)."""
    rows = records.segments[records.segments["kind"] == 5]
    return [(int(row["person"]), float(row["start"]), float(row["end"])) for row in rows]


def first_steps(records: Records) -> list[int]:
    """Who led the first step of each case, -1: nobody."""
    segments = records.segments[(records.segments["kind"] == 2) & (records.segments["step"] == 0)]
    first = {int(row["case"]): int(row["person"]) for row in segments}
    return [first.get(case, -1) for case in range(records.contacts.size)]
