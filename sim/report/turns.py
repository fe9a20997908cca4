"""Turning points in sentences: what would have to be true for the answer to have another word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from sim.comparison.words import BETTER, NOT_SETTLED, SAME, WORSE
from sim.exploring.load import BY_VOLUME, BY_WORK
from sim.report.names import against
from sim.report.numbers import number, signed, unit_of

if TYPE_CHECKING:
    from sim.exploring.turning_points import Flip, Turn
    from sim.scenario.ledger import Assumption

WAYS = {BY_VOLUME: "the number of cases", BY_WORK: "the work per need"}
PAID = {BETTER: "paid back by the horizon", WORSE: "not paid back by the horizon"}
BY_WAY = "Not settled: it depends on which of the two holds the load"


def value_words(one: Assumption, value: float) -> str:
    """A value of an assumption, shares as they are."""
    return number(round(value)) if one.whole else number(value)


def told_first(flips: Iterable[Flip]) -> list[Flip]:
    """Those that turn for certain first, then by swing; all of one question and both ways of holding load together."""
    found: dict[tuple[object, ...], list[Flip]] = {}
    for flip in flips:
        found.setdefault((flip.assumption, flip.pair, flip.measure), []).append(flip)
    groups = sorted(found.values(), key=lambda same: (not any(f.turns_clearly for f in same), -same[0].swing))
    return [flip for same in groups for flip in same]


def where_channels_disagree(by_channel: Iterable[Flip]) -> list[Flip]:
    """Flips of channels, for assumptions at which one channel turns for certain and another one does not as it does."""
    found: dict[tuple[object, ...], list[Flip]] = {}
    for flip in by_channel:
        found.setdefault((flip.assumption, flip.pair, flip.way), []).append(flip)
    unlike = {key[0] for key, same in found.items() if len({_course(flip) for flip in same}) > 1}
    return [flip for same in found.values() for flip in same if flip.assumption in unlike]


def sentences(flips: Iterable[Flip]) -> list[str]:
    """A sentence for each question: assumption, pair and measure."""
    groups = groupby(told_first(flips), key=lambda flip: (flip.assumption, flip.pair, flip.measure))
    return [question_sentence(list(same)) for _, same in groups]


def question_sentence(same: Sequence[Flip]) -> str:
    """What would have to be true. same: the flips of one assumption, pair and measure: one, or one of each way."""
    what, outcomes = _asked(same[0]), [_outcome(flip) for flip in same]
    if len(same) == 1:
        return f"{what}: {outcomes[0]}."
    told = "; ".join(f"load held by {WAYS[flip.way]}, {said}" for flip, said in zip(same, outcomes, strict=True))
    against = "" if len({_course(flip) for flip in same}) == 1 else f" {BY_WAY}."
    return f"{what}: {told}.{against}"


def flip_sentence(flip: Flip) -> str:
    """The sentence of one flip alone."""
    way = f", load held by {WAYS[flip.way]}" if flip.way else ""
    return f"{_asked(flip)}{way}: {_outcome(flip)}."


def _course(flip: Flip) -> tuple[tuple[str, str], ...]:
    """Through which words it goes from end to end, as far as that is clear."""
    return tuple((turn.before, turn.after) for turn in flip.turns if turn.clear)


def _asked(flip: Flip) -> str:
    one = flip.assumption
    channel = flip.measure.partition("@")[2]
    channel_or_money = " in money" if flip.measure == "money" else f" on {channel}" if channel else ""
    plausible = f"{value_words(one, one.low)} to {value_words(one, one.high)}"
    assumed = f"assumed {value_words(one, one.value)}, plausible {plausible}"
    return f"{against(*flip.pair)}{channel_or_money}, {one.called} ({assumed})"


def _outcome(flip: Flip) -> str:
    if flip.turns:
        return "; ".join(turn_words(flip, turn) for turn in flip.turns)
    per, unit = unit_of(flip.measure.partition("@")[0], flip.at_low.mean, flip.at_high.mean)
    low, high = (f"{signed(end.mean / per)} {unit}".rstrip() for end in (flip.at_low, flip.at_high))
    ends = f"{low} at the lower end, {high} at the upper"
    if flip.throughout == SAME:
        return f"never matters within its range; the difference stays within what is worth having ({ends})"
    if flip.throughout == NOT_SETTLED:
        return f"no turning point is seen within its range, where not all is settled ({ends})"
    return f"the answer never changes within its range ({ends})"


def turn_words(flip: Flip, turn: Turn) -> str:
    """What happens at one turning point."""
    one = flip.assumption
    above = one.value <= turn.value
    there = _word_of(flip, turn.after if above else turn.before)
    if not turn.clear:
        return f"perhaps {there} at about {value_words(one, turn.value)}, more runs needed"
    return f"{there} only {'above' if above else 'below'} {interval_words(one, turn)}"


def interval_words(one: Assumption, turn: Turn) -> str:
    """A turning point with its interval."""
    low = f"{value_words(one, turn.low)}{' or less' if turn.low <= one.low else ''}"
    high = f"{value_words(one, turn.high)}{' or more' if turn.high >= one.high else ''}"
    return f"{value_words(one, turn.value)} (95% interval {low} to {high})"


def _word_of(flip: Flip, word: str) -> str:
    return PAID.get(word, word) if flip.measure == "money" else _zone(word)


def price_words(flips: Sequence[Flip], pair: tuple[str, str]) -> str:
    """At which price of a crossing the answer of a pair turns; by channel where channels disagree. "" where not known.

    flips: of the price, of all cases and by channel.
    """
    own = [flip for flip in flips if flip.pair == pair]
    if not own:
        return ""
    one, by_channel = own[0].assumption, own[1:]
    disagree = len({(flip.today_word, _course(flip)) for flip in by_channel}) > 1
    parts = (
        [f"{flip.measure.partition('@')[2]} {_price(flip)}" for flip in by_channel] if disagree else [_price(own[0])]
    )
    return f"{one.called}, assumed {value_words(one, one.value)}: {against(*pair)}: {'; '.join(parts)}."


def _price(flip: Flip) -> str:
    one, clear = flip.assumption, [turn for turn in flip.turns if turn.clear]
    if not clear:
        span = f"from {value_words(one, one.low)} to {value_words(one, one.high)}"
        if flip.throughout == NOT_SETTLED:
            return f"turns at none for certain {span}, where not all is settled"
        return f"turns at none {span}: {_zone(flip.throughout)}"
    return "; ".join(f"turns from {_zone(t.before)} to {_zone(t.after)} at {interval_words(one, t)}" for t in clear)


def _zone(word: str) -> str:
    return {SAME: "too little to matter"}.get(word, word)
