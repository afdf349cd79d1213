"""The words that the library is sorted by: concepts, their labels, their revisions."""
