"""Calibration: the free numbers of a scenario, fitted so that its departments (silos) behave as real ones do.

targets: what must be reproduced, and where that was measured. parameters: what may be moved, and how far.
sample: handoffs simulated, or counted in a log. fitting: least squares on a noise-free objective. load: the load,
and what would bring a usual one. ridge: other pairs of numbers that fit as well, and the verdict along them.
calibrate.calibrate puts them together; record.record_of is what is stored. Pods are calibrated to nothing.
"""
