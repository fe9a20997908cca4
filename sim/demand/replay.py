"""A ticket log as customers: arrivals, accounts, channels, distress and needs from the log.

A log has no touch times: work, hidden needs, ambiguity and patience are drawn as for synthetic demand.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.data.ticket_log import Incident, Reading, TicketLog, read_log
from sim.demand.arrivals import Arrivals
from sim.demand.case_draws import Walks
from sim.demand.tape import Customers
from sim.foundation.draws import Kind, draw_key, text_key
from sim.foundation.grid import grid_array
from sim.scenario.files import shown_path
from sim.scenario.problems import count_of, data_error, did_you_mean

if TYPE_CHECKING:
    from sim.scenario.demand_settings import Replay
    from sim.scenario.scenario_settings import Scenario

SOURCE_KEY = text_key("replay")
MOST_LINES = 12  # of a mapping to begin with


@dataclass(frozen=True)
class Window:
    """The incidents opened in [start, end), sorted as on the tape.

    week_0: the Monday on which minute 0 lies. incidents: in order of (arrival, lineage).
    arrival: float64[m], minutes. lineage: uint64[m].
    """

    log: TicketLog
    week_0: date
    incidents: tuple[Incident, ...]
    arrival: np.ndarray
    lineage: np.ndarray


def replay_of(scenario: Scenario) -> Replay:
    """What a scenario says of the log that it replays; only for scenarios that replay one."""
    assert scenario.demand.replay is not None
    return scenario.demand.replay


def how_to_read(replay: Replay) -> Reading:
    """What the scenario says of how its log is to be read."""
    return Reading(replay.skip, tuple(replay.columns.items()), replay.dates, replay.time_zone)


def replay_window(scenario: Scenario) -> Window:
    """The part of the log that is replayed. Raises DataError where there is none."""
    replay = replay_of(scenario)
    log = read_log(shown_path(scenario.data_file("demand.replay.file")), how_to_read(replay))
    start, end = _date(replay, "start"), _date(replay, "end")
    kept = [i for i in log.incidents if (not start or i.opened.date() >= start) and (not end or i.opened.date() < end)]
    if not kept:
        first, last = min(i.opened for i in log.incidents), max(i.opened for i in log.incidents)
        seen = f"no incident opened from {start or 'the first'} to {f'before {end}' if end else 'the last'}"
        raise data_error(replay.file, seen, f"The log runs from {first} to {last}; change demand.replay.start or end.")
    _refuse_unmapped(scenario, kept)
    first_day = start or min(incident.opened for incident in kept).date()
    week_0 = first_day - timedelta(days=first_day.weekday())
    midnight = datetime(week_0.year, week_0.month, week_0.day)
    arrival = grid_array(np.array([(incident.opened - midnight).total_seconds() / 60.0 for incident in kept]))
    lineage = np.array([incident_lineage(incident.number) for incident in kept], dtype=np.uint64)
    order = np.lexsort((lineage, arrival))
    return Window(log, week_0, tuple(kept[i] for i in order), arrival[order], lineage[order])


def _refuse_unmapped(scenario: Scenario, incidents: list[Incident]) -> None:
    """Raise a DataError with the lines to add where no group of the log is mapped: it is another organisation's map."""
    replay = replay_of(scenario)
    visits = Counter(group for incident in incidents for group in incident.groups)
    if not visits or not visits.keys().isdisjoint(replay.functions):
        return
    names = ", ".join(scenario.demand.needs)
    lines = [
        f"  {json.dumps(group, ensure_ascii=False)}: {replay.other}" for group, _ in visits.most_common(MOST_LINES)
    ]
    message = "\n".join([
        f"Every case would go to {replay.other}. Add the groups of the log, the largest first, each with a function of "
        f"the scenario ({names}), under demand.replay.functions:", *lines,
    ])  # fmt: skip
    raise data_error(
        replay.file, f"none of {count_of(len(visits), 'group')} of the log is mapped to a function", message
    )


def incident_lineage(number: str) -> int:
    """Key of a logged case, from its incident number."""
    return draw_key(SOURCE_KEY, Kind.LINEAGE, text_key(number), 0)


def _date(replay: Replay, name: str) -> date | None:
    text = getattr(replay, name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise data_error(
            replay.file, f"demand.replay.{name}: {text}", 'It must be a date, for example "2016-04-05".'
        ) from None


def replayed(
    scenario: Scenario, customers: Customers, keys: np.ndarray
) -> tuple[Arrivals, Walks, np.ndarray, np.ndarray]:
    """Arrivals, walks, account int32[n] and distress float64[n]; the same in all replications but for misroutes."""
    window = replay_window(scenario)
    number = int(np.searchsorted(window.arrival, customers.end))
    incidents, replications = window.incidents[:number], keys.size
    channel = channel_codes(scenario, incidents)
    arrivals = Arrivals(
        first_case=np.arange(replications + 1, dtype=np.int64) * number,
        arrival=np.tile(window.arrival[:number], replications),
        lineage=np.tile(window.lineage[:number], replications),
        channel=np.tile(channel, replications),
    )
    account = np.tile(_accounts(window.log, incidents), replications)
    distress = np.tile(_distress(scenario, incidents, channel), replications)
    return arrivals, _walks(scenario, incidents, arrivals, keys), account, distress


def channel_codes(scenario: Scenario, incidents: tuple[Incident, ...]) -> np.ndarray:
    """Channel of each incident by its contact_type; types not named take the first. Returns int8[m]."""
    names, replay = list(scenario.demand.channels), replay_of(scenario)
    code = {t: _known(replay, "channels", t, name, names) for t, name in replay.channels.items()}
    return np.array([code.get(incident.contact_type or "", 0) for incident in incidents], dtype=np.int8)


def function_paths(scenario: Scenario, incidents: tuple[Incident, ...]) -> list[list[int]]:
    """Functions each incident went through, never twice the same in a row; at least `other`."""
    names, replay = list(scenario.demand.needs), replay_of(scenario)
    code = {group: _known(replay, "functions", group, name, names) for group, name in replay.functions.items()}
    other = _known(replay, "other", "other", replay.other, names)
    paths = []
    for incident in incidents:
        path = [code.get(group, other) for group in incident.groups] or [other]
        paths.append([f for at, f in enumerate(path) if at == 0 or f != path[at - 1]])
    return paths


def _known(replay: Replay, setting: str, key: str, name: str, names: list[str]) -> int:
    if name not in names:
        raise data_error(replay.file, f"demand.replay.{setting}: {key}: {name}", did_you_mean(name, names))
    return names.index(name)


def _accounts(log: TicketLog, incidents: tuple[Incident, ...]) -> np.ndarray:
    """Rank of the caller among all callers of the log; who is not named is an account alone."""
    callers = sorted({incident.caller for incident in log.incidents if incident.caller})
    code = {caller: rank for rank, caller in enumerate(callers)}
    for incident in log.incidents:
        code.setdefault(incident.caller or incident.number, len(code))
    return np.array([code[incident.caller or incident.number] for incident in incidents], dtype=np.int32)


def _distress(scenario: Scenario, incidents: tuple[Incident, ...], channel: np.ndarray) -> np.ndarray:
    mean = [settings.distress_mean for settings in scenario.demand.channels.values()]
    given = replay_of(scenario).distress
    return grid_array(np.array([given.get(i.priority or "", mean[c]) for i, c in zip(incidents, channel, strict=True)]))


def _walks(scenario: Scenario, incidents: tuple[Incident, ...], arrivals: Arrivals, keys: np.ndarray) -> Walks:
    from sim.demand.compiled_tape import walk_paths

    paths = function_paths(scenario, incidents)
    path_first = np.concatenate([[0], np.cumsum([len(path) for path in paths])]).astype(np.int64)
    path = np.array([f for functions in paths for f in functions], dtype=np.int64)
    n, share = arrivals.lineage.size, float(replay_of(scenario).ping_pong_misroute_share)
    walks = Walks(np.empty(n, dtype=np.int8), np.full((n, scenario.demand.max_needs), -1, dtype=np.int8))
    walk_paths(keys, arrivals.first_case, arrivals.lineage, path_first, path, share, walks.need, walks.needs)
    return walks
