"""Search: what can be found, how words are understood, the index in each process."""
