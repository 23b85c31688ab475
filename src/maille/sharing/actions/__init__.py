"""What people do with money received, rules, distributions and pay."""
