"""The entry grid: a region's year, a row per indicator."""
