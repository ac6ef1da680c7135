"""Proposing that a promise of a plan be revised."""
