"""Files given to a host's bank and to its payroll: written and read, without a database."""
