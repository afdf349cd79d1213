"""Skills that fade: questions that come back, and what renews a certificate."""
