"""Which mechanisms of the slow clock are on: the two versions of the dip, and one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sim.scenario.declaration import Settings, declaration_of
from sim.scenario.over_time import OverTime

Version = Callable[[OverTime], OverTime]

# In the order in which the bridge from `compare` to the last weeks switches them on, and what people call them.
MECHANISMS = {"familiarity": "new teams", "learning": "learning", "staff": "leaving, load", "loyalty": "customers"}
GUESSED_SHARE = 0.15  # of speed, the guess of evidence row 65; for how long is a setting
MODELLED, GUESSED = "modelled", "guessed"
GUESSED_DIP = "guessed_dip"


def absent(block: Settings) -> Settings:
    """A block of mechanisms at which nothing happens."""
    off = {name: declaration_of(field).absent for name, field in type(block).model_fields.items()}
    kinds = {name: type(getattr(block, name)) for name in off}  # a choice is off where its number is 0
    return block.model_copy(update={name: kinds[name](value) for name, value in off.items() if value is not None})


def only(over_time: OverTime, mechanisms: Iterable[str]) -> OverTime:
    """With these mechanisms alone. mechanisms: of MECHANISMS."""
    kept = set(mechanisms)
    off: dict[str, Any] = {name: absent(getattr(over_time, name)) for name in MECHANISMS if name not in kept}
    return over_time.model_copy(update=off)


def guessed(over_time: OverTime) -> OverTime:
    """With the guessed dip of a reorganisation in place of what is lost when people do not know each other."""
    dip = {"dip_share": GUESSED_SHARE, "dip_weeks": over_time.familiarity.dip_weeks}
    return over_time.model_copy(update={"familiarity": absent(over_time.familiarity).model_copy(update=dip)})


def with_mechanisms(over_time: OverTime, names: Iterable[str]) -> OverTime:
    """With these alone, of MECHANISMS, or GUESSED_DIP in place of familiarity."""
    kept = set(names)
    if GUESSED_DIP in kept:
        return guessed(only(over_time, kept | {"familiarity"}))
    return only(over_time, kept)


def as_set(over_time: OverTime) -> OverTime:
    """As the scenario has it."""
    return over_time


# Both versions of the dip, each alone.
VERSIONS: dict[str, Version] = {MODELLED: as_set, GUESSED: guessed}


def steps_of_bridge() -> dict[str, Version]:
    """Versions from nothing to all but the last mechanism, by the name of what was switched on last ("": nothing)."""
    names = list(MECHANISMS)

    def upto(count: int) -> Version:
        return lambda over_time: only(over_time, names[:count])

    return {(names[count - 1] if count else ""): upto(count) for count in range(len(names))}
