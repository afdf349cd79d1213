"""What can be done with cohorts: one function per use case."""
