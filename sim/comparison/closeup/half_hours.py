"""Stretches of time laid over the half-hours of a week."""

from __future__ import annotations

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK

MINUTES = 30.0
PER_WEEK = int(MINUTES_PER_WEEK / MINUTES)
PER_DAY = int(1440 / MINUTES)


def of_week(minutes: np.ndarray) -> np.ndarray:
    """Half-hour of the week, 0 to 335, in which each moment lies. minutes: float64[n], since Monday 00:00 of week 0."""
    return (np.floor(minutes / MINUTES).astype(np.int64)) % PER_WEEK


def laid_over_week(row: np.ndarray, start: np.ndarray, end: np.ndarray, rows: int) -> np.ndarray:
    """Minutes of stretches by row and half-hour of the week, all weeks added up. Returns float64[rows, 336].

    row: int[n], in 0..rows-1. start, end: float64[n], minutes; a stretch that ends before it starts counts nothing.
    """
    kept = end > start
    row, start, end = row[kept], start[kept], end[kept]
    first = np.floor(start / MINUTES).astype(np.int64)
    touched = np.ceil(end / MINUTES).astype(np.int64) - first
    which = np.repeat(np.arange(row.size), touched)
    bin_of = first[which] + np.arange(which.size) - np.repeat(np.cumsum(touched) - touched, touched)
    inside = np.minimum(end[which], (bin_of + 1) * MINUTES) - np.maximum(start[which], bin_of * MINUTES)
    cell = row[which] * PER_WEEK + bin_of % PER_WEEK
    return np.bincount(cell, weights=inside, minlength=rows * PER_WEEK).reshape(rows, PER_WEEK)


def clock_of_day(half_hour: int) -> str:
    """ "08:30" for 17."""
    return f"{half_hour // 2:02d}:{30 * (half_hour % 2):02d}"
