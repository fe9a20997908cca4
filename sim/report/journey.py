"""One customer's way as text: who comes, then every column side by side; without telling who served unless asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.report.names import in_text, name_of
from sim.report.numbers import minutes_in_words
from sim.report.tables import bare_table

if TYPE_CHECKING:
    from sim.comparison.journey import CustomerPath, Event, Journey


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTES_PER_DAY = 1440
ABREAST = 3
ENDED = {
    Outcome.RESOLVED: "solved",
    Outcome.ABANDONED: "gave up waiting",
    Outcome.TURNED_AWAY: "turned away: closed",
    Outcome.BLOCKED: "no line free",
    Outcome.BOT_RESOLVED: "closed by the bot",
    Outcome.LOST: "does not come: the account has left",
}
FOLLOWS = {
    ComesBack.NO: "",
    ComesBack.REDIAL: ", and will try again",
    ComesBack.RETURN: ", or so it seemed",
    ComesBack.CAPPED: ", and has come as often as the model lets it",
}
AGAIN = {ComesBack.REDIAL: "tries again", ComesBack.RETURN: "comes back"}


def journey_page(journey: Journey) -> Iterator[RenderableType]:
    """The customer, then the columns side by side, a few abreast."""
    customer, first_week = journey.customer, int(journey.customer.arrived_at // (7 * MINUTES_PER_DAY))
    yield Text(f"{journey.scenario.name}: case {journey.number} of {journey.cases:,} in the cohort", style="bold")
    yield Text(f"replication {journey.replication} (from 0), seed {journey.seed}, case {customer.row} in the records")
    yield Text("")
    yield from (Text(line) for line in customer_lines(journey))
    yield Text(f"\nTimes are of week {first_week} (week 0 is the first) unless another week is named.\n", style="dim")
    for start in range(0, len(journey.paths), ABREAST):
        yield _side_by_side(journey.paths[start : start + ABREAST], first_week)


def customer_lines(journey: Journey) -> list[str]:
    """What is known of the customer, the same in every column."""
    customer = journey.customer
    needs = " → ".join(
        f"{in_text(function)} {minutes_in_words(work)}{' (hidden until then)' if hidden else ''}"
        for function, work, hidden in customer.needs
    )
    patience = "for ever" if customer.patience == float("inf") else minutes_in_words(customer.patience)
    return [
        f"account {customer.account} comes by {customer.channel} on {clock(customer.arrived_at)}",
        f"needs {needs} of work",
        f"distress {customer.distress:.2f}, ambiguity {customer.ambiguity:.2f}, willing to wait {patience}",
        f"deadline H: {clock(customer.deadline_at)}",
    ]


def clock(minutes: float, first_week: int | None = None) -> str:
    """ "Mon 09:12", with the week where it is another than `first_week`. Rounded down to the minute."""
    week, rest = divmod(int(minutes), 7 * MINUTES_PER_DAY)
    day, rest = divmod(rest, MINUTES_PER_DAY)
    text = f"{DAYS[day]} {rest // 60:02d}:{rest % 60:02d}"
    return text if week == first_week else f"{text} of week {week}"


def _side_by_side(paths: tuple[CustomerPath, ...], first_week: int) -> Table:
    table = bare_table()
    for path in paths:
        table.add_column(Text(name_of(path.formation)), overflow="fold", ratio=1)
    table.add_row(*("\n".join(path_lines(path, first_week)) for path in paths))
    return table


def path_lines(path: CustomerPath, first_week: int) -> list[str]:
    """What happened in one column, a dated line for each thing and what belongs to it below."""
    lines = []
    for number, contact in enumerate(path.contacts):
        if number:
            before = path.contacts[number - 1].comes_back
            lines.append(f"{clock(contact.arrived_at, first_week)} {AGAIN[before]}")
        for event in path.events:
            if event.contact == number:
                lines += _lines(event, first_week)
        if contact.outcome in ENDED:
            ended = ENDED[contact.outcome] + FOLLOWS[contact.comes_back]
            lines.append(f"{clock(contact.ended_at, first_week)} {ended}")
        else:
            lines.append("not solved when the run stopped")
    return lines


def _lines(event: Event, first_week: int) -> list[str]:
    at, length = clock(event.start, first_week), minutes_in_words(event.end - event.start)
    if event.kind in (SegmentKind.QUEUE, SegmentKind.PICKUP):
        if event.end <= event.start:
            return []
        what = "waits" if event.kind == SegmentKind.QUEUE else "waits for pickup"
        where = f" for {in_text(event.apparent)}" + (f" in {in_text(event.team)}" if event.team else "")
        closed = f" ({minutes_in_words(event.closed)} of it closed)" if event.closed > 0 else ""
        return [f"{at} {what} {length}{closed}", f" {where}"]
    if event.kind == SegmentKind.BOT:
        return [f"{at} meets a bot, {length}"]
    if event.kind == SegmentKind.OUTSIDE:
        return [f"{at} waits for somebody outside, {length}"]
    if event.kind == SegmentKind.STEP:
        return [f"{at} {event.person}", f"  of {in_text(event.team)}, {length}", *_step_lines(event)]
    what = {
        SegmentKind.LISTEN: "listens", SegmentKind.CONSULT: "advises", SegmentKind.LINK: "briefs",
        SegmentKind.JOIN: f"works on {in_text(event.need)}", SegmentKind.AFTER_CALL: "works on after it",
    }[event.kind]  # fmt: skip
    return [f"  + {event.person} of {in_text(event.team)} {what} {length}"]


def _step_lines(event: Event) -> list[str]:
    lines = []
    if event.apparent and event.apparent != event.need:
        lines.append(f"  seemed {in_text(event.apparent)}, is {in_text(event.need)}")
    else:
        lines.append(f"  works on {in_text(event.need)}")
    if event.change in (Change.LEAD_CHANGE, Change.HANDOFF):
        kind = "handoff" if event.change == Change.HANDOFF else "lead change"
        knows = f"knows {100.0 * event.context:.0f}%"
        lines.append(f"  {'warm ' if event.warm else ''}{kind}, {knows}")
    if event.retold > 0:
        lines.append(f"  {minutes_in_words(event.retold)} told again")
    return lines


WEEK = 7 * 24 * 60


def paths_by_column(journey: Journey, *, seats: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(column, what happened in it, a line each), in the order of columns.

    seats: whether people are called by their seats; else they are numbered as the customer meets them.
    """
    week = int(journey.customer.arrived_at // WEEK)
    paths = journey.paths if seats else without_seats(journey.paths)
    return tuple((path.formation, tuple(path_lines(path, week))) for path in paths)


def customer_sentences(journey: Journey) -> tuple[str, ...]:
    """Who the customer is, a line each."""
    first, *others = customer_lines(journey)
    return (f"Customer {journey.number:,} of {journey.cases:,} in replication {journey.replication}: {first}.",
            *(f"{line[0].upper()}{line[1:]}." for line in others))  # fmt: skip


def without_seats(paths: tuple[CustomerPath, ...]) -> tuple[CustomerPath, ...]:
    """Paths whose people are "person 1", "person 2" … in order of appearance, the same person alike in every path."""
    names: dict[str, str] = {}
    for path in paths:
        for event in path.events:
            if event.person:
                names.setdefault(event.person, f"person {len(names) + 1}")
    return tuple(
        replace(path, events=tuple(replace(e, person=names.get(e.person, "")) for e in path.events)) for path in paths
    )
