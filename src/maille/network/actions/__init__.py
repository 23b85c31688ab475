"""One function per verb: organisations, their relations, memberships and a KPA's own choices."""
