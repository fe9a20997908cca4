"""What every floor stands on: the grid of time, opening hours, draws by address, compiling."""
