"""What theory says, computed from its formulas; units: one mean service is 1 minute where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, log, pi

import numpy as np
from scipy.linalg import expm
from scipy.optimize import brentq


def erlang_c(servers: int, offered: float) -> float:
    """P(wait) in M/M/c. offered: arrival rate x mean service, below `servers`."""
    terms = [offered**k / factorial(k) for k in range(servers + 1)]
    last = terms[-1] / (1.0 - offered / servers)
    return last / (sum(terms[:-1]) + last)


def mean_wait(servers: int, load: float) -> float:
    """Mean wait over mean service in M/M/c."""
    return erlang_c(servers, servers * load) / (servers * (1.0 - load))


def mean_wait_one_server(load: float, variation: float) -> float:
    """Mean wait over mean service in M/G/1 (Pollaczek-Khinchine). variation: CV of the service."""
    return load / (1.0 - load) * (1.0 + variation**2) / 2.0


def erlang_a(servers: int, arrivals: float, impatience: float, states: int = 2000) -> tuple[float, float]:
    """(P(abandon), P(wait)) in M/M/c+M with service rate 1, from the birth-death chain of the number present."""
    present = np.arange(1, states)
    deaths = np.minimum(present, servers) + impatience * np.maximum(present - servers, 0)
    log_weight = np.concatenate([[0.0], np.cumsum(np.log(arrivals / deaths))])
    share = np.exp(log_weight - log_weight.max())
    share /= share.sum()
    queue = np.maximum(np.arange(states) - servers, 0)
    return impatience * float(queue @ share) / arrivals, float(share[servers:].sum())


def erlang_c_within(servers: int, offered: float, services: float) -> float:
    """P(served within so many mean services) in M/M/c. offered: as of `erlang_c`."""
    return 1.0 - erlang_c(servers, offered) * float(np.exp(-(servers - offered) * services))


@dataclass(frozen=True)
class Lines:
    """Shares of all who call: blocked, given_up, in_target (served in time), late (given up after that). wait: of those
    served, in mean services."""

    blocked: float
    given_up: float
    in_target: float
    late: float
    wait: float


def lines_and_impatience(
    servers: int, lines: int, arrivals: float, impatience: float, balking: float, target: float
) -> Lines:
    """M/M/c/K+M with customers who hang up at once where nobody is free; service rate 1. lines: more than servers.

    A birth-death chain of the number present; and of whoever waits, one of the number that waits before them.
    """
    present = np.arange(1, lines + 1)
    births = arrivals * np.where(present > servers, 1.0 - balking, 1.0)
    deaths = np.minimum(present, servers) + impatience * np.maximum(present - servers, 0)
    weight = np.concatenate([[1.0], np.cumprod(births / deaths)])
    share = weight / weight.sum()
    room = lines - servers
    served, gone = room, room + 1  # states after those of 0 ... room - 1 who wait before
    rates = np.zeros((room + 2, room + 2))
    for before in range(room):
        ahead = servers + before * impatience
        rates[before, before - 1 if before else served] += ahead
        rates[before, gone] += impatience
        rates[before, before] -= ahead + impatience
    joined = np.concatenate([share[servers:lines] * (1.0 - balking), [0.0, 0.0]])
    in_time, ever = joined @ expm(rates * target), joined[:room] @ _ends(rates, room)
    waits = np.linalg.matrix_power(np.linalg.inv(-rates[:room, :room]), 2) @ rates[:room, served]
    at_once = float(share[:servers].sum())
    balked = float(share[servers:lines].sum()) * balking
    answered = at_once + float(ever[0])
    return Lines(
        blocked=float(share[lines]),
        given_up=balked + float(ever[1]),
        in_target=at_once + float(in_time[served]),
        late=float(ever[1] - in_time[gone]),
        wait=float(joined[:room] @ waits) / answered,
    )


def _ends(rates: np.ndarray, room: int) -> np.ndarray:
    """Shares that end served, and gone, by state of waiting. float64[room, 2]."""
    return np.linalg.solve(-rates[:room, :room], rates[:room, room:])


def break_even_cut(people: int, team: int, load: float) -> float:
    """Share by which work must shrink in teams of `team` for the mean time in system of one pool of `people`.

    The customers stay as many, so a cut lowers the load of the teams too.
    """

    def excess(cut: float) -> float:
        return (1.0 - cut) * (1.0 + mean_wait(team, load * (1.0 - cut))) - (1.0 + mean_wait(people, load))

    return float(brentq(excess, 0.0, 0.9))


def visits(first: np.ndarray, follows: np.ndarray) -> np.ndarray:
    """Mean visits per customer to each station of a network: first (I - P)^-1. first: [F]. follows: P[F, F]."""
    return first @ np.linalg.inv(np.eye(first.size) - follows)


def contacts_per_case(return_share: float, most: int) -> float:
    """Mean contacts of a case, each followed by one more with a constant probability: 1 / (1 - p) but for a limit.

    most: contacts of a case at most.
    """
    return (1.0 - return_share**most) / (1.0 - return_share)


def pair_saving(spans: float) -> float:
    """sigma: what two birds save together, of one bird's induced drag. spans: between their middles, 1 is tip to tip.

    Horseshoe vortices: (4 / pi^2) ln[y^2 / (y^2 - (pi / 4)^2)].
    """
    return 4.0 / pi**2 * log(spans**2 / (spans**2 - (pi / 4.0) ** 2))


def formation_saving(birds: int) -> float:
    """S: mean saving of a formation, tips touching; sum over all pairs, whatever the stagger (Munk)."""
    return sum((birds - k) * pair_saving(float(k)) for k in range(1, birds)) / birds


def endurance(saving: float, most_lead_share: float, changeover: float = 0.0) -> float:
    """T / T0 of a formation that rotates: who leads most tires first; followers are spared `saving`.

    changeover: effort of changing places, over all effort of a bird alone in the same time.
    """
    return 1.0 / (1.0 - saving * (1.0 - most_lead_share) + changeover)
