"""Looking at a table of votes that nobody has described yet: which platform wrote it, and how it can be counted."""
