"""`podsim calibrate`: fit the free numbers of a scenario, and store them where asked to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Json, OneScenario, Out, Quiet, Seed, Sets, check_out, check_writable
from sim.cli.output import command_line, note, note_compiling, progress, say, say_json, say_page

if TYPE_CHECKING:
    from sim.exploring.calibration.result import Calibration


def calibrate(
    scenario: OneScenario,
    write: Annotated[
        bool, typer.Option("--write", help="Write the numbers into the file, and the record beside it.")
    ] = False,
    weeks: Annotated[int | None, typer.Option(min=1, help="Measured weeks; by default those of the scenario.")] = None,
    replications: Annotated[int, typer.Option(min=1, help="Replications of every simulation of the fit.")] = 2,
    ridge: Annotated[
        int, typer.Option(min=0, help="Replications of each verdict along the ridge, at least 2; 0: no ridge.")
    ] = 4,
    seed: Seed = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Fit unknown numbers of a scenario, so that its departments hand over work as real ones do."""
    from sim.report.names import speak_of
    from sim.scenario import read_scenario

    if ridge == 1:
        raise UsageError("--ridge 1: at least 2, as a verdict needs two repetitions, or 0 for none")
    changes = [*(sets or []), *([f"time.measured_weeks={weeks}"] if weeks else [])]
    loaded = read_scenario(scenario, changes)
    speak_of(loaded.scenario)
    if write:
        check_writable(loaded.source_path)
    else:
        check_out(out)
    note_compiling("core", quiet)
    from sim.exploring.calibration.calibrate import calibrate as calibrated

    with progress(f"calibrating {loaded.scenario.name}", quiet) as watch:
        result = calibrated(
            loaded.scenario, seed=seed, replications=replications, ridge_replications=ridge, progress=watch
        )
    return _end(result, changes, loaded.source_path if write else None, out, json)


def _end(calibration: Calibration, changes: Sequence[str], path: Path | None, out: Path, json: bool) -> int:
    """Show what was found, and keep it: in a results folder, or in the scenario's file where `path` is given."""
    from sim.report.calibration import calibration_page, write_calibration
    from sim.report.calibration_record import record_of

    record = record_of(calibration, changes)
    code, kept, where = Exit.DONE, None, ""
    if not json:
        say_page(calibration_page(calibration))
    try:
        if path is None:
            kept = write_calibration(calibration, record, out, command_line())
            where = f"Results: {kept}"
        else:
            kept, where = _stored(calibration, record, path)
    except OSError as error:
        note(f"podsim: the results could not be written: {error.strerror or error}")
        code = Exit.BUG
    if json:
        say_json(record | {"seconds": round(calibration.seconds, 1), "results": str(kept) if kept else None})
    else:
        say(f"\n{calibration.seconds:.0f} seconds.{f' {where}' if where else ''}")
    return code


def _stored(calibration: Calibration, record: dict[str, Any], path: Path) -> tuple[Path, str]:
    """Put the numbers into the scenario's file, and the record beside it: (the record's path, what to say)."""
    from sim.report.calibration_record import text_of
    from sim.report.folder import replace_file
    from sim.scenario import read_scenario
    from sim.scenario.files import read_text, shown_path
    from sim.scenario.rewriting import rewrite
    from sim.scenario.yaml_reader import parse_yaml

    own = parse_yaml(read_text(path), shown_path(path)).value
    here = {
        key: value for key, value in calibration.settings.items() if not key.startswith("people.") or "people" in own
    }
    if here:
        rewrite(path, here, check=lambda aside: read_scenario(aside))
    beside = path.with_name(f"{path.stem}.calibration.json")
    replace_file(beside, text_of(record))
    by_hand = [f"{key}={value}" for key, value in calibration.settings.items() if key not in here]
    where = f"Written: {shown_path(path)} ({len(here)} settings) and {shown_path(beside)}"
    return beside, f"{where}{f'; to be set by hand, as a parent says it: {chr(32).join(by_hand)}' if by_hand else ''}"
