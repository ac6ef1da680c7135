"""Uploading filled-in forms and history; a batch and its difference."""
