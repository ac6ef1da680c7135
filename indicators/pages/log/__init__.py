"""The thread of remarks and the log of a region's forms."""
