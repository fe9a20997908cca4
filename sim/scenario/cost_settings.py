"""Settings of cost: what technology and second skills cost; pay stands with the people."""

from __future__ import annotations

from typing import Any

from sim.scenario.declaration import OWN, Settings, declaration_of, setting, where


def _per_seat_week(dial: str) -> Any:
    """Declare the price of a dial of the policy."""
    return setting(
        0.0, ge=0, le=100_000, unit="currency/week", pays_for=dial,
        about=f"Price per person and week where the dial is at 1, in proportion below: policy.{dial}",
        source="assumption", plausible=OWN, matters=where(f"policy.{dial}"),
    )  # fmt: skip


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
        source="assumption", plausible=OWN, matters=where("policy.automation"),
    )  # fmt: skip
    second_skill_per_year: float = setting(
        0.0, ge=0, le=1_000_000, unit="currency/year",
        about="Price of every second skill that somebody of a column has: training it and keeping it up",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    ai_context_per_seat_week: float = _per_seat_week("ai_context")
    routing_per_seat_week: float = _per_seat_week("intelligent_routing")
    predictive_per_seat_week: float = _per_seat_week("predictive")
    historical_per_seat_week: float = _per_seat_week("historical")
    agent_assist_per_seat_week: float = _per_seat_week("agent_assist")

    @property
    def per_seat_week(self) -> dict[str, float]:
        """Dial of the policy -> its price per person and week where it is at 1."""
        paid = {name: declaration_of(field).pays_for for name, field in type(self).model_fields.items()}
        return {dial: getattr(self, name) for name, dial in paid.items() if dial}
