"""Pasting by name: a copied block or a paragraph, looked at before it is saved."""
