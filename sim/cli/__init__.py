"""The command line. `app` declares the commands; what they do is imported with the first use."""

from __future__ import annotations


def main() -> None:
    """Entry point of `podsim`: run the command and leave with its exit code."""
    import sys

    try:
        from sim.cli.ending import exit_code_of

        sys.exit(exit_code_of(sys.argv[1:]))
    except KeyboardInterrupt:  # before or after the command itself
        sys.exit(130)
