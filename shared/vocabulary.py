"""Words that courses, library items and hubs are sorted by."""

AUDIENCES = ("officer", "citizen", "adult", "child_6_10", "child_11_17")

# Where a mistake can cost a life, a named professional answers for the text.
REVIEWED_TOPICS = frozenset({"medical", "mines", "violence"})

# What we may do with a source; our words for it stand in the pages' catalogues.
LICENCES = ("cc-by-4.0", "official-text", "rights-reserved", "not-stated")
# What comes with a course may also be ours.
FILE_LICENCES = ("own", *LICENCES)
