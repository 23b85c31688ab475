"""What people do with activities, jobs and contributions: one function per verb."""
