"""What is typed of activities, jobs and contributions."""
