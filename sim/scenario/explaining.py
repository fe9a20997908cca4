"""What a setting means: the text behind `podsim explain`."""

from __future__ import annotations

from sim.scenario.catalogue import SettingInfo, find_settings, names_at, nearest_settings
from sim.scenario.plausible import NOT_SWEPT, PLAUSIBLE


class UnknownSetting(LookupError):
    """No setting is meant by a key. The text names the nearest ones."""


def explain(key: str) -> str:
    """Meaning, unit, allowed values, default and source of the settings meant by `key`.

    key: dotted, with names or * where names stand, or only its end: "policy.wings", "wings",
    "demand.channels.voice.patience_minutes". Several are listed one after the other.
    Raises UnknownSetting.
    """
    found = find_settings(_known_as(key))
    if not found:
        guesses = nearest_settings(key)
        hint = f"Did you mean {' or '.join(guesses)}?" if guesses else f"Blocks: {', '.join(names_at(()))}."
        raise UnknownSetting(f"There is no setting {key!r}. {hint}")
    if len(found) == 1:
        return _text(found[0])
    return f"{len(found)} settings are called {key}\n\n" + "\n\n".join(_text(info) for info in found)


def swept_text(key: str) -> str:
    """Over which range plausible worlds vary a setting, or why they do not; "" where it has a source or is a choice.

    key: with * where names stand, or with names.
    """
    tries = [pattern for pattern in (*PLAUSIBLE, *NOT_SWEPT) if _fits(key, pattern) or _fits(f"{key}.*", pattern)]
    if not tries:
        return ""
    if tries[0] in NOT_SWEPT:
        return f"no: {NOT_SWEPT[tries[0]]}"
    found = PLAUSIBLE[tries[0]]
    bounds = f"{found.low:g} to {found.high:g}{' times the value' if found.relative else ''}"
    return f"{bounds} ({found.why}){', only when named' if found.sourced else ''}"


def _fits(key: str, pattern: str) -> bool:
    parts, wanted = key.split("."), pattern.split(".")
    return len(parts) == len(wanted) and all(b in (a, "*") for a, b in zip(parts, wanted, strict=True))


def _known_as(key: str) -> str:
    """A column's own dial is explained as the dial of the common policy."""
    parts = key.strip().split(".")
    return ".".join(parts[2:]) if len(parts) == 4 and parts[0] == "formations" and parts[2] == "policy" else key


def _text(info: SettingInfo) -> str:
    rows = [
        ("allowed", info.allowed + (f" ({info.unit})" if info.unit != "-" and info.unit not in info.allowed else "")),
        ("default", info.default or ("" if info.entry else "none, it must be given")),
        ("example", info.example if info.example not in ("", '""', "{}", info.default) else ""),
        ("source", info.source),
        ("swept", swept_text(info.key)),
        ("settings", ", ".join(names_at(tuple(info.key.split(".")))) if info.block else ""),
    ]
    lines = [f"  {name:9} {text}" for name, text in rows if text]
    return "\n".join([info.key, f"  {info.about}", *lines])
