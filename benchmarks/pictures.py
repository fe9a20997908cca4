"""Pictures of docs/performance.md."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt

from sim.report.pictures.style import FAINT, PALETTE

OWN, OTHER = PALETTE[0], FAINT
CURVES = {
    "team_size": ("People in a pod (400 people)", "ns per event"),
    "people": ("People (pods of 10)", "ns per event"),
    "pods": ("Pods (4,000 people)", "ns per event"),
    "cases": ("Cases in a replication (100 people)", "µs per case"),
}


def engines(measured: dict, file: Path) -> Path:
    """Customers per second of every engine on the common workloads."""
    figure, panels = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True, layout="constrained")
    slowest_first = sorted(measured["station"]["found"]["engines"], key=lambda row: -row["kernel"]["median"])
    order = [row["engine"] for row in slowest_first]  # of both panels, as they share their names
    for panel, part in zip(panels, ("station", "network"), strict=True):
        found = measured[part]["found"]
        rows = sorted(found["engines"], key=lambda row: order.index(row["engine"]))
        speeds = [found["customers"] / row["kernel"]["median"] for row in rows]
        colours = [OWN if row["engine"] in ("core", "agents") else OTHER for row in rows]
        panel.barh([row["name"] for row in rows], speeds, color=colours)
        for place, speed in enumerate(speeds):
            panel.text(
                speed * 1.1, place, f"{speed / 1e3:,.0f} k" if speed < 1e6 else f"{speed / 1e6:.1f} M", va="center"
            )
        panel.set(xscale="log", xlim=(1e3, max(speeds) * 8), title=found["workload"], xlabel="customers per second")
        panel.spines[["top", "right"]].set_visible(False)
    return _kept(figure, file)


def curves(measured: dict, file: Path) -> Path:
    """What an event costs as one thing grows."""
    figure, panels = plt.subplots(1, 4, figsize=(12, 2.9), layout="constrained")
    for panel, (name, (label, unit)) in zip(panels, CURVES.items(), strict=True):
        rows = measured["curves"]["found"][name]
        key = "us_per_case" if name == "cases" else "ns_per_event"
        at = [row["x"] for row in rows]
        panel.plot(at, [row[key] for row in rows], color=OWN, marker="o", markersize=4)
        panel.set(xscale="log", xlabel=label, ylabel=unit, ylim=(0, None))
        panel.spines[["top", "right"]].set_visible(False)
    return _kept(figure, file)


def _kept(figure: plt.Figure, file: Path) -> Path:
    figure.savefig(file, dpi=110, metadata={"Software": None})
    plt.close(figure)
    return file
