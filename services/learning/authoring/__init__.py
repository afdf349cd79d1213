"""Courses in the making: drafts, what is wrong with them, their publication."""
