"""People over weeks: lasting load and strain, who leaves, who is away, who hurries, and whose standards fall.

A week's numbers move these once, on Monday; between two Mondays they are constant. What is usual today has already made
turnover, absence and working times what they are; so everything acts by what differs from it.
"""

import math

from sim.foundation.grid import to_grid


def lasting(before: float, this_week: float, memory_weeks: float) -> float:
    """Load, or strain, as it is felt: before + (this week - before) / memory.

    before: until this week; below 0: none has been felt yet, and this week's counts in full. this_week: the share of
    this week. memory_weeks: >= 1. Assumption.
    """
    if before < 0.0:
        return this_week
    return before + (this_week - before) / memory_weeks


def beside_usual(felt: float, usual: float) -> float:
    """How far lasting strain, or overwork, is from what is usual today: felt - usual, so 0 on average today.

    felt: below 0: nothing has been felt yet, which is taken as usual. usual: what turnover, absence and working times
    as given have in them. In [-1, 1].
    """
    if felt < 0.0:
        return 0.0
    return felt - usual


def past_line(occupancy: float, line: float) -> float:
    """Lasting occupancy past a line: max(0, occupancy - line); -1 where none has been felt yet.

    occupancy: lasting, below 0: none has been felt yet. line: in [0, 1). Evidence row 40.
    """
    if occupancy < 0.0:
        return -1.0
    if occupancy <= line:
        return 0.0
    return occupancy - line


def leaving_probability(
    per_year: float,
    occupancy: float,
    per_occupancy: float,
    strain: float,
    per_strain: float,
    newcomer: bool,
    kept_share: float,
) -> float:
    """Probability that somebody leaves at the end of a week, in [0, 1].

    (per_year + per_occupancy * occupancy + per_strain * strain) / 52, times (1 - kept_share) of a newcomer

    per_year: leavers a year, per person, today. Evidence row 39. occupancy: past the line, and strain, each
    `beside_usual`. per_occupancy: row 40. per_strain: assumption; what was observed of load is
    all that it does, strain included, so beside it this is 0. newcomer: as `is_newcomer`.
    kept_share: of newcomers who would have left without their assistant, in [0, 1]. Evidence row 61.
    """
    yearly = per_year + per_occupancy * occupancy + per_strain * strain
    if newcomer:
        yearly = yearly * (1.0 - kept_share)
    if yearly <= 0.0:
        return 0.0
    if yearly >= 52.0:
        return 1.0
    return yearly / 52.0


def whole_weeks(weeks: float, draw: float) -> int:
    """Whole weeks of a mean: the lower whole number, or one more with the probability that makes up the mean.

    weeks: mean, >= 0. draw: uniform in (0, 1).
    """
    whole = math.floor(weeks)
    if draw < weeks - whole:
        return whole + 1
    return whole


def empty_at_par(per_year: float, empty_weeks: float) -> float:
    """Share of seats that are empty in the long run, at the usual load: x / (1 + x), x = per_year / 52 * empty_weeks.

    per_year: leavers a year, per person. empty_weeks: of hiring and training.
    """
    x = per_year / 52.0 * empty_weeks
    return x / (1.0 + x)


def weeks_left_at_start(draw: float, empty_share: float, empty_weeks: int) -> int:
    """Weeks for which a seat stays empty that is as in the long run: 0, or each number up to empty_weeks as likely.

    draw: uniform in (0, 1). empty_share: as `empty_at_par`. empty_weeks: >= 0, of hiring and training.
    """
    if draw >= empty_share or empty_weeks == 0:
        return 0
    return math.floor(draw / empty_share * empty_weeks) + 1


def absence_beside_empty_seats(away_share: float, empty_share: float) -> float:
    """Probability of being away of who is there: max(0, 1 - (1 - away_share) / (1 - empty_share)).

    So that as many come to work as away_share says, which has hiring and training in it (evidence row 20b).

    away_share: of all planned shifts, in [0, 1]. empty_share: as `empty_at_par`.
    """
    if empty_share <= 0.0:
        return away_share
    away = 1.0 - (1.0 - away_share) / (1.0 - empty_share)
    if away < 0.0:
        return 0.0
    return away


def weeks_at_start(draw: float, per_year: float, most: int) -> int:
    """Weeks for which somebody has been here when the run begins, as in the long run: ln(draw) / ln(1 - per_year / 52).

    The lower whole number, so that each further week is one without leaving.

    draw: uniform in (0, 1). per_year: leavers a year, per person. most: no more than that, and it where nobody leaves.
    """
    if per_year <= 0.0:
        return most
    if per_year >= 52.0:
        return 0
    weeks = math.log(draw) / math.log(1.0 - per_year / 52.0)
    if weeks >= most:
        return most
    return math.floor(weeks)


def is_newcomer(weeks_worked: int, newcomer_weeks: float) -> bool:
    """Whether somebody has not worked for newcomer_weeks yet. Evidence row 46.

    weeks_worked: since training. newcomer_weeks: >= 0.
    """
    return weeks_worked < newcomer_weeks


def absence_with_strain(away_share: float, strain: float, sick_share: float, per_strain: float) -> float:
    """Probability of being away from a shift: away_share * (1 + sick_share * per_strain * strain), in [0, 1].

    away_share: today, in [0, 1]. strain: `beside_usual`. sick_share: of absences, those that strain adds to; leave,
    training and breaks it does not (evidence row 20b). per_strain: more sickness, >= 0. Assumptions.
    """
    away = away_share * (1.0 + sick_share * per_strain * strain)
    if away > 1.0:
        return 1.0
    if away < 0.0:
        return 0.0
    return away


def overwork(occupancy: float, line: float) -> float:
    """How far somebody is overworked: 0 up to the line, rising evenly to 1 at full occupancy.

    -1 where nothing has been felt yet.

    occupancy: lasting, below 0: none has been felt yet. line: in (0, 1). Evidence row 42.
    """
    if occupancy < 0.0:
        return -1.0
    if occupancy <= line:
        return 0.0
    if occupancy >= 1.0:
        return 1.0
    return (occupancy - line) / (1.0 - line)


def pressure_of(occupied: int, waiting: int, on_shift: int) -> float:
    """Logarithm of the load of a room: ln((occupied + waiting) / on shift), on the grid; 0 where nobody works.

    occupied, on_shift: people of the room who work. waiting: cases in its queues.
    """
    if on_shift == 0 or occupied + waiting == 0:
        return 0.0
    return to_grid(math.log((occupied + waiting) / on_shift))


def load_of_pressure(pressure: float) -> float:
    """Load of a room whose logarithm is given, on the grid.

    pressure: as `pressure_of`, or a mean of such.
    """
    if pressure > 20.0:
        return to_grid(math.exp(20.0))
    return to_grid(math.exp(pressure))


def minutes_in_a_burst(minutes: float, pressure: float, usual_load: float, elasticity: float) -> float:
    """Minutes of work where more waits, or less, than somebody is used to: minutes * (load / usual load)^elasticity.

    By a factor of e at most.

    minutes: at the usual load. pressure: logarithm of the load of the room now. usual_load: 0 or less: none is known
    yet. elasticity: <= 0. Evidence row 41 (Kc & Terwiesch 2009).
    """
    if usual_load <= 0.0 or elasticity == 0.0:
        return minutes
    change = elasticity * (pressure - math.log(usual_load))
    if change > 1.0:
        change = 1.0
    elif change < -1.0:
        change = -1.0
    return minutes * to_grid(math.exp(change))


def minutes_overworked(minutes: float, overwork: float, usual: float, slow: float) -> float:
    """Minutes of work of somebody overworked: minutes * (1 + slow * overwork) / (1 + slow * usual).

    minutes: today, where people are overworked as usual. overwork: in [0, 1], below 0: none has been felt yet, which
    is taken as usual. usual: its mean today. slow: lengthening in full. Evidence row 42 (Jaeker & Tucker).
    """
    if overwork < 0.0 or overwork == usual:
        return minutes
    return minutes * (1.0 + slow * overwork) / (1.0 + slow * usual)


def effort_after_a_week(effort: float, overwork: float, lost: float, down_weeks: float, up_weeks: float) -> float:
    """Standard of effort, moved towards 1 - lost * overwork: down with one time constant, up with another.

    effort: until now, 1 as today. overwork: `beside_usual`. lost: share of effort that overwork in full takes away.
    down_weeks, up_weeks: >= 1. Evidence row 43 (Oliva & Sterman 2001).
    """
    wanted = 1.0 - lost * overwork
    weeks = down_weeks if wanted < effort else up_weeks
    return effort + (wanted - effort) / weeks


def minutes_with_effort(minutes: float, effort: float, time_share: float) -> float:
    """Minutes of work at another standard of effort than today's: minutes * (1 - time_share * (1 - effort)).

    minutes: at today's. effort: 1 as today, less where corners are cut. time_share: part of effort that is time, in
    [0, 1]; 0: who cuts corners is as slow as before. Evidence row 43 (Oliva & Sterman 2001: time spent on a customer).
    """
    if effort == 1.0:
        return minutes
    return minutes * (1.0 - time_share * (1.0 - effort))


def return_with_effort_lost(probability: float, effort: float, per_effort_lost: float) -> float:
    """Probability that a contact which seemed solved comes back: probability + per_effort_lost * (1 - effort).

    In [0, 1].

    probability: at today's effort. effort: of who closed the contact, 1 as today. per_effort_lost: >= 0. Assumption.
    """
    more = probability + per_effort_lost * (1.0 - effort)
    if more > 1.0:
        return 1.0
    if more < 0.0:
        return 0.0
    return more


def training_begins(now: float, drawn: float, spread_minutes: float) -> float:
    """When somebody's training for a stage begins, on the grid: now + drawn * spread_minutes.

    now: when the stage begins. drawn: uniform in [0, 1). spread_minutes: over which people begin, >= 0; 0: all now.
    """
    return now + to_grid(drawn * spread_minutes)


def training_of_shift(left: float, begins: float, now: float, minutes: float) -> float:
    """Minutes of a shift that begins now which somebody is in training for: all that is left, as far as it goes.

    left: minutes of training, >= 0. begins: when it does; nothing before. minutes: of the shift, > 0.
    """
    if now < begins:
        return 0.0
    return left if left < minutes else minutes


def normal_quantile(draw: float) -> float:
    """Standard normal by inverse distribution, within 1e-9 relative; on the grid (Acklam's rational approximation).

    draw: uniform in (0, 1).
    """
    if draw <= 0.0 or draw >= 1.0:
        return 0.0
    tail = draw if draw < 0.5 else 1.0 - draw
    if tail >= 0.02425:
        x = draw - 0.5
        r = x * x
        top = (
            ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.3577518672690) * r
             - 30.66479806614716) * r + 2.506628277459239
        )  # fmt: skip
        below = (
            ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r
             - 13.28068155288572) * r + 1.0
        )  # fmt: skip
        return to_grid(top * x / below)
    x = math.sqrt(-2.0 * math.log(tail))
    top = (
        ((((-0.007784894002430293 * x - 0.3223964580411365) * x - 2.400758277161838) * x - 2.549732539343734) * x
         + 4.374664141464968) * x + 2.938163982698783
    )  # fmt: skip
    below = (
        ((0.007784695709041462 * x + 0.3224671290700398) * x + 2.445134137142996) * x + 3.754408661907416
    ) * x + 1.0
    found = to_grid(top / below)
    return found if draw < 0.5 else -found


def pace_drawn(draw: float, sigma: float) -> float:
    """Pace of a newcomer: lognormal with mean 1, exp(sigma * z - sigma^2 / 2), on the grid.

    draw: uniform in (0, 1). sigma: standard deviation of the logarithm, >= 0; at 0 everybody's pace is 1.
    """
    if sigma <= 0.0:
        return 1.0
    z = normal_quantile(draw)
    power = sigma * z - sigma * sigma / 2.0
    if power > 30.0:
        power = 30.0
    elif power < -10.0:
        power = -10.0
    return to_grid(math.exp(power))


def warmth_drawn(draw: float, mean: float, spread: float) -> float:
    """Warmth of a newcomer: normal, clipped to [0, 1].

    draw: uniform in (0, 1). mean, spread: of warmth between people, spread >= 0.
    """
    warmth = mean + spread * normal_quantile(draw)
    if warmth < 0.0:
        return 0.0
    if warmth > 1.0:
        return 1.0
    return warmth
