"""What accounts are, what may be posted between them, and what a statement says."""
