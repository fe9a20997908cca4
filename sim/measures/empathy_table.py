"""Felt empathy of cases -> what measures of it are computed from."""

from __future__ import annotations

import numpy as np

from sim.measures.columns import counts, ratios, totals
from sim.measures.empathy import COMPONENTS, DEFINITIONS, FeltEmpathy, latent_of

_MOST_HANDOFFS = 16  # cases with so many or more are one group


def felt_values(felt: FeltEmpathy) -> dict[str, np.ndarray]:
    """What measures of felt empathy are computed from, by name, [n] each."""
    return {
        "felt_empathy": felt.main,
        "answered": felt.answered,
        "felt_empathy_answered": np.where(felt.answered, felt.main, 0.0),
        "felt_without_halo": felt_without_halo(felt),
        **{f"felt_empathy_{name}": felt.by_definition[name] for name in DEFINITIONS},
        **{f"felt_{name}": felt.components[name] for name in COMPONENTS},
    }


def felt_without_halo(felt: FeltEmpathy) -> np.ndarray:
    """Felt empathy of customers with a halo of 0, by the scenario's definition. float64[n].

    R^2 is taken of this: the halo is noise that no organisation makes, and would hide a restatement.
    """
    return latent_of(felt.logit) if felt.main is felt.by_definition["logit"] else felt.main


def explained_sums(number: np.ndarray, values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """What `explained_share` needs of some cases; sums of several parts of them may be added up.

    number: [n], whole, >= 0. values: float64[n]. group: int64[n] in 0..groups-1. Returns float64[3, groups, counts]:
    cases, sum of values and of their squares, by group and count.
    """
    shape = (groups, _MOST_HANDOFFS + 1)
    cell = group * shape[1] + np.minimum(number, _MOST_HANDOFFS).astype(np.int64)
    cells = shape[0] * shape[1]
    found = np.stack([counts(cell, cells), totals(cell, values, cells), totals(cell, values * values, cells)])
    return found.reshape(3, *shape)


def explained_share(sums: np.ndarray) -> np.ndarray:
    """R^2 of values on a count, with a mean of its own for each count: no straight line is assumed. float64[groups].

    sums: of `explained_sums`. nan where values do not vary. The largest share of the variance that any function of the
    count could explain.
    """
    size, total, squares = sums
    cases = size.sum(axis=1)
    overall = ratios(total.sum(axis=1), cases)
    whole = squares.sum(axis=1) - cases * np.where(cases > 0, overall, 0.0) ** 2
    apart = np.where(size > 0, ratios(total, size), 0.0) - np.where(cases > 0, overall, 0.0)[:, None]
    return ratios(np.sum(size * apart * apart, axis=1), np.where(whole > 1e-12 * np.maximum(cases, 1.0), whole, 0.0))
