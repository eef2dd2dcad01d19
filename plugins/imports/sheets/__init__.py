"""Submissions in the rows of tables: their head, their rows and what is no submission, their cells."""
