"""Pages of the yearly reporting: a folder each."""
