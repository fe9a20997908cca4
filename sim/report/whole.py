"""The report of a comparison with all that goes into it: close-up, pictures, event logs, what the page may move."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.names import in_its_words

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress
    from sim.exploring.whatif import WhatIf
    from sim.report.answer import Answer
    from sim.report.live.payload import Payload

Watching = Callable[[str], AbstractContextManager["Progress | None"]]


@in_its_words
def report_of(
    answer: Answer,
    watching: Watching,
    note: Callable[[str], None],
    *,
    seats: bool = False,
    cluster: str | None = None,
    store: Path | None = None,
) -> dict[str, str | bytes]:
    """Files of the report by name: the page, its pictures, and the event logs.

    watching: a context with the progress of what has this title. note: is told what is done. seats: as of
    `report_html`. cluster, store: as of `run_cells`.
    """
    from sim.comparison.closeup import closeup
    from sim.report.beside import beside
    from sim.report.comparison_files import report_files
    from sim.report.event_log import event_log_files
    from sim.report.page import drawn_of_comparison

    moving, not_live = _moving(answer, watching, note, cluster, store)
    note(f"{answer.scenario.name}: writing the report")
    logs: dict[str, str | bytes] = {}
    with beside(partial(drawn_of_comparison, answer)) as drawn:
        close_up = closeup(
            answer.scenario,
            answer.columns,
            seed=answer.seed,
            engine="agents" if answer.engine == "agents" else "core",
            also=lambda *seen: logs.update(event_log_files(*seen)),
        )
        return report_files(answer, close_up, moving, not_live, seats, drawn) | logs


def _moving(
    answer: Answer, watching: Watching, note: Callable[[str], None], cluster: str | None, store: Path | None
) -> tuple[Payload | WhatIf | None, str]:
    """What the page computes again with; where it cannot, why, and cells computed beforehand if worlds were run too."""
    from sim.exploring.whatif import REPLICATIONS, whatif
    from sim.report.live.payload import NotLive, payload

    name = answer.scenario.name
    try:
        with watching(f"{name}: what the page may move") as watch:
            return payload(answer, watch), ""
    except NotLive as error:
        why = str(error)
    if answer.sensitivity is None:
        note(f"{name}: the page has no what-if, as {why}, and sliders computed beforehand come with plausible worlds")
        return None, why
    note(f"{name}: the page does not simulate again, as {why}")
    with watching(f"{name}: what-if sliders") as watch:
        cells = whatif(
            answer.scenario, answer.columns, seed=answer.seed,
            replications=min(REPLICATIONS, answer.replication_count),  # no better known than the comparison
            cluster=cluster, store=store, progress=watch,
        )  # fmt: skip
    return cells, why
