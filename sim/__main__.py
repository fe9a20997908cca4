"""`python -m sim` is `podsim`."""

from sim.cli import main

if __name__ == "__main__":
    main()
