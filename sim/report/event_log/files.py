"""The event logs that a results folder holds: the first cases of every column."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from sim.report.csv_files import csv_text
from sim.report.event_log.events import event_rows
from sim.report.event_log.xes import xes_text

if TYPE_CHECKING:
    from sim.comparison.engines import Engine
    from sim.scenario.scenario_settings import Scenario

CASES = 200  # of each column: enough to look at, a few hundred kilobytes; podsim events writes all


def event_log_files(
    scenario: Scenario, columns: tuple[str, ...], seed: int, cases: int = CASES, engine: Engine = "core"
) -> dict[str, str | bytes]:
    """ "events/COLUMN.csv" and "events/COLUMN.xes.gz" of replication 0, the same bytes every time."""
    from sim.comparison.closeup.look import records_with_segments
    from sim.demand.build import build_tape
    from sim.formation.prepared import prepare

    prepared = prepare(scenario, columns)
    tape = build_tape(scenario, prepared.customers, seed=seed, first_replication=0, replications=1)
    files: dict[str, str | bytes] = {}
    for column, formation in prepared.formations.items():
        rows = event_rows(prepared, formation, records_with_segments(prepared, column, tape, engine), cases=cases)
        name = f"{scenario.name}, {column}, replication 0"
        files[f"events/{column}.csv"] = csv_text(rows)
        files[f"events/{column}.xes.gz"] = gzip.compress(xes_text(rows, name).encode(), mtime=0)
    return files
