"""Which hand-outs there are, and what each needs."""

from __future__ import annotations

from importlib.util import find_spec

from sim.report.handout.parts import Slide
from sim.report.handout.plans import comparison_slides
from sim.report.handout.plans_side_by_side import side_slides
from sim.report.handout.reading import SIDE_BY_SIDE, TABLES, Results
from sim.report.names import speaking
from sim.scenario.problems import BadInput, Problem

FORMATS = {"pptx": ("pptx", "python-pptx"), "xlsx": ("xlsxwriter", "XlsxWriter")}  # module, and how pip calls it


def handout(results: Results, form: str) -> bytes:
    """The hand-out as a file, the same bytes for the same folder. form: a name in FORMATS. Raises BadInput."""
    check_installed(form)
    if form == "pptx" and results.kind == TABLES:
        message = (
            "Slides are made of a folder of podsim compare or of the shortlist of podsim best. Of this one --as xlsx "
            "makes a workbook."
        )
        raise BadInput([Problem(str(results.folder), None, form, message)])
    with speaking(results.labels):
        if form == "pptx":
            from sim.report.handout.slides import deck

            return deck(slides_of(results), results)
        from sim.report.handout.sheets import workbook

        return workbook(results)


def slides_of(results: Results) -> tuple[Slide, ...]:
    """What the slides say, six to eight of them."""
    if results.kind == SIDE_BY_SIDE:
        return tuple(side_slides(results))
    return tuple(comparison_slides(results))


def check_installed(form: str) -> None:
    """Raise BadInput where the package that writes this form is missing."""
    module, package = FORMATS[form]
    if find_spec(module) is None:
        message = f"{package} is not installed: pip install 'podsim[handout]'"
        raise BadInput([Problem(f"--as {form}", None, form, message)])
