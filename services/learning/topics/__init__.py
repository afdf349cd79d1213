"""What learning keeps of the platform's one taxonomy: the topics of courses."""
