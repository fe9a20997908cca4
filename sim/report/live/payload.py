"""What the page is given: the module, the image of the scenario, its dials, and how measures come from sums."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.corners import (
    FORMATION,
    FORMATION_TODAY,
    GAVE_UP,
    HABITS_IN_DEPARTMENTS,
    RESOLUTION,
    has_corners,
)
from sim.comparison.intervals import CONFIDENCE, FEW, STRICT, known_mean, simultaneous_confidence, t_quantile
from sim.comparison.statistics import pairs_of
from sim.comparison.words import DOUBTS, FEW_RUNS, MORE_RUNS, SIZE_OPEN
from sim.core import run_core
from sim.core.loop import STAGE
from sim.core.world import ARRAYS, FIRST_ROWS, GROWING, MAX_WINGS, RUN, TAPE_COLUMNS
from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.foundation.grid import STEPS_PER_MINUTE
from sim.measures import AT, PRIMARY, measure_named, with_worth_having
from sim.measures.case_values import CASE_VALUES
from sim.measures.expected_demand import expected_demand
from sim.measures.loads import LOADS
from sim.measures.replication import BINS, MOST_HANDOFFS
from sim.process.accounts import keeps_accounts
from sim.records.tables import CONTACT
from sim.report.corner_rows import solved_label
from sim.report.live.blobs import Blobs
from sim.report.live.derived import Live, Moved
from sim.report.live.image import GIVEN, MADE, written
from sim.report.live.joint import in_words
from sim.report.live.module import Shipped, shipped
from sim.report.live.patches import encoded
from sim.report.live.together import live_of
from sim.report.names import labelled, name_of
from sim.report.numbers import FRACTIONS, NEAR, unit_in
from sim.report.verdict import HEADS_OF_SENTENCE
from sim.scenario.built_in_columns import DEFAULT_COLUMNS, without_built_in
from sim.scenario.channel_settings import depends_on_channel
from sim.scenario.demand_settings import Demand
from sim.scenario.identity import resolved
from sim.scenario.scenario_settings import FormationSettings, Scenario

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.comparison.sampling import Progress

MOST_REPLICATIONS = 10
MOST_CASES = 60_000  # of a replication: a browser answers in seconds
MOST_BYTES = 3_000_000  # of all that is carried, compressed
SHOWN = 6  # dials that are seen at once
FELT, LOAD = "felt_empathy", "load_p90"
PAIRS = {
    "habits": ("Better habits in departments", HABITS_IN_DEPARTMENTS),
    "formation": ("Pods on top of that", FORMATION),
    "today": ("Pods with today's habits", FORMATION_TODAY),
}


class NotLive(Exception):
    """Why a page cannot compute this scenario again, as it ends a sentence."""


@dataclass(frozen=True)
class Payload:
    """plan: what the page does, as JSON. module, arrays: compressed, in base 64."""

    plan: dict[str, Any]
    module: str
    arrays: str
    live: Live


def payload(comparison: Comparison, progress: Progress | None = None) -> Payload:
    """Everything that a page needs to compute a comparison again. Raises NotLive with the reason.

    progress: told (levels derived, levels in all).
    """
    made = _module(comparison)
    scenario, seed = comparison.scenario, comparison.seed
    replications = min(MOST_REPLICATIONS, comparison.replication_count)
    live = live_of(scenario, DEFAULT_COLUMNS, seed, replications, progress)
    blobs = Blobs()
    arrays = blobs.named(live.image)
    plan = {
        **_machine(made),
        "columns": list(DEFAULT_COLUMNS),
        "names": [name_of(column) for column in DEFAULT_COLUMNS],
        "channels": list(scenario.demand.channels),
        "replications": replications,
        "seed": seed,
        "weeks": float(scenario.time.measured_weeks),
        "arrays": arrays,
        "tables": _tables(written(scenario, DEFAULT_COLUMNS[0], seed)),
        "languages": bool(scenario.demand.languages),
        "dials": _dials(live, blobs),
        "clashes": live.clashes,
        "joint": _joint(live, blobs),
        "together": in_words(live),
        "shown": SHOWN,
        "check": check_of(scenario, seed),
        **judged(comparison),
        "scenario": _file(scenario),
    }
    packed = gzip.compress(blobs.content, 9, mtime=0)
    plan["blobs"], plan["shapes"] = blobs.bounds, blobs.shapes
    if len(packed) > MOST_BYTES:
        raise NotLive(f"its tables take {len(packed) / 1e6:.1f} MB")
    return Payload(plan, _text(gzip.compress(made.wasm, 9, mtime=0)), _text(packed), live)


def _module(comparison: Comparison) -> Shipped:
    if not has_corners(comparison.columns):
        raise NotLive("the four corners are not compared")
    if comparison.engine != "core" or comparison.modified_rules:
        raise NotLive("it was run with other rules, or with the readable engine")
    return module_for(comparison.scenario)


def module_for(scenario: Scenario) -> Shipped:
    """The module, where a page can compute the four corners of a scenario: all of it is known before any run.

    Raises NotLive with the reason, DataError.
    """
    demand = scenario.demand
    if demand.replay is not None or demand.volumes_file is not None or demand.bursts:
        raise NotLive("its customers come from a log, a file or bursts")
    if depends_on_channel(demand.channels.values()) or not _simply_drawn(demand):
        raise NotLive(
            "its needs, work or patience differ by channel or time of day, or are neither lognormal, "
            "exponential nor Weibull"
        )
    if scenario.time.slow_clock:
        raise NotLive("the slow clock is on")
    cases = sum(expected_demand(scenario).cases.values()) * scenario.time.measured_weeks
    if cases > MOST_CASES:
        raise NotLive(f"{cases:,.0f} customers a run are too many for a browser, which takes {MOST_CASES:,}")
    formations = prepare(scenario, DEFAULT_COLUMNS).formations.values()
    if any(keeps_accounts(one.policy.reshape(1).view(np.recarray)[0]) for one in formations):
        raise NotLive("accounts remember")
    made = shipped()
    if made is None:
        raise NotLive("this podsim was installed without its WebAssembly module (make wasm)")
    return made


def _simply_drawn(demand: Demand) -> bool:
    """Whether all work and patience is drawn by the functions that the page has."""
    shapes = {need.work_distribution or demand.work_distribution for need in demand.needs.values()}
    patience = all(c.patience_spread == "weibull" and c.balking_share == 0.0 for c in demand.channels.values())
    return patience and (shapes == {"exponential"} or shapes <= {"lognormal", "constant"})


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _machine(made: Shipped) -> dict[str, Any]:
    """Names of functions, sizes of rows and places of fields."""
    functions = {}
    for name, layouts in made.entries.items():
        (functions[name.rpartition(".")[2]],) = (entry for entry, _ in layouts.values())
    later = RUN.fields["contacts"][1] if RUN.fields else 0
    case = CONTACT.fields["case"][1] if CONTACT.fields else 0
    fields: Mapping[str, Any] = RUN.fields or {}
    return {
        "functions": functions,
        "given": {name: list(places) for name, places in GIVEN.items()},
        "run": {"key": fields["key"][1], "unfinished": fields["unfinished"][1], "later": later},
        "case_at": case,
        "asked": {"cohort_start": 0, "cohort_end": 8},
        "growing": list(GROWING),
        "stage": STAGE,
        "first_rows": FIRST_ROWS,
        "wings": MAX_WINGS,
        "values": len(CASE_VALUES.names or ()),
        "handoffs": MOST_HANDOFFS + 1,
        "bins": BINS,
        "loads": LOADS.itemsize,
    }


def _tables(own: set[str]) -> list[list[Any]]:
    """[name, bytes of an element, axes, where it comes from] in the order in which the loop finds them."""

    def source(name: str) -> str:
        if name in TAPE_COLUMNS:
            return "tape"
        if name in GROWING or name == "wing":
            return "grows"
        if name in MADE:
            return "made"
        return "written" if name in own else "given"

    return [[name, np.dtype(dtype).itemsize, axes, source(name)] for name, (dtype, axes) in ARRAYS.items()]


def _dials(live: Live, blobs: Blobs) -> list[dict[str, Any]]:
    found = []
    for one in live.moved:
        what = {"range": _range(one), "levels": []} if one.slots else {
            "range": None, "own": one.dial.own, "levels": _levels(one, blobs)
        }  # fmt: skip
        found.append({"title": one.dial.title, "group": one.dial.group, **what})
    return found


def _range(one: Moved) -> dict[str, Any]:
    """A dial that may have any value of a range."""
    span, slots = one.dial.span, one.slots
    assert span is not None
    assert slots is not None
    own = span.values[one.dial.own]
    return {
        "low": span.low, "high": span.high, "own": own, "label": repr(own).removesuffix(".0"), "key": span.key,
        "factor": span.factor, "grid": STEPS_PER_MINUTE if slots.on_grid else 0, "places": slots.places,
    }  # fmt: skip


def _levels(one: Moved, blobs: Blobs) -> list[dict[str, Any]]:
    return [
        {
            "label": level.label,
            "changes": dict(level.changes),
            "put": {name: blobs.place(name, array) for name, array in patch.put.items()} if patch else {},
            "patches": encoded(patch) if patch else [],
        }
        for level, patch in zip(one.dial.levels, one.patched, strict=True)
    ]


def _joint(live: Live, blobs: Blobs) -> list[list[Any]]:
    """[dial, dial, levels]: of each two levels [level, level, what `Blobs.beside` says of all that they change]."""
    found = []
    for (a, b), levels in live.joint.items():
        rows = []
        for (one, other), patch in levels.items():
            image = patch.onto(live.image)
            rows.append([one, other, blobs.beside({name: image[name] for name in image if name in patch.arrays()})])
        found.append([a, b, rows])
    return found


def check_of(scenario: Scenario, seed: int) -> dict[str, int]:
    """A checksum of the rows of replication 0 of each column, as machine code writes them."""
    prepared = prepare(scenario, DEFAULT_COLUMNS)
    tape = build_tape(scenario, prepared.customers, seed=seed, first_replication=0, replications=1)
    shared = (tape, prepared.customers, prepared.people, prepared.roster)
    found = {}
    for name, formation in prepared.formations.items():
        records = run_core(*shared, formation, threads=1)
        found[name] = zlib.crc32(records.people.tobytes(), zlib.crc32(records.contacts.tobytes()))
    return found


def judged(comparison: Comparison) -> dict[str, Any]:
    """Measures, the rows in which they are shown, what is worth having, all that was mailed, and Student's t."""
    scenario, columns = comparison.scenario, DEFAULT_COLUMNS
    channels = list(scenario.demand.channels)
    live = [name for name, channel in scenario.demand.channels.items() if channel.live]
    measures = [(RESOLUTION, ""), *((RESOLUTION, name) for name in channels if len(channels) > 1), (FELT, ""),
                *((GAVE_UP, name) for name in live), (LOAD, ""), (GAVE_UP, "")]  # fmt: skip
    samples = comparison.samples
    rows = [_row(samples, *one, channels, scenario.worth_having) for one in measures]
    pairs = pairs_of(comparison.columns)
    tests = len(pairs) * len(channels)
    mailed = {column: {row["key"]: _or_none(samples[column][row["key"]]) for row in rows}
              for column in columns}  # fmt: skip
    counts = range(2, max(MOST_REPLICATIONS, comparison.replication_count) + 1)
    return {
        "rows": rows,
        "pairs": [
            {"what": what, "first": columns.index(pair[0]), "second": columns.index(pair[1]),
             # By row, why what was mailed is not settled though its numbers are: the page tries no other H.
             "doubts": {place: one.reason for place, row in enumerate(rows)
                        if (one := comparison.paired[pair].get(row["key"])) and one.reason in DOUBTS}}
            for what, pair in PAIRS.values()
        ],
        "primary": list(PRIMARY),
        "heads": list(HEADS_OF_SENTENCE),
        "fractions": FRACTIONS,
        "near": NEAR,
        "mailed": mailed,
        "few": FEW,
        "reasons": {"more": MORE_RUNS, "size": SIZE_OPEN, "few": FEW_RUNS},
        # Of each number of replications: the interval by itself; of words with the usual certainty, and with the one
        # that so few need, over all channels and pairs, and over the first, two and three primary measures (Holm).
        "t": {
            str(n): {
                "alone": t_quantile(n - 1, CONFIDENCE),
                "pairs": [t_quantile(n - 1, simultaneous_confidence(len(pairs), one)) for one in (CONFIDENCE, STRICT)],
                "channels": [t_quantile(n - 1, simultaneous_confidence(tests, one)) for one in (CONFIDENCE, STRICT)],
                "primary": [[t_quantile(n - 1, 1.0 - (1.0 - one) / k) for k in range(1, len(PRIMARY) + 1)]
                            for one in (CONFIDENCE, STRICT)],
            }
            for n in counts
        },
    }  # fmt: skip


def _or_none(values: np.ndarray) -> list[float | None]:
    """Values as JSON has them: what is unknown is nothing."""
    return [None if value != value else value for value in values.tolist()]


def _row(
    samples: Mapping[str, Mapping[str, np.ndarray]], name: str, channel: str, channels: Sequence[str],
    worth_having: Mapping[str, float],
) -> dict[str, Any]:  # fmt: skip
    key = f"{name}{AT}{channel}" if channel else name
    known = measure_named(name)
    assert known is not None
    measure = with_worth_having(known, worth_having)
    means = [known_mean(samples[column][key]) for column in DEFAULT_COLUMNS]
    per, unit = unit_in("minutes", *means) if measure.unit == "minutes" else (0.01 if name != LOAD else 1 / 60, "")
    label = {
        RESOLUTION: (channel and f"{channel}, {unit}") or solved_label(unit),
        FELT: f"{labelled(FELT, 'Felt empathy')}, of 100 *",
        GAVE_UP: f"{labelled(GAVE_UP, 'Gave up')}, % ({channel})",
        LOAD: f"{labelled(LOAD, 'Busiest tenth')}, min/hour",
    }[name]
    values = CASE_VALUES.names or ()
    where: dict[str, Any] = {"field": (LOADS.names or ()).index(name)} if name == LOAD else {
        "above": values.index(measure.values[0]), "below": values.index("case"),
        "channel": channels.index(channel) if channel else -1,
    }  # fmt: skip
    return {
        "key": key, "measure": name, "label": label, "per": per, "unit": unit, **where,
        "less": measure.direction == "less", "smallest": measure.smallest, "relative": measure.relative,
        "inner": bool(channel) and name == RESOLUTION,
        "hidden": name == GAVE_UP and not channel,  # which only the sentence needs
    }  # fmt: skip


def _file(scenario: Scenario) -> dict[str, Any]:
    """The scenario as a file says it: what is built in is left out, so that a change reaches all that start from it."""
    values = resolved(scenario)
    defaults = FormationSettings().model_dump(mode="json")
    return {**values, "formations": without_built_in(values["formations"], scenario.better_habits, defaults)}
