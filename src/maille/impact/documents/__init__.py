"""The report in each format: functions from a Report to text or bytes, knowing neither database nor request."""
