"""Settings of the customers: when they come, through which channel, with which needs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.foundation.kinds import RedialDelay
from sim.scenario.channel_settings import Channel
from sim.scenario.declaration import (
    HALF_TO_DOUBLE,
    NONE_TO_DOUBLE,
    OWN,
    Settings,
    between,
    setting,
    times,
    unless,
    where,
)

SYNTHETIC = unless("demand.replay")
REDIALS = where("demand.coming_back.redial_share")
RETURNS = where(
    "demand.coming_back.return_share", "demand.coming_back.return_per_lost_context",
    "demand.coming_back.return_per_fatigue", "demand.coming_back.return_per_mismatch",
    "demand.coming_back.return_per_misroute", called="customers who return",
)  # fmt: skip
COMES_BACK = REDIALS | RETURNS
SIDE_BY_SIDE = where("policy.together", be="team") | where("policy.together", be="anywhere")
BOTS = where("policy.automation")


WorkDistribution = Literal["lognormal", "exponential", "gamma", "constant", "triangular"]


class Before(Settings):
    """What follows a need where the needs before it matter."""

    before: tuple[str, ...] = setting(
        (), max_length=8, unit="functions", example=["sales"],
        about="The needs that came directly before this one, in order; of several entries that fit, the longest holds",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    from_start: bool = setting(
        False,
        about="Whether the case began with these needs, so that nothing came before",
        source="convention",
    )  # fmt: skip
    then: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"operations": 0.2},
        about="Share followed by a need of another function, in place of the need's own; the rest of 1 ends the case",
        source="assumption", plausible=OWN,
    )  # fmt: skip


class Need(Settings):
    """One function's part of a customer's problem: a node of the need graph."""

    first_share: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of cases that begin with this need; the shares of all needs sum to 1",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    work_minutes: float = setting(
        6.0, gt=0, le=10_000, unit="minutes",
        about="Mean work at skill 1, without retelling, changeover or coordination",
        source="evidence row 3: voice 6, range 3-10", plausible=OWN, rules="matching.secondary_pays",
    )  # fmt: skip
    work_cv: float = setting(
        1.25, ge=0, le=5,
        about="Coefficient of variation of the work; 0 is constant. An exponential work has 1 whatever is set",
        source="evidence row 2: 1.25, range 0.8-1.5", plausible=between(0.8, 1.5, only_named=True),
    )  # fmt: skip
    work_distribution: WorkDistribution | None = setting(
        None, example="gamma",
        about="Distribution of this need's work; by default demand.work_distribution",
        source="convention",
    )  # fmt: skip
    work_range_minutes: tuple[float, ...] | None = setting(
        None, min_length=2, max_length=2, unit="least and most minutes", example=[2, 12],
        about="Least and most of triangular work, whose mean is work_minutes",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    then: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"operations": 0.2},
        about="Share of these needs followed by a need of another function; the rest of 1 ends the case",
        source="assumption (evidence row 19 for their sum)",
        plausible="swept for all needs at once, by continuation_factor",
    )  # fmt: skip
    then_after: tuple[Before, ...] = setting(
        (), example=[{"before": ["sales"], "then": {"operations": 0.5}}],
        about="What follows after certain needs before this one; `then` holds for all others",
        source="assumption", plausible=OWN, matters=SYNTHETIC,
    )  # fmt: skip
    after_call_minutes: float = setting(
        0.0, ge=0, le=10_000, unit="minutes",
        about="Mean work on such a call once the customer has hung up, by whoever led it; the line is free meanwhile",
        source="assumption", plausible=OWN, rules="service.after_call_minutes",
    )  # fmt: skip
    after_call_spread: Literal["exponential", "constant"] = setting(
        "exponential",
        about="Whether that work is spread about its mean, or always the same",
        source="convention", matters=where("demand.needs.*.after_call_minutes"), rules="service.after_call_minutes",
    )  # fmt: skip
    outside_share: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of these needs after which the case waits for the customer or a vendor before it goes on or is "
              "closed; nobody here is occupied meanwhile",
        source="assumption", plausible=OWN, rules="outside.outside_minutes",
    )  # fmt: skip
    outside_minutes: float = setting(
        600.0, gt=0, le=1_000_000, unit="open minutes",
        about="Mean time of that wait (Weibull), in open minutes of the channel",
        source="assumption", plausible=OWN, matters=where("demand.needs.*.outside_share"),
        rules="outside.outside_minutes",
    )  # fmt: skip
    outside_shape: float = setting(
        0.6, ge=0.2, le=5,
        about="Weibull shape of that wait; 1 is exponential, below 1 most answers come soon and a few late",
        source="assumption", plausible=OWN, matters=where("demand.needs.*.outside_share"),
        rules="outside.outside_minutes",
    )  # fmt: skip
    independent_of: tuple[str, ...] = setting(
        (), unit="function", example=["operations"],
        about="Needs that can be served at the same time as this one, by somebody else; said of one of two, it holds "
              "for both",
        source="assumption", plausible=OWN, matters=SIDE_BY_SIDE,
    )  # fmt: skip


class Accounts(Settings):
    """Who the customers are over time: accounts, a few of them heavy users."""

    count: int = setting(
        5000, ge=1, le=100_000_000, unit="accounts",
        about="Number of accounts",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=SYNTHETIC,
    )  # fmt: skip
    concentration: float = setting(
        2.0, ge=1, le=20,
        about="1: all accounts alike; above: account number = floor(count u^concentration), so a few come often",
        source="assumption", plausible=between(1, 4), matters=SYNTHETIC,
    )  # fmt: skip


class ComingBack(Settings):
    """Customers who gave up, or whose contact was closed badly, and come back."""

    redial_share: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of those who gave up, were turned away or found no line free who try again",
        source="assumption (evidence row 5: 45% of abandoners leave silently)",
        plausible=between(0.33, 0.7, "evidence row 5, its complement"), matters=REDIALS,
    )  # fmt: skip
    redial_minutes: float = setting(
        60.0, ge=0, le=100_000, unit="minutes",
        about="Mean time until they do; open minutes of a channel that is live or turns away",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=REDIALS, rules="returns.delay_minutes",
    )  # fmt: skip
    redial_delay: Literal["exponential", "constant"] = setting(
        "exponential", codes=RedialDelay,
        about="Whether that time is spread about its mean, or always the same",
        source="convention", matters=REDIALS, rules="returns.delay_minutes",
    )  # fmt: skip
    return_share: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of seemingly solved contacts that come back whoever served them",
        source="assumption within evidence rows 7-9",
        plausible=times(0.5, 1.5, "no source: half to one and a half", most=1.0),
        called="share of solved contacts that come back anyway", matters=RETURNS, rules="returns.return_probability",
    )  # fmt: skip
    return_per_lost_context: float = setting(
        0.0, ge=0, le=1, unit="per unit",
        about="More of them per share of the story unknown to whoever closed the contact",
        source="assumption", plausible=NONE_TO_DOUBLE, matters=RETURNS, rules="returns.return_probability",
    )  # fmt: skip
    return_per_fatigue: float = setting(
        0.0, ge=0, le=1, unit="per unit",
        about="More of them per unit of fatigue of whoever closed the contact",
        source="assumption", plausible=NONE_TO_DOUBLE, matters=RETURNS, rules="returns.return_probability",
    )  # fmt: skip
    return_per_mismatch: float = setting(
        0.0, ge=0, le=1, unit="per unit",
        about="More of them per unit of skill missing to whoever closed the contact",
        source="assumption", plausible=NONE_TO_DOUBLE, matters=RETURNS, rules="returns.return_probability",
    )  # fmt: skip
    return_per_misroute: float = setting(
        0.0, ge=0, le=1, unit="per misroute",
        about="More of them per wrong attempt in the contact",
        source="assumption", plausible=NONE_TO_DOUBLE, matters=RETURNS, rules="returns.return_probability",
    )  # fmt: skip
    return_minutes: float = setting(
        1440.0, ge=0, le=100_000, unit="minutes",
        about="Mean time until they do (exponential); open minutes of a channel that is live or turns away",
        source="assumption", plausible=times(0.25, 4, "no source: a quarter to four times"),
        called="time until customers come back, in minutes", matters=RETURNS, rules="returns.delay_minutes",
    )  # fmt: skip
    return_work_share: float = setting(
        0.5, gt=0, le=1, unit="share",
        about="Work of a return, as a share of the last need's work",
        source="assumption", plausible=between(0.25, 1), matters=RETURNS,
    )  # fmt: skip
    distress_step: float = setting(
        0.2, ge=0, le=1, unit="share",
        about="Added to the customer's distress each time",
        source="assumption", plausible=between(0, 0.4), matters=COMES_BACK, rules="returns.distress_on_return",
    )  # fmt: skip
    most_contacts: int = setting(
        4, ge=1, le=20, unit="contacts",
        about="Contacts of one case at most; whoever would come back after that is counted as capped",
        source="convention",
    )  # fmt: skip


class Technology(Settings):
    """What the technology dials of the policies reach at 1."""

    routing_misroute_cut: float = setting(
        0.6, ge=0, le=1, unit="share",
        about="Misroutes avoided by intelligent routing",
        source="evidence row 21: 0.20 to 0.08 (vendors), so 0.6", plausible=between(0.3, 0.75),
        matters=where("policy.intelligent_routing"), rules="technology.routed_misroute_share",
    )  # fmt: skip
    routing_time_gain: float = setting(
        0.02, ge=0, le=0.5, unit="share",
        about="Work saved by intelligent routing",
        source="evidence row 64: 2%, range 0-5%", plausible=between(0, 0.05),
        matters=where("policy.intelligent_routing"), rules="technology.routed_work_minutes",
    )  # fmt: skip
    assist_novice_gain: float = setting(
        0.30, ge=0, le=2, unit="share",
        about="Speed gained by novices with an assistant",
        source="evidence row 60: 30-34%, experts 0", plausible=between(0, 0.34, only_named=True),
        matters=where("policy.agent_assist"), rules="technology.assisted_speed",
    )  # fmt: skip
    assist_novice_speed: float = setting(
        0.7, gt=0, lt=1, unit="skill x pace",
        about="Speed (skill x pace) at or below which somebody is a novice; the gain falls to 0 at 1",
        source="assumption", plausible=between(0.5, 0.9), matters=where("policy.agent_assist"),
        rules="technology.assisted_speed",
    )  # fmt: skip
    bot_minutes: float = setting(
        2.0, ge=0, le=1000, unit="minutes",
        about="Time spent with the bot",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=BOTS,
    )  # fmt: skip
    bot_solves_share: float = setting(
        0.40, ge=0, le=1, unit="share",
        about="Share of one-need cases that the bot closes",
        source="evidence row 62: 0.40, range 0.20-0.60", plausible=between(0.2, 0.6), matters=BOTS,
    )  # fmt: skip
    bot_unhelped_share: float = setting(
        0.20, ge=0, le=1, unit="share",
        about="Share of the cases closed by the bot that were not helped, and come back",
        source="evidence row 63: 0.20, range 0.15-0.25", plausible=between(0.15, 0.25), matters=BOTS,
    )  # fmt: skip


class Replay(Settings):
    """Arrivals, accounts, channels, distress and needs from a ticket log."""

    file: str = setting(
        ..., min_length=1, unit="path", example="incidents.csv.gz",
        about="CSV, CSV.gz, XLSX, XES, XES.gz or OCEL 2.0 (JSON), one row per update or event of a case; relative to "
              "the scenario file, else to here",
        source="convention",
    )  # fmt: skip
    start: str | None = setting(
        None, unit="date", example="2016-04-05",
        about="First day replayed (YYYY-MM-DD); earlier incidents are the log's start-up phase and are left out",
        source="evidence row 13a: opened from 5 April",
    )  # fmt: skip
    end: str | None = setting(
        None, unit="date", example="2016-05-31", about="Day after the last one replayed", source="convention"
    )
    columns: dict[str, str] = setting(
        default_factory=dict, unit="column", example={"case": "Ticket ID", "opened": "Created"},
        about="Which column of the log holds what (podsim fit --look FILE proposes them); by default as in exports of "
              "ServiceNow, Jira, Zendesk and Freshdesk, and in XES",
        source="convention",
    )  # fmt: skip
    dates: Literal["day_first", "month_first"] | None = setting(
        None, example="day_first",
        about="What comes first in dates such as 05/01/2026; by default as the dates show",
        source="convention",
    )  # fmt: skip
    time_zone: str | None = setting(
        None, min_length=1, unit="time zone", example="Europe/Berlin",
        about="Of the organisation: to its clock times with a zone behind them are put; by default as they are written",
        source="convention",
    )  # fmt: skip
    skip: tuple[str, ...] = setting(
        (), unit="text of a cell", example=["TEST"],
        about="Rows of the log with a cell that is one of these are left out, and counted in the report",
        source="convention",
    )  # fmt: skip
    functions: dict[str, str] = setting(
        ..., unit="function", example={"Group 70": "service_desk"},
        about="Assignment group -> function; groups not named become `other`",
        source="convention",
    )  # fmt: skip
    other: str = setting("other", unit="function", about="Function of the groups not named", source="convention")
    ping_pong_misroute_share: float = setting(
        0.5, ge=0, le=1, unit="share",
        about="Probability that the B of a path A-B-A was a misroute (left out of the needs) and not a need",
        source="assumption", plausible="shown along the ridge by podsim calibrate",
    )  # fmt: skip
    channels: dict[str, str] = setting(
        default_factory=dict, unit="channel", example={"Phone": "voice"},
        about="contact_type -> channel; types not named take the first channel",
        source="convention",
    )  # fmt: skip
    distress: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"1 - Critical": 0.8},
        about="priority -> distress in [0, 1]; priorities not named take the channel's mean",
        source="assumption", plausible=OWN,
    )  # fmt: skip


class Burst(Settings):
    """More customers than usual for a while: an outage, a campaign."""

    channel: str = setting(
        "all", min_length=1, unit="channel", example="voice",
        about="Channel by which they come; all: every channel",
        source="convention",
    )  # fmt: skip
    start: str = setting(
        ..., min_length=1, unit="week, day and time", example="week 2 tue 10:00",
        about="When it begins, as week of the run (from 0, warm-up included), weekday and time",
        source="convention",
    )  # fmt: skip
    minutes: int = setting(
        ..., ge=1, le=40_320, unit="minutes", example=120, about="How long it lasts", source="assumption", plausible=OWN
    )
    factor: float = setting(
        ..., gt=1, le=1000, unit="x usual", example=3,
        about="Customers who come meanwhile, as a multiple of those expected then",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    need: str | None = setting(
        None, unit="function", example="service",
        about="First need of those who come in addition; by default as usual",
        source="assumption", plausible=OWN,
    )  # fmt: skip


class Demand(Settings):
    """The customers, the same for every column."""

    channels: dict[str, Channel] = setting(
        ..., min_length=1, max_length=60, example={"voice": {"cases_per_week": 1500}},
        about="Ways in, by name",
        source="convention",
    )  # fmt: skip
    volume_factor: float = setting(
        1.0, gt=0, le=100, unit="x usual",
        about="Customers expected, as a multiple of cases_per_week or of the volumes file; more of them only adds some",
        source="convention",
    )  # fmt: skip
    needs: dict[str, Need] = setting(
        ..., min_length=1, max_length=60, example={"sales": {"first_share": 1}},
        about="The need graph, by function; the order given is the order of functions everywhere",
        source="convention",
    )  # fmt: skip
    busyness_cv: float = setting(
        0.15, ge=0, le=1,
        about="Coefficient of variation of the gamma busyness of a day, the same factor for all channels",
        source="evidence row 1: 0.15, range 0.05-0.30", plausible=between(0.05, 0.3),
        called="how much days differ in busyness", matters=SYNTHETIC,
    )  # fmt: skip
    max_needs: int = setting(
        6, ge=1, le=16, unit="needs", about="Longest walk over the need graph; a walk is cut there", source="convention"
    )
    hidden_share: float = setting(
        0.5, ge=0, le=1, unit="share",
        about="Share of later needs that nobody can see until the one before is done",
        source="assumption", plausible=between(0.2, 0.8),
    )  # fmt: skip
    work_distribution: WorkDistribution = setting(
        "lognormal",
        about="Distribution of the work per need: lognormal or gamma by work_cv, exponential, constant, or triangular "
              "by work_range_minutes",
        source="evidence row 2 (Brown et al. 2005)",
    )  # fmt: skip
    ambiguity_mean: float = setting(
        0.3, gt=0, lt=1, unit="share",
        about="Mean ambiguity z of cases (Kumaraswamy), 0 plain to 1 opaque",
        source="assumption", plausible=between(0.15, 0.5), rules="diagnosis.misroute_probability",
    )  # fmt: skip
    ambiguity_work_correlation: float = setting(
        0.0, ge=-0.95, le=0.95, unit="correlation",
        about="Gaussian-copula correlation of ambiguity with log work (lognormal work only)",
        source="assumption", plausible=between(0, 0.6),
    )  # fmt: skip
    languages: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"german": 0.7, "french": 0.3},
        about="Share of customers by language, summing to 1; only who speaks it may serve them. None: one for all",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    volumes_dates: Literal["day_first", "month_first"] | None = setting(
        None, example="day_first",
        about="What comes first in dates such as 05/01/2026 of the volumes file; by default as the dates show",
        source="convention",
    )  # fmt: skip
    accounts: Accounts = Field(default_factory=Accounts, description="Accounts and heavy users")
    coming_back: ComingBack = Field(default_factory=ComingBack, description="Redials and returns")
    technology: Technology = Field(default_factory=Technology, description="Sizes behind the technology dials")
    bursts: tuple[Burst, ...] = setting(
        (), example=[{"start": "week 2 tue 10:00", "minutes": 120, "factor": 3}],
        about="Customers beside the usual ones (outage, campaign); all others stay as they were",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    volumes_file: str | None = setting(
        None, min_length=1, unit="path", example="volumes.csv",
        about="CSV or XLSX of contacts offered by channel and interval (start, channel, offered, aht_seconds) in place "
              "of cases_per_week and weights; relative to the scenario file, else to here",
        source="convention",
    )  # fmt: skip
    volumes_columns: dict[str, str] = setting(
        default_factory=dict, unit="column", example={"start": "Interval start", "offered": "Calls offered"},
        about="Columns of the volumes file by what they hold: start (or date and time), channel, offered, answered, "
              "abandoned or abandoned_share, aht_seconds or its parts talk_seconds, hold_seconds, wrap_seconds",
        source="convention",
    )  # fmt: skip
    volumes_channels: dict[str, str] = setting(
        default_factory=dict, unit="channel", example={"Hotline DE": "voice"},
        about="Name in the volumes file -> channel; names of one channel are summed",
        source="convention",
    )  # fmt: skip
    volumes_time_zone: str | None = setting(
        None, example="Europe/Berlin",
        about="Zone of the organisation, where starts in the volumes file have zones behind them",
        source="convention",
    )  # fmt: skip
    volumes_skip: tuple[str, ...] = setting(
        (), unit="text of a cell", example=["callback"],
        about="Rows of the volumes file with a cell that is one of these are left out, and counted in the report",
        source="convention",
    )  # fmt: skip
    replay: Replay | None = Field(default=None, description="A ticket log to replay in place of synthetic arrivals")
