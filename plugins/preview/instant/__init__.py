"""Showing a saved page before the site was built."""
