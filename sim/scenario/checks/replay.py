"""Checks of a replayed ticket log's settings. The log itself is read by the demand floor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from sim.scenario.checks.demand import CHANNELS, NEEDS
from sim.scenario.checks.finding import Finding, out_of_range, unknown
from sim.scenario.demand_settings import Replay
from sim.scenario.origins import Loc
from sim.scenario.scenario_settings import Scenario

REPLAY: Loc = ("demand", "replay")


def replay_findings(scenario: Scenario) -> Iterator[Finding]:
    """Names, dates and the file."""
    replay = scenario.demand.replay
    if replay is None:
        return
    needs, channels = scenario.demand.needs, scenario.demand.channels
    for group, function in replay.functions.items():
        if function not in needs:
            yield unknown((*REPLAY, "functions", group), "need", function, needs, NEEDS)
    if replay.other not in needs:
        yield unknown((*REPLAY, "other"), "need", replay.other, needs, NEEDS)
    for kind, channel in replay.channels.items():
        if channel not in channels:
            yield unknown((*REPLAY, "channels", kind), "channel", channel, channels, CHANNELS)
    for priority, distress in replay.distress.items():
        yield from out_of_range((*REPLAY, "distress", priority), distress, 0, 1, "share")
    if scenario.demand.volume_factor != 1.0:
        message = "A replayed log has the customers that it has: take volume_factor out, or set it to 1."
        yield Finding(("demand", "volume_factor"), message, (REPLAY,))
    yield from _dates(replay)
    yield from _file(scenario)


def _dates(replay: Replay) -> Iterator[Finding]:
    days = {}
    for name in ("start", "end"):
        text = getattr(replay, name)
        try:
            days[name] = text and datetime.date.fromisoformat(text)
        except ValueError:
            yield Finding(
                (*REPLAY, name),
                f"demand.replay.{name} must be a date that exists, year-month-day, for example 2016-04-05.",
            )
    if days.get("start") and days.get("end") and days["start"] >= days["end"]:
        message = f"end is the day after the last one replayed and must come after start ({days['start']})."
        yield Finding((*REPLAY, "end"), message, ((*REPLAY, "start"),))


def _file(scenario: Scenario) -> Iterator[Finding]:
    if not scenario.data_file("demand.replay.file").is_file():
        yield Finding(
            (*REPLAY, "file"),
            "There is no such file, neither beside the scenario nor here. It must be a "
            "CSV or CSV.gz with one row per update of an incident.",
        )
