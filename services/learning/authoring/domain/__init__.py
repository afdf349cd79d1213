"""Rules of authoring: what a draft is, and how its files are changed."""
