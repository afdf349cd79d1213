"""Rules of quizzes: what is asked, what counts as right, and what is told when."""
