"""Settings of one way in: voice, chat, mail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sim.scenario.declaration import OWN, Settings, between, setting, times, unless, where

PATIENT = where("demand.channels.*.patience_minutes")


class AtTimes(Settings):
    """Some hours of the week at which customers of a channel differ from those of its other hours."""

    hours: str = setting(
        ..., min_length=1, unit="weekly hours", example="mon-fri 08:00-10:00",
        about="When those customers come who are meant",
        source="convention",
    )  # fmt: skip
    first_needs: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"sales": 0.7, "service": 0.3},
        about="Share of each need among their first ones; by default as of the channel",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    work_minutes: dict[str, float] = setting(
        default_factory=dict, unit="minutes by need", example={"service": 7},
        about="Need -> mean work; by default as of the channel",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    patience_minutes: float | None = setting(
        None, gt=0, unit="minutes", example=3,
        about="Mean patience; by default that of the channel",
        source="assumption", plausible=OWN,
    )  # fmt: skip


class Channel(Settings):
    """One way in. `live` means the customer waits on the line and may give up."""

    cases_per_week: float = setting(
        0.0, ge=0, le=1e7, unit="cases/week", needed=True, example=1500,
        about="Mean number of new cases in a week, over all days; ignored where a log is replayed or volumes come "
              "from a file",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    live: bool = setting(
        False,
        about="Whether the customer waits on the line (voice, chat) or leaves a message (mail)",
        source="convention",
    )  # fmt: skip
    priority: int | None = setting(
        None, ge=0, le=9, unit="rank", example=0,
        about="Queue rank, 0 served first; by default 0 for live channels and 1 for the others",
        source="convention",
    )  # fmt: skip
    patience_minutes: float | None = setting(
        None, gt=0, unit="minutes", example=12,
        about="Mean time a live customer is willing to wait over one contact; absent: waits for ever",
        source="evidence row 4: 2 x handling time, range 1-4", plausible=times(0.5, 2, only_named=True),
        rules=("empathy.prompt", "empathy.timely"),
    )  # fmt: skip
    patience_shape: float = setting(
        1.0, ge=0.2, le=5,
        about="Weibull shape of patience; 1 is exponential, above 1 more regular",
        source="evidence row 4: Weibull shape 0.6-1.2; 1 is exponential",
    )  # fmt: skip
    out_of_hours: Literal["wait", "turn_away"] = setting(
        "wait", about="What happens to a contact that arrives outside opening hours", source="convention"
    )
    at_closing: Literal["wait", "call_again"] | None = setting(
        None, example="wait",
        about="What live customers who still wait when the channel closes are told: to wait on the line until somebody "
              "is there, or to call again; by default to call again",
        source="convention",
    )  # fmt: skip
    patience_spread: Literal["weibull", "lognormal", "gamma", "constant", "triangular"] = setting(
        "weibull",
        about="Distribution of patience about its mean: by patience_shape, patience_cv, not at all, or by "
              "patience_range_minutes",
        source="convention", matters=PATIENT,
    )  # fmt: skip
    patience_cv: float = setting(
        1.0, gt=0, le=5,
        about="Coefficient of variation of lognormal or gamma patience",
        source="assumption", plausible=OWN, matters=PATIENT,
    )  # fmt: skip
    patience_range_minutes: tuple[float, ...] | None = setting(
        None, min_length=2, max_length=2, unit="least and most minutes", example=[1, 5],
        about="Least and most of triangular patience, whose mean is patience_minutes",
        source="assumption", plausible=OWN, matters=PATIENT,
    )  # fmt: skip
    lines: int | None = setting(
        None, ge=1, le=1_000_000, unit="contacts", example=30,
        about="Contacts of this channel that there is a line (trunk) for, waiting and served; who finds none free "
              "hears the busy signal. By default as many as come",
        source="convention",
    )  # fmt: skip
    waiting_room: int | None = setting(
        None, ge=0, le=1_000_000, unit="contacts", example=10,
        about="Contacts of this channel that may wait; who would be one more is refused. By default as many as come",
        source="convention",
    )  # fmt: skip
    balking_share: float = setting(
        0.0, ge=0, lt=1, unit="share",
        about="Share of live customers who hang up at once where nobody is free; patience is that of the others",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    open: str | None = setting(
        None, unit="weekly hours", example="mon-fri 08:00-20:00",
        about="Opening hours of this channel; by default those of the scenario",
        source="convention",
    )  # fmt: skip
    weekday_weights: tuple[float, ...] | None = setting(
        None, min_length=7, max_length=7, unit="weights", example=[1.2, 1, 1, 1, 0.9, 0, 0],
        about="Relative demand on Monday to Sunday; by default in proportion to open minutes",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    hour_weights: tuple[float, ...] | None = setting(
        None, min_length=24, max_length=24, unit="weights", example=[0] * 8 + [1] * 10 + [0] * 6,
        about="Relative demand in the 24 hours of a day; by default even over the opening hours",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    arrivals_cv: float = setting(
        1.0, ge=0, le=5,
        about="Coefficient of variation of the times between customers while equally many are expected: 0 like "
              "clockwork, 1 at random (Poisson), above 1 in clusters",
        source="convention", matters=unless("demand.replay") & unless("demand.volumes_file"),
    )  # fmt: skip
    answer_target_seconds: float | None = setting(
        None, gt=0, le=10_000_000, unit="open seconds", example=20,
        about="Answered within so many seconds counts as in time (answered_in_target, service_level); by default 60 in "
              "live channels and 14,400, four hours, in others",
        source="convention",
    )  # fmt: skip
    first_needs: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"sales": 0.7, "service": 0.3},
        about="Share of each need among the first ones of this channel; by default first_share of the needs",
        source="assumption", plausible=OWN, matters=unless("demand.replay"),
    )  # fmt: skip
    work_minutes: dict[str, float] = setting(
        default_factory=dict, unit="minutes by need", example={"service": 7},
        about="Need -> mean work of those who come by this channel; by default work_minutes of the need",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    at_times: tuple[AtTimes, ...] = setting(
        (), example=[{"hours": "mon-fri 08:00-10:00", "patience_minutes": 3}],
        about="Hours of the week at which needs, work or patience of those who come differ",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    horizon_open_minutes: float | None = setting(
        None, gt=0, unit="open minutes", example=600,
        about="H: resolution time is cut here; by default one open day for live channels, five for others",
        source="convention",
    )  # fmt: skip
    concurrent_contacts: int = setting(
        1, ge=1, le=20, unit="contacts",
        about="Contacts that one person serves at the same time; more than 1 (chat) is not modelled, and refused",
        source="convention",
    )  # fmt: skip
    continuation_factor: float = setting(
        1.0, ge=0, le=5, unit="factor",
        about="How often a need is followed by another here, as a multiple of the need graph's shares (cut at 1)",
        source="convention", plausible=times(0.5, 1.5, "evidence row 19: a third to five thirds", as_factor=True),
        called="how often cases need several functions (today: 1)", matters=unless("demand.replay"),
    )  # fmt: skip
    misroute_factor: float = setting(
        1.0, ge=0, le=5, unit="factor",
        about="How often needs are taken for others here, as a multiple of policy.misroute_share",
        source="convention", rules="technology.routed_misroute_share",
    )  # fmt: skip
    ambiguity_shape: float = setting(
        1.0, ge=0.1, le=5,
        about="Shape a of the Kumaraswamy ambiguity at the same mean; below 1 most cases are plain and a few opaque",
        source="convention",
    )  # fmt: skip
    bot: bool | None = setting(
        None,
        about="Whether a bot may answer first contacts of this channel (policy.automation says how many); by default "
              "true for channels that are not live, and false for live ones",
        source="convention",
    )  # fmt: skip
    distress_mean: float = setting(
        0.3, gt=0, lt=1, unit="share",
        about="Mean distress of customers at first contact, 0 calm to 1 desperate",
        source="assumption", plausible=between(0.15, 0.5),
    )  # fmt: skip

    @property
    def has_bot(self) -> bool:
        """Whether a bot may answer first contacts."""
        return not self.live if self.bot is None else self.bot


def depends_on_channel(channels: Iterable[Channel]) -> bool:
    """Whether needs, work or patience are said by channel or time of day."""
    return any(one.first_needs or one.work_minutes or one.at_times for one in channels)
