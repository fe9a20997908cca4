"""What plausible worlds, weights and turning points say, in sentences for a board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.comparison.intervals import Interval
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE
from sim.exploring.sensitivity import HEAVIEST, Rests, Sensitivity
from sim.exploring.shared_luck import BY_WAY, REPLICATIONS
from sim.exploring.worlds import QUESTION, Pair, Worlds
from sim.report.names import against, measure_words, upper
from sim.report.numbers import listed, signed, unit_of
from sim.report.turns import WAYS, flip_sentence, price_words, sentences

if TYPE_CHECKING:
    import numpy as np

MOST_MISSED = 3
COUNTED = ("better", "equivalent", "worse", "not settled")


def worlds_words(sensitivity: Sensitivity, measure: str = QUESTION) -> str:
    """In how many worlds who is better, by pair."""
    return " ".join(_counts(sensitivity.worlds, pair, measure) for pair in sensitivity.rests)


def _counts(worlds: Worlds, pair: Pair, measure: str) -> str:
    better, same, worse, still_open = counts_of(worlds, pair, measure)
    told = (
        f"{upper(against(*pair))}: better in {better} of {worlds.count}, equivalent in {same}, worse in {worse}, not "
        f"settled in {still_open}"
    )
    plausible = worlds.plausibility.plausible
    among = counts_of(worlds, pair, measure, plausible)
    return f"{told}; of the {int(plausible.sum())} that fit the evidence in {', '.join(map(str, among))}."


def counts_of(worlds: Worlds, pair: Pair, measure: str, among: np.ndarray | None = None) -> tuple[int, int, int, int]:
    """Worlds in which the second of a pair is better, equivalent, worse, not settled. among: bool[n], those counted."""
    found = worlds.differences[pair][measure]
    better, same, worse, still_open = (
        found.count(*words, among=among) for words in ((BETTER,), EQUIVALENT, (WORSE,), (NOT_SETTLED,))
    )
    return better, same, worse, still_open


def worlds_details(sensitivity: Sensitivity) -> Iterator[str]:
    """The other measures, what does not fit the evidence, and how worlds were made."""
    worlds = sensitivity.worlds
    for measure in next(iter(worlds.differences.values())):
        if measure != QUESTION:
            yield f"{_said(measure)}: {worlds_words(sensitivity, measure)}"
    yield evidence_words(worlds)
    yield (
        f"A world varies all {len(worlds.assumptions)} numbers without a source at once, each evenly over its "
        f"plausible range (Latin hypercube, seed {worlds.seed}); {REPLICATIONS} replications of {worlds.weeks} "
        f"measured {'week' if worlds.weeks == 1 else 'weeks'} each{_of_pool(worlds.pool)}, at 5%. How many "
        "worlds favour whom is no probability: nobody knows how likely a world is."
    )
    yield load_words(sensitivity)
    if worlds.refused:
        yield f"{worlds.refused} worlds were left out, as their numbers contradict each other."


def _of_pool(pool: int) -> str:
    """How worlds are judged where there are enough of them to know each other."""
    return f", of {pool}, judged together and without the luck that they share" if pool > REPLICATIONS else ""


def evidence_words(worlds: Worlds) -> str:
    """Which rows of the evidence worlds miss."""
    known, most = worlds.plausibility, worlds.plausibility.most_missed[:MOST_MISSED]
    parts = [
        f"In {int(known.plausible.sum())} of {worlds.count} worlds today's departments are as the evidence says, "
        "within its ranges and three standard errors."
    ]
    if most:
        parts.append(f"Missed most: {listed([f'{one.said} (in {count})' for one, count in most])}.")
    if known.exempt:
        rows = listed([one.said for one in known.exempt])
        parts.append(f"Today's departments as the scenario has them miss {rows}, which is not held against worlds.")
    return " ".join(parts)


def load_words(sensitivity: Sensitivity) -> str:
    """How load was held, and whether it matters."""
    worlds = sensitivity.worlds
    if len(worlds.ways) == 1:
        return f"Whatever is varied, every function is offered the load of its world, by {WAYS[worlds.ways[0]]}."
    opposite = {pair: worlds.differences[pair][QUESTION].reasons.count(BY_WAY) for pair in sensitivity.rests}
    told = listed([f"in {count} for {against(*pair)}" for pair, count in opposite.items()])
    first, second = (WAYS[way] for way in worlds.ways)
    return (
        f"Whatever is varied, every function is offered the load of its world, in half of the replications by {first}, "
        f"in the other half by {second}; the sign depends on which, and is not settled, {told}."
    )


def rests_on_words(sensitivity: Sensitivity) -> str:
    """The assumptions that the differences depend on most."""
    return " ".join(_rests(pair, rests) for pair, rests in sensitivity.rests.items())


def _rests(pair: Pair, rests: Rests) -> str:
    heaviest = rests.certain[:HEAVIEST]
    what = upper(against(*pair))
    if not rests.weights:
        return f"{what}: too few worlds to tell."
    known = f"R² of all {len(rests.weights)} together {rests.r2:.2f}"
    if not heaviest:
        return f"{what}: on no single assumption more than chance would have it ({known})."
    told = [f"{one.assumption.called} ({100 * one.share:.0f}% of the variation)" for one in heaviest]
    return f"{what}: on {listed(told)}; {known}."


def flips_words(sensitivity: Sensitivity) -> list[str]:
    """At which price of a crossing answers turn, and a sentence for each of the heaviest assumptions and each pair."""
    prices = [price_words(sensitivity.of_price, pair) for pair in reversed(tuple(sensitivity.rests))]
    others = [flip for flip in sensitivity.flips if flip.measure == QUESTION and flip not in sensitivity.of_price]
    return [*filter(None, prices), *sentences(others)]


def amount_interval(measure: str, interval: Interval) -> str:
    """A difference with its interval, in the unit that suits."""
    per, unit = unit_of(measure, interval.mean)
    text = f"{signed(interval.mean / per)} ({signed(interval.low / per)} to {signed(interval.high / per)})"
    return f"{text} {unit}".strip()


def _said(name: str) -> str:
    name, _, channel = name.partition("@")
    return f"{upper(measure_words(name))}{f' on {channel}' if channel else ''}"


def sensitivity_json(sensitivity: Sensitivity) -> dict[str, Any]:
    """worlds, refused, counts, rests_on, flips. Pairs are named "first→second"."""
    worlds = sensitivity.worlds
    return {
        "worlds": worlds.count,
        "refused": worlds.refused,
        "counts": {
            _pair(pair): {
                measure: dict(sorted(Counter(differences.words).items())) for measure, differences in row.items()
            }
            for pair, row in worlds.differences.items()
        },
        "counts_that_fit": {
            _pair(pair): {
                measure: dict(
                    zip(COUNTED, counts_of(worlds, pair, measure, worlds.plausibility.plausible), strict=True)
                )
                for measure in row
            }
            for pair, row in worlds.differences.items()
        },
        "fit_the_evidence": int(worlds.plausibility.plausible.sum()),
        "missed": {one.said: count for one, count in worlds.plausibility.most_missed},
        "rests_on": {
            _pair(pair): {
                "r2": rests.r2 if rests.weights else None,
                "weights": [
                    {"assumption": w.assumption.name, "share": w.share, "slope": w.slope, "certain": w.certain}
                    for w in rests.weights
                ],
            }
            for pair, rests in sensitivity.rests.items()
        },
        "flips": [
            {
                "assumption": flip.assumption.name,
                "pair": _pair(flip.pair),
                "measure": flip.measure,
                "way": flip.way,
                "value": flip.assumption.value,
                "turns": [asdict(turn) for turn in flip.turns],
                "sentence": flip_sentence(flip),
            }
            for flip in sensitivity.flips
        ],
    }


def _pair(pair: tuple[str, str]) -> str:
    return "→".join(pair)


def world_rows(worlds: Worlds) -> list[dict[str, Any]]:
    """One row per world, pair and primary measure: difference with its interval, and the word."""
    rows = []
    for place in range(worlds.count):
        for (first, second), row in worlds.differences.items():
            for measure, differences in row.items():
                interval = differences.intervals[place]
                values = {"mean": interval.mean, "low": interval.low, "high": interval.high}
                head = {"world": place, "first": first, "second": second, "measure": measure}
                rows.append({**head, **values, "word": differences.words[place]})
    return rows


def world_values(worlds: Worlds) -> list[dict[str, Any]]:
    """One row per world: whether it fits the evidence, and the value of every assumption in it."""
    names, fits = [one.name for one in worlds.assumptions], worlds.plausibility.plausible.tolist()
    return [
        {"world": place, "fits_the_evidence": fits[place], **dict(zip(names, row, strict=True))}
        for place, row in enumerate(worlds.values.tolist())
    ]


WEIGHT_COLUMNS = ("first", "second", "assumption", "slope", "share", "certain")  # also where few worlds are drawn


def weight_rows(sensitivity: Sensitivity) -> list[dict[str, Any]]:
    """One row per pair and assumption: how much of the variation over worlds it explains, and in which direction."""
    return [
        {
            "first": first, "second": second, "assumption": one.assumption.name, "slope": one.slope,
            "share": one.share, "certain": one.certain,
        }
        for (first, second), rests in sensitivity.rests.items()
        for one in rests.weights
    ]  # fmt: skip
