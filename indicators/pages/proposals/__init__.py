"""What waits for a second person, and its confirming."""
