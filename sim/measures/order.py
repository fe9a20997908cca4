"""Quantiles and order of a few numbers in place: what compiled passes need of them, without memory of their own.

Plain functions over values[first:last] of a float64 array.
"""

from __future__ import annotations

import math


def put_kth_in_place(values, first, last, k) -> None:
    """Exchange values until that at k is the one that sorting would put there: smaller ones before, greater behind.

    Hoare's FIND (1961).
    """
    low, high = first, last - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if k <= right:
            high = right
        elif k >= left:
            low = left
        else:
            return


def sort_in_place(values, first, last) -> None:
    """Ascending: the middle of everything is put in place, then that of both halves, and so on."""
    step = 1
    while step < last - first:
        step *= 2
    while step > 1:
        for start in range(first, last, step):
            middle = start + step // 2
            if middle < last:
                put_kth_in_place(values, start, min(start + step, last), middle)
        step //= 2


def quantile_of(values, first, last, share) -> float:
    """Quantile, linear between neighbours; nan of nothing. Values are exchanged. share: in [0, 1]."""
    if first == last:
        return math.nan
    place = share * (last - first - 1)
    whole = math.floor(place)
    put_kth_in_place(values, first, last, first + whole)
    below = values[first + whole]
    if place == whole:
        return below
    above = math.inf
    for behind in range(first + whole + 1, last):
        above = min(above, values[behind])
    return below + (above - below) * (place - whole)
