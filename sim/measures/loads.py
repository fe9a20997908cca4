"""How busy and how tired people were: per person, and how it is spread."""

from __future__ import annotations

import numpy as np

from sim.measures.columns import ratios

OCCUPIED = ("leading_minutes", "listening_minutes", "consulting_minutes", "linking_minutes")


def load_table(
    rows: np.ndarray, replications: int, weeks: float, members: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Measures of people, one value per replication.

    rows: PERSON[R * P] in order of (replication, person). weeks: of the cohort. members: bool[P], the people to take;
    all by default.
    """
    table = rows.reshape(replications, -1)
    if members is not None:
        table = table[:, members]
    occupied = sum((table[name] for name in OCCUPIED), np.zeros(table.shape))
    present = table["shift_minutes"] + table["overrun_minutes"]
    # Who was never on shift has no load, which is not a load of 0.
    load = np.sort(np.where(table["shift_minutes"] > 0, ratios(occupied, present), np.nan), axis=1)
    people = np.sum(~np.isnan(load), axis=1)
    led = np.sort(np.where(table["shift_minutes"] > 0, ratios(table["leading_minutes"], present), np.nan), axis=1)

    def total(name: str) -> np.ndarray:
        return table[name].sum(axis=1).astype(np.float64)

    return {
        "load_mean": ratios(np.nansum(load, axis=1), people.astype(np.float64)),
        "load_p90": _sorted_quantile(load, people, 0.9),
        "load_max": _sorted_quantile(load, people, 1.0),
        "load_gini": _gini(load, people),
        "leading_max_share": _sorted_quantile(led, people, 1.0),
        "leading_gini": _gini(led, people),
        "listening_share": ratios(total("listening_minutes"), occupied.sum(axis=1)),
        "overrun_minutes": ratios(total("overrun_minutes"), np.full(replications, table.shape[1] * weeks)),
        "fatigue_mean": ratios(total("fatigue_sum"), total("steps_led")),
        "strain_share": ratios(total("strain_minutes"), present.sum(axis=1)),
        "interruptions_per_hour": ratios(total("interruptions"), present.sum(axis=1) / 60.0),
        "step_minutes": ratios(total("leading_minutes"), total("steps_led")),
    }


def _sorted_quantile(values: np.ndarray, size: np.ndarray, share: float) -> np.ndarray:
    """Quantile per row of sorted values whose nan stand last, linear between neighbours."""
    if values.shape[1] == 0:
        return np.full(values.shape[0], np.nan)
    place = share * np.maximum(size - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(size - 1, 0))
    rows = np.arange(values.shape[0])
    below, above = values[rows, low], values[rows, high]
    return below + (above - below) * (place - low)


def _gini(values: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Gini coefficient per row of sorted values whose nan stand last.

    G = 2 * sum(i * x_i) / (n * sum(x_i)) - (n + 1) / n, i = 1..n in ascending order.
    """
    rank = np.arange(1, values.shape[1] + 1, dtype=np.float64)
    count = size.astype(np.float64)
    weighted = 2.0 * np.nansum(values * rank, axis=1)
    return ratios(weighted, count * np.nansum(values, axis=1)) - ratios(count + 1.0, count)
