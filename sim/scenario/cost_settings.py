"""Settings of cost: what technology costs; what people cost stands with the people."""

from __future__ import annotations

from sim.scenario.fields import Settings, setting

_SEAT = "Price per person and week where the dial is at 1, in proportion below: "


class Cost(Settings):
    """Prices, the same for every column; a column pays for the dials that it has. Pay is people.groups.pay_per_hour."""

    currency: str = setting(
        "EUR",
        min_length=1,
        max_length=8,
        unit="-",
        source="convention",
        about="Currency of all prices and of pay, a name only: nothing is converted",
    )
    bot_per_contact: float = setting(
        0.0,
        ge=0,
        le=1000,
        unit="currency/contact",
        source="assumption",
        about="Price of a first contact that meets a bot",
    )
    ai_context_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week", source="assumption", about=_SEAT + "policy.ai_context"
    )
    routing_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week", source="assumption", about=_SEAT + "policy.intelligent_routing"
    )
    predictive_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week", source="assumption", about=_SEAT + "policy.predictive"
    )
    historical_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week", source="assumption", about=_SEAT + "policy.historical"
    )
    agent_assist_per_seat_week: float = setting(
        0.0, ge=0, le=100_000, unit="currency/week", source="assumption", about=_SEAT + "policy.agent_assist"
    )
