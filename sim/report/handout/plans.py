"""What the slides of a comparison say: each a finding, from the tables of its folder alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.comparison.corners import FORMATION, HABITS_IN_DEPARTMENTS, has_corners
from sim.comparison.side_by_side import year_of
from sim.comparison.words import BETTER, EQUIVALENT, WORSE, whole
from sim.measures.costs import WEEKS_PER_YEAR
from sim.report.handout.parts import Bar, CountChart, Grid, IntervalChart, Slide
from sim.report.handout.reading import SIDE_BY_SIDE, Figure, Results, Row
from sim.report.in_people import rounded
from sim.report.names import against, in_text, labelled, name_of, upper
from sim.report.numbers import listed, signed_to, unit_in
from sim.scenario.built_in_columns import HABITS, PODS
from sim.scenario.problems import count_of

TIME, FELT, GAVE_UP, LOAD = "resolution_minutes", "felt_empathy", "abandoned_share", "load_p90"
MEASURES, DIFFERENCES, CHANNELS = "measures.csv", "differences.csv", "channels.csv"
EFFECTS, PARITY, PEOPLE, WORLDS = "effects.csv", "parity.csv", "in_people.csv", "worlds.csv"
MOST_PAIRS = 3


def comparison_slides(results: Results) -> Iterator[Slide]:
    """Seven slides, eight where plausible worlds were run, one less where a single column leaves nothing to compare."""
    yield _opening(results)
    yield _time(results)
    if pairs_of(results):
        yield _by_channel(results)
    yield _felt_and_gave_up(results)
    yield _load(results)
    yield _money(results)
    if results.tables.get(WORLDS):
        yield _worlds(results)
    yield sources(results, _limits(results))


def pairs_of(results: Results) -> list[tuple[str, str]]:
    """What habits bring to departments and what pods add, or the first columns against the first one."""
    if has_corners(results.columns):
        return [HABITS_IN_DEPARTMENTS, FORMATION]
    return [(results.columns[0], column) for column in results.columns[1 : 1 + MOST_PAIRS]]


def pair_called(results: Results, pair: tuple[str, str]) -> str:
    """A pair as the screen calls it."""
    if has_corners(results.columns):
        return {HABITS_IN_DEPARTMENTS: "Better habits", FORMATION: "Pods on top"}[pair]
    return upper(against(*pair))


def _opening(results: Results) -> Slide:
    cases = results.figure(MEASURES, "mean", formation=results.columns[0], measure="cases_arrived")
    people = _headcount(results, results.columns[0])
    weeks, runs = results.scenario["time"]["measured_weeks"], results.manifest["replications"]
    return Slide(
        results.sentence,
        lines=(
            str(results.scenario["title"] or results.scenario["name"]),
            f"The same {people.value:.0f} people and {cases.value:,.0f} customers in every column, "
            f"{count_of(weeks, 'week')}, {count_of(runs, 'run')}.",
            "Departments and pods, each with today's habits and with better ones." if has_corners(results.columns)
            else f"Compared: {listed([in_text(column) for column in results.columns])}.",
            "Made by podsim from simulated customers: read differences, not levels.",
        ),
        notes=("The finding is what podsim compare says of this comparison.",),
        sources=(f"{people.value:.0f} people: {people.source}", f"{cases.value:,.1f} customers: {cases.source}"),
    )  # fmt: skip


def _headcount(results: Results, column: str) -> Figure:
    return results.figure(PARITY, column, item="headcount")


def levels(results: Results, measure: str, per: float, table: str = MEASURES, **where: str) -> tuple[Bar, ...]:
    """A measure in every column. per: what one unit of the chart is."""
    bars = []
    for column in results.columns:
        ends = [
            results.figure(table, end, formation=column, measure=measure, **where) for end in ("low", "mean", "high")
        ]
        low, mid, high = (one.in_units_of(per) for one in ends)
        bars.append(Bar(name_of(column), low, mid, high))
    return tuple(bars)


def _unit(results: Results) -> tuple[float, str]:
    values = [results.figure(MEASURES, "mean", formation=column, measure=TIME).value for column in results.columns]
    return unit_in("minutes", *values)


def _difference(results: Results, pair: tuple[str, str], measure: str) -> tuple[Figure, str, str]:
    """mean, word with its reason, word alone."""
    where = {"first": pair[0], "second": pair[1], "measure": measure}
    (row,) = results.rows(DIFFERENCES, **where)
    return results.figure(DIFFERENCES, "mean", **where), whole(row["word"], row["reason"]), row["word"]


def told(results: Results, measure: str, per: float, digits: int, unit: str) -> tuple[str, tuple[str, ...]]:
    """The differences of the pairs in one measure as a title, and their sources."""
    parts, found = [], []
    for pair in pairs_of(results):
        mean, said, word = _difference(results, pair, measure)
        if word in EQUIVALENT:
            parts.append(f"{pair_called(results, pair)}: no difference worth having")
        else:
            parts.append(
                f"{pair_called(results, pair)}: {signed_to(mean.value / per, digits)} {unit}".rstrip() + f" ({said})"
            )
        found.append(f"{pair_called(results, pair)}: {mean.value:.6g} {said}, {mean.source}")
    return "; ".join(parts), tuple(found)


def _finding(what: str, found: str) -> str:
    """A title; of a single column nothing is found."""
    return f"{what}. {found}" if found else what


def _time(results: Results) -> Slide:
    per, unit = _unit(results)
    title, found = told(results, TIME, per, 1, unit)
    return Slide(
        _finding("Time until solved", title),
        (IntervalChart(f"Time until solved, {unit}, mean over all channels", levels(results, TIME, per)),),
        ("From the first contact until a problem is truly solved; who gives up counts the time up to a deadline.",),
        ("Points are means over runs, lines their 95% intervals. Differences are paired on the same customers.",),
        found,
    )


def _by_channel(results: Results) -> Slide:
    per, unit = _unit(results)
    bars, parts = [], []
    for pair in pairs_of(results):
        rows = results.rows(EFFECTS, first=pair[0], second=pair[1], measure=TIME)
        words = []
        for row in rows:
            where = {
                "first": pair[0],
                "second": pair[1],
                "measure": TIME,
                "channel": row["channel"],
                "effect": row["effect"],
            }
            low, mid, high = (results.figure(EFFECTS, end, **where).in_units_of(per) for end in ("low", "mean", "high"))
            place = "all channels" if row["channel"] == "all" else row["channel"]
            bars.append(Bar(f"{place}: {pair_called(results, pair)}", low, mid, high))
            if row["channel"] != "all":
                words.append(f"{row['channel']} {_plain(row)}")
        if words:
            parts.append(f"{pair_called(results, pair)}: {', '.join(words)}")
    return Slide(
        f"By channel. {'; '.join(parts)}",
        (IntervalChart(f"Difference in time until solved, {unit}; below 0 is sooner", tuple(bars)),),
        ("Where channels disagree, the mean over all of them says what happens to nobody.",),
        ("Each line is the 95% interval of a paired difference.",),
    )


def _plain(row: Row) -> str:
    return "no difference worth having" if row["word"] in EQUIVALENT else whole(row["word"], row["reason"])


def _felt_and_gave_up(results: Results) -> Slide:
    title, found = told(results, FELT, 0.01, 1, "of 100")
    felt = labelled(FELT, "Felt empathy")
    parts = [IntervalChart(f"{felt}, of 100 (a proxy)", levels(results, FELT, 0.01))]
    live = [name for name, one in results.scenario["demand"]["channels"].items() if one["live"]]
    shown = [name for name in live if results.rows(CHANNELS, channel=name, measure=GAVE_UP)][:1]
    for name in shown:
        parts.append(
            IntervalChart(
                f"{labelled(GAVE_UP, 'Gave up')}, % ({name})", levels(results, GAVE_UP, 0.01, CHANNELS, channel=name)
            )
        )
    gave_up, more = told(results, GAVE_UP, 0.01, 1, "points")
    return Slide(
        _finding(felt, title),
        tuple(parts),
        (
            f"{felt} would say “they showed me empathy”. It is a proxy, and no survey.",
            *((f"Gave up, all channels. {gave_up}.",) if gave_up else ()),
        ),
        (),
        (*found, *more),
    )


def _load(results: Results) -> Slide:
    title, found = told(results, LOAD, 1 / 60, 1, "min/hour")
    return Slide(
        _finding("Load of people", title),
        (
            IntervalChart(
                "Minutes of each paid hour in which the busiest tenth are at work", levels(results, LOAD, 1 / 60)
            ),
        ),
        ("Nine in ten people are less busy than this.",),
        (),
        found,
    )


def cost_of_a_year(results: Results, column: str) -> tuple[float, tuple[Figure, ...]]:
    """Planned and overtime pay with the employer's share, technology, second skills, seats; and what it is made of."""
    money, people = results.scenario["money"], _headcount(results, column)
    pay, technology, training = (
        results.figure(MEASURES, "mean", formation=column, measure=name)
        for name in ("pay_cost", "technology_cost", "training_cost")
    )
    prices = money["employer_share"], money["overhead_per_seat_year"]
    cost = year_of(pay.value, technology.value, training.value, people.value, *prices)
    return cost, (pay, technology, training, people)


def _money(results: Results) -> Slide:
    rows, found = [], []
    base = cost_of_a_year(results, results.columns[0])[0]
    needed = {row["second"]: row for row in results.rows(PEOPLE, first=results.columns[0])}
    for column in results.columns:
        cost, parts = cost_of_a_year(results, column)
        more = f"{cost - base:+,.0f}" if abs(cost - base) >= 0.5 else "0"
        cells = [
            name_of(column),
            f"{parts[-1].value:.0f}",
            f"{cost:,.0f}",
            "" if column == results.columns[0] else more,
        ]
        if needed:
            one = needed.get(column)
            cells.append(f"{int(one['more']):+d} ({int(one['low']):+d} to {int(one['high']):+d})" if one else "")
        rows.append(tuple(cells))
        found.append(f"{name_of(column)}: {cost:,.0f} from {'; '.join(part.source for part in parts)}")
    heads = ("", "People", f"Cost, {results.currency} a year", "More than the first")
    found += (
        [f"People needed: {PEOPLE} [first={results.columns[0]}] more, low, high {results.hash_of(PEOPLE)}"]
        if needed
        else []
    )
    money = results.scenario["money"]
    return Slide(
        _money_title(results, needed),
        (Grid((*heads, "People for today's service") if needed else heads, tuple(rows)),),
        (
            f"A year's cost: {WEEKS_PER_YEAR:g} weeks of planned and overtime pay with "
            f"{money['employer_share']:.0%} on top, technology, second skills, seats. Prices are the scenario's own.",
            "Being less busy is no money: it becomes money where the same service needs fewer people.",
        ),
        (),
        tuple(found),
    )


def _money_title(results: Results, needed: dict[str, Row]) -> str:
    certain = {column: row for column, row in needed.items() if float(row["low"]) > 0 or float(row["high"]) < 0}
    if not needed:
        return "The same people cost the same: gains are money only where fewer of them serve as well"
    if not certain:
        return "For today's service no column certainly needs fewer or more people"
    first = [column for column in (HABITS, PODS) if column in certain] or list(certain)[:2]
    parts = []
    for column in first:
        more, saved = int(certain[column]["more"]), float(certain[column]["pay_saved"])
        pay = f"{rounded(abs(saved))} {certain[column]['currency']} a year"
        parts.append(f"{in_text(column)} {'take' if more > 0 else 'spare'} {abs(more)} people ({pay})")
    return f"For today's service {listed(parts)}"


def _worlds(results: Results) -> Slide:
    rows = results.rows(WORLDS, measure=TIME)
    pairs = [pair for pair in pairs_of(results) if any((r["first"], r["second"]) == pair for r in rows)]
    counted = [Counter(r["word"] for r in rows if (r["first"], r["second"]) == pair) for pair in pairs]
    total = sum(counted[0].values())
    series = {
        "better": tuple(one[BETTER] for one in counted),
        "too close to call": tuple(total - one[BETTER] - one[WORSE] for one in counted),
        "worse": tuple(one[WORSE] for one in counted),
    }
    names = tuple(pair_called(results, pair) for pair in pairs)
    counts = zip(names, series["better"], series["worse"], strict=True)
    parts = [f"{name} win in {better}, lose in {worse}" for name, better, worse in counts]
    return Slide(
        f"How sure. Of {total} plausible worlds: {'; '.join(parts)}",
        (CountChart("Plausible worlds, time until solved over all channels", names, series),),
        ("A plausible world varies every number that nobody knows, over its whole range.",),
        (),
        (f"Counts: {WORLDS} [measure={TIME}] word {results.hash_of(WORLDS)}",),
    )


def _limits(results: Results) -> tuple[str, ...]:
    lines = [
        "Felt empathy is a proxy, fitted to published contrasts. It is not a survey.",
        "Customers are simulated: read differences between columns, not levels.",
    ]
    understood = results.manifest.get("understood") or []
    return (*lines, *understood[:2])


def sources(results: Results, limits: tuple[str, ...]) -> Slide:
    """The last slide: what all of it rests on."""
    said = results.manifest
    rows = [
        ("Results", results.name),
        ("Seed", str(said["seed"])),
        ("Runs", str(said["replications"])),
        ("Engine", str(said["engine"])),
        ("podsim", f"{said['version']}, sources {said['sources_sha256'][:12]}"),
    ]
    if "scenario_sha256" in said:
        rows.append(("Scenario", f"{results.scenario['name']}, sha256 {said['scenario_sha256'][:12]}"))
    names = [name for name in results.tables if any(name in note for note in _used(results))]
    rows += [(name, results.hash_of(name)) for name in names]
    return Slide(
        "Every number comes from a table of these results, and can be made again",
        (Grid(("What", "Which"), tuple(rows)),),
        limits,
        (f"To make it again: {' '.join(map(str, said['command']))}", f"Cite as: {said['cite_as']}"),
        tuple(f"{name}: sha256 {digest}" for name, digest in said["files_sha256"].items() if name in results.tables),
    )


def _used(results: Results) -> tuple[str, ...]:
    if results.kind == SIDE_BY_SIDE:
        return ("side_by_side.csv", "side_by_side_measures.csv", "settings_that_differ.csv")
    return (MEASURES, DIFFERENCES, CHANNELS, EFFECTS, PARITY, PEOPLE, WORLDS)
