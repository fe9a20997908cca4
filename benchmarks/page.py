"""docs/performance.md: every figure on it comes from what was measured."""

from __future__ import annotations

from pathlib import Path

START = """# How fast

Written by `make bench` (`python -m benchmarks`) from what it measured; nothing on this page is typed in. What was tried
to get here, and what it gave, is in [the background](background/performance.md).

{machine}

A time is the median of runs in turn, so that whatever else the machine does falls on all engines; behind it stands an
interval that holds the median with 95%, or, marked ±, the least and most of too few runs. Times differ from machine
to machine, ratios much less: tests check ratios only.
"""


def write_page(measured: dict, docs: Path) -> list[Path]:
    """Write the page and its pictures; returns what was written."""
    from benchmarks import pictures

    page = docs / "performance.md"
    page.write_text(text_of(measured), encoding="utf-8")
    return [
        page,
        pictures.engines(measured, docs / "pictures" / "performance_engines.png"),
        pictures.curves(measured, docs / "pictures" / "performance_curves.png"),
    ]


def text_of(measured: dict) -> str:
    """The page."""
    found = {name: part["found"] for name, part in measured.items()}
    sections = (
        START.format(machine=_machines(measured)),
        _bars(found),
        _whole(found["whole"]),
        _engines(found["station"], found["network"]),
        _classic(found["classic"]),
        _curves(found["curves"]),
        _mechanisms(found["curves"]["mechanisms"]),
        _memory(found["memory"]),
        _processors(found["threads"], found["cells"]),
        _start(found["start"]),
    )
    return "\n".join(sections)


def _machines(measured: dict) -> str:
    machines: dict[str, dict] = {str(part["on"]): part["on"] for part in measured.values()}
    lines = []
    for on in machines.values():
        parts = [name for name, part in measured.items() if part["on"] == on]
        what = "Measured" if len(machines) == 1 else f"{', '.join(parts)}: measured"
        lines.append(
            f"{what} on {on['date']} on {on['processors']} processors ({on['processor']}), Python {on['python']}, "
            f"Numba {on['numba']}, NumPy {on['numpy']}."
        )
    return "\n".join(lines)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _time(timing: dict) -> str:
    """Median and interval, in a unit that suits."""
    factor, unit = next((f, u) for f, u in ((1.0, "s"), (1e3, "ms")) if timing["median"] * f >= 1.0 or u == "ms")
    low, median, high = (timing[name] * factor for name in ("low", "median", "high"))
    sign = "" if timing["exact"] else "±"
    return f"{median:.3g} {unit} ({sign}{low:.3g} to {high:.3g})"


def _speed(per_second: float) -> str:
    return f"{per_second / 1e6:.2f} M" if per_second >= 1e6 else f"{per_second / 1e3:.3g} k"


def _bars(found: dict) -> str:
    """What was aimed at, and whether it was reached."""
    classic = {row["people"]: row for row in found["classic"]}
    per_event = {people: row["core"]["median"] / row["events"] * 1e9 for people, row in classic.items()}
    ways, memory, start = found["whole"]["ways"], found["memory"], found["start"]
    alone, threads = ways["engines_alone"], found["threads"]["threads"]
    as_ships = found["curves"]["mechanisms"][-1]["ns_per_event"]
    ratio = min(row["heapq"]["median"] / row["core"]["median"] for row in classic.values())
    commands = {name.split()[0]: timing["median"] for name, timing in start["commands"].items()}
    goals = [
        ("ns per event, classic set, departments of 5 and 10", max(per_event[5], per_event[10]), "<=", 100.0),
        ("ns per event, support_desk's pods as they ship", as_ships, "<=", 160.0),
        ("ns per event, classic set, departments of 50", per_event[50], "<=", 300.0),
        ("ns per event, classic set, departments of 200", per_event[200], "<=", 500.0),
        ("times a heapq loop of the classic set, the least over sizes", ratio, ">=", 8.0),
        ("times the agents, customers drawn, one thread", alone["core"] / alone["agents"], ">=", 100.0),
        ("times one thread on two", threads["1"]["median"] / threads["2"]["median"], ">=", 1.8),
        ("random numbers, % of a sample's time, at most", 100.0 * found["whole"]["draws"]["share"], "<=", 30.0),
        ("GB for 1,000 replications of support_desk", memory["replications"]["peak_gb"], "<=", 4.0),
        ("GB for 10 million cases in 1,000 pods", memory["large"]["peak_gb"], "<=", 4.0),
        ("seconds to the first answer where nothing is compiled", start["cold"]["first"], "<=", 25.0),
        ("seconds of `--help`", commands["--help"], "<=", 0.5),
        ("seconds of `validate support_desk`", commands["validate"], "<=", 0.5),
        ("seconds of `compare support_desk`, three columns", commands["compare"], "<=", 10.0),
    ]
    rows = [
        [
            name,
            f"{'at most' if sign == '<=' else 'at least'} {bar:g}",
            f"{value:.3g}",
            "yes" if (value <= bar) == (sign == "<=") or value == bar else "**no**",
        ]
        for name, value, sign, bar in goals
    ]
    return f"""## What was aimed at

The bars were set before, from prototypes on another machine; what is not reached says so.

{_table(["", "bar", "measured", "reached"], rows)}"""


def _whole(found: dict) -> str:
    ways, draws = found["ways"], found["draws"]
    alone = ways["engines_alone"]
    agents = ways["ways"]["agents"]["cases_per_second"]
    rows = [
        [name, _speed(way["cases_per_second"]), f"{way['cases_per_second'] / agents:.0f} ×", _time(way)]
        for name, way in ways["ways"].items()
    ]
    return f"""## The whole model

A replication of [support_desk](guides/scenarios.md) as it ships: its {ways["cases"]:,} customers drawn, served in
{ways["columns"]} columns, and measured. The compiled core against the agents, which have the same rules and give
the same measures, checked before anything was timed. A case counts once per column.

{_table(["", "cases per second", "against the agents", "seconds per replication"], rows)}
The engines alone, customers drawn and no measures taken, one column on one thread: {_speed(alone["core"])} cases
per second against {_speed(alone["agents"])}, **{alone["core"] / alone["agents"]:.0f} ×**.

Random numbers, all of them addressed, take at most {draws["share"]:.0%} of the time of a sample: drawing the customers
{draws["tape"] / draws["total"]:.0%}, draws at use at most {draws["loop_at_most"] / draws["total"]:.1%}.
"""


def _engines(*workloads: dict) -> str:
    text = """## Against everything a user could pick instead

Two common workloads, written for each engine as its own users would write them, with the same customers: when
each comes, where each goes, how long each is served. podsim runs them with its whole model loaded and every
mechanism set to nothing, and writes its full records. *Kernel* is the run alone, with what can be handed over
beforehand handed over; *process* is from the start of Python to the answer, with what was compiled before found again.
Servers are processes in cimba and salabim, which is the quicker way there; SimPy is shown both ways.

![Customers per second of every engine on two workloads, on a logarithmic scale](pictures/performance_engines.png)
"""
    for found in workloads:
        core = next(row for row in found["engines"] if row["engine"] == "core")["kernel"]["median"]
        rows = [
            [
                row["name"],
                _speed(found["customers"] / row["kernel"]["median"]),
                f"{row['kernel']['median'] / core:.3g} ×",
                _time(row["kernel"]),
                _time(row["process"]),
            ]
            for row in sorted(found["engines"], key=lambda row: row["kernel"]["median"])
        ]
        theory = f" (Erlang C: {found['theory']:.4f})" if found["theory"] else ""
        text += f"""
**{found["workload"]}**, {found["customers"]:,} customers with {found["visits"]:,} visits. Mean wait by every engine
{found["mean_wait"]:.4f} minutes{theory}, the same to nine digits, or no time would have been taken.

{_table(["engine", "customers per second", "time, core = 1", "kernel", "process"], rows)}"""
    return text


def _classic(found: list[dict]) -> str:
    rows = [
        [
            str(row["people"]),
            f"{row['core']['median'] / row['events'] * 1e9:.0f}",
            _speed(row["cases"] / row["core"]["median"]),
            _speed(row["cases"] / row["heapq"]["median"]),
            f"**{row['heapq']['median'] / row['core']['median']:.1f} ×**",
            f"{row['mean_wait']:.4f}",
            f"{row['gave_up']:.2%}",
        ]
        for row in found
    ]
    head = ["people a department", "ns per event", "cases/s, core", "cases/s, heapq", "ratio", "mean wait", "gave up"]
    return f"""## The classic set of mechanisms

Four departments; the best free person by skill, fatigue and familiarity takes a case; customers lose patience; work
that changes hands is told again. Against a plain Python heapq loop of the same rules, which comes to the same waits
and the same customers lost, to the last digit.

{_table(head, rows)}"""


def _curves(found: dict) -> str:
    names = {
        "team_size": ("People in a pod, of 400", "x"),
        "people": ("People, in pods of 10", "x"),
        "pods": ("Pods, of 4,000 people", "x"),
        "cases": ("Cases in a replication, 100 people", "x"),
    }
    text = """## What drives the cost

Everything that is on by default is on, and customers come back; load about 0.8; one thread. In one large pod everybody
who is free is scored for each case; of many pods each is looked at whenever a case is assigned; and whoever lends, or
listens in, may be any free person of all.

![Cost of an event over people in a pod, people and pods, and of a case over cases](pictures/performance_curves.png)
"""
    head = ["", "cases", "events a case", "ns per event", "µs per case"]
    for name, (label, key) in names.items():
        rows = [
            [
                f"{row[key]:,}",
                f"{row['cases']:,}",
                f"{row['events'] / row['cases']:.1f}",
                f"{row['ns_per_event']:.0f} ({row['ns_low']:.0f} to {row['ns_high']:.0f})",
                f"{row['us_per_case']:.2f}",
            ]
            for row in found[name]
        ]
        text += f"\n{_table([label, *head[1:]], rows)}"
    rows = [
        [f"{row['x']:,}", f"{row['seconds']:.3g}", f"{row['ms_per_replication']:.3g}"] for row in found["replications"]
    ]
    text += f"\n{_table(['Replications of a dozen people for a week', 'seconds', 'ms per replication'], rows)}"
    return text


def _mechanisms(found: list[dict]) -> str:
    base = found[0]
    rows = [
        [
            row["name"],
            f"{row['events'] / row['cases']:.2f}",
            f"{row['ns_per_event']:.0f}",
            f"{row['us_per_case']:.2f}",
            f"{row['us_per_case'] / base['us_per_case'] - 1.0:+.0%}",
        ]
        for row in found
    ]
    head = ["support_desk's pods with", "events a case", "ns per event", "µs per case", "a case against the first line"]
    return f"""## Each mechanism on its own

{_table(head, rows)}"""


def _memory(found: dict) -> str:
    names = {
        "few_replications": "support_desk, 20 replications",
        "replications": "support_desk, 1,000 replications",
        "smaller": "one replication, 1,000 people in 100 pods",
        "large": "one replication, 10,000 people in 1,000 pods",
    }
    rows = [
        [
            label,
            f"{found[name]['cases'] / 1e6:.2f} M",
            f"{found[name]['peak_gb']:.2f} GB",
            f"{found[name]['seconds']:.0f} s",
        ]
        for name, label in names.items()
    ]
    grown = found["large"]["peak_gb"] - found["smaller"]["peak_gb"]
    per_case = grown * 1e9 / (found["large"]["cases"] - found["smaller"]["cases"])
    many, few = found["replications"], found["few_replications"]
    kept = (many["peak_gb"] - few["peak_gb"]) * 1e6 / (many["replications"] - few["replications"])
    return f"""## Memory

The most that a process ever had, from customers to measures; each a process of its own.

{_table(["", "cases", "peak", "time"], rows)}
Replications stream in blocks: each leaves its measures behind and a histogram of felt empathy, {kept:.0f} KB for all
columns. Within a replication a case more takes {per_case:.0f} bytes: its row of the tape, the rows of its contacts, and
what measures keep until the end. The state of a case is kept only while it is in the system.
"""


def _processors(threads: dict, cells: dict) -> str:
    one = threads["threads"]["1"]["median"]
    rows = [[name, _time(timing), f"{one / timing['median']:.2f} ×"] for name, timing in threads["threads"].items()]
    worker = cells["ways"]["one worker"]["median"]
    ways = [[name, _time(timing), f"{worker / timing['median']:.2f} ×"] for name, timing in cells["ways"].items()]
    hours = ", ".join(f"{hours:,.1f} hours on {machines}" for machines, hours in cells["million_hours"].items())
    return f"""## More processors

{threads["replications"]} replications of support_desk, all columns. The same numbers come out, to the last bit.

{_table(["threads", "", "against one"], rows)}
{cells["cells"]} cells of a sweep, each two columns and {cells["replications"]} replications of a week of support_desk:

{_table(["", "", "against one worker"], ways)}
A million such cells would take, on machines like this one with two workers each, {hours}: computed, not run.
"""


def _start(found: dict) -> str:
    rows = [[f"`podsim {name}`", _time(timing)] for name, timing in found["commands"].items()]
    cold = found["cold"]
    ships = f", {cold['shipped']:.1f} s from a wheel that ships it compiled" if "shipped" in cold else ""
    packages = []
    for command, heavy in found["imports"].items():
        said = ", ".join(f"{row['package']} {row['ms']:.0f} ms" for row in heavy) or "none"
        packages.append(f"- `{command}`: {said}")
    newline = "\n"
    return f"""## Before the first event

{_table(["", "whole process"], rows)}
The first comparison on a machine compiles the core, and says so while it does: {cold["first"]:.1f} s for two
replications, {cold["next"]:.1f} s the next time{ships}. {cold["kept_mb"]:.1f} MB of machine code are kept, in a folder
named after the sources that it came from, so that a changed rule is never missed.

Packages that take 50 ms or more to import, with all that they import (Numba finds the compiled core again, and is not
imported by commands that run nothing):

{newline.join(packages)}
"""
