"""What a course is, and how a folder becomes one. Pure."""
