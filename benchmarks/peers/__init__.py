"""What a user could pick instead of podsim, each written as its own users would write it, for the same customers.

A module has NAME, what it is called in tables, and run(workload), which returns the mean wait over all visits in
minutes, everybody having left. The releases are pinned in constraints.txt; the extra `bench` installs them.
"""
