"""What is typed of accounts."""
