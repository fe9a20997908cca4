"""The files of `podsim init`, from the answers: scenario, people, volumes, and a page that says what to do with them.

Numbers that nobody was asked for are marked (?) as in the shipped scenarios.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from sim.cli.init_answers import Answers
from sim.scenario.hours import DAYS, MINUTES_PER_DAY, MINUTES_PER_WEEK, Spans, weekly_spans

MONDAY = date(2026, 1, 5)
STEP = 30
SCHEMA = "scenario.schema.json"
WORK_MINUTES = 6.0  # evidence row 3
FURTHER_NEED = 0.30  # evidence row 19
AWAY_SHARE = 0.30  # evidence row 20b
LONGEST_SHIFT = 480
FEW_FUNCTIONS = 4


def files_of(answers: Answers, folder: Path) -> dict[str, str]:
    """Name -> text of everything that is written. folder: where it will lie."""
    return {
        "scenario.yaml": scenario_text(answers),
        "people.csv": people_text(answers),
        "volumes.csv": volumes_text(answers),
        "README.md": readme_text(answers, folder),
        SCHEMA: schema_text(),
    }


def schema_text() -> str:
    """The JSON Schema of scenario files, with which editors complete and check what is typed."""
    from sim.scenario import json_schema

    return json.dumps(json_schema(), indent=1) + "\n"


def scenario_text(answers: Answers) -> str:
    """The scenario: about forty lines."""
    pickup = ", ".join(f"{channel.name}: {0 if channel.live else 36}" for channel in answers.channels)
    lines = [
        f"# yaml-language-server: $schema={SCHEMA}",
        "# Written by podsim init from five answers; numbers marked (?) are made up or have no source. Change them",
        "# line by line: `podsim explain KEY` says what a line means, `podsim validate` whether it is understood.",
        f'name: "{answers.name}"',
        f'title: "{sum(answers.people.values())} people in {len(answers.people)} functions"',
        f'open: "{answers.hours}"',
        "time: {warm_up_weeks: 1, measured_weeks: 4}",
        "",
        "demand:",
        "  volumes_file: volumes.csv              # (?) contacts offered by half-hour: put in your own",
        "  channels:",
        *(f"    {line}" for line in _channel_lines(answers)),
        "  needs:                                 # (?) first_share, work_minutes, then: 30% need a second function",
        *(f"    {line}" for line in _need_lines(answers.people)),
        "  # coming_back: {redial_share: 0.55, return_share: 0.20}  # off as it is: nobody calls again, in no column",
        "",
        "people:",
        "  file: people.csv                       # one row per person: put in your own",
        f"  shifts: {{{_shift_list(answers.hours)}}}",
        f"  away_share: {AWAY_SHARE:.2f}                       # (?) leave, sickness, training",
        "  # fatigue: {rise_half_life_minutes: 240}  # off as it is: nobody tires",
        "",
        "policy:                                  # common to all columns; `podsim explain policy` lists every dial",
        "  # link_minutes: 1                      # off as it is: crossing teams costs nothing, in no column",
        f"  pickup_inside_minutes: {{{pickup}}}    # (?) equal inside and across:",
        f"  pickup_across_minutes: {{{pickup}}}    # (?) whatever pods win is not won here",
        "",
        "formations:                              # departments and pods, today and with better habits, are built in",
        f"  pods: {{team_size: {answers.pod_size}}}",
        "",
        "# targets:                               # lines that you want to reach: podsim staff says what it takes",
        "#   - {measure: answered_in_target, channel: voice, at_least: 0.8}",
        "# measured_today:                        # what the silos must reproduce, or the verdict opens by saying so",
        "#   resolution_minutes: 300",
        "#   handoffs: 0.7",
        *(f"#   calls_abandoned_share: {{{c.name}: 0.05}}" for c in answers.channels[:1] if c.live),
    ]
    return "\n".join(lines) + "\n"


def _channel_lines(answers: Answers) -> Iterator[str]:
    for channel in answers.channels:
        live = "live: true, patience_minutes: 12" if channel.live else "live: false"
        yield f"{channel.name}: {{{live}}}{'    # twice a step of six minutes' if channel.live else ''}"


def _need_lines(people: dict[str, int]) -> Iterator[str]:
    """Needs as large as their functions; what follows goes to the others by size, so that nobody is swamped."""
    firsts = _thousandths(list(people.values()))
    for (name, _), first in zip(people.items(), firsts, strict=True):
        largest = sorted((other for other in people if other != name), key=lambda other: -people[other])[:FEW_FUNCTIONS]
        total = sum(people[other] for other in largest)
        then = ", ".join(f"{other}: {FURTHER_NEED * people[other] / total:.3f}" for other in largest)
        follows = f", then: {{{then}}}" if then else ""
        yield f"{name}: {{first_share: {first / 1000:.3f}, work_minutes: {WORK_MINUTES:g}{follows}}}"


def _thousandths(weights: list[int]) -> list[int]:
    """Shares of 1000 in proportion to weights, exactly 1000 together."""
    total, shares, so_far = sum(weights), [], 0
    for number in range(len(weights)):
        until = round(1000 * sum(weights[: number + 1]) / total)
        shares.append(until - so_far)
        so_far = until
    return shares


def shifts_of(hours: str) -> dict[str, Spans]:
    """Shifts of at most eight hours that cover the opening hours: early, late, and night where two do not reach."""
    opening = _merged(weekly_spans(hours))
    longest = max(end - start for start, end in opening)
    if longest <= LONGEST_SHIFT:
        return {"day": opening}
    if longest <= 2 * LONGEST_SHIFT:
        early = tuple((start, min(start + LONGEST_SHIFT, end)) for start, end in opening)
        late = tuple((max(end - LONGEST_SHIFT, start), end) for start, end in opening)
        return {"early": early, "late": late}
    days = sorted({start // MINUTES_PER_DAY for start, _ in opening})
    starts = {"early": 360, "late": 840, "night": 1320}
    return {
        name: tuple((d * MINUTES_PER_DAY + at, d * MINUTES_PER_DAY + at + LONGEST_SHIFT) for d in days)
        for name, at in starts.items()
    }


def _merged(spans: Spans) -> Spans:
    """Spans that touch as one, those of a whole day left as they are."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and merged[-1][1] == start and start % MINUTES_PER_DAY:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def hours_text(spans: Spans) -> str:
    """Spans in words, as `weekly_spans` reads them."""
    by_time: dict[tuple[int, int], list[int]] = {}
    for start, end in spans:
        time = (start % MINUTES_PER_DAY, (end - 1) % MINUTES_PER_DAY + 1)
        by_time.setdefault(time, []).append(start // MINUTES_PER_DAY)
    parts = []
    for (start, end), days in by_time.items():
        for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
            in_row = [day for _, day in run]
            name = DAYS[in_row[0]] + (f"-{DAYS[in_row[-1]]}" if len(in_row) > 1 else "")
            parts.append(f"{name} {_clock(start)}-{_clock(end)}")
    return ", ".join(parts)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _shift_list(hours: str) -> str:
    return ", ".join(f'{name}: "{hours_text(spans)}"' for name, spans in shifts_of(hours).items())


def shift_names(hours: str, names: Sequence[str]) -> str:
    """Shifts of a roster, with hours that are assumed in turn."""
    spans = list(shifts_of(hours).values())
    return ", ".join(f'{name}: "{hours_text(spans[place % len(spans)])}"' for place, name in enumerate(names))


def people_text(answers: Answers) -> str:
    """One row per person; every second one knows the next function as well."""
    names, shifts = list(answers.people), list(shifts_of(answers.hours))
    rows = ["person,function,shift,hours,skills,pay"]
    for place, (function, count) in enumerate(answers.people.items()):
        second = names[(place + 1) % len(names)]
        for number in range(count):
            # In pairs: shifts alternate within those who know a second function, and within those who do not.
            skills = f"{second}:0.926" if number % 2 and second != function else ""
            rows.append(f"{function} {number + 1},{function},{shifts[number // 2 % len(shifts)]},,{skills},30")
    return "\n".join(rows) + "\n"


def volumes_text(answers: Answers) -> str:
    """A week of half-hours, contacts spread evenly over the opening hours, six minutes each."""
    opened = [0] * (MINUTES_PER_WEEK // STEP)
    for start, end in weekly_spans(answers.hours):
        for minute in range(start, end):
            opened[minute % MINUTES_PER_WEEK // STEP] += 1
    midnight = datetime(MONDAY.year, MONDAY.month, MONDAY.day)
    rows = ["start,channel,offered,aht_seconds"]
    for interval, minutes in enumerate(opened):
        if minutes:
            begins = midnight + timedelta(minutes=interval * STEP)
            rows += [
                f"{begins:%Y-%m-%d %H:%M},{c.name},{c.contacts * minutes / sum(opened):.2f},{60 * WORK_MINUTES:.0f}"
                for c in answers.channels
            ]
    return "\n".join(rows) + "\n"


def readme_text(answers: Answers, folder: Path) -> str:
    """What to do next."""
    return f"""# {answers.name}

Written by `podsim init`. Everything here is made up from five answers, so that it runs at once:

    podsim validate {folder.name}/scenario.yaml
    podsim compare {folder.name}/scenario.yaml

Then put in your own, one file after the other, and validate after each; what was understood is printed.

| file | what it is | columns |
|---|---|---|
| `people.csv` | one row per person | `person` any text of its own, which is kept nowhere; `function`; `shift` \
of the scenario or `hours` such as "mon-fri 09:00-17:00"; `skills` such as "billing:0.9; service:0.8"; `pay` per hour |
| `volumes.csv` | contacts offered, whole weeks | `start` of the interval; `channel`; `offered`; `aht_seconds`, mean \
handling time, may be empty |
| `scenario.yaml` | everything else | lines marked (?) are made up or have no source; \
behind # stands what is off |
| `scenario.schema.json` | for your editor, which completes and checks `scenario.yaml` with it | nothing to change |

Semicolons, decimal commas and dates such as 05/01/2026 08:30 are understood. Contacts offered are those of new cases:
take redials and repeated calls out where you can, for the model makes its own. Uncomment `measured_today` and put in
what you measure: as long as the simulated silos are far from it, the verdict says so before anything else.
"""
