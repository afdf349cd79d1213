"""Learning paths: courses in an order that leads somewhere."""
