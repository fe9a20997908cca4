"""Edit rule by rule, run both engines, and say what each edit did. `make single-source` runs it over all.

python -m tests.single_source [RULE ...] [--workers N] [--json]

Exit 1 where an edit makes the engines differ, or moves nothing. --json: lines for a program, the first of them the
hashes of rows and measures without an edit.
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
    wrong = 0
    for found in results(asked_for, options.workers):
        print(json.dumps(asdict(found)) if options.json else f"{found.edit}: {found.told}", flush=True)
        wrong += found.is_defect
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
