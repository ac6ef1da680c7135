"""原因和措施 of a plan row for a year."""
