"""Rules of progress: facts, signatures, their sum, and what follows from it."""
