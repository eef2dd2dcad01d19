"""Votes and scores in, ranking, awards and certificates out, with a trail that anyone can follow."""
