"""Edit rule by rule, run both engines, and say what each edit did. `make single-source` runs it over all.

python -m tests.single_source [RULE ...] [--workers N] [--json]

Its last line names what fails: an edit that makes the engines differ or moves nothing (DEFECT), and one of a step of
the process that no test of tests/property notices (blind). Exit 1 where there are such. --json: lines for a program,
the first of them the hashes of rows and measures without an edit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict

from tests.single_source.edits import edits
from tests.single_source.plain_core import take_compiler_away


def results(names: list[str], workers: int) -> Iterator:
    """What each edit did, in order."""
    from tests.single_source.runs import try_edit

    if workers == 1:
        yield from map(try_edit, names)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, take_compiler_away) as pool:
        yield from pool.map(try_edit, names)


def is_part(edit: str, of: str) -> bool:
    """Whether an edit is the one named, or one of a rule or module named."""
    return edit == of or edit.startswith((f"{of}.", f"{of}:"))


def main() -> int:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "rules", nargs="*", help="as rules.hands.kept_share, or a part as process.hands; all by default"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    asked_for = [edit for edit in edits() if not options.rules or any(is_part(edit, of) for of in options.rules)]
    if not asked_for:
        parser.error("no such edit")
    take_compiler_away()
    from tests.single_source.runs import unedited

    if options.json:
        print(json.dumps(unedited()), flush=True)
    failing: dict[str, list[str]] = {"DEFECT": [], "blind": []}
    for found in results(asked_for, options.workers):
        print(json.dumps(asdict(found)) if options.json else f"{found.edit}: {found.told}", flush=True)
        if found.is_defect or found.is_blind:
            failing["DEFECT" if found.is_defect else "blind"].append(found.edit)
    if not options.json:
        told = [f"{len(names)} {what}: {', '.join(names)}" for what, names in failing.items() if names]
        print(f"{len(asked_for)} edits, {'; '.join(told) or 'nothing fails'}")
    return int(any(failing.values()))


if __name__ == "__main__":
    sys.exit(main())
