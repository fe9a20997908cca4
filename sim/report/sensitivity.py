"""What plausible worlds, weights and turning points say, in sentences for a board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.comparison.intervals import Interval
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE
from sim.exploring.sensitivity import HEAVIEST, Sensitivity, Weight
from sim.exploring.turning_points import Flip, Root
from sim.exploring.worlds import Pair, Worlds
from sim.measures import measure_named
from sim.report.numbers import listed, number, signed, unit_of
from sim.scenario.ledger import Assumption

if TYPE_CHECKING:
    from sim.exploring.sensitivity import Sensitivity


def value_words(one: Assumption, value: float) -> str:
    """A value of an assumption, shares as they are."""
    return number(round(value)) if one.whole else number(value)


def worlds_words(sensitivity: Sensitivity, measure: str = "resolution_minutes") -> str:
    """In how many worlds who is better, by pair."""
    return " ".join(_counts(sensitivity.worlds, pair, measure) for pair in sensitivity.weights)


def _counts(worlds: Worlds, pair: Pair, measure: str) -> str:
    first, second = pair
    differences = worlds.differences[pair][measure]
    return (
        f"{second} against {first}: {second} better in {differences.count(BETTER)} of {worlds.count}, equivalent in "
        f"{differences.count(*EQUIVALENT)}, {second} worse in {differences.count(WORSE)}, not settled in "
        f"{differences.count(NOT_SETTLED)}."
    )


def worlds_details(sensitivity: Sensitivity) -> Iterator[str]:
    """The other primary measures, and how worlds were made."""
    worlds = sensitivity.worlds
    for measure in next(iter(worlds.differences.values())):
        if measure != "resolution_minutes":
            yield f"{_said(measure)}: {worlds_words(sensitivity, measure)}"
    yield (
        f"A world varies all {len(worlds.assumptions)} numbers without a source at once, each evenly over its "
        f"plausible range (Latin hypercube, seed {worlds.seed}); {worlds.replications} replications of {worlds.weeks} "
        f"measured {'week' if worlds.weeks == 1 else 'weeks'} each. How many worlds favour whom is no probability: "
        "nobody knows how likely a world is."
    )
    if worlds.refused:
        yield f"{worlds.refused} worlds were left out, as their numbers contradict each other."


def rests_on_words(sensitivity: Sensitivity) -> str:
    """The assumptions that the differences depend on most."""
    return " ".join(filter(None, (_rests(pair, weights) for pair, weights in sensitivity.weights.items())))


def _rests(pair: Pair, weights: tuple[Weight, ...]) -> str:
    heaviest = [one for one in weights if one.certain][:HEAVIEST]
    what = f"{pair[1]} against {pair[0]}"
    if not weights:
        return f"{what}: too few worlds to tell."
    if not heaviest:
        return f"{what}: on no single assumption more than chance would have it."
    told = [f"{one.assumption.called} ({100 * one.share:.0f}% of the variation)" for one in heaviest]
    return f"{what}: on {listed(told)}."


def flips_words(sensitivity: Sensitivity) -> list[str]:
    """What would have to be true, a sentence for each of the heaviest assumptions and each pair; turning ones first."""
    turning = sorted(sensitivity.flips, key=lambda flip: (not any(root.clear for root in flip.roots), -flip.swing))
    return [flip_sentence(flip) for flip in turning]


def flip_sentence(flip: Flip) -> str:
    """What would have to be true for the winner to change."""
    one, (first, second) = flip.assumption, flip.pair
    plausible = f"{value_words(one, one.low)} to {value_words(one, one.high)}"
    assumed = f"assumed {value_words(one, one.value)}, plausible {plausible}"
    what = f"{second} against {first}, {one.called} ({assumed})"
    if not flip.roots:
        ends = f"{_amount(flip, flip.at_low.mean)} at the lower end, {_amount(flip, flip.at_high.mean)} at the upper"
        if flip.never_matters:
            return f"{what}: never matters within its range; the difference stays within what is worth having ({ends})."
        return f"{what}: the winner never changes within its range ({ends})."
    return f"{what}: {'; '.join(_turn(flip, root) for root in flip.roots)}."


def _turn(flip: Flip, root: Root) -> str:
    one = flip.assumption
    if not root.clear:
        return f"the sign changes at about {value_words(one, root.value)}, but by no more than chance would have it"
    winner, side = (root.after, "above") if _winner_today(flip) == root.before else (root.before, "below")
    low = f"{value_words(one, root.low)}{' or less' if root.low <= one.low else ''}"
    high = f"{value_words(one, root.high)}{' or more' if root.high >= one.high else ''}"
    return f"{winner} would win only {side} {value_words(one, root.value)} (95% interval {low} to {high})"


def _winner_today(flip: Flip) -> str:
    known = measure_named(flip.measure)
    more_is_better = known is not None and known.direction == "more"
    return flip.pair[1] if (flip.today.mean > 0) == more_is_better else flip.pair[0]


def _amount(flip: Flip, value: float) -> str:
    per, unit = unit_of(flip.measure, value)
    return f"{signed(value / per)} {unit}".rstrip()


def amount_interval(measure: str, interval: Interval) -> str:
    """A difference with its interval, in the unit that suits."""
    per, unit = unit_of(measure, interval.mean)
    text = f"{signed(interval.mean / per)} ({signed(interval.low / per)} to {signed(interval.high / per)})"
    return f"{text} {unit}".strip()


def _said(measure: str) -> str:
    return {"felt_empathy": "Felt empathy", "load_p90": "Load of the busiest tenth"}.get(measure, measure)


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
        "rests_on": {
            _pair(pair): [
                {"assumption": w.assumption.name, "share": w.share, "slope": w.slope, "certain": w.certain}
                for w in weights
            ]
            for pair, weights in sensitivity.weights.items()
        },
        "flips": [
            {
                "assumption": flip.assumption.name,
                "pair": _pair(flip.pair),
                "value": flip.assumption.value,
                "roots": [{"value": r.value, "low": r.low, "high": r.high, "clear": r.clear} for r in flip.roots],
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
    """One row per world: the value of every assumption in it."""
    names = [one.name for one in worlds.assumptions]
    return [{"world": place, **dict(zip(names, row, strict=True))} for place, row in enumerate(worlds.values.tolist())]


def weight_rows(sensitivity: Sensitivity) -> list[dict[str, Any]]:
    """One row per pair and assumption: how much of the variation over worlds it explains, and in which direction."""
    return [
        {
            "first": first, "second": second, "assumption": one.assumption.name, "slope": one.slope,
            "share": one.share, "certain": one.certain,
        }
        for (first, second), weights in sensitivity.weights.items()
        for one in weights
    ]  # fmt: skip
