"""What an error text says of one setting: where, what is allowed, the nearest name."""

from __future__ import annotations

from sim.scenario.catalogue import SettingInfo, find_settings, is_required, names_at, setting_at
from sim.scenario.problems import nearest
from sim.scenario.tree import Loc, dotted


def wording(kind: str, loc: Loc, reason: str) -> str:
    """The text for one error.

    kind: pydantic's name of the error. loc: where. reason: text of a ValueError raised by a check.
    """
    if kind == "extra_forbidden":
        return unknown_text(loc)
    if kind == "value_error":
        return f"{dotted(loc)}: {reason}."
    info = setting_at(loc)
    if info is None:
        return f"{dotted(loc) or 'A scenario'} must be a block of settings, written as name: value."
    return missing_text(info) if kind == "missing" else must_text(info, names_at(loc), is_required(loc))


def unknown_text(loc: Loc) -> str:
    """For a name that is no setting: the nearest one with its meaning, or all that are allowed."""
    block, name = loc[:-1], str(loc[-1])
    here = f'in "{dotted(block)}"' if block else "at the top of a scenario"
    names = names_at(block)
    if guess := nearest(name, names):
        return f"Unknown setting {here}. Did you mean {guess} ({_summary(setting_at((*block, guess)))})?"
    if elsewhere := [info for info in find_settings(name) if info.key != name]:
        return f"Unknown setting {here}. Did you mean {elsewhere[0].key} ({_summary(elsewhere[0])})?"
    return f"Unknown setting {here}. Allowed: {', '.join(names)}."


def _summary(info: SettingInfo | None) -> str:
    assert info is not None
    about = info.about[:1].lower() + info.about[1:] if info.about[1:2].islower() else info.about
    return f"{about}; default {info.default}" if info.default and not info.block else about


def missing_text(info: SettingInfo) -> str:
    """For a setting that must be given."""
    example = f", for example {_assignment(info)}" if info.example else ""
    return f"{info.key} is missing ({info.about}). It must be {info.allowed}{_unit(info)}{example}."


def must_text(info: SettingInfo, names: list[str], required: bool) -> str:
    """For a value that is not allowed."""
    if info.block:
        return f"{info.key} must be a block of settings ({_some(names)})."
    notes = [info.unit] if info.unit not in ("-", "weekly hours", "date", "path") else []
    if info.default and not required:
        notes.append(f"default {info.default}")
    about = f" ({'; '.join(notes)})" if notes else ""
    example = f", for example {info.example}" if info.example not in ("", '""', "{}") else ""
    return f"{info.key} must be {info.allowed}{about}{example}."


def _unit(info: SettingInfo) -> str:
    return f" ({info.unit})" if info.unit != "-" and info.unit not in info.allowed else ""


def _assignment(info: SettingInfo) -> str:
    return f"{info.name}: {info.example}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")
