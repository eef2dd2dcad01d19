"""From views to HTML: the template engine, its filters and globals, metadata and headers."""
