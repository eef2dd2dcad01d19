"""Readers of submission forms: the mapping file, tables and Word files."""
