"""Words that courses, library items and hubs are sorted by."""

AUDIENCES = ("officer", "citizen", "adult", "child_6_10", "child_11_17")

# Where a mistake can cost a life, a named professional answers for the text.
REVIEWED_TOPICS = frozenset({"medical", "mines", "violence"})
