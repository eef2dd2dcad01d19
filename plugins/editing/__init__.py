"""Editing the content by forms: what a form asks, what it changes in a file, and how that reaches the disk."""
