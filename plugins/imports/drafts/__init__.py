"""Conversion of submissions to draft entries, and their validation."""
