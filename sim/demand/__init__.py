"""Demand: settings become customers, and customers become the tape that every column faces.

customers.build_customers(scenario) -> Customers, what engines must know of demand beside the tape.
build.build_tape(scenario, customers, seed=, first_replication=, replications=) -> Tape.
replay_report.replay_report(scenario) -> ReplayReport, what was understood of a ticket log.
tape.tape_hash(tape): for the parity table.
"""
