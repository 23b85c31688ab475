"""Activities of a KPA: what it makes and sells, the jobs, and who gives what to them."""
