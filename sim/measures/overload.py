"""Overload by fatigue: who is busy tires, and who is tired is slower, and therefore busier.

Mean field. A person who is occupied for a share u of the time is as tired as balances both half-lives:

    phi(u) = u w / rise / (u w / rise + (1 - u) / fall)

(w: tiring rate at mean distress; while serving fatigue closes 1/rise of what is left to 1, else it loses 1/fall of
itself). With an offered load rho people are then occupied for u = rho (1 + slow phi(u)). This is a quadratic
equation in u, so all its roots are found in closed form; the least root is the state that a calm office is in. Where
there is a second one below 1, a bad day can push the office over it into a state that it does not leave by itself.
The largest rho that has a root at all is the fold. People rest overnight, so phi, and with it the effective load, is
an upper bound: an office that is fine here is fine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.rules.fatigue import tiring_rate

if TYPE_CHECKING:
    from sim.scenario.people_settings import Fatigue


@dataclass(frozen=True)
class Tiring:
    """rise, fall: half-lives in minutes, rise already divided by the tiring rate; 0: nobody tires, or all rest at once.

    slow: lengthening of a step at full fatigue.
    """

    rise: float
    fall: float
    slow: float

    @property
    def matters(self) -> bool:
        """Whether fatigue lengthens anything."""
        return self.slow > 0.0 and self.rise > 0.0 and self.fall > 0.0

    def fatigue(self, occupancy: float) -> float:
        """phi(u), in [0, 1]. occupancy: in [0, 1]."""
        if self.rise <= 0.0 or self.fall <= 0.0:
            return 0.0
        up, down = occupancy / self.rise, (1.0 - occupancy) / self.fall
        return up / (up + down)


@dataclass(frozen=True)
class LoadState:
    """What an offered load comes to.

    offered: rho. roots: occupancies in [0, 1] at which work and fatigue balance, ascending. most: largest offered
    load that has one. effective: the least root; rho (1 + slow), which nobody can work, where there is none.
    gives_up: whether all who bring the work give up some time, or find no line, so that nothing piles up.
    """

    offered: float
    roots: tuple[float, ...]
    most: float
    effective: float
    gives_up: bool = False

    @property
    def too_full(self) -> bool:
        """Whether whoever is offered it cannot keep up, with fatigue, and work piles up for that."""
        return (not self.roots or self.effective >= 1.0) and not self.gives_up

    @property
    def margin(self) -> float:
        """Share by which work may grow until no balance is left; below 0 past it, inf without work."""
        return self.most / self.offered - 1.0 if self.offered > 0.0 else math.inf


def tiring_of(fatigue: Fatigue, distress: float) -> Tiring:
    """How people tire who serve customers of this mean distress, in [0, 1]. fatigue: the settings people.fatigue."""
    rate = tiring_rate(distress, fatigue.distress_weight, 0.0, 0.0)
    return Tiring(fatigue.rise_half_life_minutes / rate, fatigue.fall_half_life_minutes, fatigue.slow)


def load_state(offered: float, tiring: Tiring, gives_up: bool = False) -> LoadState:
    """Roots of u = rho (1 + slow phi(u)) with margin. offered: rho >= 0, inf where nobody is there.

    gives_up: as of `LoadState`.
    """
    if not math.isfinite(offered):
        return LoadState(offered, (), 0.0, math.inf)
    roots = _roots(offered, tiring)
    most = largest_offered(tiring)
    effective = roots[0] if roots else offered * (1.0 + tiring.slow * tiring.fatigue(1.0))
    return LoadState(offered, roots, most, effective, gives_up)


def _roots(offered: float, tiring: Tiring) -> tuple[float, ...]:
    if not tiring.matters:
        return (offered,) if offered <= 1.0 else ()
    up, down = 1.0 / tiring.rise, 1.0 / tiring.fall
    # (up - down) u^2 + (down - rho (up - down) - rho slow up) u - rho down = 0
    found = _quadratic(up - down, down - offered * (up - down) - offered * tiring.slow * up, -offered * down)
    return tuple(sorted({u for u in found if 0.0 <= u <= 1.0}))


def largest_offered(tiring: Tiring) -> float:
    """The fold: the largest u / (1 + slow phi(u)) over occupancies u in [0, 1]."""
    if not tiring.matters:
        return 1.0
    up, down, slow = 1.0 / tiring.rise, 1.0 / tiring.fall, tiring.slow
    apart = up - down
    # Where the derivative is 0: (apart^2 + slow up apart) u^2 + 2 down apart u + down^2 = 0
    turns = _quadratic(apart * (apart + slow * up), 2.0 * down * apart, down * down)
    return max(u / (1.0 + slow * tiring.fatigue(u)) for u in (1.0, *(u for u in turns if 0.0 < u < 1.0)))


def _quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """Real roots of a x^2 + b x + c, without the loss of digits where a or a c is small."""
    if a == 0.0:
        return (-c / b,) if b != 0.0 else ()
    inside = b * b - 4.0 * a * c
    if inside < 0.0:
        return ()
    q = -0.5 * (b + math.copysign(math.sqrt(inside), b))
    return (q / a, c / q) if q != 0.0 else (0.0,)
