"""The kinds of page, each made by a function."""
