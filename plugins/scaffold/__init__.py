"""Templates for new documents: a competition, an entry, an article, a unit."""
