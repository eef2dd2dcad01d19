"""Purging the CDN in front of a target."""
