"""Attempts at quizzes: begun, answered once, scored here."""
