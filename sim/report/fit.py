"""A fit on the screen: what was found in a log, how far the scenario is from it, and what the log cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.exploring.fitting.described import hours_in_words
from sim.exploring.fitting.distances import NAMES
from sim.exploring.fitting.fit import OTHERS, QUEUE, READINGS, Fitted, Reading
from sim.scenario.problems import count_of, escaped

if TYPE_CHECKING:
    from sim.data.ticket_log import LogTable
    from sim.exploring.fitting.measured import Measured

SPENT = {
    "queue": "in a queue", "work": "at work", "customer": "waiting for the customer", "vendor": "waiting for a vendor",
    "other": "on hold for other reasons", "unknown": "unexplained",
}  # fmt: skip
KINDS = {
    "updates": "a row for each update of a ticket",
    "activities": "a row for each piece of work",
    "tickets": "one row for each ticket",
}
SHOWN = 8  # groups of a function
WIDEST_NAME, NARROWEST_CELL = 28, 24  # letters of a name of a column; of a cell on a narrow terminal


def fit_lines(fitted: Fitted, log: LogTable, path: str) -> Iterator[str]:
    """Everything but the verdict and what to do next."""
    visits = fitted.visits
    form = log.table.format
    system = "" if form.startswith(log.table.system) else f"{log.table.system}, "
    yield (
        f"{path}: {system}{form}, dates {log.dates.seen}; {count_of(len(log.table.rows), 'row')}, "
        f"{count_of(len(visits.cases), 'case')}, {KINDS[visits.kind]}"
    )
    if visits.reversed:
        yield f"  note: {visits.reversed:,} cases end before they begin; they were taken to end at once"
    if visits.set_back:
        yield (
            f"  note: {count_of(visits.set_back, 'case')} with a time before an earlier one, as the clock was set "
            "back: put an hour later"
        )
    if beside := visits.beside:
        yield (
            f"  note: {beside:.0%} of steps run beside others of their case; the model has one at a time, so their "
            "work is what they add to it"
        )
    for note in (*log.dates.notes, *log.table.notes, *(f"left out: {what}" for what in log.table.left_out)):
        yield f"  note: {note}"
    before = sum(fitted.start <= case.opened < fitted.split for case in visits.cases)
    yield (
        f"Fitted on {before:,} cases opened from {fitted.date_of(fitted.start)} to {fitted.date_of(fitted.split)}, "
        f"judged on {fitted.judged.cases:,} closed ones opened until {fitted.date_of(fitted.end - 1)}"
        + (
            f"; {fitted.dropped:,} left out, from weeks with few cases or outside --start and --end"
            if fitted.dropped
            else ""
        )
    )
    if fitted.unsteady:
        yield f"  note: {fitted.unsteady:,} earlier cases took another time than later ones: not fitted"
    yield ""
    yield from _functions(fitted)
    yield ""
    yield from _time(fitted)
    yield ""
    yield from _distances(fitted)
    yield ""
    yield from _unknown(fitted)


def _functions(fitted: Fitted) -> Iterator[str]:
    measured = fitted.reading.measured
    groups: dict[str, list[str]] = {}
    for group, name in measured.groups.items():
        groups.setdefault(name, []).append(group)
    names = f"{'groups':>7}{'people':>8}{'of the day':>12}{'visits/week':>13}{'work min':>10}{'outside':>9}"
    yield f"{'function':<24}{names}"
    for function in measured.functions:
        yield (
            f"{function.name[:23]:<24}{len(groups.get(function.name, [])):>7}{function.people:>8}"
            f"{function.share:>11.0%} {function.visits:>12,.0f} {function.work:>9.1f} {function.outside_share:>8.0%}"
        )
    for source in dict.fromkeys(function.work_from for function in measured.functions):
        of = [function.name for function in measured.functions if function.work_from == source]
        yield f"  work of {'all' if len(of) == len(measured.functions) else ', '.join(of)}: {source}"
    yield f"  open {hours_in_words(measured.days, *measured.opening)}, as nine tenths of the work end then"
    for hours, of in _own_hours(measured).items():
        yield f"    {', '.join(of)}: {hours}"
    if measured.misroutes or measured.reopened:
        yield (
            f"  of visits {measured.misroutes:.1%} are the B of A-B-A; {measured.reopened:.1%} of cases were opened "
            f"again" + (f", after {measured.reopen_minutes / 60.0:.0f} hours on average" if measured.reopened else "")
        )
    for channel in measured.channels:
        if channel.spacing != 1.0:
            how = "more regularly than at random" if channel.spacing < 1.0 else "in clusters"
            yield f"  {channel.name}: cases come {how}, arrivals_cv {channel.spacing:g}"
    if entries := sum(len(function.after) for function in measured.functions):
        yield f"  what follows a step depends on those before it: {entries:,} entries of then_after"
    if measured.retelling is not None:
        yield f"  told again: {measured.retelling:.1%} of the work done at most, as the shortest steps have to hold it"
    if measured.cut:
        yield (
            f"  cut after {measured.max_needs} visits (max_needs): {count_of(measured.cut, 'case')} of the fitted "
            f"part, of which the longest has {measured.longest_path}"
        )
    if calls := [channel.name for channel in measured.channels if channel.live]:
        yield f"  live, as nearly all calls end within an hour: {', '.join(calls)}; patience is assumed"
    for doubt in fitted.doubts:
        yield f"  ! {doubt}"
    if "person" not in fitted.visits.has:
        yield "  people: nobody is named in the log; as many were assumed as the work takes"


def _own_hours(measured: Measured) -> dict[str, list[str]]:
    """Hours of functions that differ from those of all -> the functions."""
    found: dict[str, list[str]] = {}
    for function in measured.functions:
        if (function.days, function.opening) != (measured.days, measured.opening):
            found.setdefault(hours_in_words(function.days, *function.opening), []).append(function.name)
    return found


def _time(fitted: Fitted) -> Iterator[str]:
    parts = [f"{SPENT[name]} {share:.0%}" for name in SPENT if (share := fitted.shares.get(name, 0.0)) >= 0.005]
    yield f"Time of cases: {', '.join(parts)}" if parts else "Time of cases: the log has no length"
    if fitted.other is not None:
        yield f"  fitted as if {READINGS[fitted.reading.name]}; that is nearer to the log than the other reading"


def _distances(fitted: Fitted) -> Iterator[str]:
    judged = fitted.judged
    yield f"{'How far from the rest of the log':<44}{'fit':>9}{'resampled':>11}{'two halves':>12}"
    for name, about in NAMES.items():
        worse = "  MISS" if name in judged.misses else ""
        yield f"  {about:<42}{judged.fit[name]:>9.2f}{judged.naive[name]:>11.2f}{judged.halves[name]:>12.2f}{worse}"
    yield "  0: equal; resampled: cases of the fitted part as they were; two halves: of the rest itself, so what chance"
    yield "  makes; MISS: resampled is nearer than the fit"
    (median, slow), (fitted_median, fitted_slow) = judged.hours
    yield f"{'In the rest of the log, and as simulated':<44}{'log':>9}{'fit':>11}"
    yield f"  {'median hours from first to last':<42}{median:>9.1f}{fitted_median:>11.1f}"
    for n, (real, ours) in enumerate(zip(*judged.handoffs, strict=True)):
        if n > 0 and (real[0] or ours[0]):
            yield f"  {f'  with {_times(n)} of group':<42}{_hours(real):>9}{_hours(ours):>11}"
    yield f"  {'hours that the slowest tenth exceeds':<42}{slow:>9.1f}{fitted_slow:>11.1f}"
    real_changes, our_changes = judged.per_case
    yield f"  {'changes of group per case':<42}{real_changes:>9.2f}{our_changes:>11.2f}"
    if (loss := judged.utility_loss) == loss:
        yield (
            f"Who learns from simulated cases predicts the hours left to a case {abs(loss):.0%} "
            f"{'worse' if loss > 0 else 'better'} than who learns from the log"
        )
    else:
        yield "How well simulated cases teach a predictor: too few, or no scikit-learn (extra map)"


def _times(changes: int) -> str:
    return ("no change", "one change", "two changes", "three or more changes")[changes]


def _hours(row: tuple[int, float]) -> str:
    return f"{row[1]:.1f}" if row[0] else "none"


def _unknown(fitted: Fitted) -> Iterator[str]:
    """What no log of this kind can say."""
    measured, has = fitted.reading.measured, fitted.visits.has
    yield "What this log cannot tell"
    if "work" not in has:
        yield "  how long work takes: recording start and end, or handling minutes, would"
    if fitted.other is not None:
        unknown = fitted.shares.get("unknown", 0.0)
        yield f"  what happens in {unknown:.0%} of the time: a state for waiting, and who is at it, would"
    if fitted.visits.kind == "tickets":
        yield "  who hands over to whom: a row for each update, with the group, would"
    if measured.misroutes >= 0.005:
        yield (
            f"  whether the B of A-B-A ({measured.misroutes:.1%} of visits) was needed or a wrong address: a reason "
            f"would; fitted as needed, the other end is --set policy.misroute_share={measured.misroutes:.3f}"
        )
    yield "  who gives up: nobody does in this scenario; a report of the telephone system would"
    yield "  what else people do: the share of the day is what this log needs of them, not what they work"


def verdict_lines(words: Mapping[str, tuple[str, str]], fitted: Fitted) -> Iterator[str]:
    """The verdict under both readings. words: by reading, of habits and of pods on resolution time."""
    if not words:
        return
    yield ""
    yield "Resolution time, departments and pods (few runs: podsim compare has the verdict)"
    for name, (habits, pods) in words.items():
        short = {QUEUE: "waiting for people", OTHERS: "spent outside"}[name]
        yield f"  if unexplained time was {short}: better habits: {habits}; pods on top: {pods}"
    turns = [
        which
        for which, of in zip(("better habits", "pods"), zip(*words.values(), strict=True), strict=True)
        if len({"the same" if "too little" in word else word for word in of}) > 1
    ]
    if turns:
        yield (
            f"  Your log cannot decide on {' and '.join(turns)}; recording when a case waits for others, and for whom, "
            "would."
        )


def look_lines(
    path: str, form: str, header: Sequence[str], rows: Sequence[Sequence[str]], count: int, wide: int
) -> Iterator[str]:
    """The first rows of a file, column by column. wide: letters of a line; cells are cut to share it."""
    yield f"{path}: {form}, {count_of(count, 'row')}, {count_of(len(header), 'column')}"
    width = min(max((len(name) for name in header), default=0), WIDEST_NAME)
    for at, name in enumerate(header):
        cells = [escaped(row[at].strip()) for row in rows if at < len(row)]
        widest = max((wide - width - 4) // max(len(cells), 1) - 3, NARROWEST_CELL)
        cut = [cell if len(cell) <= widest else f"{cell[: widest - 3]}..." for cell in cells]
        yield f"  {escaped(name)[:WIDEST_NAME]:<{width}}  {' | '.join(cut)}"


def reading_in_short(reading: Reading) -> str:
    """What unexplained time was taken for, for a comment."""
    return READINGS[reading.name]
