"""What the slides of what-ifs side by side say."""

from __future__ import annotations

from collections.abc import Iterator

from sim.comparison.words import whole
from sim.measures import AT
from sim.report.handout.parts import Bar, Grid, IntervalChart, Slide
from sim.report.handout.plans import FELT, LOAD, TIME, sources
from sim.report.handout.reading import Figure, Results, Row
from sim.report.names import in_text, labelled, measure_words, name_of
from sim.report.numbers import signed_to, unit_in
from sim.scenario.problems import count_of

WIDE, MEASURES, SETTINGS = "side_by_side.csv", "side_by_side_measures.csv", "settings_that_differ.csv"
COST = "cost_per_year"
MOST_ROWS = 12  # of a table or chart on a slide; the workbook has all
MOST_SETTINGS = 10


def side_slides(results: Results) -> Iterator[Slide]:
    """Eight slides."""
    paired = [row for row in results.tables[WIDE] if row["resolution_minutes_difference"]][:MOST_ROWS]
    currency = results.currency
    per, unit = unit_in("minutes", *(float(row["resolution_minutes_difference"]) for row in paired))
    yield _opening(results)
    yield _differences(results, paired, "Time until solved", TIME, per, unit)
    yield _differences(results, paired, labelled(FELT, "Felt empathy"), FELT, 0.01, "of 100 (a proxy)")
    yield _differences(results, paired, "Load of the busiest tenth", LOAD, 1 / 60, "minutes of each paid hour")
    yield _differences(results, paired, "Cost", COST, 1000.0, f"thousand {currency} a year")
    yield _ranking(results, per, unit)
    yield _settings(results)
    yield sources(results, ("What-ifs that met other customers have no difference and no rank.",))


def called(row: Row) -> str:
    """A row in a chart: the what-if, and its column."""
    return f"{row['whatif']}, {in_text(row['column'])}"


def _opening(results: Results) -> Slide:
    first = next(iter(results.manifest["side_by_side"]))
    weeks, runs = results.scenario["time"]["measured_weeks"], results.manifest["replications"]
    others = [name for name in results.manifest["side_by_side"] if name != first]
    return Slide(
        results.sentence,
        lines=(
            f"Against {first}: {', '.join(others)}.",
            f"The same customers wherever there is a difference, {count_of(weeks, 'week')}, {count_of(runs, 'run')}.",
            "Made by podsim from simulated customers: read differences, not levels.",
        ),
        notes=("The finding is what the screen says of these what-ifs.",),
        sources=(f"{WIDE} {results.hash_of(WIDE)}",),
    )


def _differences(results: Results, paired: list[Row], what: str, measure: str, per: float, unit: str) -> Slide:
    bars, words = [], []
    for row in paired:
        where = {"whatif": row["whatif"], "column": row["column"], "measure": measure, "channel": "all"}
        ends = [results.figure(MEASURES, name, **where) for name in ("difference_low", "difference", "difference_high")]
        low, mid, high = (end.in_units_of(per) for end in ends)
        bars.append(Bar(called(row), low, mid, high))
        (found,) = results.rows(MEASURES, **where)
        words.append((mid, row, whole(found["word"], found["reason"])))
    return Slide(
        _title(what, words, unit, "less" if measure != FELT else "more"),
        (IntervalChart(f"{what}: difference from the first, {unit}", tuple(bars)),),
        ("Points are paired differences from the first row on the same customers, lines their 95% intervals.",),
    )


def _title(what: str, words: list[tuple[Figure, Row, str]], unit: str, good: str) -> str:
    if not words:
        return f"{what}: no what-if met the same customers as the first"
    if what == "Cost":
        low, high = (pick(mid.value for mid, _, _ in words) for pick in (min, max))
        return f"{what}: from {signed_to(low, 1)} to {signed_to(high, 1)} {unit} beside the first"
    pick = min if good == "less" else max
    mid, row, said = pick(words, key=lambda one: one[0].value)
    told = f" ({said})" if said else ""
    extreme = "lowest" if good == "less" else "highest"
    return f"{what}: {extreme} in {called(row)}, {signed_to(mid.value, 1)} {unit}{told}"


def _ranking(results: Results, per: float, unit: str) -> Slide:
    rows = results.tables[WIDE][:MOST_ROWS]

    def signed(text: str, of: float, digits: int) -> str:
        return signed_to(float(text) / of, digits) if text else ""

    best = next((row for row in rows if row["best_for_the_money"] == "True"), None)
    made = tuple(
        (
            row["rank"], row["whatif"], name_of(row["column"]), row["people"],
            f"{float(row['resolution_minutes']) / per:.1f}",
            signed(row["resolution_minutes_difference"], per, 2),
            row["resolution_minutes_word"] or row["not_paired"],
            signed(row[f"{COST}_difference"], 1000.0, 0), _harm(row),
        )
        for row in rows
    )  # fmt: skip
    heads = (
        "",
        "What-if",
        "Column",
        "People",
        f"Solved, {unit}",
        "From the first",
        "",
        f"1000 {results.currency} a year",
        "But worse",
    )
    title = (
        f"Best for the money: {called(best)}" if best else "Best for the money: none is certainly sooner without harm"
    )
    return Slide(title, (Grid(heads, made),), (), (), (f"All cells: {WIDE} {results.hash_of(WIDE)}",))


def _harm(row: Row) -> str:
    """In what a row is worse than the first one: measures, and on which channels."""
    told = [name.partition(AT) for name in row["worse_in"].split()]
    return ", ".join(measure_words(name) + (f" ({channel})" if channel else "") for name, _, channel in told)


def _settings(results: Results) -> Slide:
    rows = results.tables[SETTINGS]
    shown = tuple((row["whatif"], row["setting"], row["first"], row["here"]) for row in rows[:MOST_SETTINGS])
    more = f" ({len(rows) - MOST_SETTINGS} more in the workbook)" if len(rows) > MOST_SETTINGS else ""
    named = len({row["whatif"] for row in rows})
    what = "1 setting differs" if len(rows) == 1 else f"{len(rows)} settings differ"
    return Slide(
        f"{what} from the first file, in {named} of the what-ifs{more}",
        (Grid(("What-if", "Setting", "First", "Here"), shown or (("", "none", "", ""),)),),
        (),
        (),
        (f"All cells: {SETTINGS} {results.hash_of(SETTINGS)}",),
    )
