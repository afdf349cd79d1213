"""Groups that learn a course together, their trainers, sessions and reports."""
