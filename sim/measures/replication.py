"""One pass over the rows of a replication: everything that is measured of cases, summed case by case in their order.

Compiled, over plain arrays, with no memory of its own and nothing called but exp, log and sqrt: the same machine code
that measures here can measure elsewhere. The order of summation is that of the rows, so no number depends on threads
or on how replications are put together in blocks.
"""

from __future__ import annotations

import math

import numpy as np

import sim.demand.compiled_tape  # noqa: F401  (teaches Numba draws and distributions)
from sim.foundation import calendar
from sim.foundation.calendar import MINUTES_PER_WEEK, deadline_of
from sim.foundation.compiling import compiled, teach
from sim.measures import one_case, one_feeling, order
from sim.measures.one_case import answer_minutes, ended, is_answered, is_within, measure_case, when_solved
from sim.measures.one_feeling import feel
from sim.measures.order import quantile_of
from sim.rules import empathy

for _module in (calendar, empathy, one_case, one_feeling, order):
    teach(_module)

MOST_HANDOFFS = 16  # cases with so many or more are one group
WIDTH = 0.02  # of a bin of logits: the error of a mean stays below 1e-5
LIMIT = 15.0  # logits beyond count as this
BINS = round(2 * LIMIT / WIDTH) + 1
HALF_HOUR = 30.0  # minutes
LATEST = 1e12  # minutes: later than any run


@compiled
def measure_cases(
    contacts, asked, way, open_before, coefficients, key, account, lineage, value, values, sums, by_handoffs,
    resolution, until, horizon, by_horizon, logits,
):  # fmt: skip
    """Add up the cohort's cases of one replication.

    contacts: CONTACT[m], in order of (case, contact). asked: ASKED[1]. way: WAY_IN[C]. open_before: float64[C, 10081].
    coefficients: float64[components + 1]. key: uint64, of the replication. account: int32[n], lineage: uint64[n], by
    case; not read where nothing is felt. value, values: CASE_VALUES[1] and the same as float64[V], to work in.
    sums: float64[C, V], added to. by_handoffs: float64[C, MOST_HANDOFFS + 1, 3], added to: cases by handoffs, felt
    empathy without halo, its square. resolution: float64[cases], filled channel by channel: those of c end at until[c],
    int64[C]. horizon: float64[H, C], open minutes. by_horizon: float64[H], added to: resolution minutes under each.
    logits: float64[BINS], added to: cases near each centre.
    """
    _count(contacts, asked[0], until)
    first = 0
    while first < contacts.size:
        end = _end_of_case(contacts, first)
        if _is_of_cohort(contacts[first], asked[0]):
            channel = np.int64(contacts[first]["channel"])
            values[:] = 0.0
            measure_case(contacts, first, end, way, open_before, value[0])
            if asked[0]["feels"]:
                case = contacts[first]["case"]
                feel(asked[0], coefficients, way[channel]["patience"], key, account[case], lineage[case], value[0])
                _add_logit(value[0], logits)
                _add_by_handoffs(value[0], by_handoffs[channel])
            for place in range(values.size):
                sums[channel, place] += values[place]
            _add_horizons(contacts[first], contacts[end - 1], channel, horizon, open_before, by_horizon)
            resolution[until[channel]] = values[1]
            until[channel] += 1
        first = end


@compiled
def fill_cases(contacts, asked, way, open_before, coefficients, key, account, lineage, value, first_contact):
    """The row of each case of the cohort of one replication; returns how many there are. As `measure_cases`.

    value: CASE_VALUES[cases], all 0 before. first_contact: int64[cases], the row of `contacts` with which it begins.
    """
    found = 0
    first = 0
    while first < contacts.size:
        end = _end_of_case(contacts, first)
        if _is_of_cohort(contacts[first], asked[0]):
            channel = np.int64(contacts[first]["channel"])
            measure_case(contacts, first, end, way, open_before, value[found])
            if asked[0]["feels"]:
                case = contacts[first]["case"]
                feel(asked[0], coefficients, way[channel]["patience"], key, account[case], lineage[case], value[found])
            first_contact[found] = first
            found += 1
        first = end
    return found


@compiled
def add_up_weeks(
    contacts,
    asked,
    way,
    open_before,
    coefficients,
    key,
    account,
    lineage,
    value,
    values,
    which,
    first_week,
    sums,
    change,
):
    """Add up the cohort's cases of one replication by the week in which they arrived. As `measure_cases`.

    which: int64[V], places among the values of a case. first_week: of the cohort. sums: float64[V, C, W], added to.
    change: float64[W + 1], added to: by how many contacts of any case under way are more at the end of each week than
    at the end of the one before, the last one for all that is later.
    """
    weeks = change.size - 1
    first = 0
    while first < contacts.size:
        end = _end_of_case(contacts, first)
        for place in range(first, end):
            begun = math.floor(contacts[place]["arrived_at"] / MINUTES_PER_WEEK) - first_week
            gone = math.ceil(min(ended(contacts[place]), LATEST) / MINUTES_PER_WEEK) - first_week - 1
            change[min(max(begun, 0), weeks)] += 1.0
            change[min(max(gone, 0), weeks)] -= 1.0
        if _is_of_cohort(contacts[first], asked[0]):
            channel, case = np.int64(contacts[first]["channel"]), contacts[first]["case"]
            values[:] = 0.0
            measure_case(contacts, first, end, way, open_before, value[0])
            feel(asked[0], coefficients, way[channel]["patience"], key, account[case], lineage[case], value[0])
            week = math.floor(contacts[first]["arrived_at"] / MINUTES_PER_WEEK) - first_week
            for place in range(which.size):
                sums[place, channel, week] += values[which[place]]
        first = end


@compiled
def _count(contacts, asked, until):
    """Where the cases of each channel begin, in `until`: behind those of the channels before."""
    until[:] = 0
    for place in range(contacts.size):
        if contacts[place]["contact"] == 0 and _is_of_cohort(contacts[place], asked):
            until[contacts[place]["channel"]] += 1
    before = 0
    for channel in range(until.size):
        before, until[channel] = before + until[channel], before


@compiled
def _end_of_case(contacts, first):
    """Behind the last contact of the case that begins at `first`."""
    end = first + 1
    while end < contacts.size and contacts[end]["contact"] != 0:
        end += 1
    return end


@compiled
def _is_of_cohort(contact, asked):
    """Whether a first contact arrived in [cohort_start, cohort_end)."""
    return asked["cohort_start"] <= contact["arrived_at"] and contact["arrived_at"] < asked["cohort_end"]


@compiled
def _add_logit(value, logits):
    """One case more near the centre of its logit, halo included."""
    logit = min(max(value["felt_by_logit"] + value["halo"], -LIMIT), LIMIT)
    logits[math.floor((logit + LIMIT) / WIDTH + 0.5)] += 1.0


@compiled
def _add_by_handoffs(value, found):
    """One case more with its number of handoffs."""
    felt = value["felt_without_halo"]
    handoffs = min(int(value["handoffs"]), MOST_HANDOFFS)
    found[handoffs, 0] += 1.0
    found[handoffs, 1] += felt
    found[handoffs, 2] += felt * felt


@compiled
def _add_horizons(opening, last, channel, horizon, open_before, by_horizon):
    """Minutes until truly solved or cut, under each H. H cuts what is measured and changes nothing that happens."""
    arrived, solved_at = opening["arrived_at"], when_solved(last)
    for place in range(by_horizon.size):
        open_minutes = horizon[place, channel]
        if solved_at == math.inf or not is_within(solved_at, arrived, open_minutes, channel, open_before):
            by_horizon[place] += deadline_of(arrived, open_minutes, channel, open_before) - arrived
        else:
            by_horizon[place] += solved_at - arrived


@compiled
def count_in_system(contacts, times, backlog, half_hours):
    """Contacts of any case under way. Who is between two contacts waits elsewhere.

    contacts: CONTACT[m]. backlog: float64[times], just after each of `times`. half_hours: float64[H + 1], those that
    begin less those that end in the half-hour before each, the last one for all that is later. Both are added to.
    """
    last = half_hours.size - 1
    for place in range(contacts.size):
        arrived, gone = contacts[place]["arrived_at"], ended(contacts[place])
        for number in range(times.size):
            if arrived < times[number] and not gone <= times[number]:
                backlog[number] += 1.0
        half_hours[math.ceil(min(arrived, HALF_HOUR * last) / HALF_HOUR)] += 1.0
        half_hours[math.ceil(min(gone, HALF_HOUR * last) / HALF_HOUR)] -= 1.0


@compiled
def fill_answers(contacts, asked, open_before, minutes, until):
    """Minutes until each contact of the cohort was answered that was, filled channel by channel as resolution times.

    contacts, asked, open_before: as `measure_cases`. minutes: float64[contacts]. until: int64[C].
    """
    until[:] = 0
    for fills in range(2):
        of_cohort = False
        for place in range(contacts.size):
            contact = contacts[place]
            if contact["contact"] == 0:
                of_cohort = _is_of_cohort(contact, asked[0])
            if of_cohort and is_answered(contact) and contact["arrived_at"] <= contact["deadline_at"]:
                channel = np.int64(contact["channel"])
                if fills:
                    minutes[until[channel]] = answer_minutes(contact, channel, open_before)
                until[channel] += 1
        if not fills:
            before = 0
            for channel in range(until.size):
                before, until[channel] = before + until[channel], before


@compiled
def quantiles_by_channel(resolution, until, shares, found):
    """Quantiles over all channels, then channel by channel. resolution is exchanged. found: float64[1 + C, shares].

    resolution, until: as `measure_cases` leaves them, or the minutes of `fill_answers`.
    """
    begin = 0
    for channel in range(until.size):
        for place in range(shares.size):
            found[1 + channel, place] = quantile_of(resolution, begin, until[channel], shares[place])
        begin = until[channel]
    for place in range(shares.size):
        found[0, place] = quantile_of(resolution, 0, begin, shares[place])
