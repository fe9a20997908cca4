"""The scenario of what was measured, as values and as a commented file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sim.exploring.fitting.measured import Function, Measured
from sim.scenario.hours import DAYS

TODAY = ("silos", "pods_today")  # columns with the habits of today
SKILL = 0.926  # evidence row 48
PATIENCE = 12  # minutes; evidence row 4
STEP = 5  # minutes to which shifts are rounded
SHORTEST = 15  # minutes of a shift


def hours_in_words(days: tuple[int, ...], start: int, end: int) -> str:
    """Weekly hours as a scenario says them."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [DAYS[run[0]] + (f"-{DAYS[run[-1]]}" if len(run) > 1 else "") for run in runs]
    clock = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    return ", ".join(f"{name} {clock}" for name in names)


def shifts_of(function: Function) -> dict[str, str]:
    """Shifts by name: pieces of the day as long as its share, where the work is."""
    first, last = function.opening
    length = int(max(round(function.share * function.day / STEP) * STEP, SHORTEST))
    length = min(length, last - first)
    found: dict[str, str] = {}
    for number, centre in enumerate(function.centres, 1):
        start = int(min(max(round((centre - length / 2) / STEP) * STEP, first), last - length))
        found[f"{function.name}_{number}"] = hours_in_words(function.days, start, start + length)
    return found


def values_of(measured: Measured, name: str, weeks: int, warm_up: int) -> dict[str, Any]:
    """The scenario as `build_scenario` takes it."""
    functions = measured.functions
    shifts = {function.name: shifts_of(function) for function in functions}
    skill = 1.0 if measured.lends else SKILL
    return {
        "name": name,
        "open": hours_in_words(measured.days, *measured.opening),
        "time": {"warm_up_weeks": warm_up, "measured_weeks": weeks},
        "demand": {
            "channels": {channel.name: _channel(channel) for channel in measured.channels},
            "busyness_cv": round(measured.busyness, 3),
            "max_needs": measured.max_needs,
            "accounts": {"count": measured.accounts, "concentration": round(measured.concentration, 2)},
            "needs": {function.name: _need(function, firsts[function.name]) for function in functions}
            if (firsts := _firsts(functions))
            else {},
            "coming_back": _coming_back(measured),
        },
        "people": {
            "away_share": 0.0,
            "shifts": {key: hours for of_function in shifts.values() for key, hours in of_function.items()},
            "groups": [_group(function, list(shifts[function.name]), skill) for function in functions],
        },
        "policy": {
            **({} if measured.retelling is None else {"retelling_share": round(measured.retelling, 4)}),
            "misroute_share": 0.0,
            "pickup_inside_minutes": _none(measured),
            "pickup_across_minutes": _none(measured),
        },
        "formations": {
            **({name: {"policy": {"borrowing": "anywhere"}} for name in TODAY} if measured.lends else {}),
            "pods": {"teams": _teams(functions)},
        },
    }


def _none(measured: Measured) -> dict[str, int]:
    return {channel.name: 0 for channel in measured.channels}


def _teams(functions: tuple[Function, ...]) -> int:
    people = sum(function.people for function in functions)
    return max(1, min(round(people / 6), min((f.people for f in functions if f.people > 1), default=1) * 2, 40))


def _firsts(functions: tuple[Function, ...]) -> dict[str, float]:
    """First shares that sum to 1 as written."""
    total = sum(function.first for function in functions)
    rounded = {function.name: round(function.first / total, 4) for function in functions}
    largest = max(rounded, key=lambda key: rounded[key])
    rounded[largest] = round(rounded[largest] + 1.0 - sum(rounded.values()), 4)
    return rounded


def _channel(channel: Any) -> dict[str, Any]:
    return {
        **({"live": True, "patience_minutes": PATIENCE} if channel.live else {}),
        "cases_per_week": round(channel.cases, 1),
        "weekday_weights": list(channel.weekdays),
        "hour_weights": list(channel.hours),
        **({} if channel.spacing == 1.0 else {"arrivals_cv": channel.spacing}),
        "horizon_open_minutes": round(channel.horizon),
    }


def _need(function: Function, first: float) -> dict[str, Any]:
    then = _shares(function.then)
    need: dict[str, Any] = {
        "first_share": first,
        "work_minutes": round(function.work, 2),
        "work_cv": round(function.cv, 2),
    }
    if function.outside_share > 0.0005:
        need |= {
            "outside_share": round(function.outside_share, 3),
            "outside_minutes": round(function.outside_minutes, 1),
            "outside_shape": round(function.outside_shape, 2),
        }
    after = [
        {"before": list(one.before), **({"from_start": True} if one.from_start else {}), "then": _shares(one.then)}
        for one in function.after
    ]
    return need | ({"then": then} if then else {}) | ({"then_after": after} if after else {})


def _shares(then: Mapping[str, float]) -> dict[str, float]:
    """Shares as written, which do not sum to more than 1."""
    rounded = {name: round(share, 4) for name, share in then.items()}
    total = sum(rounded.values())
    return rounded if total <= 1.0 else {name: int(share / total * 1e4) / 1e4 for name, share in rounded.items()}


def _coming_back(measured: Measured) -> dict[str, float]:
    if measured.reopened < 0.001:
        return {}
    return {
        "return_share": round(min(measured.reopened, 0.9), 4),
        "return_minutes": round(min(max(measured.reopen_minutes, 1.0), 90_000.0)),
    }


def _group(function: Function, shifts: list[str], skill: float) -> dict[str, Any]:
    group: dict[str, Any] = {"function": function.name, "count": function.people, "shifts": shifts}
    if function.also:
        shares = sorted(function.also.values())
        group |= {"also": dict.fromkeys(function.also, skill), "also_share": round(shares[len(shares) // 2], 2)}
    return group


# --- the file -----------------------------------------------------------------------------------------


def text_of(
    values: Mapping[str, Any], measured: Measured, log: str, about: list[str], unknown: str, judged: Mapping[str, float]
) -> str:
    """The scenario as a file that its owner can read and change.

    about: lines of the heading. judged: what `fitted_to` says beside the name of the log.
    """
    demand, people = values["demand"], values["people"]
    by_function: dict[str, list[str]] = {}
    for group, name in measured.groups.items():
        by_function.setdefault(name, []).append(group)
    lines = [
        f"# Written by podsim fit from {log}.",
        *(f"# {line}" for line in about),
        "# Lines end with where they come from: (log) counted there, (fitted) by simulation, (?) assumed.",
        f"name: {values['name']}",
        f"open: {_flow(values['open'])}  # (log) hours in which nine tenths of the work end",
        f"time: {_flow(values['time'])}",
        "# What the verdict opens with; it does not know of changes to this file.",
        f"fitted_to: {_flow({'log': _plain(log)[:200], **judged})}",
        "",
        "demand:                                # arrivals are drawn anew in every replication",
        f"  busyness_cv: {demand['busyness_cv']}  # (log) how much days differ beyond chance",
        f"  max_needs: {demand['max_needs']}  # (log)",
        f"  accounts: {_flow(demand['accounts'])}  # {'(log)' if measured.customers else '(?) the log names nobody'}",
        "  channels:",
    ]
    for name, channel in demand["channels"].items():
        lines += [f"    {name}:  # (log) by hour and weekday", *(f"      {k}: {_flow(v)}" for k, v in channel.items())]
    lines += ["  needs:                               # first_share, then: (log)"]
    for function in measured.functions:
        need = demand["needs"][function.name]
        groups = by_function.get(function.name, [])
        shown = ", ".join(groups[:6]) + (f" and {len(groups) - 6} more" if len(groups) > 6 else "")
        waits = f"; outside_*: {unknown}" if "outside_share" in need and function is measured.functions[0] else ""
        lines += [
            f"    # {_plain(shown)}. Work: {function.work_from}{waits}",
            *_need_lines(function.name, need),
        ]
    if demand["coming_back"]:
        lines.append(f"  coming_back: {_flow(demand['coming_back'])}  # (log) opened again")
    lines += [
        "",
        "people:",
        "  away_share: 0                        # days off are in the shares below",
        "  shifts:                              # (fitted) how long: the share of a day that goes to this log",
        *(f"    {name}: {_flow(hours)}" for name, hours in people["shifts"].items()),
        "  groups:                              # count: "
        + ("(log) people who did 90% of the work" if measured.people_named else "(?) as many as the work takes")
        + "; also: (log), its skill (?)",
    ]
    for function, group in zip(measured.functions, people["groups"], strict=True):
        lines.append(f"    - {_flow(group)}  # {function.share:.0%} of a day of {function.day / 60:g} hours")
    return "\n".join([*lines, *_how_they_work(values, measured)]) + "\n"


def _need_lines(name: str, need: Mapping[str, Any]) -> Iterator[str]:
    """A need in one line; what depends on the needs before it, an entry a line."""
    plain = _flow({key: value for key, value in need.items() if key != "then_after"})
    if not (after := need.get("then_after")):
        yield f"    {name}: {plain}"
        return
    yield f"    {name}: {plain[:-1]}, then_after: ["
    yield from (f"      {_flow(entry)}," for entry in after)
    yield "    ]}"


def _how_they_work(values: Mapping[str, Any], measured: Measured) -> Iterator[str]:
    """The lines of policy and formations."""
    policy = values["policy"]
    yield from [
        "",
        "policy:",
        *(
            []
            if measured.retelling is None
            else [
                f"  retelling_share: {policy['retelling_share']:g}  # (log) at most: the shortest steps have to hold it"
            ]
        ),
        f"  misroute_share: 0                  # (?) A-B-A is {measured.misroutes:.1%} of visits: needs, or misroutes",
        f"  pickup_inside_minutes: {_flow(policy['pickup_inside_minutes'])}  # (?) in the shares of the day",
        f"  pickup_across_minutes: {_flow(policy['pickup_across_minutes'])}  # (?)",
        "",
        "formations:",
        *(f"  {name}: {_flow(column)}  # (?)" for name, column in values["formations"].items()),
    ]


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _flow(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if not value.replace("_", "a").isalnum() else value
    return f"{value:g}" if isinstance(value, float) else str(value)
