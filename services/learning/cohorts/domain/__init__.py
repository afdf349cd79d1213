"""Rules of cohorts: who belongs, who may what, who needs help, what reports say."""
