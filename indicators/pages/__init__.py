"""Pages of the yearly reporting (design.md §7): a folder each."""
