"""Runs of the compiled core against closed forms (evidence, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from sim.exploring.cells import Cell
from sim.foundation.kinds import Outcome, SegmentKind
from sim.measures.cases import cases_of_cohort
from sim.scenario import build_scenario, load_scenario
from sim.studies.verification.checks import Check, Expected, Row
from sim.studies.verification.closed_forms import (
    break_even_cut,
    contacts_per_case,
    erlang_a,
    erlang_c_within,
    lines_and_impatience,
    mean_wait,
    mean_wait_one_server,
    visits,
)
from sim.studies.verification.estimates import Estimate, blocks, mean_of, ratio, totals

MEAN_WORK = 6.0  # minutes
LOAD = 0.8
PEOPLE = 60
CASES_PER_SERVER = 1344  # a week, at that load
# Servers -> scenario, replications, weeks.
MANY_SERVERS = {1: ("mm1", 240, 20), 2: ("mm1", 180, 20), 5: ("mm5", 110, 20), 6: ("mm5", 100, 20),
                10: ("mm10", 75, 20), 20: ("mm20", 135, 10)}  # fmt: skip
ONE_SERVER = {0.0: ("mg1_cv_0", 120), 1.0: ("mg1_cv_1", 300), 1.3: ("mg1_cv_1_3", 400)}
IMPATIENT = {6: (36, 5), 10: (36, 5), 60: (38, 4)}
TEAMS = (5, 10, 20)
COMING_BACK = {0.1: (1.0, 16), 0.3: (0.5, 20), 0.5: (1.0, 56)}  # share -> work of a later contact, replications
MOST_CONTACTS = 20
TARGET_MINUTES = 1.0 / 3.0
CASES_AT_LOAD = 6720.0  # per week, five people occupied to 0.8 by contacts that never come back


def _waits(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows["queue_minutes"] / MEAN_WORK)


def _many_servers(servers: int, replications: int) -> Iterator[Row]:
    name, _, weeks = MANY_SERVERS[servers]
    scenario = load_scenario(
        f"theory/{name}",
        [
            f"time.measured_weeks={weeks}",
            f"people.groups.task.count={servers}",
            f"demand.channels.line.cases_per_week={CASES_PER_SERVER * servers}",
        ],
    )
    found = totals(scenario, "silos", replications, wait=_waits)
    yield Row(
        Expected(f"wait over service, M/M/{servers}", mean_wait(servers, LOAD)), ratio(found["wait"], found["cases"])
    )


def _one_server(variation: float, replications: int) -> Iterator[Row]:
    scenario = load_scenario(f"theory/{ONE_SERVER[variation][0]}", ["time.measured_weeks=20"])
    found = totals(scenario, "silos", replications, wait=_waits)
    expected = Expected(f"wait over service, M/G/1, CV {variation}", mean_wait_one_server(LOAD, variation))
    yield Row(expected, ratio(found["wait"], found["cases"]))


def _abandoned(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows["outcome"] == Outcome.ABANDONED)


def _waited(rows: np.ndarray) -> np.ndarray:
    return _abandoned(rows) | (rows["first_served_at"] > rows["arrived_at"])


def _impatient(servers: int, replications: int) -> Iterator[Row]:
    scenario = load_scenario(f"theory/erlang_a_{servers}", [f"time.measured_weeks={IMPATIENT[servers][1]}"])
    found = totals(scenario, "silos", replications, abandoned=_abandoned, waited=_waited)
    give_up, wait = erlang_a(servers, arrivals=servers, impatience=0.5)
    yield Row(Expected(f"P(abandon), Erlang A, {servers} servers", give_up), ratio(found["abandoned"], found["cases"]))
    yield Row(Expected(f"P(wait), Erlang A, {servers} servers", wait), ratio(found["waited"], found["cases"]))


def _measured(name: str, replications: int) -> Mapping[str, np.ndarray]:
    """Measures of a scenario of contact centres, by replication."""
    scenario = load_scenario(f"published/{name}")
    return Cell(scenario, ("silos",), scenario.seed, replications, by_channel=True).work(None).samples["silos"]


def _erlang_c_table(replications: int) -> Iterator[Row]:
    """Calls in time, and the speed of answer, as a calculator of staffing prints them."""
    samples = _measured("erlang_c", replications)
    for agents, name in ((7, "seven"), (8, "eight"), (9, "nine")):
        within = erlang_c_within(agents, 5.0, TARGET_MINUTES / 5.0)
        yield Row(
            Expected(f"service level of 20 s, {agents} agents", within), mean_of(samples[f"service_level@{name}"])
        )
        wait = 5.0 * mean_wait(agents, 5.0 / agents)
        yield Row(
            Expected(f"speed of answer, minutes, {agents} agents", wait), mean_of(samples[f"answer_minutes@{name}"])
        )


def _lines(replications: int) -> Iterator[Row]:
    """Lines, balking and patience together. Service takes four minutes, patience three."""
    samples = _measured("lines", replications)
    theory = lines_and_impatience(7, 10, arrivals=8.0, impatience=4.0 / 3.0, balking=0.2, target=TARGET_MINUTES / 4.0)
    offered = 1.0 - theory.blocked
    expected = {
        "blocked_share": theory.blocked,
        "calls_abandoned_share": theory.given_up / offered,
        "service_level": theory.in_target / (offered - theory.given_up + theory.late),
        "answer_minutes": 4.0 * theory.wait,
        "load_together": 8.0 * (offered - theory.given_up) / 7.0,
    }
    for measure, value in expected.items():
        yield Row(Expected(f"{measure}, M/M/7/10+M with balking", value), mean_of(samples[measure]))


def _system(column: str, team: int, cut: float, replications: int) -> dict[str, np.ndarray]:
    """Totals of minutes from arrival to end, and of cases. column: silos is the pool, pods the teams."""
    overrides = [
        f"formations.pods.teams={PEOPLE // team}",
        f"demand.needs.task.work_minutes={MEAN_WORK * (1.0 - cut)}",
        "time.measured_weeks=2",
    ]
    scenario = load_scenario("theory/pooling_60_into_pods", overrides)
    return totals(scenario, column, replications, minutes=lambda rows: rows["ended_at"] - rows["arrived_at"])


def _pool(team: int, replications: int) -> Iterator[Row]:
    """One pool; split into teams; and split with the work cut, on the same customers."""
    pool = _system("silos", PEOPLE, 0.0, replications)
    whole = MEAN_WORK * (1.0 + mean_wait(PEOPLE, LOAD))
    yield Row(Expected("minutes in one pool of 60", whole), ratio(pool["minutes"], pool["cases"]))
    split = _system("pods", team, 0.0, replications)
    theory = MEAN_WORK * (1.0 + mean_wait(team, LOAD))
    yield Row(Expected(f"minutes in teams of {team}", theory), ratio(split["minutes"], split["cases"]))
    quick = _system("pods", team, break_even_cut(PEOPLE, team, LOAD), replications)
    found = ratio(quick["minutes"], pool["minutes"])
    of_cases = Estimate(found.value, found.error, int(pool["cases"].sum()), replications)
    yield Row(Expected(f"minutes in teams of {team}, work cut, over one pool", 1.0), of_cases)


PER_WEEK = 1000.0
FIRST = np.array([0.7, 0.2, 0.1])
FOLLOWS = np.array([[0.0, 0.3, 0.2], [0.2, 0.0, 0.2], [0.1, 0.3, 0.0]])
WORK = np.array([6.0, 12.0, 18.0])  # minutes
SERVERS = np.array([1, 1, 2])
NAMES = ("desk", "tech", "bills")


def jackson() -> dict[str, Any]:
    """Departments that customers go through as the need graph says; changes of hands cost nothing."""
    needs = {
        name: {
            "first_share": float(FIRST[f]),
            "work_minutes": float(WORK[f]),
            "then": {other: float(FOLLOWS[f, g]) for g, other in enumerate(NAMES) if FOLLOWS[f, g]},
        }
        for f, name in enumerate(NAMES)
    }
    groups = [{"function": n, "count": int(c)} for n, c in zip(NAMES, SERVERS, strict=True)]
    return {
        "name": "jackson",
        "open": "always",
        "time": {"warm_up_weeks": 1, "measured_weeks": 20},
        "demand": {
            "channels": {"line": {"cases_per_week": PER_WEEK, "horizon_open_minutes": 10080}},
            "needs": needs,
            "work_distribution": "exponential",
            "busyness_cv": 0,
            "max_needs": 16,
        },
        "people": {"shifts": {"round_the_clock": "always"}, "away_share": 0, "groups": groups},
        "policy": {
            "coordination_share": 0,
            "retelling_share": 0,
            "changeover_minutes": 0,
            "misroute_share": 0,
            "queue_order": "joined",
        },
    }


def _network(replications: int) -> Iterator[Row]:
    of_station = visits(FIRST, FOLLOWS)
    load = PER_WEEK / 10080.0 * of_station * WORK / SERVERS
    waits = WORK * [mean_wait(int(c), float(rho)) for c, rho in zip(SERVERS, load, strict=True)]
    found = totals(
        build_scenario(jackson()), "silos", replications, wait=lambda rows: rows["queue_minutes"],
        work=lambda rows: rows["work_minutes"], steps=lambda rows: rows["steps"],
    )  # fmt: skip
    expected = {"steps": ("visits per case", of_station.sum()), "work": ("work per case, minutes", of_station @ WORK),
                "wait": ("wait per case, minutes", of_station @ waits)}  # fmt: skip
    for key, (what, value) in expected.items():
        yield Row(Expected(f"{what}, Jackson network", float(value)), ratio(found[key], found["cases"]))


def _address(rows: np.ndarray) -> np.ndarray:
    """Replication and case of each row, as one number."""
    return np.asarray(rows["replication"].astype(np.int64) << 32 | rows["case"])


def _feedback(share: float, replications: int) -> Iterator[Row]:
    """1 / (1 - p) contacts, and the work of the first with `again` times as much in each later one."""
    again, _ = COMING_BACK[share]
    theory = contacts_per_case(share, MOST_CONTACTS)
    scenario = load_scenario(
        "theory/mm5",
        [
            "time.measured_weeks=1",
            f"demand.channels.line.cases_per_week={CASES_AT_LOAD / theory}",
            f"demand.coming_back.return_share={share}",
            f"demand.coming_back.return_work_share={again}",
            "demand.coming_back.return_minutes=60",
            f"demand.coming_back.most_contacts={MOST_CONTACTS}",
        ],
    )
    found = {name: np.zeros(replications) for name in ("cases", "contacts", "work")}
    for customers, records in blocks(scenario, "silos", replications):
        cases = cases_of_cohort(records, customers)
        rows = records.contacts[np.isin(_address(records.contacts), _address(records.contacts[cases.first_contact]))]
        if not (rows["ended_at"] <= rows["deadline_at"]).all():
            raise ValueError("H cuts contacts, so that theory does not hold")
        found["cases"] += np.bincount(cases.replication + records.people["replication"][0], minlength=replications)
        found["contacts"] += np.bincount(rows["replication"], minlength=replications)
        found["work"] += np.bincount(rows["replication"], rows["work_minutes"], minlength=replications)
    expected = Expected(f"contacts per case, {share} come back", theory)
    yield Row(expected, ratio(found["contacts"], found["cases"]))
    work = MEAN_WORK * (1.0 + again * (theory - 1.0))
    expected = Expected(f"work per case, minutes, {share} come back for {again} of it", work)
    yield Row(expected, ratio(found["work"], found["cases"]))


def _littles_law(replications: int) -> Iterator[Row]:
    """The number in queue, integrated over time, is the sum of waits: an identity, so that nothing may be missing."""
    scenario = load_scenario("theory/mm5", ["time.measured_weeks=1"])
    apart, cases = 0.0, 0
    for _, records in blocks(scenario, "silos", replications, segments=True, cases=1):
        assert records.segments is not None
        waits = records.segments[records.segments["kind"] == SegmentKind.QUEUE]
        moments = np.unique(np.concatenate([waits["start"], waits["end"]]))
        joined = np.searchsorted(np.sort(waits["start"]), moments[:-1], side="right")
        left = np.searchsorted(np.sort(waits["end"]), moments[:-1], side="right")
        apart += abs(((joined - left) * np.diff(moments)).sum() - records.contacts["queue_minutes"].sum())
        cases += records.contacts.size
    yield Row(
        Expected("number in queue over time less sum of waits, minutes", 0.0, within=1e-6), Estimate(apart, 0.0, cases)
    )


def _quick(full: int) -> int:
    return min(full, max(16, full // 12))


def _theory() -> Iterator[Check]:
    for servers, (_, full, _) in MANY_SERVERS.items():
        run = partial(_many_servers, servers)
        yield Check(f"mm{servers}", "theory", "3.1", f"M/M/{servers} at load 0.8", run, full, _quick(full))
    for servers, (full, _) in IMPATIENT.items():
        run, title = partial(_impatient, servers), f"{servers} servers, impatient customers"
        yield Check(f"erlang_a_{servers}", "theory", "3.2", title, run, full, 8)
    yield Check("erlang_c_table", "theory", "3.1", "an Erlang C calculator, 7 to 9 agents", _erlang_c_table, 100, 20)
    yield Check("lines", "theory", "3.2", "lines, balking and patience together", _lines, 60, 8)
    for cv, (name, full) in ONE_SERVER.items():
        yield Check(name, "theory", "3.3", f"M/G/1, CV {cv}", partial(_one_server, cv), full, _quick(full))
    yield Check("jackson", "theory", "3.4", "three departments as a Jackson network", _network, 200, 40)
    for share, (_, full) in COMING_BACK.items():
        title = f"customers of whom {share} come back"
        yield Check(
            f"feedback_{share:.0%}".rstrip("%"), "theory", "3.4", title, partial(_feedback, share), full, _quick(full)
        )
    yield Check("littles_law", "theory", "3.4", "Little's law", _littles_law, 4, 2)
    for team in TEAMS:
        title = f"sixty people in one pool or in teams of {team}"
        yield Check(f"pool_{team}", "theory", "3.1, 3.5", title, partial(_pool, team), 10, 8)


THEORY = tuple(_theory())
