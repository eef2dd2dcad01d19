"""Do nothing twice: cache keys, cached pages, unchanged output."""
