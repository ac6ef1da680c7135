"""The former values of one cell, and bringing one of them back."""
