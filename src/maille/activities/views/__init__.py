"""Screens of activities, jobs and contributions."""
