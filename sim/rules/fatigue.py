"""Fatigue: it rises while serving and falls otherwise; what it costs, and when it is strain.

Every fatigue is kept in steps of 2^-20, so that the last bit of an exponential never decides.
"""

import math

from sim.foundation.grid import to_grid


def fatigue_after_serving(fatigue: float, minutes: float, half_life_minutes: float) -> float:
    """Fatigue after serving for some minutes: 1 - (1 - fatigue) * 2^(-minutes / half life).

    fatigue: in [0, 1). minutes: >= 0, already weighted by `tiring_rate`. half_life_minutes: time in which half of
    what is left to 1 is lost; 0: nobody tires. Assumption.
    """
    if half_life_minutes <= 0.0:
        return fatigue
    left = (1.0 - fatigue) * math.exp(-0.6931471805599453 * minutes / half_life_minutes)
    return to_grid(1.0 - left)


def fatigue_after_rest(fatigue: float, minutes: float, half_life_minutes: float) -> float:
    """Fatigue after some minutes without serving, on shift or off: fatigue * 2^(-minutes / half life).

    half_life_minutes: time in which half is recovered; 0: at once. Assumption.
    """
    if half_life_minutes <= 0.0 or fatigue == 0.0:
        return 0.0
    left = fatigue * math.exp(-0.6931471805599453 * minutes / half_life_minutes)
    return to_grid(left)


def tiring_rate(distress: float, distress_weight: float, drafting: float, saving: float) -> float:
    """How many minutes of serving a minute of leading counts for.

    (1 + distress_weight * distress) * (1 - drafting * saving)

    distress: of the customer, in [0, 1]. distress_weight: >= 0; distress tires. Assumption.
    drafting: in [0, 1]; how far attached wings spare the lead. saving: `drafting_saving` of the wings attached.
    """
    return (1.0 + distress_weight * distress) * (1.0 - drafting * saving)


def drafting_saving(wings: int) -> float:
    """Mean saving of a formation of wings + 1 over that of an endless one: S(n) / S(infinity), in [0, 1).

    sigma(k) = (4 / pi^2) ln(k^2 / (k^2 - (pi / 4)^2)); S(n) = (1 / n) sum over k < n of (n - k) sigma(k);
    S(infinity) = (4 / pi^2) ln((pi^2 / 4) / sin(pi^2 / 4)) = 0.557. Horseshoe vortices, tips touching.

    wings: attached, >= 0.
    """
    total = 0.0
    k = 0
    for _ in range(wings):
        k = k + 1
        total = total + (wings + 1 - k) * 0.4052847345693511 * math.log(k * k / (k * k - 0.6168502750680849))
    return total / (wings + 1) / 0.5570007266701005


def strain_serving(before: float, after: float, minutes: float, half_life_minutes: float, line: float) -> float:
    """Minutes of a stretch of serving spent past the strain line; they are its last ones.

    The line is crossed when (1 - fatigue) has fallen to (1 - line).

    before, after: fatigue at both ends. minutes: of the stretch, weighted as the fatigue was. half_life_minutes: of the
    rise. line: the strain line, in (0, 1). Returns minutes weighted alike.
    """
    if half_life_minutes <= 0.0 or after <= line:
        return 0.0
    if before >= line:
        return minutes
    crossed = half_life_minutes * math.log((1.0 - before) / (1.0 - line)) / 0.6931471805599453
    if crossed >= minutes:
        return 0.0
    return to_grid(minutes - crossed)


def strain_resting(before: float, after: float, minutes: float, half_life_minutes: float, line: float) -> float:
    """Minutes of a stretch of rest still spent past the strain line; they are its first ones.

    before, after: fatigue at both ends. minutes: of the stretch. half_life_minutes: of the fall. line: the strain
    line, in (0, 1).
    """
    if half_life_minutes <= 0.0 or before <= line:
        return 0.0
    if after >= line:
        return minutes
    crossed = half_life_minutes * math.log(before / line) / 0.6931471805599453
    if crossed >= minutes:
        return minutes
    return to_grid(crossed)


def minutes_with_fatigue(minutes: float, slow: float, fatigue: float) -> float:
    """Step minutes of a tired person: minutes * (1 + slow * fatigue).

    slow: lengthening at full fatigue; small by default, as an overload feeds on it. Assumption.
    """
    return minutes * (1.0 + slow * fatigue)
