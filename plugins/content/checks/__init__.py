"""Checks of content that go beyond a single value."""
