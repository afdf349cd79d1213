"""What is done with progress: enrol, report facts, sign, move on, sum anew."""
