"""Courses: read from folders, published in versions that never change, shown."""
