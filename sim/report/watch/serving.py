"""The page served to a browser on this machine, by solara; nothing outside it is asked for or told."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

NEEDED = ("solara", "solara_assets", "altair")  # altair: Mesa's pages import it
MOST_PEOPLE = 400  # beyond, seats are too small to see, and a step takes too long
HOST = "127.0.0.1"


class NotWatchableError(RuntimeError):
    """Why there can be no page."""


def check_watchable(scenario: Scenario) -> None:
    """Before anything is built. Raises NotWatchableError where the extra `watch` is missing, or people are too many."""
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise NotWatchableError(f"watching needs {', '.join(missing)}: install podsim with the extra watch")
    people = sum(group.count for group in scenario.people.groups)
    if people > MOST_PEOPLE:
        raise NotWatchableError(f"{scenario.name} has {people} people; up to {MOST_PEOPLE} can be watched")


def serve(given: Mapping[str, Any], port: int | None = None, *, ready: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C. given: arguments of SideBySide that JSON can hold. ready: told its address.

    Raises NotWatchableError where the port is taken.
    """
    bound = _bound(port)
    os.environ["PODSIM_WATCHED"] = json.dumps(dict(given))
    os.environ["SOLARA_APP"] = "sim.report.watch.page"
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"  # solara would report its use to its makers
    os.environ["SOLARA_ASSETS_FONTAWESOME_ENABLED"] = os.environ["SOLARA_THEME_SHOW_BANNER"] = "false"
    warnings.filterwarnings("ignore", module="solara.validate_hooks")  # about a page of Mesa's
    warnings.filterwarnings("ignore", message="Cookies with samesite")  # about pages in a frame of another one
    import uvicorn
    from solara.server.starlette import app

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready(f"http://{HOST}:{bound.getsockname()[1]}")

    Announced(uvicorn.Config(app, log_level="warning")).run(sockets=[bound])


def _bound(port: int | None) -> socket.socket:
    """A socket of ours, at a free port where none is asked for."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port or 0))
    except OSError as error:
        bound.close()
        raise NotWatchableError(f"port {port}: {error.strerror or error}") from None
    return bound
