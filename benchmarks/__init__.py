"""`./maille bench`: how fast Maille is, on both databases, at the sizes it aims at."""
