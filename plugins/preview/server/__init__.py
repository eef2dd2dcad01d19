"""The preview's HTTP server and its own pages."""
