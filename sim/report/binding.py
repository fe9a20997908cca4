"""What is said of teams that do not bind, and of those that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.names import in_text
from sim.report.numbers import change, listed

if TYPE_CHECKING:
    from sim.comparison.binding import Binding


def binding_words(binding: Binding) -> str:
    """Whether who is in which team matters, in a sentence."""
    if binding.refused:
        return f"Whether teams bind was not tried in {in_text(binding.of)}: {binding.refused}."
    whole = change("resolution_minutes", binding.differences[""].interval)
    lent = f"{binding.borrowed:.0%} of steps are done by other pods' people"
    beside = f"{in_text(binding.of)} less {binding.people} pods of one person with these habits {whole}, {lent}"
    if binding.binds is False:
        return f"As set, teams do not bind: {beside}."
    if binding.binds is None:
        return f"Whether teams bind is not settled: {beside}."
    unlike = [channel for channel, one in binding.differences.items() if channel and one.winner]
    where = f" ({listed(unlike)})" if unlike else ""
    return f"Teams bind{where}: {beside}."
