"""What a person has done in a course: enrolment, facts, completion."""
