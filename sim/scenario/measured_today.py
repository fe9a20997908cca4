"""Figures measured today, which the silos must reproduce before a verdict is about this organisation."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.declaration import MEASURED, Settings, setting


def _figure(unit: str, about: str, example: float, **bounds: float) -> float | None:
    return setting(None, ge=0, unit=unit, source="convention", example=example, about=about, **bounds)


class MeasuredToday(Settings):
    """Today's figures, each named as the measure that it is compared with in the column `silos`."""

    resolution_minutes: float | None = _figure(
        "minutes", "Mean time from first contact until truly solved, cut at H", 300
    )
    first_response_minutes: float | None = _figure("minutes", "Mean time from first contact until somebody serves", 40)
    touch_minutes: float | None = _figure("minutes", "Mean time in which somebody served, per case", 9)
    handoffs: float | None = _figure("per case", "Mean changes of hands between departments, per case", 0.7)
    changes_of_hands: float | None = _figure("per case", "Mean changes of hands of any kind, per case", 0.9)
    people_met: float | None = _figure("per case", "Mean number of different people who serve a case", 1.8)
    misroutes: float | None = _figure("per case", "Mean number of wrong addresses, per case", 0.3)
    abandoned_share: float | None = _figure("share", "Share of cases given up while waiting or turned away", 0.05, le=1)
    transferred_share: float | None = _figure(
        "share", "Share of cases that change departments at least once", 0.4, le=1
    )
    three_or_more_share: float | None = _figure(
        "share", "Share of cases that change departments three times or more", 0.1, le=1
    )
    ping_pong_share: float | None = _figure(
        "share", "Share of transferred cases that go back to where they were", 0.3, le=1
    )
    load_mean: float | None = _figure("share", "Mean share of paid presence in which people are occupied", 0.8)
    tolerance: float = setting(
        0.10, ge=0, le=1, unit="share",
        about="Difference from a measured figure that still counts as reproduced, relative to it",
        source="assumption", plausible=MEASURED,
    )  # fmt: skip

    @property
    def figures(self) -> dict[str, float]:
        """The figures given, by measure."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "tolerance"}
        return {name: value for name, value in given.items() if value is not None}

    def missed(self, silos_means: Mapping[str, float]) -> dict[str, float]:
        """The figures that silos do not reproduce, by measure.

        silos_means: measure -> mean over replications in the column `silos`; holds every figure given. A figure of 0
        is reproduced by at most `tolerance` itself, as nothing is relative to it.
        """
        return {
            name: figure
            for name, figure in self.figures.items()
            # Written so that a mean that is not a number is a miss.
            if not abs(silos_means[name] - figure) <= self.tolerance * (abs(figure) or 1.0)
        }
