"""Opens spreadsheets of any make, within bounds, as grids of texts. Pure."""
