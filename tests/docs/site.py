"""What `make site` builds of: `python -m tests.docs.site FOLDER [RESULTS]` lays the pages out for MkDocs.

Pages keep their paths, so that their links hold. FOLDER/pages gets every page that people read, every file that one of
them links to (programs and settings as a page each), and pages made here: the names of the package by their
docstrings, all pictures, and the report of a results folder. FOLDER/mkdocs.yml adds to mkdocs.yml the order of the
pages, which is that of docs/index.md.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import sys
from pathlib import Path

import podsim
from hatch_build import CODE, links
from tests.docs.blocks import pages

ROOT = Path(__file__).parents[2]
Nav = list[str | dict[str, "str | Nav"]]


def staged(text: str, page: Path) -> tuple[str, set[Path]]:
    """A page with links to programs led to their pages, and the files that it links to, relative to the project."""
    needed, out, last = set(), [], 0
    for found in links(text):
        target = (ROOT / page).parent.joinpath(found[3]).resolve().relative_to(ROOT)
        if target.suffix != ".md":
            needed.add(target)
        if target.suffix in CODE:
            out += [text[last : found.end(3)], ".md"]
            last = found.end(3)
    text = "".join([*out, text[last:]])
    # GitHub takes both as they are; Python-Markdown wants a line between a comment and a table, and four spaces.
    text = re.sub(r"(?m)^(<!--.*-->)\n(?=\|)", r"\1\n\n", text)
    return re.sub(r"(?m)^ {2,3}(?=- )", " " * 4, text), needed


def code_page(path: Path) -> str:
    """A program or a file of settings as a page, which the search leaves out."""
    fence = "`" * 6
    text = (ROOT / path).read_text(encoding="utf-8")
    return (
        f"---\nsearch:\n  exclude: true\n---\n# {path.name}\n\n`{path}`\n\n{fence}{CODE[path.suffix]}\n{text}{fence}\n"
    )


def python_page() -> str:
    """The public names, each by its signature and docstring."""
    shown = "[In a notebook](../guides/in-a-notebook.md) shows it at work."
    parts = [f"# Python\n\nWhat `from podsim import ...` offers. {shown}\n"]
    for name in podsim.__all__:
        home = importlib.import_module(getattr(podsim, name).__module__).__name__
        parts.append(f"::: {home}.{name}\n")
    return "\n".join(parts)


def gallery_page() -> str:
    """Every picture once, with its words and the first page that shows it."""
    shown: dict[Path, str] = {}
    for page in pages(ROOT):
        for found in links((ROOT / page).read_text(encoding="utf-8")):
            target = (ROOT / page).parent.joinpath(found[3]).resolve().relative_to(ROOT)
            if found[1] and target not in shown:
                shown[target] = f"![{found[2]}]({target})\n\n[{_title(page)}]({page}): {found[2]}\n"
    return "\n".join(["# Pictures\n", *(shown[path] for path in sorted(shown))])


def _title(page: Path) -> str:
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.partition("\n")[0].removeprefix("# ").replace("`", "").rstrip("/")


def report_page(report: str) -> str:
    """The report of a few replications, in a frame."""
    frame = f'<iframe src="{report}" title="The report of support_desk" width="100%" height="900"></iframe>'
    return (
        "# A report\n\nWhat `podsim compare support_desk` writes, here of a few replications: one file, which opens "
        f"offline. [Open it alone]({report}).\n\n{frame}\n"
    )


def order(report: bool) -> Nav:
    """The pages in the order in which docs/index.md names them, then what lies outside docs/."""
    nav: Nav = [{"podsim": "README.md"}]
    for line in (ROOT / "docs/index.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"\*\*(.+?)\*\*", line):
            section: Nav = []
            nav.append({heading[1]: section})
        elif item := re.match(r"- \[(.+?)\]\(([^)]+)\)", line):
            section.append({item[1]: f"docs/{item[2]}"})
        if heading and heading[1] == "Reference":
            section.append({"Python": "docs/reference/python.md"})
    experiments = sorted(page.as_posix() for page in pages(ROOT) if page.parts[0] == "experiments")
    experiments.sort(key=lambda page: not page.endswith("README.md"))
    nav.append({"Experiments": [{Path(page).stem if "README" not in page else "All": page} for page in experiments]})
    nav += [{"Pictures": "pictures.md"}] + ([{"A report": "report.md"}] if report else [])
    rest = [page.as_posix() for page in pages(ROOT) if page.parts[0] in ("figures", "benchmarks")]
    return [*nav, {"More": ["docs/index.md", "CONTRIBUTING.md", "CHANGELOG.md", *rest]}]


def lay_out(folder: Path, results: Path | None = None) -> None:
    """Write FOLDER/pages and FOLDER/mkdocs.yml. results: a folder that `podsim compare` wrote, with its report."""
    target = folder / "pages"
    shutil.rmtree(target, ignore_errors=True)
    made = {"docs/reference/python.md": python_page(), "pictures.md": gallery_page()}
    needed: set[Path] = set()
    for page in pages(ROOT):
        made[page.as_posix()], linked = staged((ROOT / page).read_text(encoding="utf-8"), page)
        needed |= linked
    made |= {f"{path}.md": code_page(path) for path in needed if path.suffix in CODE}
    if results is not None:
        made["report.md"] = report_page("support_desk.html")
    for name, text in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/site", target / "docs/site")
    for path in sorted(p for p in needed if p.suffix not in CODE):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target / path)
    if results is not None:
        shutil.copyfile(results / "report.html", target / "support_desk.html")
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": "pages",
        "site_dir": "html",
        "nav": order(results is not None),
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings, indent=1), encoding="utf-8")  # JSON is YAML


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), *(next(Path(parent).glob("support_desk-*")) for parent in sys.argv[2:3]))
