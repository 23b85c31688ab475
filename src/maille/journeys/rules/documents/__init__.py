"""What a document says: a host's clauses, the words merged into them, and the telling of its copied facts."""
