"""Rules of refreshers."""
