"""Pages of the yearly reporting (design.md §7): entry, rounds, data owners."""
