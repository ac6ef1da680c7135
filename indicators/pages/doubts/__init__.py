"""The open questions on plans, and their answers."""
