"""Pages of asking: one person, many at once, what is planned, and what keeps people from being asked too often."""
