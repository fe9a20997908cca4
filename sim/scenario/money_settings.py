"""Settings of money: what people, technology and customers cost or are worth; pay per hour stands with the people."""

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


class Money(Settings):
    """Prices, the same for every column. Pay is people.groups.pay_per_hour; what a change costs stands in its road.

    A price of 0 is none: what nobody has priced is counted, and never added to money.
    """

    currency: str = setting(
        "EUR", min_length=1, max_length=8,
        about="Currency of all prices and of pay, a name only: nothing is converted",
        source="convention",
    )  # fmt: skip
    employer_share: float = setting(
        0.33, ge=0, le=3, unit="share of pay",
        about="What an employer pays on top of pay: social contributions and the like",
        source="evidence row 71: 0.33, range 0.05-0.47", plausible=OWN,
    )  # fmt: skip
    overhead_per_seat_year: float = setting(
        0.0, ge=0, le=1_000_000, unit="currency/year",
        about="What a person costs beside pay: the desk, the equipment, licences that everybody has",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    successor_pay_weeks: float = setting(
        5.0, ge=0, le=104, unit="weeks of pay",
        about="What it costs to find and teach whoever succeeds a person who left, in weeks of their pay; without what "
              "a newcomer does not do yet",
        source="assumption (half of evidence row 72, which also counts what a newcomer does not do yet)", plausible=OWN,
    )  # fmt: skip
    kept_customer_per_year: float = setting(
        0.0, ge=0, le=100_000_000, unit="currency/year",
        about="What an account that stays leaves in a year, after all costs; 0: not priced, so never money",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    complaint: float = setting(
        0.0, ge=0, le=1_000_000, unit="currency/complaint",
        about="What a complaint costs beside the time it takes; 0: not priced",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    discount_rate_per_year: float = setting(
        0.08, ge=0, le=1, unit="share/year",
        about="By how much money a year later is worth less, in a net present value",
        source="assumption", plausible=OWN,
    )  # fmt: skip
    horizon_weeks: int = setting(
        104, ge=1, le=520, unit="weeks",
        about="Weeks from the start of a change within which money counts; what has not paid back by then never does",
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
