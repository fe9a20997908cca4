"""Checks of the customers: channels, need graph, arrival profile."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.catalogue import SETTINGS
from sim.scenario.channel_settings import Channel
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
from sim.scenario.origins import Loc
from sim.scenario.scenario_settings import Scenario
from sim.scenario.setting_texts import missing_text

NEEDS: Loc = ("demand", "needs")
CHANNELS: Loc = ("demand", "channels")
LANGUAGES: Loc = ("demand", "languages")
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
    yield from _independent(demand)
    yield from _volume(demand)
    yield from _ambiguity(demand)
    yield from _languages(demand.languages)
    for name, channel in demand.channels.items():
        yield from _patience((*CHANNELS, name), channel)
        yield from _weights((*CHANNELS, name), channel)
        yield from _shape((*CHANNELS, name), channel, demand)
        yield from _concurrent((*CHANNELS, name), channel)


def _shares(demand: Demand) -> Iterator[Finding]:
    shares = {name: need.first_share for name, need in demand.needs.items()}
    total = sum(shares.values())
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
    if demand.work_distribution == "exponential" and demand.ambiguity_work_correlation != 0:
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
    if channel.patience_minutes is not None and not channel.live:
        message = f"Nobody waits on the line in {loc[-1]}: take patience_minutes out, or set live: true."
        yield Finding((*loc, "patience_minutes"), message, ((*loc, "live"),))
    elif channel.patience_minutes is None and channel.patience_shape != 1:
        message = "patience_shape says nothing without patience_minutes."
        yield Finding((*loc, "patience_shape"), message, ((*loc, "patience_minutes"),))


def _weights(loc: Loc, channel: Channel) -> Iterator[Finding]:
    for name in ("weekday_weights", "hour_weights"):
        weights = getattr(channel, name) or (1.0,)
        if min(weights) < 0 or sum(weights) <= 0:
            yield Finding((*loc, name), f"{name} must be numbers of at least 0, one of them above 0.")
