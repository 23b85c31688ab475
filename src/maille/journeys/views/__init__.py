"""Screens: load and authorise in one step, call one action, render."""
