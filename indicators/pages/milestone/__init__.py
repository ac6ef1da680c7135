"""Stating how a target in words stands."""
