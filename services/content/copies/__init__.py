"""Copies of items that leave the platform: one to print, all to carry along."""
