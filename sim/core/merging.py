"""Later contacts among the first ones, without a second copy of all of them."""

from __future__ import annotations

from sim.foundation.compiling import compiled


@compiled
def put_in_place(rows, cases, later, order, case_number):
    """Put later contacts behind the first one of their case, from the end, where rows are free.

    rows: CONTACT[cases + m], first contacts in front. later: CONTACT[m]. order: int64[m], by case and contact.
    case_number: int64[m], the case of each of `later`.
    """
    place = rows.size
    left = order.size
    for case in range(cases - 1, -1, -1):
        while left > 0 and case_number[order[left - 1]] == case:
            left -= 1
            place -= 1
            rows[place] = later[order[left]]
        place -= 1
        if place == case:  # nobody before comes back
            return
        rows[place] = rows[case]
