"""The review page: what waits for approval, and what the reviewer does with it."""
