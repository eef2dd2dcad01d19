"""Caches: results are stored under a hash of their inputs and read instead of computed again. Safe to delete."""
