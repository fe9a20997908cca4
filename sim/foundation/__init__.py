"""What every floor stands on: the grid of time, opening hours, numbers of kinds, draws by address, compiling."""
