"""What is typed of rules, distributions, pay."""
