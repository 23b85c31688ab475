"""The computations of signing in: short codes, secret codes people choose, rests after wrong tries."""
