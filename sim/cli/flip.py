"""`podsim flip`: at which value of each assumption the winner changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.ledger import Assumption

LARGEST_SEED = 2**63 - 1


def flip(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists.")],
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="The measure that decides who wins.")] = (
        "resolution_minutes"
    ),
    over: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY[=LOW:HIGH]", help="Only this setting; repeatable. By default all without a source."),
    ] = None,
    between: Annotated[
        str, typer.Option(metavar="FIRST,SECOND", help="The two columns; pods against silos_plus: the formation alone.")
    ] = "silos,pods",
    replications: Annotated[int, typer.Option(min=2, help="Repetitions at every value looked at.")] = 6,
    seed: Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed; as in the scenario.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="local|ADDRESS", help="Run on dask.distributed (extra: cluster).")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder in which results folders are made.")] = Path("results"),
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")] = False,
) -> int:
    """Find the value of each assumption at which the winner changes: what would have to be true."""
    from sim.cli.cells import kept_cells, resumable
    from sim.cli.options import Asked, chosen
    from sim.cli.output import note_compiling, progress, say, say_json, say_page
    from sim.measures import measure_named, measure_names
    from sim.scenario.problems import did_you_mean

    if measure_named(measure) is None:
        raise UsageError(f"--measure {measure}: no such measure. {did_you_mean(measure, measure_names())}")
    pair = tuple(name.strip() for name in between.split(","))
    if len(pair) != 2 or pair[0] == pair[1]:
        raise UsageError(f"--between {between}: two columns joined by a comma, as silos,pods")
    (choice,) = chosen([scenario], sets or [], [between])
    wanted = assumptions_named(choice.scenario, choice.columns, over) if over else None
    Asked(None, seed, "core", out, json, quiet).check_out()
    note_compiling("core", quiet)
    from sim.exploring.turning_points import flips
    from sim.report.turning_points import flip_page, flip_rows, write_flips

    own_seed = choice.scenario.seed if seed is None else seed
    with resumable(out), progress(f"{choice.scenario.name}: looking at every assumption", quiet) as watch:
        found = flips(
            choice.scenario, choice.columns, [pair], seed=own_seed, over=wanted, measure=measure,
            replications=replications, cluster=cluster, store=kept_cells(out), progress=watch,
        )  # fmt: skip
    folder = write_flips(choice.scenario, found, own_seed, replications, out)
    if json:
        say_json({"scenario": choice.scenario.name, "flips": flip_rows(found), "results": str(folder)})
    else:
        say_page(flip_page(choice.scenario, found, replications))
        say(f"\nResults: {folder}")
    return Exit.DONE


def assumptions_named(scenario: Scenario, columns: Sequence[str], keys: Sequence[str]) -> list[Assumption]:
    """Assumptions meant by --over, in order: a name of the ledger or any numeric setting, with a range of one's own.

    Raises UsageError with the nearest name.
    """
    from dataclasses import replace

    from sim.scenario.ledger import ledger
    from sim.scenario.problems import did_you_mean

    known = {one.name: one for one in ledger(scenario, columns)}
    found = []
    for text in keys:
        name, equals, bounds = text.partition("=")
        ends = [name_ for name_ in known if name_ == name or name_.endswith(f".{name}")]
        if len(ends) > 1 and name not in known:
            raise UsageError(f"--over {text}: {name} may be {' or '.join(ends)}; say which")
        one = known[name if name in known else ends[0]] if ends else _any_number(scenario, name, text)
        if equals:
            low, high = _range(text, bounds)
            one = replace(one, low=low, high=high, why="a range of one's own")
        elif not ends:
            raise UsageError(
                f"--over {text}: give a range, as {name}=LOW:HIGH; the ledger has none for it. "
                f"{did_you_mean(name, known)}"
            )
        found.append(one)
    return found


def _range(text: str, bounds: str) -> tuple[float, float]:
    low, colon, high = bounds.partition(":")
    try:
        found = float(low), float(high)
    except ValueError:
        found = (0.0, 0.0)
    if not colon or not found[0] < found[1]:
        raise UsageError(f"--over {text}: a range is LOW:HIGH, two numbers, the lower one first")
    return found


def _any_number(scenario: Scenario, name: str, text: str) -> Assumption:
    """Any numeric setting of the scenario as an assumption without a range. Raises UsageError."""
    from sim.scenario.catalogue import SETTINGS
    from sim.scenario.ledger import any_number

    if one := any_number(scenario, name):
        return one
    guesses = SETTINGS.nearest(name)
    hint = f"Did you mean {' or '.join(guesses)}?" if guesses else "podsim explain settings lists all."
    raise UsageError(f"--over {text}: not a setting with a number in this scenario. {hint}")
