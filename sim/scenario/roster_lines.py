"""What weekly hours come to, in words: how long people work, every day of the week or not, and while what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.scenario.hours import (
    DAYS,
    MINUTES_PER_DAY,
    Spans,
    hours_text,
    names_no_day,
    overlap_minutes,
    staffed_spans,
    weekly_spans,
)
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

SHOWN = 5


def roster_lines(scenario: Scenario, hours: Mapping[str, int]) -> Iterator[str]:
    """One line on hours a week, then a note on each thing that may be a mistake.

    hours: weekly hours as written -> people who work them.
    """
    spans = {text: weekly_spans(text) for text in hours}
    yield f"hours per person and week: {_lengths(spans, hours)}"
    everyday = {text: people for text, people in hours.items() if names_no_day(text)}
    if everyday:
        texts = ", ".join(list(everyday)[:SHOWN])
        yield f"note: {texts}: no days are written, so {_people(sum(everyday.values()))} work on all seven"
    openings = [weekly_spans(channel.open or scenario.open) for channel in scenario.demand.channels.values()]
    idle: Counter[tuple[int, int]] = Counter()
    for text, people in hours.items():
        for span in spans[text]:
            if not any(overlap_minutes((span,), opening) for opening in openings):
                idle[span] += people
    if idle:
        shown = ", ".join(f"{_span(span)} ({_people(people)})" for span, people in sorted(idle.items())[:SHOWN])
        more = f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else ""
        yield f"note: no channel is open in {count_of(len(idle), 'shift')}: {shown}{more}"


def hours_of_groups(scenario: Scenario) -> dict[str, int]:
    """Weekly hours as written -> people of the groups who work them."""
    people, found = scenario.people, Counter[str]()
    for group in people.groups:
        if group.staffing:
            found.update(hours_text(staffed_spans(group.staffing, place)) for place in range(group.count))
            continue
        names = group.shifts or tuple(people.shifts)
        for place, name in enumerate(names):
            dealt = group.count // len(names) + (place < group.count % len(names))
            if dealt:
                found[people.shifts[name]] += dealt
    return dict(found)


def _lengths(spans: Mapping[str, Spans], hours: Mapping[str, int]) -> str:
    """ "40", or "20 to 40, 36.5 on average"."""
    length = {text: sum(end - start for start, end in spans[text]) / 60.0 for text in hours}
    low, high = min(length.values()), max(length.values())
    if low == high:
        return f"{low:.10g}"
    mean = sum(length[text] * people for text, people in hours.items()) / sum(hours.values())
    return f"{low:.3g} to {high:.3g}, {mean:.3g} on average"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _span(span: tuple[int, int]) -> str:
    start, end = span
    day, into = DAYS[start // MINUTES_PER_DAY], start % MINUTES_PER_DAY
    last = into + end - start
    last -= MINUTES_PER_DAY if last > MINUTES_PER_DAY else 0
    return f"{day} {into // 60:02}:{into % 60:02}-{last // 60:02}:{last % 60:02}"
