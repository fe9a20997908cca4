"""What the design of pods is worth: as many teams drawn at random, and a dispatcher blind to teams.

Random teams are drawn several times, for one draw may be lucky. All of them face the customers of the comparison, so
that differences are paired; their intervals hold for other customers and for other draws.

Values vary by replication and by draw, which are crossed: every draw has every replication. The mean over both has the
variance of the draws' means over the number of draws, plus that of the replications' means over their number. What
varies by both at once is in either term, so the interval is a little too wide, never too narrow. Degrees of freedom by
Satterthwaite, rounded down.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.comparison.intervals import CONFIDENCE, Interval, Spread, mean_interval, t_quantile
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import word_of_mean
from sim.comparison.words import BETTER, word_of
from sim.formation.prepared import Prepared
from sim.measures import PRIMARY, Measure, measure_named, with_worth_having

Samples = Mapping[str, Mapping[str, np.ndarray]]
OF, BASE = "pods", "silos_plus"
FEWEST_DRAWS = 2
DRAWN = "drawn"


@dataclass(frozen=True)
class Worth:
    """What the design of teams is worth in one measure; intervals of 95%.

    levels: mean by column, that of all draws under DRAWN. drawn, designed, blind: less what `base` has. design: what
    designed teams have more than drawn ones; word, reason: what it means for them (`words`). smallest: smallest
    difference worth having. share: part of the gain of designed teams over `base` that drawn ones have too; None where
    no gain is settled.
    """

    measure: str
    levels: dict[str, float]
    drawn: Interval
    designed: Interval
    blind: Interval
    design: Interval
    word: str
    reason: str
    smallest: float
    share: Interval | None


@dataclass(frozen=True)
class Placebo:
    """Teams drawn at random beside designed ones.

    of: the designed column. base: what its gain is over. blind: the column whose dispatcher is blind to teams. teams:
    of each draw. samples: column -> measure -> float64[R], of the draws and the blind dispatcher. worth: by primary
    measure.
    """

    of: str
    base: str
    blind: str
    teams: int
    samples: dict[str, dict[str, np.ndarray]]
    worth: dict[str, Worth]

    @property
    def draws(self) -> tuple[str, ...]:
        """Names of the draws."""
        return tuple(name for name in self.samples if name != self.blind)


def base_of(columns: Sequence[str]) -> str:
    """The column that the gain of pods is over. Raises ValueError where there are no pods, or nothing beside them."""
    others = [column for column in columns if column != OF]
    if OF not in columns or not others:
        raise ValueError(f"random teams are compared with the columns {OF} and {BASE}, or {OF} and another one")
    return BASE if BASE in others else others[0]


def with_draws(prepared: Prepared, draws: int) -> Prepared:
    """The same customers and people, with the random draws as columns and, last, the blind dispatcher.

    Raises ValueError as `base_of`, and for fewer than FEWEST_DRAWS; ScenarioError where a column has the name of one
    that is added.
    """
    from sim.formation import build_formation, with_blind_dispatcher, with_placebo
    from sim.formation.placebo import BLIND, PLACEBO, drawn_again

    base_of(prepared.columns)
    if draws < FEWEST_DRAWS:
        raise ValueError(f"placebo draws: {draws}; at least {FEWEST_DRAWS} are needed")
    people = prepared.people
    scenario = with_blind_dispatcher(with_placebo(prepared.scenario, OF), OF)
    first = build_formation(scenario, PLACEBO, people)
    every = [drawn_again(scenario, first, people, draw) for draw in range(draws)]
    every.append(build_formation(scenario, BLIND, people))
    return replace(prepared, formations={formation.name: formation for formation in every})


def placebo_of(added: Prepared, compared: Sampler, *, progress: Progress | None = None) -> Placebo:
    """Run the random draws and the blind dispatcher on the customers of a comparison.

    added: from `with_draws`. compared: the comparison, already run.
    """
    sampler = Sampler(added, seed=compared.seed, engine=compared.engine, progress=progress)
    sampler.extend_to(compared.done)
    if sampler.customers_hash != compared.customers_hash:
        raise RuntimeError("the random draws faced other customers than the comparison")
    base, (*draws, blind) = base_of(compared.prepared.columns), added.columns
    own = compared.prepared.scenario.worth_having
    measures = [with_worth_having(measure, own) for measure in map(measure_named, PRIMARY) if measure]
    return Placebo(
        of=OF,
        base=base,
        blind=blind,
        teams=added.formations[draws[0]].team_count,
        samples=sampler.samples,
        worth={m.name: _worth(m, base, compared.samples, draws, blind, sampler.samples) for m in measures},
    )


def _worth(measure: Measure, base: str, compared: Samples, draws: list[str], blind: str, added: Samples) -> Worth:
    """Replications in which a column does not know the measure are left out."""
    rows = [compared[base], compared[OF], added[blind], *(added[draw] for draw in draws)]
    values = np.stack([row[measure.name] for row in rows])
    own, designed, free, *_ = values = values[:, ~np.isnan(values).any(axis=0)]
    drawn = values[3:]
    gain, smallest = mean_interval(designed - own), measure.smallest_difference(float(own.mean()))
    design = crossed_mean(designed - drawn).interval
    gained = word_of_mean(Spread.of(designed - own), smallest, measure.direction)[0] == BETTER
    word, reason = word_of(design.low, design.high, smallest, measure.direction)
    means = {base: own, OF: designed, blind: free, DRAWN: drawn}
    return Worth(
        measure=measure.name,
        levels={name: float(value.mean()) for name, value in means.items()},
        drawn=crossed_mean(drawn - own).interval,
        designed=gain,
        blind=mean_interval(free - own),
        design=design,
        word=word,
        reason=reason,
        smallest=smallest,
        share=share_of_gain(drawn - own, designed - own) if gained else None,
    )


@dataclass(frozen=True)
class CrossedMean:
    """mean: over draws and replications. variance: of that mean. freedom: degrees, at least 1; 0 where unknown."""

    mean: float
    variance: float
    freedom: int

    @property
    def reach(self) -> float:
        """Half the length of the 95% interval; nan where it is unknown."""
        return t_quantile(self.freedom, CONFIDENCE) * math.sqrt(self.variance) if self.freedom else math.nan

    @property
    def interval(self) -> Interval:
        """95% interval of the mean, for other draws and other replications."""
        return Interval(self.mean, self.mean - self.reach, self.mean + self.reach)


def crossed_mean(values: np.ndarray) -> CrossedMean:
    """values: float64[draws, replications], at least two of each, none of them nan."""
    draws, replications = values.shape
    by_draw = float(values.mean(axis=1).var(ddof=1)) / draws if draws > 1 else math.nan
    by_replication = float(values.mean(axis=0).var(ddof=1)) / replications if replications > 1 else math.nan
    variance = by_draw + by_replication
    if math.isnan(variance):
        return CrossedMean(float(values.mean()) if values.size else math.nan, math.nan, 0)
    if variance == 0.0:
        return CrossedMean(float(values.mean()), 0.0, draws + replications - 2)
    freedom = variance**2 / (by_draw**2 / (draws - 1) + by_replication**2 / (replications - 1))
    return CrossedMean(float(values.mean()), variance, max(1, math.floor(freedom)))


def share_of_gain(drawn: np.ndarray, designed: np.ndarray) -> Interval | None:
    """Part of one gain that another has too, with its 95% interval by Fieller's theorem; None where that is endless.

    drawn: float64[draws, replications]. designed: float64[replications], the whole gain. The interval is endless where
    the whole gain may as well be nothing.
    """
    part = crossed_mean(drawn)
    replications = designed.size
    if not part.freedom or replications < 2:
        return None
    whole, whole_variance = float(designed.mean()), float(designed.var(ddof=1)) / replications
    together = float(np.cov(drawn.mean(axis=0), designed)[0, 1]) / replications
    wide = t_quantile(part.freedom, CONFIDENCE) ** 2
    # The shares s for which part - s * whole may be nothing: a quadratic inequality.
    a = whole**2 - wide * whole_variance
    if a <= 0.0:
        return None
    b, c = part.mean * whole - wide * together, part.mean**2 - wide * part.variance
    root = math.sqrt(max(0.0, b * b - a * c))
    return Interval(part.mean / whole, (b - root) / a, (b + root) / a)
