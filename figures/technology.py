"""Six technologies, alone and together: the picture of experiments/technology.yaml.

Above: what each brings alone, stacked, beside what all bring together, in resolution time. Below: the same two numbers
in felt empathy, with intervals; and how the gain grows with the dose.

    python figures/technology.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, rows_where, the_row, unlike

from sim.report.pictures.style import (
    FAINT,
    HATCHES,
    INK,
    PALETTE,
    Picture,
    colour_of,
    headed,
    label_of,
    marker_of,
    new_figure,
    picture_style,
)

DIALS = ("ai_context", "intelligent_routing", "automation", "predictive", "historical", "agent_assist")
TIME, EMPATHY = "resolution_minutes", "felt_empathy"


def contrast(rows: list[Row], scenario: str, column: str, measure: str, name: str) -> tuple[float, float, float]:
    """(mean, low, high) of a contrast in one column."""
    return numbers(the_row(rows, scenario=scenario, contrast=name, first=column, second="", measure=measure))


def stacked(axes, rows: list[Row], scenario: str, columns: list[str]) -> None:
    """Hours saved: a bar of six parts for the sum of each alone, a bar with its interval for all together."""
    for place, column in enumerate(columns):
        bottom = 0.0
        for number, dial in enumerate(DIALS):
            gain = -contrast(rows, scenario, column, TIME, dial)[0] / 60.0
            axes.bar(place - 0.2, gain, 0.36, bottom=bottom, color=PALETTE[number], hatch=HATCHES[number],
                     edgecolor="white", linewidth=0.4,
                     label=dial.replace("_", " ") if place == 0 else None)  # fmt: skip
            bottom += gain
        axes.text(place - 0.2, bottom, f"{bottom:.1f}", ha="center", va="bottom", fontsize=8)
        mean, low, high = (-value / 60.0 for value in contrast(rows, scenario, column, TIME, "together"))
        axes.bar(place + 0.2, mean, 0.36, yerr=[[mean - high], [low - mean]], color="#8a8a8a", ecolor=INK, capsize=2,
                 label="all together" if place == 0 else None)  # fmt: skip
        axes.text(place + 0.2, low + 0.03, f"{mean:.1f}", ha="center", va="bottom", fontsize=8)
    axes.set_xticks(range(len(columns)), [label_of(column, folded=True) for column in columns])
    axes.set_ylabel("hours to resolution saved")
    axes.set_title(f"{scenario}: alone (stacked), together")


def doses(axes, rows: list[Row], scenario: str, columns: list[str]) -> None:
    """Felt empathy, and resolution time over the dose: none, half, all."""
    for column in columns:
        levels = [the_row(rows, scenario=scenario, technology=dose, contrast="", first=column, second="", measure=TIME)
                  for dose in ("none", "half", "all")]  # fmt: skip
        means = [float(row["mean"]) / 60.0 for row in levels]
        axes.plot([0, 0.5, 1], means, marker=marker_of(column, columns), color=colour_of(column, columns),
                  label=label_of(column))  # fmt: skip
        # A straight line from none to all: what a dose would bring whose halves bring the same.
        axes.plot([0, 1], [means[0], means[-1]], color=colour_of(column, columns), linewidth=0.8, linestyle=":")
    axes.set(
        xlabel="dose of all six (dotted: straight)", ylabel="hours to resolution", ylim=(0, None), xticks=[0, 0.5, 1]
    )
    axes.set_xticklabels(["none", "half", "all"])
    axes.set_title(f"{scenario}: by dose")


def empathy(axes, rows: list[Row], scenario: str, columns: list[str]) -> None:
    """What is beyond the sum, in felt empathy, and what all bring together."""
    names = {"together": "all together", "beyond_the_sum": "beyond the sum of each alone"}
    worth = float(rows_where(rows, scenario=scenario, contrast="together", measure=EMPATHY)[0]["smallest"])
    axes.axvspan(-worth, worth, color="#e2dfd9", zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    for line, name in enumerate(names):
        for place, column in enumerate(columns):
            mean, low, high = contrast(rows, scenario, column, EMPATHY, name)
            y = line + (place - (len(columns) - 1) / 2) * 0.2
            axes.plot([low, high], [y, y], color=colour_of(column, columns), linewidth=1.5)
            axes.plot(mean, y, marker_of(column, columns), color=colour_of(column, columns), markersize=5)
    axes.set_yticks(range(len(names)), ["all together", "beyond\nthe sum"])
    axes.set(ylim=(len(names) - 0.5, -0.5), xlabel="points (grey: not worth having)")
    axes.set_title(f"{scenario}: felt empathy")


def _listed(most: dict[str, str]) -> str:
    """ "Departments (support_desk, telecom)"."""
    return "; ".join(f"{label_of(column)} ({', '.join(name for name, one in most.items() if one == column)})"
                     for column in dict.fromkeys(most.values()))  # fmt: skip


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment technology."""
    scenarios, columns = unlike(rows, "scenario"), ["silos", "silos_plus", "pods"]
    with picture_style():
        figure, axes = new_figure(9.5, 2.55 * len(scenarios) + 0.6, len(scenarios), 3, squeeze=False,
                                  width_ratios=(1.5, 1, 1))  # fmt: skip
        for line, scenario in zip(axes, scenarios, strict=True):
            stacked(line[0], rows, scenario, columns)
            doses(line[1], rows, scenario, columns)
            empathy(line[2], rows, scenario, columns)
        parts, columns_shown = axes[0][0].get_legend_handles_labels(), axes[0][1].get_legend_handles_labels()
        figure.legend(*[a + b for a, b in zip(parts, columns_shown, strict=True)], loc="outside lower center",
                      ncols=4, fontsize=8)  # fmt: skip
        most = {scenario: min(columns, key=lambda column: contrast(rows, scenario, column, TIME, "together")[0])
                for scenario in scenarios}  # fmt: skip
        title = f"Six technologies together save most time in {_listed(most)}"
        headed(figure, title)
    first = scenarios[0]
    alone = -sum(contrast(rows, first, "pods", TIME, dial)[0] for dial in DIALS) / 60.0
    together = -contrast(rows, first, "pods", TIME, "together")[0] / 60.0
    beyond = rows_where(rows, contrast="beyond_the_sum", measure=TIME, second="")
    less = sum(row["word"] == "above" for row in beyond)
    alt = (
        f"In {' and '.join(scenarios)}, what six technologies save of resolution time, each alone and all together, in "
        f"three columns. In pods of {first} the sum of each alone is {alone:.1f} hours and all together save "
        f"{together:.1f}; in {less} of {len(beyond)} columns it is settled that all together save less than the sum."
    )
    return [Picture("technology", title, alt, figure, rows)]


if __name__ == "__main__":
    main("technology", draw)
