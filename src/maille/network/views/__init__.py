"""Screens of the network: each loads what its reader may see, calls one action, renders."""
