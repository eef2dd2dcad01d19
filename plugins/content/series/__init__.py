"""A series: the contents of several years, each a competition of its own, on one site."""
