"""另有数: what other offices say of a cell, beside its value."""
