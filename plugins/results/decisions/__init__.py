"""Decisions of the jury: what decisions.yaml says of them, and what each changes in the awards."""
