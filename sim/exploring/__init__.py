"""Many comparisons: sweeps, plausible worlds, turning points, staffing, what-ifs, calibration."""
