"""Building what is published or archived."""
