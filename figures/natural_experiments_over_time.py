"""What was published of teams of experts and of a swarm, and the model: experiments/natural_experiments_over_time.yaml.

python figures/natural_experiments_over_time.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, the_row

from sim.report.pictures.style import INK, PALETTE, Picture, headed, new_figure, picture_style

ENOUGH = 0.5  # of a published change: what moves less than that is missed
SET = "(sets the dial)"  # whatever a dial was set by is no test of the model
# (what, part, before, after, measure, window, published change in %); sources: docs/background/natural-experiments.md.
LINES = (
    (f"teams of experts: contacts per case {SET}", "experts", "contacts_per_case", "at the end", -21.0),
    ("teams of experts: time occupied (cost)", "experts", "occupied_minutes", "at the end", -13.0),
    ("teams of experts: people who leave", "experts", "leavers_per_year", "two years", 100.0 * (22 / 42 - 1.0)),
    ("teams of experts: people away", "experts", "absent_share", "two years", -24.0),
    ("swarm: felt empathy (satisfaction)", "swarm", "felt_empathy", "at the end", 100.0 * (87 / 81 - 1.0)),
    ("swarm: cases open (backlog)", "swarm", "backlog_end", "at the end", 100.0 * (12 / 19 - 1.0)),
)
COLUMNS = {"experts": ("before", "experts"), "swarm": ("tiered", "swarm")}
# Departments before had no cause removed by teams.
LEVELS = {"experts": ("none", "all"), "swarm": ("", "")}


def changes(rows: list[Row]) -> list[tuple[str, float, float]]:
    """(what, change in the model, change as published), both in %."""
    found = []
    for said, part, measure, weeks, published in LINES:
        means = [
            numbers(the_row(rows, part=part, contrast="", first=column, second="", measure=measure, weeks=weeks,
                            removable=level))[0]
            for column, level in zip(COLUMNS[part], LEVELS[part], strict=True)
        ]  # fmt: skip
        found.append((said, 100.0 * (means[1] / means[0] - 1.0) if means[0] else float("nan"), published))
    return found


def finding(found: list[tuple[str, float, float]]) -> str:
    """How many published changes the model shows at least half as far, and which it misses; none that set a dial."""
    found = [one for one in found if SET not in one[0]]
    missed = [f"{said.partition(': ')[2]} ({round(seen):d} of {published:+.0f}%)" for said, seen, published in found
              if not seen / published >= ENOUGH]  # fmt: skip
    told = f"The model moves at least half as far as published in {len(found) - len(missed)} of {len(found)} measures"
    return f"{told}; it misses {', '.join(missed)}" if missed else told


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment natural_experiments_over_time."""
    found = changes(rows)
    with picture_style():
        figure, axes = new_figure(9.0, 4.0, 1, 1)
        for place, (_, seen, published) in enumerate(found):
            axes.plot([seen, published], [place, place], color="#d0ccc4", linewidth=2, zorder=1)
            axes.plot(published, place, "D", color=PALETTE[1], markersize=7, label="" if place else "published")
            axes.plot(seen, place, "o", color=PALETTE[0], markersize=7, label="" if place else "in the model")
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_yticks(range(len(found)), [said for said, _, _ in found])
        axes.invert_yaxis()
        axes.set_xlabel("change, %")
        axes.legend(loc="upper left")
        title = finding(found)
        headed(figure, title)
    said = "; ".join(f"{name} {seen:+.0f}% (published {published:+.0f}%)" for name, seen, published in found)
    return [Picture("natural_experiments_over_time", title, f"{title}: {said}.", figure, rows)]


if __name__ == "__main__":
    main("natural_experiments_over_time", draw)
