"""The best designs for people and as a results folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.comparison.intervals import known_mean
from sim.comparison.statistics import MET, Difference, judged_targets
from sim.comparison.words import whole
from sim.exploring.designs import Best, Side, Trial
from sim.measures import AT, measure_named
from sim.report.as_json import interval_json
from sim.report.csv_files import csv_text
from sim.report.designs_words import design_words, note_line, search_line, size_line
from sim.report.folder import write_results
from sim.report.names import measure_words
from sim.report.numbers import change, change_alone, number, unit_of
from sim.report.summary import as_text
from sim.report.tables import STYLES, bare_table, heading
from sim.report.verdict import target_words

# Rows beside the measure.
ALSO = {"abandoned_share": "gave up", "felt_empathy": "felt empathy", "load_p90": "busiest tenth"}
TRAINING = "training_cost"
WIDEST_TITLE = 20
MOST_CHANNELS = 3


def best_page(best: Best) -> Iterator[Any]:
    """Everything that a reader sees, in order: twenty lines."""
    yield heading(best.scenario)
    yield Text(size_line(best))
    chosen = bare_table()
    chosen.show_header = False
    chosen.add_column(no_wrap=True)
    chosen.add_column(overflow="fold")
    for side, called in zip(best.sides, ("Departments", "Pods"), strict=True):
        chosen.add_row(Text(called), Text(design_words(best.scenario, side.best)))
    yield chosen
    yield _table(best)
    yield Text(search_line(best))
    yield Text(note_line(best), style="dim")


def _table(best: Best) -> Table:
    table = bare_table()
    table.add_column(Text(measure_words(best.measure)), max_width=WIDEST_TITLE)
    for title in ("departments", "pods"):
        table.add_column(Text(title), justify="right", no_wrap=True)
    table.add_column(Text("pods less departments"), overflow="fold")
    for title, levels, difference in _rows(best):
        table.add_row(Text(title), *levels, difference)
    return table


Row = tuple[str, list[str], Text]


def _rows(best: Best) -> Iterator[Row]:
    """What stands in each row: title, a level for each side, the difference."""
    measure, sides = best.measure, best.sides
    shipped, judged = ([_mean(best, name, measure) for name in names] for names in _columns(best))
    trained = [side.trained.mean for side in sides]
    per, unit = unit_of(measure, *shipped, *judged, *trained)

    def row(title: str, values: list[float], difference: Text) -> Row:
        return title, [f"{number(value / per)} {unit}".rstrip() for value in values], difference

    judged_difference = best.differences[measure]
    yield row("as shipped", shipped, Text(""))
    yield row("best, trained", trained, Text(""))
    yield row("best, judged", judged, _said(judged_difference, change(measure, judged_difference.interval)))
    for channel, difference in _channels(best):
        levels = [_mean(best, side.column, f"{measure}{AT}{channel}") for side in sides]
        yield row(f"  {channel}", levels, _alone(difference))
    for name, called in ALSO.items():
        if name != measure:
            levels = [_mean(best, side.column, name) for side in sides]
            yield called, [number(level) for level in levels], _alone(best.differences[name])
    if best.scenario.money.second_skill_per_year:
        currency = best.scenario.money.currency
        yield (
            "training a week",
            [f"{number(_mean(best, side.column, TRAINING))} {currency}" for side in sides],
            Text(""),
        )
    if best.scenario.targets:
        yield "targets met", [_targets(best, side) for side in sides], Text("")


def _channels(best: Best) -> list[tuple[str, Difference]]:
    """The measure by channel, where there are several: those in which most changes, in the scenario's order."""
    found = {channel: rows[best.measure] for channel, rows in best.by_channel.items() if best.measure in rows}
    size = {channel: abs(one.interval.mean) / max(one.smallest, 1e-9) for channel, one in found.items()}
    shown = sorted(found, key=lambda channel: -size[channel])[:MOST_CHANNELS]
    return [(channel, one) for channel, one in found.items() if channel in shown and len(found) > 1]


def _targets(best: Best, side: Side) -> str:
    words = judged_targets(best.samples[side.column], best.scenario.targets)
    return f"{words.count(MET)} of {len(words)}"


def _columns(best: Best) -> tuple[list[str], list[str]]:
    return [side.shipped for side in best.sides], [side.column for side in best.sides]


def _mean(best: Best, column: str, name: str) -> float:
    return known_mean(best.samples[column][name])


def _alone(difference: Difference) -> Text:
    return _said(difference, change_alone(difference.measure, difference.interval))


def _said(difference: Difference, amount: str) -> Text:
    return Text(f"{amount} ") + Text(whole(difference.word, difference.reason), STYLES.get(difference.word, "dim"))


def trial_rows(best: Best) -> list[dict[str, Any]]:
    """One row per design looked at, the best of each side first: what it is, how it did in training, whether chosen."""
    return [_trial_row(best, side, trial) for side in best.sides for trial in side.trials]


def _trial_row(best: Best, side: Side, trial: Trial) -> dict[str, Any]:
    design = trial.design
    return {
        "side": side.shipped,
        "chosen": trial is side.trials[0],
        "design": design_words(best.scenario, design),
        "kind": design.kind,
        "teams": "" if design.teams is None else design.teams,
        "share": "" if design.share is None else design.share,
        "second_skills": design.second_skills,
        "team_choice": design.team_choice,
        "replications": trial.replications,
        "measure": best.measure,
        "mean": trial.value,
        "load_p90": trial.load,
        "missed": trial.missed,
        "column": design.column,
    }


def difference_rows(best: Best) -> list[dict[str, Any]]:
    """The best pods less the best departments, by measure and channel; then what searching brought on each side."""
    judged = [("", best.differences), *best.by_channel.items()]
    rows = [_difference_row("judged", channel, one) for channel, row in judged for one in row.values()]
    for side in best.sides:
        rows += [_difference_row("training", "", side.trained_gain), _difference_row("judged", "", side.gain)]
    return rows


def _difference_row(on: str, channel: str, one: Difference) -> dict[str, Any]:
    known = measure_named(one.measure)
    return {
        "on": on,
        "first": one.first,
        "second": one.second,
        "measure": one.measure,
        "channel": channel,
        "unit": known.unit if known else "",
        "mean": one.interval.mean,
        "low": one.interval.low,
        "high": one.interval.high,
        "smallest": one.smallest,
        "word": one.word,
        "reason": one.reason,
    }


def best_json(best: Best) -> dict[str, Any]:
    """What `podsim best --sides --json` prints, but for the results folder."""
    return {
        **_question(best),
        "sides": {side.shipped: _side_json(best, side) for side in best.sides},
        "differences": [
            {key: None if value != value else value for key, value in row.items()}  # nan: unknown
            for row in difference_rows(best)
            if row["first"] == best.departments.column
        ],
        "load_bound": best.load_bound,
        "answer": search_line(best),
        "note": note_line(best),
    }


def _side_json(best: Best, side: Side) -> dict[str, Any]:
    return {
        "design": design_words(best.scenario, side.best),
        "column": side.best.settings,
        "designs": len(side.trials),
        "of": side.designs,
        "replications": side.replications,
        "misses_by": side.trials[0].missed,
        "training": interval_json(side.trained),
        "gain_in_training": interval_json(side.trained_gain.interval),
        "gain_judged": interval_json(side.gain.interval),
        "gain_word": side.gain.word,
        "gain_reason": side.gain.reason,
        "targets": dict(
            zip(
                map(target_words, best.scenario.targets),
                judged_targets(best.samples[side.column], best.scenario.targets),
                strict=True,
            )
        ),
    }


def _question(best: Best) -> dict[str, Any]:
    return {
        "scenario": best.scenario.name,
        "seed": best.seed,
        "replications": best.replications,
        "replications_in_training": best.training,
        "designs": len(best.departments.trials),
        "measure": best.measure,
        "targets": [target.model_dump(mode="json", exclude_none=True) for target in best.scenario.targets],
    }


def write_best(best: Best, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables and manifest; returns the folder. Raises OSError."""
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(best_page(best)),
        "designs.csv": csv_text(trial_rows(best)),
        "differences.csv": csv_text(difference_rows(best)),
    }
    return write_results(
        parent, f"best-{best.scenario.name}", files,
        command=command, scenario=best.scenario, question=_question(best),
    )  # fmt: skip
