"""The replay of one morning: data for the page, small enough to travel with it, and what is said without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.foundation.kinds import Change, SegmentKind
from sim.report.journey import clock
from sim.report.names import in_text, name_of
from sim.report.page.blocks import Fragment

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp, Morning, Stretch

# Letters in the data, and in replay.js.
KINDS = {
    SegmentKind.QUEUE: "q", SegmentKind.PICKUP: "p", SegmentKind.STEP: "s", SegmentKind.LISTEN: "l",
    SegmentKind.CONSULT: "l", SegmentKind.JOIN: "j", SegmentKind.BOT: "b", SegmentKind.OUTSIDE: "o",
}  # fmt: skip
CHANGES = {Change.HANDOFF: 2, Change.LEAD_CHANGE: 1}
FOLLOWED = 12  # customers that may be followed, those who changed hands most
TOLD = 14  # moments told without a script


def replay_fragment(seen: CloseUp) -> Fragment | None:
    """The replay as a part of the page; None where nobody worked that morning, or there is no second column."""
    morning = seen.morning
    if morning is None or len(morning.stretches) < 2:
        return None
    columns = [next(name for name in morning.stretches if name != morning.of), morning.of]
    said = [in_text(name) for name in columns]
    followed = most_moved(morning, columns[0])
    told = [list(_told(seen, morning, name, followed[0]))[:TOLD] for name in columns] if followed else []
    value = {
        "day": clock(morning.start),
        "until": time_of_day(morning.end),
        "pod": in_text(morning.pod),
        "customers": len(morning.channels),
        "columns": [name_of(name) for name in columns],
        "in": said,
        "json": {
            "length": round(60 * (morning.end - morning.start)),
            "opens": round(morning.start % 1440),
            "functions": (functions := list(map(in_text, dict.fromkeys(seen.functions)))),
            "letters": letters(functions),
            "channels": list(morning.channels),
            "followed": followed,
            "columns": [_column(seen, morning, name) for name in columns],
        },
        "told": list(zip(said, told, strict=False)),
    }
    return Fragment("replay.html", value, "replay.js")


def most_moved(morning: Morning, departments: str) -> list[int]:
    """Customers for whom the lead changed most inside the pod, then those handed over most elsewhere."""
    led = Counter(
        s.case
        for s in morning.stretches[morning.of]
        if s.change == Change.LEAD_CHANGE and s.person in morning.members and s.start >= morning.start
    )
    handed = Counter(s.case for s in morning.stretches[departments] if s.change == Change.HANDOFF)
    return sorted({*led, *handed}, key=lambda case: (-led[case], -handed[case], case))[:FOLLOWED]


def time_of_day(minutes: float) -> str:
    """ "09:12", rounded down."""
    return f"{int(minutes % 1440) // 60:02d}:{int(minutes % 60):02d}"


def letters(functions: list[str]) -> list[str]:
    """The fewest first letters, up to three, that tell functions apart."""
    for size in (1, 2):
        short = [name[:size].capitalize() for name in functions]
        if len(set(short)) == len(short):
            return short
    return [name[:3].capitalize() for name in functions]


def _whom(function: str, team: str) -> str:
    return in_text(function) if function == team else f"{in_text(function)} of {in_text(team)}"


def _column(seen: CloseUp, morning: Morning, name: str) -> dict[str, Any]:
    column = seen.columns[name]
    functions = list(dict.fromkeys(seen.functions))
    rows = [s for s in morning.stretches[name] if s.kind in KINDS]
    pod = name == morning.of
    teams = [morning.pod] if pod else list(dict.fromkeys(column.team_of))
    people = list(dict.fromkeys([*(morning.members if pod else ()), *(s.person for s in rows if s.person >= 0)]))
    return {
        "name": name,
        "pod": pod,
        "teams": list(map(in_text, teams)),
        # Function of each person, and their team; somebody of another pod has none (-1).
        "people": [
            [functions.index(seen.functions[person]), _place(teams, column.team_of[person])] for person in people
        ],
        "stretches": [
            [
                KINDS[s.kind], s.case, people.index(s.person) if s.person >= 0 else -1, _place(teams, s.team),
                round(60 * (s.start - morning.start)), round(60 * (s.end - morning.start)),
                _place(functions, s.need or s.apparent), CHANGES.get(s.change, 0) if s.change is not None else 0,
                int(s.warm),
            ]
            for s in rows
        ],
    }  # fmt: skip


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _told(seen: CloseUp, morning: Morning, name: str, case: int) -> Iterator[tuple[str, str]]:
    """What happens to one customer in one column: (time, sentence)."""
    for stretch in morning.stretches[name]:
        if stretch.case == case and stretch.kind in KINDS:
            yield time_of_day(stretch.start), _sentence(seen, stretch)


def _sentence(seen: CloseUp, stretch: Stretch) -> str:
    if stretch.kind == SegmentKind.QUEUE:
        waits = in_text(stretch.apparent) if stretch.apparent else "somebody"
        return f"waits for {waits} in {in_text(stretch.team) if stretch.team else 'the room'}"
    if stretch.kind == SegmentKind.PICKUP:
        return f"lies at {in_text(stretch.team)} until somebody looks at it"
    if stretch.kind == SegmentKind.BOT:
        return "meets a bot"
    if stretch.kind == SegmentKind.OUTSIDE:
        return "waits for somebody outside"
    who = seen.functions[stretch.person]
    if stretch.kind == SegmentKind.JOIN:
        return f"{_whom(who, stretch.team)} joins for {in_text(stretch.need)}"
    if stretch.kind != SegmentKind.STEP:
        return f"{_whom(who, stretch.team)} listens in"
    verb = {Change.HANDOFF: "is handed to", Change.LEAD_CHANGE: "is led on by"}.get(stretch.change, "is served by")  # type: ignore[arg-type]
    return f"{verb} {_whom(who, stretch.team)}{' who had listened in' if stretch.warm else ''}"
