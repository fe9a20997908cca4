"""A verdict with all its details as one text, for tests that look for a sentence."""


def told(comparison):
    """Every line with its details."""
    parts = [part for line in comparison.verdict_lines for part in (f"{line.head}: {line.text}", *line.details)]
    return "\n".join(parts)
