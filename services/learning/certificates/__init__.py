"""Certificates: their numbers, and the check that anyone may make."""
