"""Compute results: votes and scores, ranking, awards, the record that makes them verifiable, and certificates."""
