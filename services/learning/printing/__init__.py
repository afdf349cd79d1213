"""Certificates on paper: what they look like, and the PDF."""
