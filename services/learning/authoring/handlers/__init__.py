"""Use cases of authoring: whole folders in and out, and drafts file by file."""
