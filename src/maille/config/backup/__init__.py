"""Everything an installation holds, in one file that either database can read back (docs/install.md)."""
