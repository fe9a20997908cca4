"""The sections of the report, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.comparison.corners import has_corners
from sim.exploring.whatif import WhatIf
from sim.measures import WATERFALL
from sim.report.erlang import erlang_lines
from sim.report.felt_empathy import basis_lines
from sim.report.full import check_lines, variant_words
from sim.report.in_people import assumption_lines, column_lines
from sim.report.journey import customer_sentences, paths_by_column
from sim.report.load import completeness_lines
from sim.report.names import in_text, name_of
from sim.report.numbers import listed
from sim.report.page import tables
from sim.report.page.bars import bars, soonest
from sim.report.page.blocks import Block, Figure, Section, SideBySide, Words, words
from sim.report.page.live import live_fragment
from sim.report.page.replay import replay_fragment
from sim.report.page.rerun import rerun_blocks
from sim.report.page.tiles import corner_table, ladder_tables, tiles
from sim.report.page.whatif import whatif_fragment
from sim.report.placebo import placebo_lines
from sim.report.screen import caveat, first_lines, later_lines
from sim.report.tables import WATERFALL_WORDS

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.comparison.journey import Journey
    from sim.exploring.staffing.in_people import InPeople
    from sim.report.answer import Answer
    from sim.report.live.payload import Payload
    from sim.report.pictures.style import Drawn, Picture

Pictures = Mapping[str, "Picture | Drawn"]
CELLS_LEFT_OUT = (
    "Sliders with combinations computed beforehand come with plausible worlds, which were left out: podsim compare "
    "without --no-worlds has them."
)


def first_sheet(answer: Answer, pictures: Pictures) -> Iterator[Section]:
    """What stands on the first printed page, below the verdict."""
    corners, chart = tiles(answer), bars(answer)
    if corners is not None and chart is not None:
        yield Section("corners", "The four corners", (corners,))
        yield Section("bars", soonest(answer), (chart, _meant(answer)))
    else:
        yield Section("numbers", "Eight numbers", (tables.headline_table(answer),))
    if answer.paired:
        told = (*first_lines(answer), *later_lines(answer))  # but for the interaction, which has a line of its own
        lines = tuple(f"{head}: {text}" for head, text in told if head != "Habits")
        about = Words((*lines, caveat(answer).partition("\n")[0]), listed=True)
        yield Section("sure", "How sure, what it is worth, where it turns", (about,))


def _meant(answer: Answer) -> Words:
    """What readers who saw a first screen for the first time asked about."""
    lines = [
        "Pods: teams across functions; whoever is best equipped for the need leads.",
        "Habits: who listens in, how the story is handed over, who helps out, who meets whoever comes back.",
        "Busiest tenth: one person in ten serves more minutes of an hour than this.",
    ]
    if answer.sensitivity is not None:
        lines.append("Plausible worlds: numbers that nobody has measured, all varied at once.")
    return Words(tuple(lines), on_paper=False)


def _differences(pictures: Pictures) -> Iterator[Section]:
    if "differences" in pictures:
        caption = (
            "Dot: mean difference over the replications; line: its 95% interval, by itself. Filled in the colour of "
            "the column that is better, grey: the same, hollow: not settled. Shaded: too small to be worth having. "
            "Above the dotted line: the measures declared before the run."
        )
        yield Section("differences", "What is worth having", (Figure(pictures["differences"], caption),))


def further(answer: Answer, pictures: Pictures, moving: Payload | WhatIf | None, not_live: str) -> Iterator[Section]:
    """What follows the first sheet, in a few screens: numbers, what if, how sure, in people, where the time goes."""
    if (today := tables.today_table(answer)) is not None:
        yield Section("today", "Does it match us? Your figures beside the model's", (today,))
    if has_corners(answer.columns):
        yield Section("numbers", "What habits bring, and what pods add", (corner_table(answer),))
    yield from whatif_section(answer, moving, not_live)
    if answer.sensitivity is not None:
        yield Section(
            "worlds",
            "How sure: in how many plausible worlds",
            (Figure(pictures["worlds"], "Colours are those of the column that is better."),),
            "Numbers without a source are varied over their whole plausible range, all at once. How many worlds "
            "favour whom is no probability.",
        )
    if answer.in_people:
        yield _in_people(answer, answer.in_people)
    yield _waterfall(answer, pictures)
    yield _people(answer)


def appendix(answer: Answer, pictures: Pictures, closeup: CloseUp | None, seats: bool) -> Iterator[Section]:
    """All that an expert asks for: what moves, charts in detail, assumptions, every number."""
    yield from _differences(pictures)
    morning = replay_fragment(closeup) if closeup is not None else None
    if morning is not None:
        yield Section("replay", "The V: one morning", (morning,))
    if closeup is not None and closeup.journey is not None:
        yield _customer(closeup.journey, pictures, seats)
    yield _load(closeup, pictures)
    if closeup is not None:
        yield _handovers(pictures)
    yield _empathy(answer, pictures)
    yield _channels(answer, pictures)
    yield from _sure(answer, pictures)
    yield from _open_books(answer)


def _waterfall(answer: Answer, pictures: Pictures) -> Section:
    first = answer.columns[0]
    parts = {WATERFALL_WORDS[part]: answer.intervals[first][part].mean for part in WATERFALL}
    largest = sorted((part for part in parts if parts[part] > 0.0), key=lambda part: -parts[part])[:2] or ["nothing"]
    return Section(
        "waterfall",
        f"Where the time goes: in {in_text(first)} most of it {listed(largest)}",
        (Figure(pictures["waterfall"]), *_some(tables.horizon_table(answer))),
        "From a customer's first contact until the problem is truly solved, over all contacts; those who gave up "
        "count until the deadline H, as lost. The parts add up to the whole, case by case.",
    )


def _customer(journey: Journey, pictures: Pictures, seats: bool) -> Section:
    caption = (
        "Bars: somebody serves the customer, for the function written above. Lines: waiting in a queue; dotted: "
        "waiting until somebody looks at work that changed hands. Dashed mark: closed hours or time away, cut out."
    )
    first, last = journey.paths[0].formation, journey.paths[-1].formation
    paths = tuple((name_of(column), lines) for column, lines in paths_by_column(journey, seats=seats))
    return Section(
        "customer",
        "One customer, column by column",
        (
            Words(customer_sentences(journey), listed=True),
            Figure(pictures["customer"], caption),
            SideBySide("What happens to the customer in every column", paths),
        ),
        f"Of the customers who were handed to another team in {in_text(first)}, the one whose change in resolution "
        f"time from {in_text(first)} to {in_text(last)} is nearest to the mean over all customers. One customer is an "
        "example and no evidence.",
    )


def _load(closeup: CloseUp | None, pictures: Pictures) -> Section:
    people = "Bar: average over people; its hollow part: listening in as a wing; upright line: busiest tenth."
    week = Figure(
        pictures["load_week"],
        "Yellow: occupied all the time; blue: free. Blank: not there. One replication, all its measured weeks.",
        folded=True,
    ) if closeup is not None else None  # fmt: skip
    return Section(
        "load",
        "How busy people are",
        _some(Figure(pictures["people_load"], people), week),
        "The same people in every column, in other teams.",
    )


def _handovers(pictures: Pictures) -> Section:
    caption = (
        "Arrows: handoffs between teams; rings: lead changes inside a team. As wide as they are frequent, on one "
        "scale for all columns; the numbers of the busiest are written. One replication."
    )
    return Section("handovers", "Who hands over to whom", (Figure(pictures["handovers"], caption),))


def _people(answer: Answer) -> Section:
    return Section(
        "people",
        "For the people who serve",
        (tables.people_table(answer),),
        "What a formation asks of them. Nothing is added up and nothing judged: more interruptions, more cases seen "
        "through to the end or more time for a customer are not better or worse for everybody.",
    )


def _empathy(answer: Answer, pictures: Pictures) -> Section:
    caption = (
        "Timely is shown as 1 / (1 + wait ÷ patience) of the typical customer. The part that components add together "
        "(an interaction) is not shown."
    )
    return Section(
        "empathy",
        "Felt empathy by component",
        (Figure(pictures["felt_empathy"], caption), *words(basis_lines(answer, answer.sensitivity), listed=True)),
        "A proxy, fitted to published contrasts between customers, not to any company's customers: the chance that a "
        "customer would say the company showed them empathy.",
    )


def _channels(answer: Answer, pictures: Pictures) -> Section:
    caption = "Means over the customers who arrive in a half-hour, over all days of one replication."
    shown = Figure(pictures["half_hours"], caption, folded=True) if "half_hours" in pictures else None
    formula = words(erlang_lines(answer))
    return Section("channels", "By channel and half-hour", _some(tables.channel_table(answer), *formula, shown))


def whatif_section(answer: Answer, moving: Payload | WhatIf | None, not_live: str) -> Iterator[Section]:
    """Dials or sliders, or why there are none; nothing where neither is known."""
    why = words((f"This page does not simulate again: {not_live}.",)) if not_live else ()
    if isinstance(moving, WhatIf):
        yield Section("whatif", "What if", (*why, whatif_fragment(moving, answer.scenario.money.currency)))
    elif moving is None and why:
        yield Section("whatif", "What if", (*why, *words((CELLS_LEFT_OUT,))))
    elif moving is not None:
        yield Section("whatif", "What if: move it, and it is simulated again", (live_fragment(answer, moving),))


def _sure(answer: Answer, pictures: Pictures) -> Iterator[Section]:
    """Turning points, habits one by one, pods drawn at random; each where it was asked for."""
    tornados = [picture for name, picture in pictures.items() if name.startswith("tornado")]
    if tornados:
        caption = (
            "Shaded: too small to be worth having. By volume, by work: what is changed with it, so that people are as "
            "busy as today."
        )
        turning = [Figure(picture, caption, folded=place > 0) for place, picture in enumerate(tornados)]
        yield Section("turning", "Turning points", tuple(turning), "What the difference depends on, one by one.")
    if answer.full:
        yield Section(
            "habits",
            "Habits one by one, and checks",
            (*ladder_tables(answer.full.ladder), *words(check_lines(answer.full), listed=True),
             *words((f"With {one.which}: {variant_words(one)}." for one in answer.full.variants), listed=True)),
            "Each habit alone and left out, whether teams bind, and what pods add with some of the newest mechanisms.",
        )  # fmt: skip
    if answer.placebo:
        yield Section("placebo", "Pods drawn at random", words(placebo_lines(answer.placebo), listed=True))


def _in_people(answer: Answer, found: InPeople) -> Section:
    return Section(
        "in_people",
        "In people, and what they are paid",
        (
            tables.in_people_table(answer, found),
            *words((*column_lines(found), *assumption_lines(answer, found)), listed=True),
        ),
        "Equal people cost the same. So a gain is money where fewer people serve as well as the first column does "
        "today, and their number really falls.",
    )


def _open_books(answer: Answer) -> Iterator[Section]:
    yield Section(
        "parity",
        "A fair comparison",
        (tables.parity_table(answer), *words(completeness_lines(answer.teams))),
        "Same people, same customers, another formation: what is equal, what is compared, and every dial in which "
        "columns differ.",
    )
    understood = [*answer.data_notes, *(answer.replay.lines() if answer.replay else ())]
    if about := answer.scenario.about:
        yield Section("about", "About this organisation", words((about,)))
    if understood:
        yield Section("understood", "What was understood of your files", words(understood, listed=True))
    yield Section(
        "assumptions",
        "Assumptions",
        tables.ledger_tables(answer),
        "Every number that the answer may hang on, with its plausible range and where it comes from.",
    )
    yield Section("measures", "All measures", (tables.all_measures(answer),))
    yield Section("again", "Run it again, cite it", rerun_blocks(answer))


def _some(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)
