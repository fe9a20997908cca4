"""What a verdict is not: chance and doubt, where customers come from, how far cases are followed, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.comparison.doubts import AtHorizon, depends_on_h
from sim.measures import AT
from sim.report.felt_empathy import empathy_lines
from sim.report.load import filling_lines, overload_lines
from sim.report.names import against, in_text, measure_words, name_of, upper
from sim.report.numbers import change_in_words, listed, number
from sim.report.technology import technology_lines
from sim.scenario.built_in_columns import TODAY
from sim.scenario.problems import count_of, escaped

if TYPE_CHECKING:
    from sim.comparison.results import Comparison, Simulation
    from sim.exploring.sensitivity import Sensitivity
    from sim.scenario.scenario_settings import Scenario


def limits(comparison: Comparison, *, worlds_were_run: bool) -> Iterator[str]:
    """Chance and doubt, where customers come from, what is left out; what is wrong with this run comes first."""
    yield from _modified(comparison)
    yield from overload_lines(comparison)
    yield from technology_lines(comparison.scenario, comparison.columns)
    yield from filling_lines(comparison)
    yield from _pickup(comparison)
    yield from _auto(comparison)
    yield from _short(comparison, worlds_were_run)


def limit_details(comparison: Comparison, sensitivity: Sensitivity | None) -> Iterator[str]:
    """What a sceptic asks next: of the customers, of felt empathy, and of H."""
    yield from origin_lines(comparison)
    yield from empathy_lines(comparison, sensitivity)
    yield from horizon_lines(comparison)


def _short(comparison: Comparison, worlds_were_run: bool) -> Iterator[str]:
    yield "Intervals cover chance alone, not what is assumed" + (
        "." if worlds_were_run else "; plausible worlds, which cover that, were not run."
    )
    if comparison.replay is None:
        yield "Customers are synthetic: read the comparison, not the levels."
    elif comparison.replay.made_up:
        yield "Customers come from a small made-up log: it says nothing of any company."
    yield "The road from one organisation to the other is not included, and felt empathy is a proxy."
    if comparison.scenario.measured_today is None and comparison.scenario.fitted_to is None:
        yield "No figures of today were given to check the departments against."


def _modified(comparison: Comparison) -> Iterator[str]:
    names = [name for name, _ in comparison.modified_rules]
    if names:
        yield f"Modified {'rule' if len(names) == 1 else 'rules'}: {listed(names)}; this is not the model as it ships."


def _pickup(comparison: Comparison) -> Iterator[str]:
    dials = {row.item for row in comparison.parity_rows if row.kind == "declared" and row.item.startswith("pickup")}
    if dials:
        yield (
            f"The columns differ in {listed(sorted(dials))}, an assumption without a source that drives the answer: "
            "compare them with equal pickup before believing it."
        )


def _auto(comparison: Comparison) -> Iterator[str]:
    if comparison.budget_ran_out:
        yield (
            f"The budget ran out after {comparison.replication_count} replications, before every primary comparison "
            "was settled; give it more with --budget-replications and --budget-seconds."
        )


def origin_lines(result: Simulation) -> Iterator[str]:
    """Where the customers come from, and what the numbers are not."""
    replay = result.replay
    if replay is None:
        channels = result.scenario.demand.channels.values()
        fitted = any(channel.continuation_factor != 1.0 or channel.misroute_factor != 1.0 for channel in channels)
        known = "the scenario is not calibrated"
        if fitted:
            known = "only how often work changes hands is set by channel (podsim calibrate), not how long things take"
        yield f"The customers are synthetic and {known}: read the comparison, not the levels."
        return
    if replay.made_up:
        yield "The customers come from a small made-up log in the shape of a real one: it says nothing of any company."
    else:
        yield "The customers are those of the replayed log, under the scenario's own mapping of groups to functions."
    yield "A log has no touch times: the work per need comes from the scenario, and is not calibrated."


def horizon_lines(comparison: Comparison) -> Iterator[str]:
    """How far cases are followed, then a line for every pair."""
    yield (
        f"Every case is followed up to its deadline H ({_followed(comparison)}); who gave up or was not solved by "
        "then counts all of H."
    )
    if not comparison.horizons.minutes:
        yield "No live channel has an H that could be shortened to an hour or more, so another H was not tried."
        return
    first, *_, last = comparison.horizons.minutes
    yield f"With live customers followed for {first:.10g} to {last:.10g} open minutes, resolution time:"
    for pair, answers in comparison.by_horizon.items():
        yield f"  {upper(against(*pair))}: {_answers(answers)}"


def _followed(comparison: Comparison) -> str:
    parts = []
    for name, channel in comparison.scenario.demand.channels.items():
        if channel.horizon_open_minutes is not None:
            parts.append(f"{name} {number(channel.horizon_open_minutes)} open minutes")
        else:
            parts.append(f"{name} {'one open day' if channel.live else 'five open days'}")
    return ", ".join(parts)


def _answers(answers: tuple[AtHorizon, ...]) -> str:
    """Whether the sign holds, with the numbers where it does not."""
    first, last = _minutes(answers[0]), _minutes(answers[-1])
    if depends_on_h(answers):
        changes = [f"H {_minutes(a)}: {change_in_words(a.difference.interval)}, {_better(a)}" for a in answers]
        return f"the winner depends on H, so nothing is settled. {'; '.join(changes)}."
    winner = next((answer.winner for answer in answers if answer.winner), None)
    if winner is None:
        return f"no winner at any H from {first} to {last}."
    who = in_text(winner)
    unlike = [f"{_better(a)} at {_minutes(a)}" for a in answers if a.winner != winner]
    if not unlike:
        return f"the sign holds, {who} better at every H from {first} to {last}."
    won = listed([_minutes(a) for a in answers if a.winner == winner])
    return f"{who} better at H of {won}; {', '.join(unlike)}."


def _minutes(answer: AtHorizon) -> str:
    """H as a reader writes it."""
    return f"{answer.minutes:.10g}"


def _better(answer: AtHorizon) -> str:
    return f"{in_text(answer.winner)} better" if answer.winner else answer.difference.alone


def fitted_words(scenario: Scenario) -> str:
    """How well today was reproduced, of a scenario that was fitted to a log; "" of others."""
    if (fitted := scenario.fitted_to) is None:
        return ""
    apart, drawn = fitted.cycle_time_hours, fitted.resampled_hours
    nearer = f"; cases of the fitted part as they were are nearer ({number(drawn)})" if apart > drawn else ""
    return (
        f"Fitted to {escaped(fitted.log)}: of {count_of(fitted.cases, 'case')} kept back, half take more than "
        f"{number(fitted.median_hours)} h, as simulated {number(fitted.simulated_median_hours)}; on average "
        f"{number(apart)} h apart, by chance alone {number(fitted.by_chance_hours)}{nearer}."
    )


def missed_today(scenario: Scenario, silos_means: Mapping[str, float]) -> list[str]:
    """Sentences that a verdict must open with where silos do not reproduce what was measured today; else none.

    silos_means: as of `MeasuredToday.missed`.
    """
    today = scenario.measured_today
    missed = today.missed(silos_means) if today else {}
    if not today or not missed:
        return []
    count = len(today.figures)
    opening = (
        f"{name_of(TODAY)} do not reproduce what was measured today: {len(missed)} of {count} "
        f"{'figure is' if count == 1 else 'figures are'} missed by more than {today.tolerance:.0%}, so this verdict is "
        "about another organisation until they are met."
    )
    means = {name: silos_means[name] for name in missed}
    return [
        opening,
        *(
            f"{_called(name)}: measured {_plain(figure)}, simulated {_plain(means[name])}{_off(means[name], figure)}."
            for name, figure in missed.items()
        ),
    ]


def _called(key: str) -> str:
    """A figure of today as people call it: "calls given up (voice)"."""
    measure, _, channel = key.partition(AT)
    return f"{measure_words(measure)} ({channel})" if channel else measure_words(measure)


def _plain(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _off(simulated: float, measured: float) -> str:
    return f" ({simulated / measured - 1:+.0%})" if measured and simulated == simulated else ""
