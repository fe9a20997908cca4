"""Settings of the customers: when they come, through which channel, with which needs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.channel_settings import Channel
from sim.scenario.fields import Settings, setting


class Need(Settings):
    """One function's part of a customer's problem: a node of the need graph."""

    first_share: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Share of cases that begin with this need; the shares of all needs sum to 1",
    )
    work_minutes: float = setting(
        6.0,
        gt=0,
        le=10_000,
        unit="minutes",
        source="evidence row 3: voice 6, range 3-10",
        about="Mean work at skill 1, without retelling, changeover or coordination",
    )
    work_cv: float = setting(
        1.25,
        ge=0,
        le=5,
        unit="-",
        source="evidence row 2: 1.25, range 0.8-1.5",
        about="Coefficient of variation of the work; 0 is constant. An exponential work has 1 whatever is set",
    )
    then: dict[str, float] = setting(
        default_factory=dict,
        unit="share",
        example={"operations": 0.2},
        source="assumption (evidence row 19 for their sum)",
        about="Share of these needs followed by a need of another function; the rest of 1 ends the case",
    )


class Accounts(Settings):
    """Who the customers are over time: accounts, a few of them heavy users."""

    count: int = setting(5000, ge=1, le=100_000_000, unit="accounts", source="assumption", about="Number of accounts")
    concentration: float = setting(
        2.0,
        ge=1,
        le=20,
        unit="-",
        source="assumption",
        about="1: all accounts alike; above: account number = floor(count u^concentration), so a few come often",
    )


class ComingBack(Settings):
    """Customers who gave up, or whose contact was closed badly, and come back."""

    redial_share: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption (evidence row 5: 45% of abandoners leave silently)",
        about="Share of those who gave up or were turned away who try again",
    )
    redial_minutes: float = setting(
        60.0,
        ge=0,
        le=100_000,
        unit="minutes",
        source="assumption",
        about="Mean time until they do (exponential); open minutes of a channel that is live or turns away",
    )
    return_share: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption within evidence rows 7-9",
        about="Share of seemingly solved contacts that come back whoever served them",
    )
    return_per_lost_context: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="per unit",
        source="assumption",
        about="More of them per share of the story unknown to whoever closed the contact",
    )
    return_per_fatigue: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="per unit",
        source="assumption",
        about="More of them per unit of fatigue of whoever closed the contact",
    )
    return_per_mismatch: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="per unit",
        source="assumption",
        about="More of them per unit of skill missing to whoever closed the contact",
    )
    return_per_misroute: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="per misroute",
        source="assumption",
        about="More of them per wrong attempt in the contact",
    )
    return_minutes: float = setting(
        1440.0,
        ge=0,
        le=100_000,
        unit="minutes",
        source="assumption",
        about="Mean time until they do (exponential); open minutes of a channel that is live or turns away",
    )
    return_work_share: float = setting(
        0.5, gt=0, le=1, unit="share", source="assumption", about="Work of a return, as a share of the last need's work"
    )
    distress_step: float = setting(
        0.2, ge=0, le=1, unit="share", source="assumption", about="Added to the customer's distress each time"
    )
    most_contacts: int = setting(
        4,
        ge=1,
        le=20,
        unit="contacts",
        source="convention",
        about="Contacts of one case at most; whoever would come back after that is counted as capped",
    )


class Technology(Settings):
    """What the technology dials of the policies reach at 1."""

    routing_misroute_cut: float = setting(
        0.6,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 21: 0.20 to 0.08 (vendors), so 0.6",
        about="Misroutes avoided by intelligent routing",
    )
    routing_time_gain: float = setting(
        0.02,
        ge=0,
        le=0.5,
        unit="share",
        source="evidence row 64: 2%, range 0-5%",
        about="Work saved by intelligent routing",
    )
    assist_novice_gain: float = setting(
        0.30,
        ge=0,
        le=2,
        unit="share",
        source="evidence row 60: 30-34%, experts 0",
        about="Speed gained by novices with an assistant",
    )
    assist_novice_speed: float = setting(
        0.7,
        gt=0,
        lt=1,
        unit="skill x pace",
        source="assumption",
        about="Speed (skill x pace) at or below which somebody is a novice; the gain falls to 0 at 1",
    )
    bot_minutes: float = setting(
        2.0, ge=0, le=1000, unit="minutes", source="assumption", about="Time spent with the bot"
    )
    bot_solves_share: float = setting(
        0.40,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 62: 0.40, range 0.20-0.60",
        about="Share of one-need cases that the bot closes",
    )
    bot_unhelped_share: float = setting(
        0.20,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 63: 0.20, range 0.15-0.25",
        about="Share of the cases closed by the bot that were not helped, and come back",
    )


class Replay(Settings):
    """Arrivals, accounts, channels, distress and needs from a ticket log (ServiceNow's 36 columns)."""

    file: str = setting(
        ...,
        min_length=1,
        unit="path",
        source="convention",
        example="incidents.csv.gz",
        about="CSV or CSV.gz with one row per update of an incident; relative to the scenario file, else to here",
    )
    start: str | None = setting(
        None,
        unit="date",
        source="evidence row 13a: opened from 5 April",
        example="2016-04-05",
        about="First day replayed (YYYY-MM-DD); earlier incidents are the log's start-up phase and are left out",
    )
    end: str | None = setting(
        None, unit="date", source="convention", example="2016-05-31", about="Day after the last one replayed"
    )
    functions: dict[str, str] = setting(
        ...,
        unit="function",
        source="convention",
        example={"Group 70": "service_desk"},
        about="Assignment group -> function; groups not named become `other`",
    )
    other: str = setting("other", unit="function", source="convention", about="Function of the groups not named")
    ping_pong_misroute_share: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Probability that the B of a path A-B-A was a misroute (left out of the needs) and not a need",
    )
    channels: dict[str, str] = setting(
        default_factory=dict,
        unit="channel",
        source="convention",
        example={"Phone": "voice"},
        about="contact_type -> channel; types not named take the first channel",
    )
    distress: dict[str, float] = setting(
        default_factory=dict,
        unit="share",
        source="assumption",
        example={"1 - Critical": 0.8},
        about="priority -> distress in [0, 1]; priorities not named take the channel's mean",
    )


class Burst(Settings):
    """More customers than usual for a while: an outage, a campaign."""

    channel: str = setting(
        "all",
        min_length=1,
        unit="channel",
        source="convention",
        example="voice",
        about="Channel by which they come; all: every channel",
    )
    start: str = setting(
        ...,
        min_length=1,
        unit="week, day and time",
        source="convention",
        example="week 2 tue 10:00",
        about="When it begins, as week of the run (from 0, warm-up included), weekday and time",
    )
    minutes: int = setting(
        ..., ge=1, le=40_320, unit="minutes", source="assumption", example=120, about="How long it lasts"
    )
    factor: float = setting(
        ...,
        gt=1,
        le=1000,
        unit="x usual",
        source="assumption",
        example=3,
        about="Customers who come meanwhile, as a multiple of those expected then",
    )
    need: str | None = setting(
        None,
        unit="function",
        source="assumption",
        example="service",
        about="First need of those who come in addition; by default as usual",
    )


class Demand(Settings):
    """The customers, the same for every column."""

    channels: dict[str, Channel] = setting(
        ...,
        min_length=1,
        max_length=60,
        unit="-",
        source="convention",
        example={"voice": {"cases_per_week": 1500}},
        about="Ways in, by name",
    )
    volume_factor: float = setting(
        1.0,
        gt=0,
        le=100,
        unit="x usual",
        source="convention",
        about="Customers expected, as a multiple of cases_per_week or of the volumes file; more of them only adds some",
    )
    needs: dict[str, Need] = setting(
        ...,
        min_length=1,
        max_length=60,
        unit="-",
        source="convention",
        example={"sales": {"first_share": 1}},
        about="The need graph, by function; the order given is the order of functions everywhere",
    )
    busyness_cv: float = setting(
        0.15,
        ge=0,
        le=1,
        unit="-",
        source="evidence row 1: 0.15, range 0.05-0.30",
        about="Coefficient of variation of the gamma busyness of a day, the same factor for all channels",
    )
    max_needs: int = setting(
        6, ge=1, le=16, unit="needs", source="convention", about="Longest walk over the need graph; a walk is cut there"
    )
    hidden_share: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Share of later needs that nobody can see until the one before is done",
    )
    work_distribution: Literal["lognormal", "exponential"] = setting(
        "lognormal", unit="-", source="evidence row 2 (Brown et al. 2005)", about="Distribution of the work per need"
    )
    ambiguity_mean: float = setting(
        0.3,
        gt=0,
        lt=1,
        unit="share",
        source="assumption",
        about="Mean ambiguity z of cases (Kumaraswamy), 0 plain to 1 opaque",
    )
    ambiguity_work_correlation: float = setting(
        0.0,
        ge=-0.95,
        le=0.95,
        unit="correlation",
        source="assumption",
        about="Gaussian-copula correlation of ambiguity with log work (lognormal work only)",
    )
    languages: dict[str, float] = setting(
        default_factory=dict,
        unit="share",
        source="assumption",
        example={"german": 0.7, "french": 0.3},
        about="Share of customers by language, summing to 1; only who speaks it may serve them. None: one for all",
    )
    accounts: Accounts = Field(default_factory=Accounts, description="Accounts and heavy users")
    coming_back: ComingBack = Field(default_factory=ComingBack, description="Redials and returns")
    technology: Technology = Field(default_factory=Technology, description="Sizes behind the technology dials")
    bursts: tuple[Burst, ...] = setting(
        (),
        unit="-",
        source="assumption",
        example=[{"start": "week 2 tue 10:00", "minutes": 120, "factor": 3}],
        about="Customers beside the usual ones (outage, campaign); all others stay as they were",
    )
    volumes_file: str | None = setting(
        None,
        min_length=1,
        unit="path",
        source="convention",
        example="volumes.csv",
        about="CSV of contacts offered by channel and interval (start, channel, offered, aht_seconds) in place of "
        "cases_per_week and weights; relative to the scenario file, else to here",
    )
    replay: Replay | None = Field(default=None, description="A ticket log to replay in place of synthetic arrivals")
