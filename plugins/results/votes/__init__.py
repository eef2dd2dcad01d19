"""Votes as platforms export them: what votes.yaml says of the tables, and the valid votes of each channel."""
