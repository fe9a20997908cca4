"""Checks of the customers: channels, need graph, arrival profile."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.scenario.catalogue import SETTINGS
from sim.scenario.channel_settings import AtTimes, Channel
from sim.scenario.checks.finding import (
    SUM_TOLERANCE,
    Finding,
    bad_names,
    is_file_name,
    out_of_range,
    percent_list,
    unknown,
)
from sim.scenario.demand_settings import Demand
from sim.scenario.hours import overlap_minutes, weekly_spans
from sim.scenario.origins import Loc
from sim.scenario.scenario_settings import Scenario
from sim.scenario.setting_texts import missing_text

NEEDS: Loc = ("demand", "needs")
CHANNELS: Loc = ("demand", "channels")
LANGUAGES: Loc = ("demand", "languages")
MOST_WORK = 10_000.0
MOST_LANGUAGES = 60  # as of needs and channels
LEAST_SHAPED_MEAN = 0.01


def demand_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about the customers but their hours and the log."""
    demand = scenario.demand
    if not is_file_name(scenario.name):
        yield Finding(
            ("name",), 'name becomes a folder name: small letters, digits, _ and - only, for example "support_desk".'
        )
    yield from bad_names(NEEDS, demand.needs)
    yield from bad_names(CHANNELS, demand.channels)
    for name in scenario.functions_about:
        if name not in demand.needs:
            yield unknown(("functions_about", name), "need", name, demand.needs, NEEDS)
    yield from _shares(demand)
    yield from _walks(demand)
    yield from _walks_after(demand)
    yield from _independent(demand)
    yield from _volume(demand)
    yield from _ambiguity(demand)
    yield from _languages(demand.languages)
    for name, channel in demand.channels.items():
        yield from _patience((*CHANNELS, name), channel)
        yield from _own_customers((*CHANNELS, name), channel, demand)
        yield from _weights((*CHANNELS, name), channel)
        yield from _shape((*CHANNELS, name), channel, demand)
        yield from _concurrent((*CHANNELS, name), channel)


def _shares(demand: Demand) -> Iterator[Finding]:
    shares = {name: need.first_share for name, need in demand.needs.items()}
    total = sum(shares.values())
    if demand.channels and all(channel.first_needs for channel in demand.channels.values()) and total == 0:
        return  # each channel has its own
    if demand.replay is None and abs(total - 1) > SUM_TOLERANCE:
        yield Finding(
            NEEDS, f"The first_share of all needs must sum to 1; they sum to {total:.10g} ({percent_list(shares)})."
        )


def _languages(shares: dict[str, float]) -> Iterator[Finding]:
    yield from bad_names(LANGUAGES, shares)
    wrong = [f for name, share in shares.items() for f in out_of_range((*LANGUAGES, name), share, 0, 1, "share")]
    yield from wrong
    if shares and not wrong and abs(sum(shares.values()) - 1) > SUM_TOLERANCE:
        total = sum(shares.values())
        message = f"The shares of all languages must sum to 1; they sum to {total:.10g} ({percent_list(shares)})."
        yield Finding(LANGUAGES, message)
    if len(shares) > MOST_LANGUAGES:
        yield Finding(LANGUAGES, f"{MOST_LANGUAGES} languages are the most; there are {len(shares)}.")


def _walks(demand: Demand) -> Iterator[Finding]:
    for name, need in demand.needs.items():
        spread = need.work_distribution or demand.work_distribution
        ends = (spread == "triangular", need.work_minutes, need.work_range_minutes)
        yield from _ends((*NEEDS, name, "work_range_minutes"), "work", *ends)
        loc: Loc = (*NEEDS, name, "then")
        for following, share in need.then.items():
            yield from out_of_range((*loc, following), share, 0, 1, "share")
            if following == name:
                yield Finding((*loc, following), f"{name} cannot be followed by itself: a need is one function's part.")
            elif following not in demand.needs:
                yield unknown((*loc, following), "need", following, demand.needs, NEEDS)
        if max(need.then.values(), default=0) <= 1 and sum(need.then.values()) > 1 + SUM_TOLERANCE:
            yield Finding(
                loc,
                f"What follows {name} may sum to 1 at most, the rest ends the case; it sums to "
                f"{sum(need.then.values()):.10g} ({percent_list(need.then)}).",
            )


def _walks_after(demand: Demand) -> Iterator[Finding]:
    """What follows where the needs before matter."""
    for name, need in demand.needs.items():
        seen: set[tuple[bool, tuple[str, ...]]] = set()
        for place, one in enumerate(need.then_after):
            loc: Loc = (*NEEDS, name, "then_after", place)
            if not one.before and not one.from_start:
                yield Finding(loc, f"It says of no need that came before {name}: name some, or set from_start: true.")
            if (one.from_start, one.before) in seen:
                yield Finding((*loc, "before"), f"The same needs before {name} stand in an earlier entry.")
            seen.add((one.from_start, one.before))
            for at, (other, following) in enumerate(pairwise((*one.before, name))):
                if other not in demand.needs:
                    yield unknown((*loc, "before", at), "need", other, demand.needs, NEEDS)
                elif other == following:
                    yield Finding((*loc, "before", at), f"{other} cannot be followed by itself.")
            for following, share in one.then.items():
                yield from out_of_range((*loc, "then", following), share, 0, 1, "share")
                if following not in demand.needs:
                    yield unknown((*loc, "then", following), "need", following, demand.needs, NEEDS)
                elif share > 0 and not need.then.get(following):
                    message = f"{following} has no share in `then` of {name}, which is what follows on the whole."
                    yield Finding((*loc, "then", following), message)
            if max(one.then.values(), default=0) <= 1 and sum(one.then.values()) > 1 + SUM_TOLERANCE:
                total, listed = sum(one.then.values()), percent_list(one.then)
                message = f"It may sum to 1 at most, the rest ends the case; it sums to {total:.10g} ({listed})."
                yield Finding((*loc, "then"), message)


def _independent(demand: Demand) -> Iterator[Finding]:
    for name, need in demand.needs.items():
        for place, other in enumerate(need.independent_of):
            loc: Loc = (*NEEDS, name, "independent_of", place)
            if other == name:
                yield Finding(loc, f"{name} cannot be independent of itself: a need is one function's part.")
            elif other in need.independent_of[:place]:
                yield Finding(loc, f"{other} is named twice; name every need once.")
            elif other not in demand.needs:
                yield unknown(loc, "need", other, demand.needs, NEEDS)


def _volume(demand: Demand) -> Iterator[Finding]:
    if demand.replay is not None or demand.volumes_file is not None:
        return
    silent = [name for name, channel in demand.channels.items() if "cases_per_week" not in channel.model_fields_set]
    for name in silent:
        loc: Loc = (*CHANNELS, name, "cases_per_week")
        info = SETTINGS.at(loc)
        assert info is not None
        yield Finding(loc, missing_text(info))
    if not silent and not any(channel.cases_per_week > 0 for channel in demand.channels.values()):
        yield Finding(CHANNELS, "No channel has cases: cases_per_week must be above 0 in one of them at least.")


def _concurrent(loc: Loc, channel: Channel) -> Iterator[Finding]:
    if channel.concurrent_contacts > 1:
        here = (*loc, "concurrent_contacts")
        yield Finding(
            here,
            f"concurrent_contacts: one person who serves {channel.concurrent_contacts} contacts at the "
            "same time is not modelled. Take it out, or set it to 1, with work_minutes per contact.",
        )


def _ambiguity(demand: Demand) -> Iterator[Finding]:
    shapes = {need.work_distribution or demand.work_distribution for need in demand.needs.values()}
    if shapes - {"lognormal"} and demand.ambiguity_work_correlation != 0:
        loc: Loc = ("demand", "ambiguity_work_correlation")
        message = (
            "Work can follow ambiguity only where it is lognormal: set ambiguity_work_correlation to 0, or "
            "work_distribution to lognormal."
        )
        yield Finding(loc, message, (("demand", "work_distribution"),))


def _shape(loc: Loc, channel: Channel, demand: Demand) -> Iterator[Finding]:
    if channel.ambiguity_shape > 1 and demand.ambiguity_mean < LEAST_SHAPED_MEAN:
        message = (
            f"An ambiguity_shape above 1 needs an ambiguity_mean of at least {LEAST_SHAPED_MEAN:g}: nearly no case is "
            "ambiguous otherwise, and their spread cannot be computed."
        )
        yield Finding((*loc, "ambiguity_shape"), message, (("demand", "ambiguity_mean"),))


def _patience(loc: Loc, channel: Channel) -> Iterator[Finding]:
    if channel.balking_share > 0 and channel.patience_minutes is None:
        message = "balking_share is the part of those who hang up at once: it needs patience_minutes for the others."
        yield Finding((*loc, "balking_share"), message, ((*loc, "patience_minutes"),))
    if channel.patience_minutes is not None and not channel.live:
        message = f"Nobody waits on the line in {loc[-1]}: take patience_minutes out, or set live: true."
        yield Finding((*loc, "patience_minutes"), message, ((*loc, "live"),))
    elif channel.patience_minutes is None and channel.patience_shape != 1:
        message = "patience_shape says nothing without patience_minutes."
        yield Finding((*loc, "patience_shape"), message, ((*loc, "patience_minutes"),))


def _own_customers(loc: Loc, channel: Channel, demand: Demand) -> Iterator[Finding]:
    """Needs, work and patience of a channel's own, by time of day too."""
    taken: list[tuple[int, int]] = []
    every: list[tuple[int | None, Channel | AtTimes]] = [(None, channel), *enumerate(channel.at_times)]
    for place, times in every:
        here: Loc = loc if place is None else (*loc, "at_times", place)
        for name in (*times.first_needs, *times.work_minutes):
            if name not in demand.needs:
                there = "first_needs" if name in times.first_needs else "work_minutes"
                yield unknown((*here, there, name), "need", name, demand.needs, NEEDS)
        for name, share in times.first_needs.items():
            yield from out_of_range((*here, "first_needs", name), share, 0, 1, "share")
        for name, minutes in times.work_minutes.items():
            if not 0 < minutes <= MOST_WORK:
                message = f"{name}: work must be above 0 and at most {MOST_WORK:g} minutes; it is {minutes:g}."
                yield Finding((*here, "work_minutes", name), message)
        total = sum(times.first_needs.values())
        if times.first_needs and abs(total - 1) > SUM_TOLERANCE:
            listed = percent_list(times.first_needs)
            yield Finding((*here, "first_needs"), f"first_needs must sum to 1; they sum to {total:.10g} ({listed}).")
        if place is not None:
            yield from _times(here, channel.at_times[place].hours, taken)
            if channel.at_times[place].patience_minutes is not None and channel.patience_minutes is None:
                message = "patience_minutes at some times needs patience_minutes of the channel for the others."
                yield Finding((*here, "patience_minutes"), message)
    triangular = channel.patience_spread == "triangular" and channel.patience_minutes is not None
    ends = (triangular, channel.patience_minutes or 0.0, channel.patience_range_minutes)
    yield from _ends((*loc, "patience_range_minutes"), "patience", *ends)


def _times(loc: Loc, hours: str, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """taken: spans of the hours before, added to."""
    try:
        spans = weekly_spans(hours)
    except ValueError as error:
        yield Finding((*loc, "hours"), f"{error}.")
        return
    if any(overlap_minutes((span,), (other,)) for span in spans for other in taken):
        yield Finding((*loc, "hours"), f"The hours {hours!r} overlap with others of the same channel.")
    taken += spans


def _ends(loc: Loc, what: str, triangular: bool, mean: float, ends: tuple[float, ...] | None) -> Iterator[Finding]:
    """Least and most of a triangular time."""
    if not triangular:
        return
    if ends is None:
        yield Finding(loc, f"Triangular {what} needs {loc[-1]}, its least and most minutes, for example [2, 12].")
    elif not (0 <= ends[0] < ends[1] and 2 * ends[0] + ends[1] <= 3 * mean <= ends[0] + 2 * ends[1]):
        low, high = (2 * ends[0] + ends[1]) / 3, (ends[0] + 2 * ends[1]) / 3
        yield Finding(
            loc,
            f"Of triangular {what} from {ends[0]:g} to {ends[1]:g} minutes the mean lies between {low:g} and {high:g}, "
            f"as the mode is 3 x mean - least - most; it is {mean:g}.",
        )


def _weights(loc: Loc, channel: Channel) -> Iterator[Finding]:
    for name in ("weekday_weights", "hour_weights"):
        weights = getattr(channel, name) or (1.0,)
        if min(weights) < 0 or sum(weights) <= 0:
            yield Finding((*loc, name), f"{name} must be numbers of at least 0, one of them above 0.")
