"""Prices, hours, chances: pure computations of activities."""
