"""Forms of the network: they read what was typed; the actions decide."""
