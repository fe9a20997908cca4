"""Settings of cost: what technology costs; what people cost stands with the people."""

from __future__ import annotations

from sim.scenario.declaration import OWN, Settings, setting

_SEAT = "Price per person and week where the dial is at 1, in proportion below: "


class Cost(Settings):
    """Prices, the same for every column; a column pays for the dials that it has. Pay is people.groups.pay_per_hour."""

    currency: str = setting(
        "EUR", min_length=1, max_length=8,
        about="Currency of all prices and of pay, a name only: nothing is converted",
        source="convention",
    )  # fmt: skip
    bot_per_contact: float = setting(
        0.0, ge=0, le=1000, unit="currency/contact",
        about="Price of a first contact that meets a bot",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    ai_context_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week",
        about=_SEAT + "policy.ai_context",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    routing_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week",
        about=_SEAT + "policy.intelligent_routing",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    predictive_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week",
        about=_SEAT + "policy.predictive",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    historical_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week",
        about=_SEAT + "policy.historical",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    agent_assist_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week",
        about=_SEAT + "policy.agent_assist",
        source="assumption", plausible=OWN,
    )  # fmt: skip
