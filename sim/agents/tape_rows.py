"""One replication of the tape as plain Python lists."""

from __future__ import annotations

from dataclasses import dataclass

from sim.demand.tape import Tape

COLUMNS = (
    "arrival",
    "deadline",
    "lineage",
    "account",
    "channel",
    "language",
    "needs",
    "need",
    "hidden",
    "work",
    "ambiguity",
    "distress",
    "patience",
)


@dataclass(frozen=True)
class TapeRows:
    """Columns of `Tape` for the cases of one replication."""

    arrival: list[float]
    deadline: list[float]
    lineage: list[int]
    account: list[int]
    channel: list[int]
    language: list[int]
    needs: list[int]
    need: list[list[int]]
    hidden: list[list[bool]]
    work: list[list[float]]
    ambiguity: list[float]
    distress: list[float]
    patience: list[float]

    def __len__(self) -> int:
        """Number of cases."""
        return len(self.arrival)


def tape_rows(tape: Tape, replication: int) -> TapeRows:
    """Cases of one replication, counted from the start of the block."""
    rows = tape.cases_of(replication)
    return TapeRows(**{column: getattr(tape, column)[rows].tolist() for column in COLUMNS})
