"""工作交接: one person's duties given to another."""
