"""People's rights over their data: the whole file, requests, how long it is kept, anonymisation, legal archives."""
