"""Incremental builds: cached pages, unchanged files, and an output folder that is replaced as a whole."""
