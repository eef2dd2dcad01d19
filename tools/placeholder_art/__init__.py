"""Draws the covers of the sample entries."""
