"""Templates and styles of pages and of cells of a notebook: every value is escaped."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

PACKAGE = "sim.report.page"


def _minus(text: str) -> str:
    """Numbers below zero with a true minus sign."""
    return re.sub(r"(?<![\w.,-])-(?=\d)", "−", text)


@cache
def text_of(name: str) -> str:
    """A file among the templates; as a browser reads it, so that its hash holds."""
    return files(PACKAGE).joinpath("templates", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def environment() -> jinja2.Environment:
    """Templates whose every value is escaped."""
    import jinja2
    from markupsafe import Markup

    made = jinja2.Environment(
        loader=jinja2.PackageLoader(PACKAGE, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Pictures are written by our own code, names in them escaped; styles and scripts are files of the package.
    made.filters["drawn"] = lambda picture: Markup(picture.svg)
    made.filters["ours"] = Markup
    made.filters["minus"] = _minus
    return made
