"""An outlook as plain values for `--json`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sim.exploring.uncertainty.words import flip_sentence

if TYPE_CHECKING:
    from sim.exploring.uncertainty.outlook import Outlook


def outlook_json(outlook: Outlook) -> dict[str, Any]:
    """worlds, refused, counts, rests_on, flips. Pairs are named "first→second"."""
    worlds = outlook.worlds
    return {
        "worlds": worlds.count,
        "refused": worlds.refused,
        "counts": {
            _pair(pair): {measure: dict(sorted(Counter(spread.better).items())) for measure, spread in row.items()}
            for pair, row in worlds.found.items()
        },
        "rests_on": {
            _pair(pair): [
                {"assumption": w.assumption.name, "share": w.share, "slope": w.slope, "certain": w.certain}
                for w in weights
            ]
            for pair, weights in outlook.weights.items()
        },
        "flips": [
            {
                "assumption": flip.assumption.name,
                "pair": _pair(flip.pair),
                "value": flip.assumption.value,
                "roots": [{"value": r.value, "low": r.low, "high": r.high, "clear": r.clear} for r in flip.roots],
                "sentence": flip_sentence(flip),
            }
            for flip in outlook.flips
        ],
    }


def _pair(pair: tuple[str, str]) -> str:
    return "→".join(pair)
