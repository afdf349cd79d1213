"""The reports, each a pure function of what was read: people in, one table out."""
