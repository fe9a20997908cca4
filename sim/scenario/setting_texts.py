"""What is said of a setting: what it means, and what is wrong with what a file says of it."""

from __future__ import annotations

from sim.scenario.catalogue import SETTINGS, Catalogue, SettingInfo, without_column
from sim.scenario.declaration import Plausible
from sim.scenario.origins import Loc, dotted
from sim.scenario.problems import nearest

TIMES = ".at_times."


class UnknownSetting(LookupError):
    """No setting is meant by a key. The text names the nearest ones."""


def explain(key: str) -> str:
    """Everything that was declared of the settings meant by `key`.

    key: dotted, with names or * where names stand, or only its end: "policy.wings", "wings",
    "demand.channels.voice.patience_minutes". Several are listed one after the other.
    Raises UnknownSetting.
    """
    found = SETTINGS.find(without_column(key))
    if not found:
        guesses = SETTINGS.nearest(key)
        hint = f"Did you mean {' or '.join(guesses)}?" if guesses else f"Blocks: {', '.join(SETTINGS.names_at(()))}."
        raise UnknownSetting(f"There is no setting {key!r}. {hint}")
    if len(found) == 1:
        return _text(found[0])
    order = sorted(found, key=lambda info: ("channels" in info.key, TIMES in info.key))  # the special last
    holds = (
        "; of those given for a contact the last of this list holds" if any(TIMES in one.key for one in order) else ""
    )
    return f"{len(found)} settings are called {key}{holds}\n\n" + "\n\n".join(_text(info) for info in order)


def _text(info: SettingInfo) -> str:
    rows = [
        ("allowed", info.allowed + _unit(info)),
        ("default", info.default or ("" if info.entry else "none, it must be given")),
        ("example", info.example if info.example not in ("", '""', "{}", info.default) else ""),
        ("source", info.source),
        ("swept", swept_text(info)),
        ("called", info.declared.called.replace("{name}", "<name>")),
        ("matters", matters_text(info)),
        ("rules", ", ".join(rule_names(info))),
        ("settings", ", ".join(SETTINGS.names_at(tuple(info.key.split(".")))) if info.block else ""),
    ]
    lines = [f"  {name:9} {text}" for name, text in rows if text]
    return "\n".join([info.key, f"  {info.about}", *lines])


def swept_text(info: SettingInfo) -> str:
    """Over which range plausible worlds vary a setting, or why they do not; "" where it has a source or is a choice."""
    found = info.declared.plausible
    if not isinstance(found, Plausible):
        return f"no: {found}" if found else ""
    bounds = f"{found.low:g} to {found.high:g}{' times the value' if found.relative else ''}"
    return f"{bounds} ({found.why}){', only when named' if found.only_named else ''}"


def matters_text(info: SettingInfo) -> str:
    """When a setting can have any effect; "" where it always can."""
    text = str(info.declared.matters)
    return "only above 0" if text == f"only with {info.key}" else text


def rule_names(info: SettingInfo) -> list[str]:
    """The rules that are given a setting."""
    return [rule.rpartition(".")[2] for rule in info.declared.rules]


def refusal_text(settings: Catalogue, kind: str, loc: Loc, reason: str) -> str:
    """The text for one error of a file.

    kind: pydantic's name of the error. loc: where. reason: text of a ValueError raised by a check.
    """
    if kind == "extra_forbidden":
        return _unknown_text(settings, loc)
    whole = settings.file[:1].upper() + settings.file[1:]
    if kind == "value_error":
        return f"{dotted(loc) or whole}: {reason}."
    info = settings.at(loc)
    if info is None:
        return f"{dotted(loc) or whole} must be a block of settings, written as name: value."
    return missing_text(info) if kind == "missing" else _must_text(settings, info, loc)


def _unknown_text(settings: Catalogue, loc: Loc) -> str:
    """For a name that is no setting: the nearest one with its meaning, or all that are allowed."""
    block, name = loc[:-1], str(loc[-1])
    here = f'in "{dotted(block)}"' if block else f"at the top of {settings.file}"
    names = settings.names_at(block)
    if guess := nearest(name, names):
        return f"Unknown setting {here}. Did you mean {guess} ({_summary(settings.at((*block, guess)))})?"
    if elsewhere := [info for info in settings.find(name) if info.key != name]:
        return f"Unknown setting {here}. Did you mean {elsewhere[0].key} ({_summary(elsewhere[0])})?"
    return f"Unknown setting {here}. Allowed: {', '.join(names)}."


def _summary(info: SettingInfo | None) -> str:
    assert info is not None
    about = info.about[:1].lower() + info.about[1:] if info.about[1:2].islower() else info.about
    return f"{about}; default {info.default}" if info.default and not info.block else about


def missing_text(info: SettingInfo) -> str:
    """For a setting that must be given."""
    example = f", for example {info.name}: {info.example}" if info.example else ""
    return f"{info.key} is missing ({info.about}). It must be {info.allowed}{_unit(info)}{example}."


def _must_text(settings: Catalogue, info: SettingInfo, loc: Loc) -> str:
    """For a value that is not allowed."""
    if info.block:
        names = settings.names_at(loc)
        return f"{info.key} must be a block of settings ({', '.join(names[:6])}{', ...' if len(names) > 6 else ''})."
    notes = [info.unit] if info.unit not in ("-", "weekly hours", "date", "path") else []
    if info.default and not settings.is_required(loc):
        notes.append(f"default {info.default}")
    about = f" ({'; '.join(notes)})" if notes else ""
    example = f", for example {info.example}" if info.example not in ("", '""', "{}") else ""
    return f"{info.key} must be {info.allowed}{about}{example}."


def _unit(info: SettingInfo) -> str:
    return f" ({info.unit})" if info.unit != "-" and info.unit not in info.allowed else ""
