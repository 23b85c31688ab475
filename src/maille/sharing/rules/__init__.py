"""The sharing engine: an adopted rule turns income and contributions into lines (design: "Sharing money")."""
