"""Roads: how an organisation gets from one formation to another, week by week, and what that is worth."""
