"""Proposing that a plan be retired."""
