"""Checks of the content beyond single values, by what they are about: entries, ballots, results, texts.

``competition.py`` calls them all. What a single value must look like is said by its type in ``schema/``.
"""
