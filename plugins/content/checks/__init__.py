"""Checks of the content beyond single values."""
