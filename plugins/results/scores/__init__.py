"""Scores as juries keep them: what scores.yaml says of the sheets, and the marks that are read from them."""
